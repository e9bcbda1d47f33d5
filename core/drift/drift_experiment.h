#pragma once
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/drift/drift_table.h"
#include "core/metrics/estimate.h"

#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// Whether detectors keep the run length that they state, and how fast they find what changed. Lists are
/// separated by commas.
struct DriftExperimentOptions {
  std::string detectors = "kl,mmd,quantiles,adwin,page-hinkley,martingale";
  std::string streams = "iid,autocorrelated";
  std::string changes = "mean,variance,correlation";
  std::int64_t reference = 1000;
  std::int64_t window = 100;
  std::int64_t run_length = 1000;
  double correlation = 0.5;
  std::int64_t repetitions = 60;
  std::int64_t seed = 1;
  std::int64_t threads = 2;
  std::vector<Option> describe();
};

struct DriftExperimentRow {
  std::string kind; ///< "arl" or "delay"
  std::string detector;
  std::string what;    ///< the stream of "arl", the change of "delay"
  double mean = 0;     ///< arl: items per false alarm of detectors that go on after their alarms, over
                       ///< 5·run_length. delay: items from the change to the alarm, misses counted as the
                       ///< 5·run_length after which they are given up
  Estimate false_rate; ///< arl: false alarms an item; Poisson interval of alarms and items, both divided by
                       ///< the dispersion of the alarms over the repetitions (quasi-Poisson, McCullagh &
                       ///< Nelder 1989), as alarms of one reference belong together
  double found = 0;    ///< delay: share of the changes found before that
};

/// Items have 6 features with correlation 0.6 between any two, each a standard normal series, independent or
/// with that lag-one correlation; their score is the Mahalanobis distance. "arl" rows meet streams without a
/// change; "delay" rows meet independent items with a change after 500: the first feature shifted by 1, all
/// deviations 1.5 times as large, or correlations gone. Each repetition draws its own reference, calibrates
/// its own detector and meets its own stream; one that alarms before the change is not counted in delays.
/// Deterministic for a seed, whatever the number of threads. Errors: not_found (detector, stream, change),
/// those of DriftDetector::fit, cancelled.
Result<std::vector<DriftExperimentRow>> drift_experiment(const DriftExperimentOptions& options,
                                                         Progress& progress, std::stop_token stop);

} // namespace andon
