#include "core/workflow/preclassifier_model.h"

#include "core/base/atomic_file.h"
#include "core/metrics/linear_map.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace andon::workflow::preclassifier {
namespace {

using nlohmann::json;
using Read = ReadScene<PreclassifierPrediction>;
constexpr std::int64_t no_bins = 1; // types alone are asked for

Result<std::vector<Read>> read_scenes(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Preclassifier model, Preclassifier::load(job.folder, job.device));
  return read_and_predict<PreclassifierPrediction>(model, job, no_bins, progress, stop);
}

/// One row a sensor; `value` gives the score of sensor i.
template <class Value>
void add_rows(const ItemInfo& item, const StructureExample& example, const Value& value,
              std::vector<ScoreRow>& rows) {
  for (std::size_t i = 0; i < item.sensors.size(); ++i) {
    ScoreRow row;
    row.item = item.id;
    row.sensor = item.sensors[i].id;
    row.start = example.facts.start;
    row.end = example.facts.start + example.facts.duration;
    row.score = value(i);
    if (example.truth.types[i] != SensorType::unknown)
      row.label = example.truth.types[i] == SensorType::two_words;
    rows.push_back(std::move(row));
  }
}

void add_rows(const ItemInfo& item, const StructureExample& example,
              const PreclassifierPrediction& prediction, std::vector<ScoreRow>& rows) {
  add_rows(
      item, example, [&](std::size_t i) { return prediction.type[3 * i + 1]; }, rows);
}

json described(const ItemInfo& item, const PreclassifierPrediction& prediction) {
  const std::vector<SensorType> decided = prediction.decided();
  json sensors = json::array();
  for (std::size_t i = 0; i < item.sensors.size(); ++i) {
    const auto from = prediction.embedding.begin() +
                      static_cast<std::ptrdiff_t>(i * static_cast<std::size_t>(prediction.width));
    sensors.push_back({{"id", item.sensors[i].id},
                       {"type", to_string(decided[i])},
                       {"probability", named_types(&prediction.type[3 * i])},
                       {"embedding", std::vector<float>(from, from + prediction.width)}});
  }
  return {{"item", item.id}, {"sensors", sensors}};
}

/// A structure of types only.
SceneStructure types_only(std::vector<SensorType> types) {
  SceneStructure structure;
  structure.masks.assign(types.size(), 0);
  structure.types = std::move(types);
  return structure;
}

StructureFigures figures_of(const StructureScores& s) {
  return {{"node_macro_f1", s.node_macro_f1},
          {"recall_one_word", s.types[0].recall()},
          {"recall_two_words", s.types[1].recall()},
          {"recall_bits", s.types[2].recall()}};
}

using Facts = std::span<const float>;
using TypeScores = std::array<double, 3>; ///< one_word, two_words, bits; the highest is the type

Facts facts_at(const StructureExample& example, std::size_t sensor) {
  constexpr auto count = static_cast<std::size_t>(SceneFacts::facts);
  return Facts(example.facts.fact).subspan(sensor * count, count);
}

/// Two words when roll-overs and moves coincide with another sensor's; else bits when fewer than half of
/// the toggles of a bit, on average, come with one of the bit below.
TypeScores rule(Facts facts) {
  const double halves = std::max(facts[SceneFacts::low_fact], facts[SceneFacts::high_fact]);
  double carries = 0, moving = 0;
  for (std::size_t bit = 1; bit < 16; ++bit)
    if (facts[bit] > 0) {
      carries += facts[32 + bit];
      ++moving;
    }
  const bool bits = facts[SceneFacts::words_fact] > 0.5 && carries < 0.5 * moving;
  return {bits ? 0 : 0.5, halves, bits ? 0.5 : 0};
}

Result<RidgeFit> linear_types(const std::vector<StructureExample>& train) {
  RidgeSums sums(SceneFacts::facts, 3);
  for (const StructureExample& example : train)
    for (std::size_t i = 0; i < example.truth.types.size(); ++i) {
      if (example.truth.types[i] == SensorType::unknown)
        continue;
      const Facts facts = facts_at(example, i);
      TypeScores wanted{};
      wanted[static_cast<std::size_t>(example.truth.types[i]) - 1] = 1;
      sums.add(std::vector<double>(facts.begin(), facts.end()), wanted);
    }
  return sums.solve(1);
}

using Baselines = std::map<std::string, std::function<TypeScores(Facts)>>;

/// What the baselines say of scenes: scores of two_words by row, and types.
struct BesideScenes {
  std::map<std::string, std::vector<double>> scores;
  std::map<std::string, std::vector<SceneStructure>> types;

  /// `normal`: keeps the scores of sensors that are known to be something else.
  void add(const Baselines& baselines, const ItemInfo& item, const StructureExample& example, bool normal) {
    for (const auto& [id, judge] : baselines) {
      std::vector<ScoreRow> rows;
      std::vector<SensorType> decided;
      add_rows(
          item, example,
          [&](std::size_t i) {
            const TypeScores each = judge(facts_at(example, i));
            decided.push_back(
                static_cast<SensorType>(1 + (std::max_element(each.begin(), each.end()) - each.begin())));
            return each[1];
          },
          rows);
      for (const ScoreRow& row : rows)
        if (!normal || row.label == 0)
          scores[id].push_back(row.score);
      types[id].push_back(types_only(std::move(decided)));
    }
  }
};

} // namespace

