#include "core/workflow/structure_model.h"

#include "core/base/atomic_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace andon::workflow::structure {
namespace {

using nlohmann::json;
using Read = ReadScene<StructurePrediction>;

Result<std::vector<Read>> read_scenes(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const StructureModel model, StructureModel::load(job.folder, job.device));
  return read_and_predict<StructurePrediction>(model, job, model.options().bins, progress, stop);
}

bool true_pair(const SceneStructure& truth, std::size_t i, std::size_t j) {
  return std::any_of(truth.pairs.begin(), truth.pairs.end(), [&](const WordPair& pair) {
    return std::minmax(pair.low, pair.high) ==
           std::minmax(static_cast<std::int64_t>(i), static_cast<std::int64_t>(j));
  });
}

/// One row a pair of sensors; `value` gives the score of (i, j).
template <class Value>
void add_rows(const ItemInfo& item, const StructureExample& example, const Value& value,
              std::vector<ScoreRow>& rows) {
  const std::size_t n = item.sensors.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) {
      ScoreRow row;
      row.item = item.id;
      row.sensor = item.sensors[i].id + "+" + item.sensors[j].id;
      row.start = example.facts.start;
      row.end = example.facts.start + example.facts.duration;
      row.score = value(i, j);
      const auto& types = example.truth.types;
      if (types[i] != SensorType::unknown && types[j] != SensorType::unknown)
        row.label = true_pair(example.truth, i, j);
      rows.push_back(std::move(row));
    }
}

double rule(const StructureExample& example, std::size_t i, std::size_t j) {
  const auto n = static_cast<std::size_t>(example.facts.sensors);
  const auto evidence = [&](std::size_t low, std::size_t high) {
    return example.facts.pair[(low * n + high) * SceneFacts::evidence + 2];
  };
  return std::max(evidence(i, j), evidence(j, i));
}

json described(const ItemInfo& item, const StructurePrediction& prediction) {
  const SceneStructure decided = prediction.decided();
  json sensors = json::array(), pairs = json::array();
  for (std::size_t i = 0; i < item.sensors.size(); ++i) {
    sensors.push_back({{"id", item.sensors[i].id},
                       {"type", to_string(decided.types[i])},
                       {"probability", named_types(&prediction.type[3 * i])},
                       {"bit_mask", decided.masks[i]}});
  }
  const auto n = static_cast<std::size_t>(prediction.sensors);
  for (const WordPair& pair : decided.pairs)
    pairs.push_back(
        {{"low", item.sensors[static_cast<std::size_t>(pair.low)].id},
         {"high", item.sensors[static_cast<std::size_t>(pair.high)].id},
         {"probability",
          prediction.edge[static_cast<std::size_t>(pair.low) * n + static_cast<std::size_t>(pair.high)]},
         {"overflow_bins", pair.overflow}});
  return {{"item", item.id},
          {"bins", prediction.bins},
          {"sensors", sensors},
          {"pairs", pairs},
          {"attention", prediction.attention}};
}

StructureFigures figures_of(const StructureScores& s) {
  return {{"node_macro_f1", s.node_macro_f1},
          {"pair_f1", s.pairs.f1()},
          {"order_accuracy", s.order_accuracy},
          {"bitmask_iou", s.bitmask_iou},
          {"overflow_f1", s.overflow.f1()}};
}

} // namespace

StructureConfig::StructureConfig() {
  training.epochs = 8;
  training.batch = 2;
  training.learning_rate = 1e-2;
}

std::vector<Option> StructureConfig::describe() {
  std::vector<Option> all = architecture.describe();
  for (Option& each : training.describe())
    all.push_back(std::move(each));
  all.push_back(option("validation", validation,
                       "Share of the scenes set aside to validate on when the data have no part val", "",
                       0.01, 0.9));
  return all;
}

std::vector<OptionInfo> options() {
  return describe_defaults<StructureConfig>();
}

Result<OptionMap> resolve(const OptionMap& options) {
  ANDON_ASSIGN(StructureConfig config, configured<StructureConfig>(options));
  return values_of(config.describe());
}

