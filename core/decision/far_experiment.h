#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/metrics/estimate.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// Which methods are held to their promised false-alarm rate, on which laws. Lists are separated by commas.
struct FarOptions {
  std::string methods = "pot-bound,pot,conformal,percentile";
  std::string laws = "normal,t3,lognormal,exponential,gamma2,weibull0.7,weibull1.5,gpd0.3";
  std::string sizes = "1000,5000";
  std::string rates = "1e-3,1e-4";
  std::string correlations = "0,0.8"; ///< lag-one correlation of the scores' Gaussian copula
  std::int64_t repetitions = 2000;
  std::int64_t seed = 1;
  std::int64_t threads = 2;
  std::vector<Option> describe();
};

/// One method at one promise q on one law, over all calibrations.
struct FarRow {
  std::string method, law;
  std::int64_t n = 0; ///< calibration items
  double q = 0;
  double correlation = 0;
  double mean_ratio = 0; ///< mean of FAR/q over the supported calibrations; NaN when there are none
  Estimate
      broken; ///< share of the supported calibrations with FAR > q, Clopper–Pearson; NaN value without any
  double missed = 0;      ///< mean share of missed abnormal items, supported calibrations
  double unsupported = 0; ///< share of calibrations in which the method declined to give a line
};

/// Draws `repetitions` calibrations, fits every method at every q and takes FAR = law.survival(line) exactly.
/// Missed alarms: abnormal scores are normal ones plus the shift at which the exact q-level misses 10 %.
/// The same calibrations serve every method. Deterministic for a seed, whatever the number of threads.
/// Errors: not_found (method, law), invalid_argument (a list that does not parse), cancelled (checked every
/// ~50 fits).
Result<std::vector<FarRow>> far_experiment(const FarOptions& options, Progress& progress,
                                           std::stop_token stop);

} // namespace andon