PreclassifierConfig::PreclassifierConfig() {
  training.epochs = 50;
  training.batch = 256;
  training.learning_rate = 1e-3;
}

std::vector<Option> PreclassifierConfig::describe() {
  std::vector<Option> all = architecture.describe();
  for (Option& each : training.describe())
    all.push_back(std::move(each));
  all.push_back(option("validation", validation,
                       "Share of the scenes set aside to validate on when the data have no part val", "",
                       0.01, 0.9));
  return all;
}

std::vector<OptionInfo> options() {
  return describe_defaults<PreclassifierConfig>();
}

Result<OptionMap> resolve(const OptionMap& options) {
  ANDON_ASSIGN(PreclassifierConfig config, configured<PreclassifierConfig>(options));
  return values_of(config.describe());
}

Result<FitOutcome> fit(const FitJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(PreclassifierConfig config, configured<PreclassifierConfig>(job.options));
  config.training.seed = job.seed;
  config.training.device = job.device;
  config.training.resume = job.resume;
  ANDON_ASSIGN(const SceneSplit split, split_scenes(job.data, job.part, config.validation, job.seed));
  ANDON_ASSIGN(const std::vector<StructureExample> train,
               structure_examples(job.data, split.train, no_bins, progress, stop));
  ANDON_ASSIGN(const std::vector<StructureExample> validation,
               structure_examples(job.data, split.validation, no_bins, progress, stop));
  FitOutcome outcome;
  ANDON_ASSIGN(const Preclassifier model,
               Preclassifier::fit(train, validation, config.architecture, config.training, job.folder,
                                  progress, stop, &outcome.report));
  ANDON_TRY(model.save(job.folder));
  for (std::size_t i = 0; i < validation.size(); ++i) {
    ANDON_ASSIGN(const PreclassifierPrediction prediction, model.predict(validation[i].facts));
    std::vector<ScoreRow> rows;
    add_rows(job.data.signals->items()[split.validation[i]], validation[i], prediction, rows);
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
    add_rows(item, scene.example, scene.prediction, rows);
    all.push_back(described(item, scene.prediction));
  }
  ANDON_TRY(write_atomic(job.folder / "preclassifier.json",
                         json{{"data", job.data.name}, {"scenes", all}}.dump() + "\n"));
  return rows;
}

Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<Read> scenes, read_scenes(job.apply, progress, stop));
  ANDON_ASSIGN(const PreclassifierConfig config, configured<PreclassifierConfig>(job.apply.options));
  ANDON_ASSIGN(const SceneSplit split,
               split_scenes(job.train_data, job.train_part, config.validation, job.seed));
  ANDON_ASSIGN(const std::vector<StructureExample> train,
               structure_examples(job.train_data, split.train, no_bins, progress, stop));
  ANDON_ASSIGN(const std::vector<StructureExample> held,
               structure_examples(job.train_data, split.validation, no_bins, progress, stop));
  ANDON_ASSIGN(const RidgeFit linear, linear_types(train));
  Random random(Seed(job.seed).stream("random"));
  const Baselines baselines{{"rule", rule},
                            {"linear",
                             [&](Facts facts) {
                               const std::vector<double> each =
                                   linear.predict(std::vector<double>(facts.begin(), facts.end()));
                               return TypeScores{each[0], each[1], each[2]};
                             }},
                            {"random", [&](Facts) {
                               return TypeScores{random.uniform(), random.uniform(), random.uniform()};
                             }}};
  BesideScenes applied, validated;
  std::vector<SceneStructure> predicted, truth;
  for (const Read& scene : scenes) {
    applied.add(baselines, job.apply.data.signals->items()[scene.item], scene.example, false);
    predicted.push_back(types_only(scene.prediction.decided()));
    truth.push_back(types_only(scene.example.truth.types));
  }
  for (std::size_t i = 0; i < held.size(); ++i)
    validated.add(baselines, job.train_data.signals->items()[split.validation[i]], held[i], true);
  const Seed seed = Seed(job.seed).stream("scenes");
  BesideOut out{.metrics = structure_metrics(predicted, truth, figures_of, seed),
                .scores = std::move(applied.scores),
                .validation = std::move(validated.scores),
                .baseline_metrics = {}};
  for (const auto& [id, types] : applied.types)
    out.baseline_metrics[id] = structure_metrics(types, truth, figures_of, seed);
  return out;
}

std::vector<ModelEntry> model_rows() {
  return {
      {.id = "preclassifier",
       .title = "Sensor types: is a word a value, half of a value, or bits, sensor by sensor",
       .paper = "attention over time: Ilse, Tomczak & Welling 2018; two views of a sensor: Chen et al. 2020",
       .modality = "signals",
       .options = options,
       .resolve = resolve,
       .fit = fit,
       .score = score,
       .beside = beside}};
}

} // namespace andon::workflow::preclassifier
