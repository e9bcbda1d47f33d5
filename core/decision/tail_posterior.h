#pragma once
#include "core/decision/gpd.h"

#include <vector>

namespace andon {

/// What is assumed before the excesses are seen.
struct TailPrior {
  double shape_mean = 0.2;      ///< prior of the shape: normal…
  double shape_deviation = 0.3; ///< …wide enough for bounded to heavy tails; uniform in ln scale
};

/// Posterior of the tail of a score law, from `total` items of which the sample's excesses lie above u: a
/// two-dimensional grid over shape and ln scale (61 × 61 points, ±7 deviations, shape >= −1), times the
/// posterior Beta(k + ½, n − k + ½) of the rate of exceedance on seven equally probable nodes. `information`
/// in (0, 1] tempers the likelihood and the counts: the extremal index where neighbouring scores depend on
/// each other (1 for independent ones). Where the sample holds only the highest of each cluster,
/// `exceedances` is the number of items above u: the likelihood then counts in full, and the exceedances as
/// many as there are clusters. Threads: any, immutable. Cost: 3,721 passes over the excesses once (3 ms for
/// 250); then ~1 ms a question.
class TailPosterior {
public:
  /// requires total >= exceedances >= sample.size(), 0 < information <= 1. exceedances 0 = sample.size().
  TailPosterior(const GpdSample& sample, double u, double total, double information = 1,
                const TailPrior& prior = {}, double exceedances = 0);

  /// Score exceeded with probability `rate` by an item: value = posterior median, high = one-sided bound with
  /// probability `confidence`, low = its mirror. u where an item exceeds u more rarely. requires 0 < rate
  /// < 1.
  Estimate level(double rate, double confidence) const;
  /// The other way round: probability that an item exceeds `score` >= u, as level(). What a line dragged
  /// along the tail would cost.
  Estimate rate(double score, double confidence) const;

private:
  struct Cell {
    Gpd law; ///< in units of the sample's mean
    double weight = 0;
  };
  template <class Value>
  Estimate summary(double confidence, const Value& value) const;

  std::vector<Cell> cells_;
  std::vector<double> exceedance_; ///< nodes of the rate of exceedance, equally probable
  double u_ = 0, unit_ = 1;
};

} // namespace andon
