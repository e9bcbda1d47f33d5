#pragma once
#include "core/base/error.h"
#include "core/metrics/estimate.h"

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

namespace andon {

struct SpotState;

/// The one place where a score meets a threshold: anomalous means score >= threshold. A NaN score is
/// anomalous (a part that could not be scored must not pass); a NaN threshold (not supported by the data)
/// calls everything anomalous for the same reason.
inline bool decide(double score, double threshold) {
  return !(score < threshold);
}

enum class Verdict { normal, review, anomalous };
/// The same with a review band: below the line and not below `low` a person decides. A NaN `low` sends
/// everything below the line to review; without one there is no band.
inline Verdict verdict(double score, double threshold, std::optional<double> low) {
  if (decide(score, threshold))
    return Verdict::anomalous;
  return low && decide(score, *low) ? Verdict::review : Verdict::normal;
}

/// What a method is fitted on. Spans stay valid during the call only.
struct ThresholdInput {
  std::span<const double> normal;      ///< scores of items known to be normal
  std::span<const double> scores;      ///< optional labelled scores…
  std::span<const int> labels;         ///< …with 1 abnormal, 0 normal; same length as scores
  std::span<const std::string> groups; ///< optional, product or line of each normal score
  std::optional<double> alpha; ///< promised false-alarm rate an item, in (0, 1); nullopt = no promise asked
  std::stop_token stop;
};

/// A decision line and how far it can be trusted.
struct ThresholdFit {
  double threshold =
      std::numeric_limits<double>::quiet_NaN(); ///< NaN when a promise was asked that the data cannot support
  std::string method;
  double alpha = 0;                 ///< asked, or implied by the method's options; 0 when the method has none
  std::optional<Estimate> interval; ///< of the threshold; high is +Inf where the data give no upper limit
  bool supported = true;
  std::int64_t needed_more = 0; ///< normal items still needed when not supported
  std::map<std::string, double>
      group_lines; ///< methods that draw a line for each group; threshold is the highest
  std::shared_ptr<const SpotState> stream; ///< methods whose line moves with the scores that follow
  std::map<std::string, double> diagnostics;
  std::string message; ///< one sentence for people; says why when not supported
};

// Distribution-free facts about thresholds taken from n normal scores (order statistics; any distribution,
// ties included).

/// Law of the false-alarm rate F of a threshold just above the k-th smallest of n normal scores: F ~ Beta(n +
/// 1 − k, k) for continuous scores and stochastically smaller with ties. Returns P(F > alpha); 1 for k = 0.
/// requires 0 <= k <= n, alpha in (0, 1).
double exceedance_risk(std::int64_t n, std::int64_t k, double alpha);
/// Largest rate that n normal items with `rejected` rejects still allow at `confidence`: 50 and 0 → 0.058;
/// 2,995 and 0 → 0.001.
double certified_rate(std::int64_t n, std::int64_t rejected, double confidence = 0.95);
/// Smallest n whose maximum certifies a rate <= alpha: ⌈ln(1 − confidence)/ln(1 − alpha)⌉; 0.001 → 2,995.
/// requires alpha in (0, 1).
std::int64_t items_needed(double alpha, double confidence = 0.95);

} // namespace andon
