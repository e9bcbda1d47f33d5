#include "core/workflow/scene_model.h"

#include "core/metrics/baseline.h"
#include "core/metrics/ranking.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow::scenes {
namespace {

std::vector<std::string> ids_of(const Scene& scene) {
  std::vector<std::string> ids;
  for (const Sensor& sensor : scene.sensors)
    ids.push_back(sensor.info.id);
  return ids;
}

int label_of(const ItemInfo& item, const std::string& sensor, double from, double to) {
  if (item.label < 0)
    return -1;
  for (const Interval& interval : item.intervals)
    if (interval.label == 1 && (interval.sensor.empty() || interval.sensor == sensor) &&
        std::min(to, interval.end) - std::max(from, interval.start) >= (to - from) / 2)
      return 1;
  return 0;
}

/// One row a sensor and pair of token bins; `value` gives the score of (sensor, token bin).
template <class Value>
void add_rows(const ItemInfo& item, const SceneTokens& tokens, const Value& value,
              std::vector<ScoreRow>& rows) {
  for (std::int64_t s = 0; s < tokens.sensors; ++s)
    for (std::int64_t b = 0; b < tokens.bins; b += merged) {
      const std::int64_t end = std::min(b + merged, tokens.bins);
      ScoreRow row;
      row.item = item.id;
      row.sensor = item.sensors[static_cast<std::size_t>(s)].id;
      row.start = tokens.start + static_cast<double>(b) * tokens.bin_seconds;
      row.end = tokens.start + static_cast<double>(end) * tokens.bin_seconds;
      row.score = value(s, b);
      for (std::int64_t k = b + 1; k < end; ++k)
        row.score = std::max(row.score, value(s, k));
      row.label = label_of(item, row.sensor, row.start, row.end);
      rows.push_back(std::move(row));
    }
}

double token(const SceneTokens& tokens, std::int64_t sensor, std::int64_t channel, std::int64_t bin) {
  return tokens
      .values[static_cast<std::size_t>((sensor * SceneTokens::channels + channel) * tokens.bins + bin)];
}

double deviation(const SceneTokens& tokens, std::int64_t sensor, std::int64_t bin) {
  double largest = 0;
  for (std::int64_t c = SceneFacts::channels; c < 2 * SceneFacts::channels; ++c)
    largest = std::max(largest, std::abs(token(tokens, sensor, c, bin)));
  return largest;
}

/// Tokens as rows of a feature matrix, all or every `stride`-th.
void add_features(const SceneTokens& tokens, std::int64_t stride, Features& features) {
  features.columns = SceneTokens::channels;
  for (std::int64_t k = 0; k < tokens.sensors * tokens.bins; k += stride) {
    for (std::int64_t c = 0; c < SceneTokens::channels; ++c)
      features.values.push_back(static_cast<float>(token(tokens, k / tokens.bins, c, k % tokens.bins)));
    ++features.rows;
  }
}

/// Scores of all baselines for the items, in the order of score().
class Beside {
public:
  static Result<Beside> fit(const DataSource& data, const std::vector<std::size_t>& items, Seed seed,
                            Progress& progress, std::stop_token stop) {
    Beside beside(seed);
    Features features;
    ANDON_TRY(each_scene(
        data, items,
        [&](std::size_t, const Scene& scene, SceneFacts&& facts) -> Result<void> {
          if (scene.label != 1)
            add_features(tokens_of(facts), 97, features);
          return {};
        },
        progress, stop));
    ANDON_ASSIGN(const BaselineEntry* entry, baselines().find("pca"));
    ANDON_ASSIGN(beside.pca_, entry->fit(features, {}, seed.stream("pca"), progress, stop));
    return beside;
  }

