#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/drift/drift_methods.h"

#include <functional>
#include <limits>
#include <stop_token>
#include <utility>
#include <vector>

namespace andon {

/// How rarely a detector may raise a false alarm, and how that is found out.
struct RunLengthOptions {
  std::int64_t run_length = 2000; ///< items between false alarms, on average, with nothing changed
  std::int64_t replicates = 100;
  std::int64_t seed = 1;
  std::vector<Option> describe();
};

/// First time at which a simulated stream reached each height: ascending in both.
struct HeightRecord {
  std::vector<std::pair<std::int64_t, double>> first; ///< (items, height)
  std::int64_t length = 0;                            ///< items simulated
  void add(std::int64_t item, double height) {
    if (height > (first.empty() ? -std::numeric_limits<double>::infinity() : first.back().second))
      first.emplace_back(item, height);
  }
};
/// Items per false alarm at a limit: items until the first alarm, or to the end of a stream without one,
/// summed over the streams, over the number of alarms; +Inf without any. The maximum-likelihood mean of
/// exponential run lengths cut off at the streams' ends.
double mean_run_length(const std::vector<HeightRecord>& records, double limit);
/// Smallest recorded height whose mean run length is at least `wanted`, or just above all of them.
double limit_for(const std::vector<HeightRecord>& records, double wanted);

struct RunLengthLimit {
  double limit = 0;
  double block = 1;    ///< items a bootstrap block has on average
  double realised = 0; ///< items per false alarm in the simulation at the limit; +Inf without any
};
/// Limit at which a statistic that goes on after its alarms (AlarmLatch) keeps the asked run length, by
/// simulation from the reference: `replicates` times the statistic is fitted to one bootstrap sample of the
/// reference and meets another, run_length items long from its first finite number on. So the limit allows
/// for autocorrelation (matched blocks) and for how little a small reference says about the normal stream: a
/// reference far from the stream's mean is one that alarms again and again, which the time to the first alarm
/// does not tell. Starts at the limit for the first alarm and narrows it down in at most 6 simulations, to
/// the lowest of them that keeps the run length. Errors: those of `fit`, cancelled (checked every replicate).
/// Cost: at most 7·replicates·run_length updates.
using StatisticFit = std::function<StatisticOf(std::span<const std::size_t> chosen)>;
Result<RunLengthLimit> run_length_limit(const DriftRows& reference, const StatisticFit& fit,
                                        const RunLengthOptions& options, std::stop_token stop);

} // namespace andon
