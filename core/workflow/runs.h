#pragma once
#include "core/decision/confusion.h"
#include "core/metrics/paired_difference.h"
#include "core/workflow/alarm_summary.h"
#include "core/workflow/workspace.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace andon::workflow {

struct TrainIn {
  std::string model; ///< id in the model table
  std::string data;  ///< path or name
  std::string part = "train";
  std::string name;   ///< run name, "" = "<model>-<n>"
  std::string resume; ///< run to continue instead (model, data, options come from its manifest)
  OptionMap options;
  std::uint64_t seed = 1;
};
struct TrainOut {
  std::string run;
  std::int64_t epochs = 0;
  double loss = 0; ///< best validation loss
  double seconds = 0;
  std::string device;
  std::vector<std::string>
      warnings; ///< files of the data that were left out and why, duplicates across parts
};
/// Trains, stores weights, history and manifest. Cancelled or killed runs resume bit-equal with `resume`.
/// Progress metrics: "loss/train", "loss/val", "lr", "retrieval/val" by epoch. Cancels within one mini-batch.
Result<TrainOut> train(Workspace& workspace, const TrainIn& in, Progress& progress, std::stop_token stop);

struct ScoreRow {
  std::string item;
  std::string sensor;            ///< "" when the score is for the whole item
  double start = 0, end = 0;     ///< seconds
  double score = 0;              ///< raw, higher is more anomalous
  int decision = -1;             ///< 1 anomalous, 0 normal, -1 no threshold yet
  int label = -1;                ///< 1, 0, -1 unknown
  std::string path, defect;      ///< images only
  std::int64_t defect_area = -1; ///< images: marked pixels; -1 = unknown. Not kept in score files.
};
struct ScoreIn {
  std::string run, data;
  std::string part = "test";
  std::filesystem::path out; ///< CSV to write (see the file format in docs), "" = none
};
struct ScoreOut {
  std::vector<ScoreRow> rows;
  std::int64_t review = 0; ///< rows between the two lines of a review band: their decision is 0
  double seconds = 0;
  std::vector<std::string> warnings;  ///< files that were left out and why, duplicates across parts
  std::optional<AlarmSummary> alarms; ///< by the newest line and its alarm logic; absent before a line exists
  std::int64_t counted = 0; ///< items that are new to the ledger of this line's realised alarms, see ledger.h
};
/// Scores windows of a data set; decisions use the run's newest threshold version.
Result<ScoreOut> score(Workspace& workspace, const ScoreIn& in, Progress& progress, std::stop_token stop);

using Metrics =
    std::map<std::string, Estimate>; ///< "auroc", "aupr", "f1", "precision", "recall", "retrieval_at_1"…
struct EvaluateIn {
  std::string run, data;
  std::string part = "test";
};
/// What is found of one kind of defect (images that the line calls), or of defects of one size (connected
/// regions of which at least one pixel is called, see CalledPixels).
struct GroupRecall {
  std::string by; ///< "defect" or "area"
  std::string name;
  std::int64_t items = 0, found = 0; ///< images, or regions
  Estimate recall;
  double area_low = 0, area_high = 0;   ///< regions: bounds of the class in pixels, high is not in it
  double share_low = 0, share_high = 0; ///< regions: smallest and largest share of their image
  double mean_overlap = 0;              ///< regions: mean fraction of their pixels that are called
};
/// Pixels at the line that contours are drawn at.
struct CalledPixels {
  double line = 0;                     ///< raw pixel score; at or above it a pixel is called
  double line_p = 0;                   ///< part of the pixels of normal images left out that reach the line
  std::int64_t regions = 0, found = 0; ///< connected regions of the masks, and those with a called pixel
  std::int64_t true_positives = 0, false_positives = 0, false_negatives = 0, true_negatives = 0;
};
struct EvaluateOut {
  Metrics metrics;
  std::map<std::string, Metrics> baselines; ///< "random", "pca", "linear"
  std::int64_t n = 0, abnormal = 0;
  double threshold = 0;
  std::int64_t threshold_version = 0; ///< 0 = none was stored
  std::string threshold_source;       ///< "version 2 (percentile)" or "percentile 99.5 of validation scores"
  std::vector<GroupRecall> groups;    ///< images only
  std::optional<CalledPixels> pixels; ///< images with masks only
  std::map<std::string, double> aupimo_by_image; ///< defective images with masks, 0 (nothing found) to 1
  std::optional<double> low;                     ///< lower line of the review band in use
  Confusion confusion;                           ///< by both lines
  std::vector<std::string> warnings;             ///< of scoring and of the metrics
  AlarmSummary alarms; ///< what that threshold means for the people who answer alarms
};
/// Metrics with intervals, random scorer and PCA beside the model. Never chooses a threshold from the
/// evaluated data.
Result<EvaluateOut> evaluate(Workspace& workspace, const EvaluateIn& in, Progress& progress,
                             std::stop_token stop);

