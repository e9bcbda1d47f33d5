#include "core/decision/threshold.h"
#include "core/metrics/ranking.h"
#include "core/signal/import_signals.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/detector_model.h"
#include "core/workflow/score_file.h"

#include <algorithm>

namespace andon::workflow {
namespace {

constexpr std::int64_t fitted_rows = 400; // the benchmark's own protocol
constexpr double line = 1;                // scores are multiples of each file's line

/// Counts and scores pooled over all files.
struct Pooled {
  std::vector<double> scores;
  std::vector<int> labels;
  std::int64_t true_positives = 0, false_positives = 0, false_negatives = 0, true_negatives = 0;

  void add(double score, int label) {
    scores.push_back(score);
    labels.push_back(label);
    const bool called = decide(score, line);
    (label == 1 ? (called ? true_positives : false_negatives)
                : (called ? false_positives : true_negatives)) += 1;
  }
  double f1() const {
    return 2.0 * static_cast<double>(true_positives) /
           static_cast<double>(2 * true_positives + false_positives + false_negatives);
  }
  double false_alarms() const {
    return static_cast<double>(false_positives) / static_cast<double>(false_positives + true_negatives);
  }
  double missed_alarms() const {
    return static_cast<double>(false_negatives) / static_cast<double>(false_negatives + true_positives);
  }
  Result<void> report(const std::string& id, std::vector<BenchResult>& results) const {
    ANDON_ASSIGN(const double aupr, average_precision(scores, labels));
    results.push_back({"f1/" + id, f1(), "", {}, {}});
    results.push_back({"far/" + id, false_alarms(), "", {}, {}});
    results.push_back({"mar/" + id, missed_alarms(), "", {}, {}});
    results.push_back({"aupr/" + id, aupr, "", {}, {}});
    return {};
  }
};

ColumnMap skab_map() {
  ColumnMap map;
  map.delimiter = ";";
  map.time_column = "datetime";
  map.label.column = "anomaly";
  ColumnRule changepoint;
  changepoint.name = "changepoint";
  changepoint.role = Role::ignore;
  map.columns = {changepoint};
  FileRule skip;
  skip.files = {"*anomaly-free*"};
  skip.skip = true;
  map.files = {skip};
  return map;
}

/// One experiment: the first rows to fit on, and all of them.
struct Experiment {
  std::string id;
  detect::SceneRows all;
  detect::ChannelRows normal;
};

Result<std::vector<Experiment>> read_experiments(const std::string& folder, Progress& progress,
                                                 std::stop_token stop) {
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(scratch.path() / "skab", "skab"));
  ANDON_TRY(import_signals(folder, skab_map(), writer, progress, stop));
  ANDON_TRY(writer.finish());
  ANDON_ASSIGN(const Dataset dataset, Dataset::open(scratch.path() / "skab"));
  std::vector<Experiment> experiments;
  for (std::size_t i = 0; i < dataset.items().size(); ++i) {
    ANDON_ASSIGN(const Scene scene, dataset.read(i));
    Experiment experiment;
    experiment.id = scene.id;
    ANDON_TRY(detect::append_scene(scene, i, {}, experiment.all));
    if (experiment.all.rows.rows() <= fitted_rows)
      return fail(ErrorCode::insufficient_data, "file '" + scene.id + "' has " +
                                                    std::to_string(experiment.all.rows.rows()) +
                                                    " rows; the benchmark fits on the first 400");
    experiment.normal = detect::without(experiment.all.rows, fitted_rows, experiment.all.rows.rows());
    experiments.push_back(std::move(experiment));
  }
  return experiments;
}

/// Fits on the first rows of a file, scores the others.
Result<void> run_detector(const std::string& id, const Experiment& experiment, Pooled& pooled,
                          std::vector<ScoreRow>* rows, std::stop_token stop) {
  auto fitted = detect::fit_calibrated(id, experiment.normal, {}, {}, Seed(1).stream(experiment.id), stop);
  if (!fitted)
    return fail_in("detector '" + id + "', file '" + experiment.id + "'", fitted.error());
  ANDON_ASSIGN(const detect::RowScores scored,
               detect::score_rows(fitted->detector, experiment.all.rows, stop));
  for (std::size_t r = fitted_rows; r < scored.scores.size(); ++r) {
    const detect::RowRef& ref = experiment.all.refs[r];
    const int label = ref.label == 1 ? 1 : 0;
    pooled.add(scored.scores[r], label);
    if (rows)
      rows->push_back({.item = experiment.id,
                       .start = ref.start,
                       .end = ref.end,
                       .score = scored.scores[r],
                       .decision = decide(scored.scores[r], line) ? 1 : 0,
                       .label = label});
  }
  return {};
}

} // namespace

std::vector<Option> SkabBenchOptions::describe() {
  return {option("data", data, "Folder with valve1, valve2 and other of the SKAB benchmark"),
          option("out", out, "Score file (CSV) of the default detector to write")};
}

Result<std::vector<BenchResult>> bench_skab(const OptionMap& values, Progress& progress,
                                            std::stop_token stop) {
  ANDON_ASSIGN(const SkabBenchOptions options, configured<SkabBenchOptions>(values));
  if (options.data.empty())
    return fail(ErrorCode::invalid_argument,
                "the bench 'skab' needs --data DIR (and --out FILE.csv for the scores)");
  ANDON_ASSIGN(const std::vector<Experiment> experiments, read_experiments(options.data, progress, stop));
  std::vector<BenchResult> results;
  std::vector<ScoreRow> rows;
  Pooled random, always;
  progress.stage("detectors", static_cast<std::int64_t>(detect::detectors().rows().size()));
  std::int64_t done = 0;
  for (const detect::DetectorEntry& entry : detect::detectors().rows()) {
    Pooled pooled;
    for (const Experiment& experiment : experiments)
      ANDON_TRY(run_detector(entry.id, experiment, pooled,
                             entry.id == detect::default_detector ? &rows : nullptr, stop));
    ANDON_TRY(pooled.report(entry.id, results));
    progress.advance(++done);
  }
  Random draw(Seed(1).stream("random scorer"));
  for (const ScoreRow& row : rows) {
    random.add(2 * draw.uniform(), row.label);
    always.add(line, row.label);
  }
  ANDON_TRY(random.report("random", results));
  ANDON_TRY(always.report("always", results));
  results.push_back({"files", static_cast<double>(experiments.size()), "", {}, {}});
  results.push_back({"rows", static_cast<double>(rows.size()), "", {}, {}});
  if (!options.out.empty())
    ANDON_TRY(write_scores(options.out, rows));
  return results;
}

} // namespace andon::workflow