  Result<void> add(const ItemInfo& item, const SceneTokens& tokens, std::stop_token stop,
                   std::map<std::string, std::vector<ScoreRow>>& rows) {
    Features features;
    add_features(tokens, 1, features);
    ANDON_ASSIGN(const std::vector<double> pca, pca_->score(features, stop));
    add_rows(
        item, tokens,
        [&](std::int64_t s, std::int64_t b) { return pca[static_cast<std::size_t>(s * tokens.bins + b)]; },
        rows["pca"]);
    add_rows(
        item, tokens, [&](std::int64_t s, std::int64_t b) { return deviation(tokens, s, b); },
        rows["deviation"]);
    add_rows(
        item, tokens,
        [&](std::int64_t s, std::int64_t b) { return token(tokens, s, SceneTokens::channels - 1, b); },
        rows["residual"]);
    add_rows(
        item, tokens, [&](std::int64_t, std::int64_t) { return random_.uniform(); }, rows["random"]);
    return {};
  }

private:
  explicit Beside(Seed seed) : random_(seed.stream("random")) {}
  std::unique_ptr<Baseline> pca_;
  Random random_;
};

/// frame_auroc and attribution_top3 over all items; intervals by AUROC's own and, for the share, by normal
/// approximation.
Result<Metrics> frame_metrics(const std::vector<ScoreRow>& rows) {
  Frames all;
  double hits = 0, runs = 0;
  for (std::size_t from = 0; from < rows.size();) {
    std::size_t to = from;
    while (to < rows.size() && rows[to].item == rows[from].item)
      ++to;
    if (rows[from].label >= 0) {
      const SensorScores scene = sensor_scores(rows, from, to);
      const Frames frames = frames_of(scene);
      all.scores.insert(all.scores.end(), frames.scores.begin(), frames.scores.end());
      all.labels.insert(all.labels.end(), frames.labels.begin(), frames.labels.end());
      for (const double hit : attribution_hits(scene, 3)) {
        hits += hit;
        ++runs;
      }
    }
    from = to;
  }
  Metrics metrics;
  ANDON_ASSIGN(metrics["frame_auroc"], auroc(all.scores, all.labels));
  if (runs > 0) {
    const double share = hits / runs, half = 1.96 * std::sqrt(share * (1 - share) / runs);
    metrics["attribution_top3"] = {share, std::max(0.0, share - half), std::min(1.0, share + half)};
  }
  return metrics;
}

std::vector<double> scores_of(const std::vector<ScoreRow>& rows) {
  std::vector<double> scores;
  for (const ScoreRow& row : rows)
    scores.push_back(row.score);
  return scores;
}

} // namespace

SceneConfig::SceneConfig() {
  training.epochs = 8;
  training.batch = 2;
  training.learning_rate = 3e-3;
}

std::vector<Option> SceneConfig::describe() {
  std::vector<Option> all = architecture.describe();
  for (Option& each : training.describe())
    all.push_back(std::move(each));
  all.push_back(option("validation", validation,
                       "Share of the scenes set aside to calibrate with when the data have no part val", "",
                       0.01, 0.9));
  all.push_back(option("changes", changes, "Sensors changed on purpose in a training scene", "", 1, 64));
  return all;
}

std::vector<OptionInfo> options() {
  return describe_defaults<SceneConfig>();
}

Result<OptionMap> resolve(const OptionMap& options) {
  ANDON_ASSIGN(SceneConfig config, configured<SceneConfig>(options));
  return values_of(config.describe());
}

SensorScores sensor_scores(const std::vector<ScoreRow>& rows, std::size_t from, std::size_t to) {
  SensorScores scene;
  for (std::size_t i = from; i < to; ++i) {
    scene.sensors += i == from || rows[i].sensor != rows[i - 1].sensor;
    scene.scores.push_back(rows[i].score);
    scene.abnormal.push_back(rows[i].label == 1);
  }
  scene.bins = static_cast<std::int64_t>(to - from) / std::max<std::int64_t>(1, scene.sensors);
  return scene;
}

Result<std::vector<SceneExample>> examples(const DataSource& data, const std::vector<std::size_t>& items,
                                           std::int64_t changes, Seed seed, Progress& progress,
                                           std::stop_token stop) {
  std::vector<SceneExample> result;
  ANDON_TRY(each_scene(
      data, items,
      [&](std::size_t item, const Scene& scene, SceneFacts&& facts) -> Result<void> {
        if (scene.label == 1)
          return {};
        const ChangedScene changed = with_changes(scene, changes, seed.stream("changes", item));
        ANDON_ASSIGN(const SceneFacts other, facts_of(changed.scene));
        result.push_back(scene_example(tokens_of(facts), tokens_of(other), changed.changes, ids_of(scene)));
        return {};
      },
      progress, stop));
  return result;
}

