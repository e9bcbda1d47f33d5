#include "core/decision/threshold_table.h"
#include "core/metrics/ranking.h"
#include "core/signal/import_signals.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/detector_model.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

/// Frames of every recording; the normal one is divided in time.
struct Bearings {
  detect::ChannelRows train;   ///< first half of the normal recording
  detect::SceneRows normal;    ///< the whole of it
  std::int64_t train_rows = 0; ///< of `normal`
  std::vector<std::pair<std::string, detect::SceneRows>> faults;
};

ColumnMap cwru_map() {
  ColumnMap map;
  map.rate = 12'000;
  map.other = Role::ignore;
  ColumnRule drive_end;
  drive_end.pattern = "X[0-9]+_DE_time";
  drive_end.id = "drive end";
  map.columns = {drive_end};
  return map;
}

Result<Bearings> read_bearings(const CwruBenchOptions& options, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(scratch.path() / "cwru", "cwru"));
  ANDON_TRY(import_signals(options.data, cwru_map(), writer, progress, stop));
  ANDON_TRY(writer.finish());
  ANDON_ASSIGN(const Dataset dataset, Dataset::open(scratch.path() / "cwru"));
  detect::RowOptions rows;
  rows.features = "bands";
  rows.frame = options.frame;
  Bearings bearings;
  for (std::size_t i = 0; i < dataset.items().size(); ++i) {
    ANDON_ASSIGN(const Scene scene, dataset.read(i));
    detect::SceneRows frames;
    ANDON_TRY(detect::append_scene(scene, i, rows, frames));
    if (scene.id.find("Normal") != std::string::npos)
      bearings.normal = std::move(frames);
    else
      bearings.faults.emplace_back(scene.id, std::move(frames));
  }
  if (bearings.normal.refs.empty() || bearings.faults.empty())
    return fail(ErrorCode::insufficient_data,
                options.data + " holds no recording named Normal… beside others; expected the CWRU files "
                               "Normal_0.mat, IR007_0.mat, …");
  bearings.train_rows = bearings.normal.rows.rows() / 2;
  bearings.train = detect::without(bearings.normal.rows, bearings.train_rows, bearings.normal.rows.rows());
  return bearings;
}

Result<void> run_detector(const std::string& id, const Bearings& bearings, double alpha,
                          std::vector<BenchResult>& results, std::stop_token stop) {
  ANDON_ASSIGN(const detect::CalibratedDetector fitted,
               detect::fit_calibrated(id, bearings.train, {}, {}, Seed(1), stop));
  const ThresholdInput input{.normal = fitted.normal_scores, .alpha = alpha, .stop = stop};
  ANDON_ASSIGN(const ThresholdFit line, fit_threshold("percentile", input));
  ANDON_ASSIGN(const detect::RowScores normal,
               detect::score_rows(fitted.detector, bearings.normal.rows, stop));
  const std::vector<double> held_out(normal.scores.begin() + bearings.train_rows, normal.scores.end());
  const auto called = std::count_if(held_out.begin(), held_out.end(),
                                    [&](double score) { return decide(score, line.threshold); });
  double worst = 1, missed = 0, faulty = 0;
  for (const auto& [name, frames] : bearings.faults) {
    ANDON_ASSIGN(const detect::RowScores scored, detect::score_rows(fitted.detector, frames.rows, stop));
    std::vector<double> scores = held_out;
    std::vector<int> labels(held_out.size(), 0);
    scores.insert(scores.end(), scored.scores.begin(), scored.scores.end());
    labels.resize(scores.size(), 1);
    ANDON_ASSIGN(const Estimate area, auroc(scores, labels));
    worst = std::min(worst, area.value);
    results.push_back({"auroc/" + id + "/" + name, area.value, "", {}, {}});
    for (const double score : scored.scores)
      missed += decide(score, line.threshold) ? 0 : 1;
    faulty += static_cast<double>(scored.scores.size());
  }
  results.push_back({"auroc/" + id, worst, "", {}, {}});
  results.push_back(
      {"far/" + id, static_cast<double>(called) / static_cast<double>(held_out.size()), "", {}, {}});
  results.push_back({"mar/" + id, missed / faulty, "", {}, {}});
  results.push_back({"supported/" + id, line.supported ? 1.0 : 0.0, "", {}, {}});
  return {};
}

} // namespace

std::vector<Option> CwruBenchOptions::describe() {
  return {option("data", data, "Folder with the CWRU files Normal_0.mat, IR007_0.mat, …"),
          option("frame", frame, "Samples of a frame", "samples", 256, 1 << 16),
          option("alpha", alpha, "Promised false-alarm rate a frame", "", 1e-6, 0.5)};
}

Result<std::vector<BenchResult>> bench_cwru(const OptionMap& values, Progress& progress,
                                            std::stop_token stop) {
  ANDON_ASSIGN(const CwruBenchOptions options, configured<CwruBenchOptions>(values));
  if (options.data.empty())
    return fail(ErrorCode::invalid_argument, "the bench 'cwru' needs --data DIR");
  ANDON_ASSIGN(const Bearings bearings, read_bearings(options, progress, stop));
  std::vector<BenchResult> results;
  progress.stage("detectors", static_cast<std::int64_t>(detect::detectors().rows().size()));
  std::int64_t done = 0;
  for (const detect::DetectorEntry& entry : detect::detectors().rows()) {
    ANDON_TRY(run_detector(entry.id, bearings, options.alpha, results, stop));
    progress.advance(++done);
  }
  results.push_back({"promised_far", options.alpha, "", {}, {}});
  results.push_back({"normal_frames", static_cast<double>(bearings.normal.rows.rows()), "", {}, {}});
  return results;
}

} // namespace andon::workflow
