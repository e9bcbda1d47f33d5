#include "core/decision/confusion.h"

#include "core/base/random.h"
#include "core/metrics/intervals.h"
#include "core/metrics/ranked.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double f1_of(double caught, double overkill, double abnormal) {
  const double size = caught + overkill + abnormal;
  return size > 0 ? 2 * caught / size : nan;
}

/// Draws from Binomial(trials, p) by inverting the cumulative sums.
class BinomialDraws {
public:
  BinomialDraws(std::int64_t trials, double p) {
    if (trials == 0 || p <= 0 || p >= 1) {
      constant_ = p >= 1 ? trials : 0;
      return;
    }
    // Relative to the mode, outwards, so that nothing underflows where it matters.
    const auto n = static_cast<double>(trials);
    const auto mode = std::min(trials, static_cast<std::int64_t>((n + 1) * p));
    cumulative_.assign(static_cast<std::size_t>(trials) + 1, 0);
    const double odds = p / (1 - p);
    cumulative_[static_cast<std::size_t>(mode)] = 1;
    for (std::int64_t k = mode; k < trials; ++k)
      cumulative_[static_cast<std::size_t>(k + 1)] = cumulative_[static_cast<std::size_t>(k)] * odds *
                                                     static_cast<double>(trials - k) /
                                                     static_cast<double>(k + 1);
    for (std::int64_t k = mode; k > 0; --k)
      cumulative_[static_cast<std::size_t>(k - 1)] = cumulative_[static_cast<std::size_t>(k)] / odds *
                                                     static_cast<double>(k) /
                                                     static_cast<double>(trials - k + 1);
    for (std::size_t k = 1; k < cumulative_.size(); ++k)
      cumulative_[k] += cumulative_[k - 1];
  }
  std::int64_t draw(Random& random) const {
    if (cumulative_.empty())
      return constant_;
    const double u = random.uniform() * cumulative_.back();
    return std::upper_bound(cumulative_.begin(), cumulative_.end(), u) - cumulative_.begin();
  }

private:
  std::vector<double> cumulative_;
  std::int64_t constant_ = 0;
};

Estimate f1_interval(const Confusion& c, double confidence, std::int64_t resamples) {
  const auto abnormal = static_cast<double>(c.abnormal()), normal = static_cast<double>(c.normal());
  const double recall = static_cast<double>(c.caught) / abnormal;
  const double rate = normal > 0 ? static_cast<double>(c.overkill) / normal : 0;
  const BinomialDraws caught(c.abnormal(), recall), overkill(c.normal(), rate);
  Random random(Seed(1).stream("f1"));
  std::vector<double> values(static_cast<std::size_t>(std::max<std::int64_t>(1, resamples)));
  for (double& value : values) {
    const auto hits = static_cast<double>(caught.draw(random));
    value = f1_of(hits, static_cast<double>(overkill.draw(random)), abnormal);
  }
  std::sort(values.begin(), values.end());
  const double tail = (1 - confidence) / 2, last = static_cast<double>(values.size() - 1);
  Estimate estimate{f1_of(static_cast<double>(c.caught), static_cast<double>(c.overkill), abnormal),
                    values[static_cast<std::size_t>(std::floor(tail * last))],
                    values[static_cast<std::size_t>(std::ceil((1 - tail) * last))]};
  if (c.escapes == 0 || c.overkill == 0) {
    const double worst_recall = c.escapes == 0 ? 1 - binomial_upper_limit(0, c.abnormal(), 1 - tail) : recall;
    const double worst_rate =
        c.overkill == 0 && normal > 0 ? binomial_upper_limit(0, c.normal(), 1 - tail) : rate;
    estimate.low = std::min(estimate.low, f1_of(worst_recall * abnormal, worst_rate * normal, abnormal));
  }
  return estimate;
}

} // namespace