Result<FitOutcome> fit(const FitJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(StructureConfig config, configured<StructureConfig>(job.options));
  config.training.seed = job.seed;
  config.training.device = job.device;
  config.training.resume = job.resume;
  ANDON_ASSIGN(const SceneSplit split, split_scenes(job.data, job.part, config.validation, job.seed));
  ANDON_ASSIGN(const std::vector<StructureExample> train,
               structure_examples(job.data, split.train, config.architecture.bins, progress, stop));
  ANDON_ASSIGN(const std::vector<StructureExample> validation,
               structure_examples(job.data, split.validation, config.architecture.bins, progress, stop));
  FitOutcome outcome;
  ANDON_ASSIGN(const StructureModel model,
               StructureModel::fit(train, validation, config.architecture, config.training, job.folder,
                                   progress, stop, &outcome.report));
  ANDON_TRY(model.save(job.folder));
  for (std::size_t i = 0; i < validation.size(); ++i) {
    ANDON_ASSIGN(const StructurePrediction prediction, model.predict(validation[i].facts));
    const std::size_t n = validation[i].truth.types.size();
    std::vector<ScoreRow> rows;
    add_rows(
        job.data.signals->items()[split.validation[i]], validation[i],
        [&](std::size_t a, std::size_t b) { return prediction.edge[a * n + b]; }, rows);
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(outcome.validation),
                 [](const ScoreRow& row) { return row.label == 0; });
  }
  outcome.files = {"weights.safetensors", "model.json"};
  return outcome;
}

Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<Read> scenes, read_scenes(job, progress, stop));
  std::vector<ScoreRow> rows;
  json all = json::array();
  for (const Read& scene : scenes) {
    const ItemInfo& item = job.data.signals->items()[scene.item];
    const std::size_t n = item.sensors.size();
    add_rows(
        item, scene.example, [&](std::size_t i, std::size_t j) { return scene.prediction.edge[i * n + j]; },
        rows);
    all.push_back(described(item, scene.prediction));
  }
  ANDON_TRY(write_atomic(job.folder / "structure.json",
                         json{{"data", job.data.name}, {"scenes", all}}.dump() + "\n"));
  return rows;
}

Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop) {
  BesideOut out;
  ANDON_ASSIGN(const std::vector<Read> scenes, read_scenes(job.apply, progress, stop));
  std::vector<SceneStructure> predicted, truth;
  Random random(Seed(job.seed).stream("random"));
  const auto add = [&](const DataSource& data, std::size_t item, const StructureExample& example,
                       auto& scores) {
    std::vector<ScoreRow> rows, chance;
    add_rows(
        data.signals->items()[item], example,
        [&](std::size_t i, std::size_t j) { return rule(example, i, j); }, rows);
    for (const ScoreRow& row : rows) {
      if (&scores == &out.validation && row.label != 0)
        continue;
      scores["rule"].push_back(row.score);
      scores["random"].push_back(random.uniform());
    }
  };
  for (const Read& scene : scenes) {
    predicted.push_back(scene.prediction.decided());
    truth.push_back(scene.example.truth);
    add(job.apply.data, scene.item, scene.example, out.scores);
  }
  ANDON_ASSIGN(const StructureConfig config, configured<StructureConfig>(job.apply.options));
  ANDON_ASSIGN(const SceneSplit split,
               split_scenes(job.train_data, job.train_part, config.validation, job.seed));
  ANDON_ASSIGN(
      const std::vector<StructureExample> held,
      structure_examples(job.train_data, split.validation, config.architecture.bins, progress, stop));
  for (std::size_t i = 0; i < held.size(); ++i)
    add(job.train_data, split.validation[i], held[i], out.validation);
  out.metrics = structure_metrics(predicted, truth, figures_of, Seed(job.seed).stream("scenes"));
  return out;
}

std::vector<ModelEntry> model_rows() {
  return {{.id = "structure",
           .title = "Scene structure: which words are values, halves of values, or bits",
           .paper = "two views of a sensor: Chen et al. 2020; attention over sensors: Vaswani et al. 2017",
           .modality = "signals",
           .options = options,
           .resolve = resolve,
           .fit = fit,
           .score = score,
           .beside = beside}};
}

} // namespace andon::workflow::structure