Result<std::vector<ScoreRow>> rows_of(const SceneModel& model, const DataSource& data,
                                      const std::vector<std::size_t>& items, bool normal_only,
                                      Progress& progress, std::stop_token stop) {
  std::vector<ScoreRow> rows;
  ANDON_TRY(each_scene(
      data, items,
      [&](std::size_t item, const Scene& scene, SceneFacts&& facts) -> Result<void> {
        if (normal_only && scene.label == 1)
          return {};
        const SceneTokens tokens = tokens_of(facts);
        ANDON_ASSIGN(const SceneScores scores, model.score(tokens));
        add_rows(
            data.signals->items()[item], tokens,
            [&](std::int64_t s, std::int64_t b) -> double {
              return scores.fused[static_cast<std::size_t>(s * scores.bins + b)];
            },
            rows);
        return {};
      },
      progress, stop));
  return rows;
}

Result<FitOutcome> fit(const FitJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(SceneConfig config, configured<SceneConfig>(job.options));
  config.training.seed = job.seed;
  config.training.device = job.device;
  config.training.resume = job.resume;
  const Seed seed = Seed(job.seed).stream("scenes");
  ANDON_ASSIGN(const SceneSplit split, split_scenes(job.data, job.part, config.validation, job.seed));
  ANDON_ASSIGN(std::vector<SceneExample> train,
               examples(job.data, split.train, config.changes, seed, progress, stop));
  ANDON_ASSIGN(std::vector<SceneExample> validation,
               examples(job.data, split.validation, config.changes, seed, progress, stop));
  FitOutcome outcome;
  ANDON_ASSIGN(const SceneModel model,
               SceneModel::fit(std::move(train), std::move(validation), config.architecture, config.training,
                               job.folder, progress, stop, &outcome.report));
  ANDON_TRY(model.save(job.folder));
  ANDON_ASSIGN(outcome.validation, rows_of(model, job.data, split.validation, true, progress, stop));
  outcome.files = {"weights.safetensors", "model.json"};
  return outcome;
}

Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const SceneModel model, SceneModel::load(job.folder, job.device));
  ANDON_ASSIGN(const std::vector<std::size_t> items, scene_items_of(job.data, job.part));
  return rows_of(model, job.data, items, false, progress, stop);
}

Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const SceneConfig config, configured<SceneConfig>(job.apply.options));
  ANDON_ASSIGN(const SceneSplit split,
               split_scenes(job.train_data, job.train_part, config.validation, job.seed));
  ANDON_ASSIGN(Beside others,
               Beside::fit(job.train_data, split.train, Seed(job.seed).stream("beside"), progress, stop));
  std::map<std::string, std::vector<ScoreRow>> rows, held;
  const auto fill = [&](const DataSource& data, const std::vector<std::size_t>& items, auto& into) {
    return each_scene(
        data, items,
        [&](std::size_t item, const Scene&, SceneFacts&& facts) {
          return others.add(data.signals->items()[item], tokens_of(facts), stop, into);
        },
        progress, stop);
  };
  ANDON_ASSIGN(const std::vector<std::size_t> items, scene_items_of(job.apply.data, job.apply.part));
  ANDON_TRY(fill(job.apply.data, items, rows));
  ANDON_TRY(fill(job.train_data, split.validation, held));
  BesideOut out;
  ANDON_ASSIGN(const std::vector<ScoreRow> own, score(job.apply, progress, stop));
  ANDON_ASSIGN(out.metrics, frame_metrics(own));
  for (const auto& [id, each] : rows) {
    out.scores[id] = scores_of(each);
    out.validation[id] = scores_of(held[id]);
    ANDON_ASSIGN(out.baseline_metrics[id], frame_metrics(each));
  }
  return out;
}

std::vector<ModelEntry> model_rows() {
  return {{.id = "scenes",
           .title = "Scene anomalies: which sensor, and when, on a machine never seen",
           .paper = "contrast with changed windows: Carmona et al. 2022; experts: Shazeer et al. 2017",
           .modality = "signals",
           .options = options,
           .resolve = resolve,
           .fit = fit,
           .score = score,
           .beside = beside,
           .adapt = adapt,
           .adapt_options = adapt_options}};
}

} // namespace andon::workflow::scenes
