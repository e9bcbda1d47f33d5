#pragma once
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/metrics/estimate.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

// Ranking metrics over scores (higher = more anomalous) and labels (1 abnormal, 0 normal).
// Common to all: scores[i] belongs to labels[i]. +Inf and −Inf are ordinary extremes. Errors:
// invalid_argument for different lengths, a NaN score, or a label other than 0 and 1 — each names the index.
// Empty input, all good or all bad: the value and its limits are NaN ("not defined for these data") unless a
// line below says otherwise. All depend on the order of scores only: a strictly increasing transform changes
// nothing. Threads: any.

/// Area under the ROC curve = P(abnormal > normal) + P(equal)/2, by tie-averaged ranks. Constant scores give
/// 0.5. Interval: DeLong et al. (1988) variance by the mid-rank algorithm of Sun & Xu (2014), on the logit
/// scale so that it stays inside (0, 1). Where that variance is 0 (perfect separation, constant scores) it
/// would be empty; then k = min(#abnormal, #normal) disjoint pairs are k independent trials of which k·AUROC
/// are right, and the interval is Clopper–Pearson's for those: low = (α/2)^(1/k) at AUROC 1. Cost: O(n log
/// n).
Result<Estimate> auroc(std::span<const double> scores, std::span<const int> labels, double confidence = 0.95);

/// Paired comparison of two scorers on the same items (DeLong et al. 1988, eq. 5).
struct PairedAuroc {
  Estimate first, second;
  Estimate difference; ///< second − first; normal interval
  double z = 0;        ///< 0 when both rank alike
  double p_value = 1;  ///< two-sided
};
/// Where the difference has no variance (both scorers rank alike, or both are perfect): z = 0, p = 1 when the
/// values are equal; else z is ±Inf and p = 0.
Result<PairedAuroc> compare_auroc(std::span<const double> first, std::span<const double> second,
                                  std::span<const int> labels, double confidence = 0.95);

struct BootstrapOptions {
  std::int64_t resamples = 1000;
  Seed seed{1};
  double confidence = 0.95;
};
/// Average precision Σ (Rₖ − Rₖ₋₁)·Pₖ over distinct scores from the highest, tied scores taken together (the
/// definition of scikit-learn). Constant scores give the fraction of abnormal items; all bad gives 1. Cost:
/// O(n log n).
Result<double> average_precision(std::span<const double> scores, std::span<const int> labels);
/// The same with a percentile interval from a bootstrap stratified by label. Where every resample agrees
/// (perfect separation) the lower limit is that of auroc(). Cost: O(n·resamples); above 50 million draws the
/// number of resamples is cut, not below 100.
Result<Estimate> aupr(std::span<const double> scores, std::span<const int> labels,
                      const BootstrapOptions& options = {});

/// The cut that maximises F1 = 2TP/(2TP + FP + FN) among "score >= t is anomalous".
struct F1Max {
  double f1 = 0;
  double threshold = 0; ///< midpoint of (below, chosen], so that the decision there realises exactly `f1`
  double chosen = 0;    ///< lowest score that is called anomalous
  double below = 0; ///< next lower score; −Inf when everything is called anomalous (then threshold = chosen)
  std::int64_t true_positives = 0, false_positives = 0, false_negatives = 0, true_negatives = 0;
};
/// Equal F1: fewest escapes (false negatives) wins. Errors: insufficient_data when no item is abnormal.
/// All bad: everything is flagged, F1 = 1. Cost: O(n log n).
Result<F1Max> f1_max(std::span<const double> scores, std::span<const int> labels);

/// One point a distinct score, from the highest: what happens at "score >= threshold".
struct CurvePoint {
  double threshold = 0;
  double recall = 0;              ///< true-positive rate; NaN without abnormal items
  double false_positive_rate = 0; ///< NaN without normal items
  double precision = 0;
};
/// ROC and precision–recall curves in one pass; starts with {+Inf, 0, 0, 1}. Cost: O(n log n).
Result<std::vector<CurvePoint>> ranking_curve(std::span<const double> scores, std::span<const int> labels);

} // namespace andon
