#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/decision/threshold.h"
#include "core/metrics/estimate.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace andon {

/// What a decision line, or the two lines of a review band, do to labelled items. Items in review are neither
/// called nor passed: a person looks at them.
struct Confusion {
  std::int64_t caught = 0;          ///< abnormal and called anomalous (true positives)
  std::int64_t escapes = 0;         ///< abnormal and passed (false negatives)
  std::int64_t overkill = 0;        ///< normal and called anomalous (false positives)
  std::int64_t passed = 0;          ///< normal and passed (true negatives)
  std::int64_t review_abnormal = 0; ///< abnormal, between the lines
  std::int64_t review_normal = 0;   ///< normal, between the lines
  std::int64_t abnormal() const { return caught + escapes + review_abnormal; }
  std::int64_t normal() const { return overkill + passed + review_normal; }
  std::int64_t review() const { return review_abnormal + review_normal; }
  std::int64_t total() const { return abnormal() + normal(); }
  /// Counts an item; label 1 abnormal, 0 normal, others are left out.
  void add(int label, Verdict verdict);
  bool operator==(const Confusion&) const = default;
};

/// Labelled scores kept sorted, so that moving a threshold costs O(log n). Threads: any, immutable.
class SortedScores {
public:
  /// Items with label −1 are left out and counted in unlabelled(). Errors: invalid_argument (lengths differ,
  /// NaN score or a label other than −1, 0, 1: names the index). Cost: O(n log n).
  static Result<SortedScores> from(std::span<const double> scores, std::span<const int> labels);
  /// Counts of verdict(score, threshold, low).
  Confusion at(double threshold, std::optional<double> low = {}) const;
  std::span<const double> normal() const { return normal_; }     ///< ascending
  std::span<const double> abnormal() const { return abnormal_; } ///< ascending
  std::int64_t unlabelled() const { return unlabelled_; }

private:
  std::vector<double> normal_, abnormal_;
  std::int64_t unlabelled_ = 0;
};

/// Rates with 95 % intervals. NaN value where the denominator is 0. With a review band, escape and overkill
/// rates are those after review, if the person who looks is right.
struct DecisionRates {
  Estimate precision; ///< caught/(caught + overkill), Clopper–Pearson
  Estimate recall;    ///< caught/abnormal, Clopper–Pearson
  Estimate
      f1; ///< 2·caught/(2·caught + overkill + escapes), bootstrap stratified by label, see decision_rates()
  Estimate escape_rate;   ///< escapes/abnormal, Clopper–Pearson
  Estimate overkill_rate; ///< overkill/normal, Clopper–Pearson
  Estimate review_share;  ///< review/total, Clopper–Pearson
};
/// F1's interval is the percentile interval of `resamples` draws caught ~ Binomial(abnormal, recall),
/// overkill ~ Binomial(normal, overkill rate): the stratified bootstrap, drawn from its exact law. A kind of
/// error that was not seen cannot appear in a resample, so the lower limit is extended to the F1 at that
/// kind's one-sided 97.5 % Clopper–Pearson limit: an F1 of 1 from few items is not called certain.
/// Deterministic. Cost: O(n + resamples).
DecisionRates decision_rates(const Confusion& confusion, double confidence = 0.95,
                             std::int64_t resamples = 2000);

/// Money that wrong decisions and second looks cost.
struct CostOptions {
  double escape = 100;           ///< a missed defect
  double overkill = 1;           ///< a good part rejected
  double review = 0.2;           ///< a part that a person looks at
  double abnormal_fraction = -1; ///< of production; −1 = as in the labelled items
  std::vector<Option> describe();
};
/// 1,000·(π·(escape_rate·escape + r₁·review) + (1 − π)·(overkill_rate·overkill + r₀·review)),
/// π = abnormal_fraction, r₁ and r₀ the shares of abnormal and normal items in review, where people are
/// right. NaN when a class that π needs is missing.
double cost_per_thousand(const Confusion& confusion, const CostOptions& costs);

} // namespace andon