struct ThresholdIn {
  std::string run;
  std::string method = "percentile"; ///< id in the threshold table
  OptionMap options; ///< of the method, and of the promise: "budget.…", "alarm.…", "group.…" (promise.h)
  std::optional<double> alpha; ///< per "item": a rate in (0, 1); else false alarms per line in that period
  std::string per = "item";    ///< item, hour, shift, day, week; "" = what the options say
  std::optional<double> low;   ///< lower line of a review band
  std::string data, part;      ///< "" = the run's own validation part
  bool keep = true;            ///< false: only answer, store nothing
  std::string author, reason;
};
struct ThresholdOut {
  store::ThresholdVersion version;
  std::optional<Estimate> interval;
  std::int64_t needed_more = 0; ///< normal items still needed when not supported
  double hours_needed = 0;      ///< the same in hours, where a promise is in alarms a period
  std::map<std::string, double> diagnostics;
  std::string message;  ///< of the method
  std::string sentence; ///< of the promise, audited on the stored scores where there are any; "" without one
};
/// Fits on normal scores and stores the line as a new version. A promise (alpha) that the data cannot support
/// is an answer, not an error: supported = false, needed_more, a NaN threshold, version 0, and nothing is
/// stored. Errors: invalid_argument (a period without a known number of items an hour, a method that can
/// promise nothing, a lower line that is not below).
Result<ThresholdOut> fit_threshold(Workspace& workspace, const ThresholdIn& in, Progress& progress,
                                   std::stop_token stop);

struct CompareOut {
  struct Difference {
    std::string key;
    std::vector<std::string> values; ///< one a run, "" where absent
  };
  std::vector<store::Run> runs;
  std::vector<Difference> differences;                  ///< config, seed, data, versions: only what differs
  std::map<std::string, std::vector<Estimate>> metrics; ///< one a run; NaN value where not evaluated
  /// Second minus first, in pairs, when two runs were evaluated on the same items: "auroc" (DeLong); images
  /// also "f1" (each run at the line of its evaluation), "pixel_auroc", "pixel_aupr", "aupro", "aupimo"
  /// (images drawn in pairs).
  std::map<std::string, PairedDifference> gaps;
  enum class Missing { nothing, not_evaluated, other_data, other_items, pixels };
  Missing missing = Missing::nothing; ///< of the paired differences of two runs
  std::string missing_reason;         ///< a sentence; "" when nothing is missing
};
/// Only what differs, metrics side by side, and for two runs paired differences. Pixels are compared from the
/// kept score maps; those that are not kept any more are scored again. Errors: invalid_argument (fewer than
/// two), not_found, cancelled (checked at every image).
Result<CompareOut> compare(Workspace& workspace, const std::vector<std::string>& runs, Progress& progress,
                           std::stop_token stop);

struct RerunOut {
  std::string run; ///< the repeated run
  bool identical = false;
  std::map<std::string, std::pair<std::string, std::string>> differences; ///< key -> before, after
};
/// Repeats a run from its manifest and compares weights' hashes and metrics exactly.
Result<RerunOut> rerun(Workspace& workspace, const std::string& run, Progress& progress,
                       std::stop_token stop);

/// A row of the table of runs.
struct RunListRow {
  store::Run run;
  Metrics metrics; ///< of the last evaluation, empty when there was none
};
/// Newest first. A run whose summary cannot be read keeps its row, without metrics.
Result<std::vector<RunListRow>> list_runs(Workspace& workspace);
/// Removes a run's row, its history and its folder. Errors: not_found, conflict (it is running), io.
Result<void> remove_run(Workspace& workspace, const std::string& run);

/// Everything a page or a script wants to show about one run.
struct RunDetail {
  store::Run run;
  std::vector<store::MetricPoint> history;
  std::vector<store::Artefact> artefacts;
  std::vector<store::ThresholdVersion> thresholds;
  Metrics metrics;
  std::vector<GroupRecall> groups; ///< of the last evaluation; images only
};
Result<RunDetail> run_detail(Workspace& workspace, const std::string& run);
/// Scores of the last `score` or `evaluate` of a run on disk, for distributions and overlays.
Result<ScoreOut> stored_scores(Workspace& workspace, const std::string& run);

} // namespace andon::workflow
