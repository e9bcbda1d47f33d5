#pragma once
#include "core/workflow/bench_table.h"

namespace andon::workflow {

struct MotorBenchOptions {
  std::int64_t seeds = 3;
  std::int64_t windows = 20000;
  std::vector<Option> describe();
};
/// train_seconds, auroc, f1, score_windows_per_s (baseline: the same model per sample in plain LibTorch),
/// each the worst or median seed.
Result<std::vector<BenchResult>> bench_motor(const OptionMap& options, Progress& progress,
                                             std::stop_token stop);

struct FrictionBenchOptions {
  std::int64_t seeds = 3;
  double noise_factor = 8;
  std::int64_t epochs = 30;
  std::vector<Option> describe();
};
/// auroc/<scorer>/friction=<f>, the mean of the seeds.
Result<std::vector<BenchResult>> bench_friction(const OptionMap& options, Progress& progress,
                                                std::stop_token stop);

struct AdaptBenchOptions {
  std::int64_t seeds = 3;
  std::int64_t labels = 200;
  double friction = 0.9;
  double fault_fraction = 0.4;
  double noise_factor = 4;
  std::int64_t healthy = 1500, faulty = 300;
  double budget = 0.01;
  std::int64_t epochs = 30;
  std::vector<Option> describe();
};
/// A new fault that the first model catches badly: recall on unseen recordings at the same share of healthy
/// ones flagged, before, after reviewing the highest scores, and after as many random labels.
Result<std::vector<BenchResult>> bench_adapt(const OptionMap& options, Progress& progress,
                                             std::stop_token stop);

struct CsvBenchOptions {
  std::int64_t megabytes = 200;
  std::vector<Option> describe();
};
/// mb_per_s (baseline, ratio) and peak memory of the import.
Result<std::vector<BenchResult>> bench_csv(const OptionMap& options, Progress& progress,
                                           std::stop_token stop);

struct CncBenchOptions {
  std::string data;
  std::string map;
  std::int64_t seeds = 3;
  std::vector<Option> describe();
};
/// retrieval_at_1 (baseline: linear map; chance beside it) and auroc of worn tools.
Result<std::vector<BenchResult>> bench_cnc(const OptionMap& options, Progress& progress,
                                           std::stop_token stop);

struct SkabBenchOptions {
  std::string data;
  std::string out;
  std::vector<Option> describe();
};
/// Every detector on the SKAB files, each fitted with its line on the first 400 rows of a file and tested on
/// the rest, pooled: f1/<id>, far/<id>, mar/<id>, aupr/<id>, also of random scores and of always calling.
/// `out` is the default detector's score file, one row a tested sample.
Result<std::vector<BenchResult>> bench_skab(const OptionMap& options, Progress& progress,
                                            std::stop_token stop);

struct CwruBenchOptions {
  std::string data;
  std::int64_t frame = 1024;
  double alpha = 0.05;
  std::vector<Option> describe();
};
/// Bearing faults: detectors of spectral bands fitted on the first half of the normal recording, threshold
/// "percentile" at alpha with 95 % confidence from left-out frames of that half. auroc/<id>/<file> against
/// the second half, auroc/<id> the worst of them, far/<id> on the second half, mar/<id> of all faulty frames.
Result<std::vector<BenchResult>> bench_cwru(const OptionMap& options, Progress& progress,
                                            std::stop_token stop);

/// Options: FarOptions. For each law, n and q, by method (`default` names the default method): pfar = share
/// of calibrations whose realised rate is above q, ratio = mean FAR/q, missed = mean share of abnormal items
/// missed at the shift at which the exact level misses 10 %, unsupported = share that gave no line;
/// default/<law>/n=…/q=… repeats pfar/default.
Result<std::vector<BenchResult>> bench_far(const OptionMap& options, Progress& progress,
                                           std::stop_token stop);

struct GpdBenchOptions {
  std::int64_t excesses = 100000;
  std::int64_t repeats = 11;
  std::int64_t samples = 50;
  std::vector<Option> describe();
};
/// fit_ms, spot_update_ns (refits included), worst_loglik_gap (dense two-dimensional search minus the fit;
/// never above rounding).
Result<std::vector<BenchResult>> bench_gpd(const OptionMap& options, Progress& progress,
                                           std::stop_token stop);

/// Options: DriftExperimentOptions. mmd_ms: two samples of 10⁴ × 64 features.
/// arl/<detector>/<stream>: items per false alarm (baseline: the run length asked, ratio), arl_low and
/// arl_high: its 95 % interval. delay/<detector>/<change>: items from a change to the alarm, found/…: share
/// of the changes found.
Result<std::vector<BenchResult>> bench_drift(const OptionMap& options, Progress& progress,
                                             std::stop_token stop);

struct CoresetBenchOptions {
  std::int64_t patches = 20'000;
  std::int64_t dimension = 384;
  double fraction = 0.1;
  std::int64_t naive_centres = 500;
  std::vector<Option> describe();
};
/// seconds (baseline: the naive greedy, ratio), identical (1 when the selections compared are equal),
/// cover_radius, peak_ratio (peak memory over the bytes of the rows; absent where it cannot be measured).
Result<std::vector<BenchResult>> bench_coreset(const OptionMap& options, Progress& progress,
                                               std::stop_token stop);

struct PatchcoreBenchOptions {
  std::int64_t images = 48;
  std::int64_t pool = 40'000;
  std::int64_t patches = 16'000;
  std::int64_t repeats = 200;
  std::string network = "all";
  std::string precision = "auto";
  std::vector<Option> describe();
};
/// <network>_ms_p50 (baseline: fp32, channels first, FAISS flat on the same bank; ratio), _p95, _p99 and the
/// median of every stage, decode to decision of one 256×256 image, for resnet18, wrn50 and bundled.
Result<std::vector<BenchResult>> bench_patchcore(const OptionMap& options, Progress& progress,
                                                 std::stop_token stop);

struct PixelsBenchOptions {
  std::int64_t megapixels = 100;
  std::vector<Option> describe();
};
/// seconds of all exact pixel metrics (baseline: reading and sorting all scores, reckoned from ten images)
/// and peak_mb of the process meanwhile.
Result<std::vector<BenchResult>> bench_pixels(const OptionMap& options, Progress& progress,
                                              std::stop_token stop);

struct ImageBenchOptions {
  std::string data;
  std::string methods = "all";
  std::int64_t train_images = 0, test_images = 0;
  std::string set;
  bool weights = true;
  std::int64_t seed = 1;
  std::vector<Option> describe();
};
/// Every image method: auroc, aupr, f1 of the images, pixel_auroc, aupro, also auroc of each kind of defect,
/// as <figure>/<method>[/<texture or defect>], with images (scored), fit_s and image_ms (whole scoring of one
/// image, reading it included).
Result<std::vector<BenchResult>> bench_images(const OptionMap& options, Progress& progress,
                                              std::stop_token stop);

struct ContaminatedBenchOptions {
  std::string texture = "all";
  std::string model = "patchcore";
  std::int64_t train = 60;
  double share = 0.05;
  double reviewed = 0.2;
  std::int64_t seed = 1;
  std::vector<Option> describe();
};
/// A training set with hidden defects, cleaned by reviewing its most suspicious images: image AUROC of a
/// clean training set, of the contaminated one and after the candidate was accepted, the share of the hidden
/// defects that the review saw (found), and the largest loss that is left (worst_gap).
Result<std::vector<BenchResult>> bench_contaminated(const OptionMap& options, Progress& progress,
                                                    std::stop_token stop);

struct PartsBenchOptions {
  std::string texture = "brushed_metal";
  std::string model = "patchcore";
  std::int64_t train = 60;
  std::int64_t parts = 3000;
  std::int64_t calibration = 500;
  double alpha = 0.02;
  std::int64_t repetitions = 2000;
  std::int64_t seed = 1;
  std::vector<Option> describe();
};
/// Lines fitted to the scores of simulated good parts, each judged by the parts it was not fitted to: by
/// method kept = share of lines whose false rejects stay within alpha, mean_false_rejects (baseline: alpha),
/// unsupported = share of calibrations that gave no line.
Result<std::vector<BenchResult>> bench_parts(const OptionMap& options, Progress& progress,
                                             std::stop_token stop);

} // namespace andon::workflow