Result<SortedScores> SortedScores::from(std::span<const double> scores, std::span<const int> labels) {
  if (scores.size() != labels.size())
    return fail(ErrorCode::invalid_argument, std::to_string(scores.size()) + " scores but " +
                                                 std::to_string(labels.size()) +
                                                 " labels; give one label for each score");
  ANDON_TRY(check_scores(scores, "scores"));
  SortedScores result;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (labels[i] == 0)
      result.normal_.push_back(scores[i]);
    else if (labels[i] == 1)
      result.abnormal_.push_back(scores[i]);
    else if (labels[i] == -1)
      ++result.unlabelled_;
    else
      return fail(ErrorCode::invalid_argument, "labels: number " + std::to_string(i) + " is " +
                                                   std::to_string(labels[i]) +
                                                   "; expected 0 (normal), 1 (abnormal) or -1 (unknown)");
  }
  std::sort(result.normal_.begin(), result.normal_.end());
  std::sort(result.abnormal_.begin(), result.abnormal_.end());
  return result;
}

void Confusion::add(int label, Verdict verdict) {
  if (label == 1)
    ++(verdict == Verdict::anomalous ? caught : verdict == Verdict::review ? review_abnormal : escapes);
  else if (label == 0)
    ++(verdict == Verdict::anomalous ? overkill : verdict == Verdict::review ? review_normal : passed);
}

Confusion SortedScores::at(double threshold, std::optional<double> low) const {
  /// Items whose verdict is at most that one; verdicts rise with the score.
  const auto up_to = [&](const std::vector<double>& sorted, Verdict most) {
    return static_cast<std::int64_t>(
        std::partition_point(sorted.begin(), sorted.end(),
                             [&](double score) { return verdict(score, threshold, low) <= most; }) -
        sorted.begin());
  };
  Confusion counts;
  counts.escapes = up_to(abnormal_, Verdict::normal);
  counts.passed = up_to(normal_, Verdict::normal);
  counts.review_abnormal = up_to(abnormal_, Verdict::review) - counts.escapes;
  counts.review_normal = up_to(normal_, Verdict::review) - counts.passed;
  counts.caught = static_cast<std::int64_t>(abnormal_.size()) - counts.escapes - counts.review_abnormal;
  counts.overkill = static_cast<std::int64_t>(normal_.size()) - counts.passed - counts.review_normal;
  return counts;
}

DecisionRates decision_rates(const Confusion& c, double confidence, std::int64_t resamples) {
  DecisionRates rates;
  rates.precision = clopper_pearson(c.caught, c.caught + c.overkill, confidence);
  rates.recall = clopper_pearson(c.caught, c.abnormal(), confidence);
  rates.escape_rate = clopper_pearson(c.escapes, c.abnormal(), confidence);
  rates.overkill_rate = clopper_pearson(c.overkill, c.normal(), confidence);
  rates.review_share = clopper_pearson(c.review(), c.total(), confidence);
  rates.f1 = c.abnormal() == 0 ? Estimate{nan, nan, nan} : f1_interval(c, confidence, resamples);
  return rates;
}

std::vector<Option> CostOptions::describe() {
  return {
      option("cost.escape", escape, "What a missed defect costs", "currency/part", 0, 1e12),
      option("cost.overkill", overkill, "What a good part costs that is rejected", "currency/part", 0, 1e12),
      option("cost.review", review, "What it costs that a person looks at a part of the review band",
             "currency/part", 0, 1e12),
      option("cost.abnormal_fraction", abnormal_fraction,
             "Fraction of abnormal parts in production; -1 takes the fraction among the labelled items", "",
             -1, 1)};
}

double cost_per_thousand(const Confusion& c, const CostOptions& costs) {
  const auto abnormal = static_cast<double>(c.abnormal()), normal = static_cast<double>(c.normal());
  const double fraction =
      costs.abnormal_fraction >= 0 ? costs.abnormal_fraction : abnormal / (abnormal + normal);
  const auto price = [&](std::int64_t wrong, double each, std::int64_t looked_at) {
    return static_cast<double>(wrong) * each + static_cast<double>(looked_at) * costs.review;
  };
  // A class that production does not have needs no labelled items.
  const double missed =
      fraction == 0 ? 0 : fraction * price(c.escapes, costs.escape, c.review_abnormal) / abnormal;
  const double rejected =
      fraction == 1 ? 0 : (1 - fraction) * price(c.overkill, costs.overkill, c.review_normal) / normal;
  return 1000 * (missed + rejected);
}

} // namespace andon
