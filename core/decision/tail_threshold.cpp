#include "core/decision/tail.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace andon {
namespace {

constexpr std::array<double, 10> probabilities{0.9, 0.75, 0.5, 0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.002};
struct StatisticRow {
  double shape;
  std::array<double, probabilities.size()> exceeded; ///< A² exceeded with each probability
};
constexpr StatisticRow statistic_table[] = {
    {-0.5, {0.239, 0.320, 0.455, 0.670, 0.965, 1.192, 1.432, 1.769, 2.006, 2.338}},
    {-0.3, {0.227, 0.303, 0.427, 0.623, 0.887, 1.105, 1.321, 1.619, 1.863, 2.220}},
    {-0.1, {0.218, 0.290, 0.405, 0.581, 0.818, 1.006, 1.218, 1.473, 1.676, 1.874}},
    {0, {0.214, 0.282, 0.397, 0.568, 0.791, 0.966, 1.146, 1.368, 1.589, 1.836}},
    {0.1, {0.209, 0.277, 0.383, 0.547, 0.763, 0.936, 1.106, 1.350, 1.516, 1.750}},
    {0.2, {0.205, 0.270, 0.373, 0.531, 0.744, 0.902, 1.061, 1.284, 1.461, 1.744}},
    {0.4, {0.200, 0.262, 0.359, 0.507, 0.703, 0.861, 1.012, 1.206, 1.362, 1.549}},
    {0.6, {0.198, 0.255, 0.350, 0.489, 0.680, 0.829, 0.982, 1.164, 1.297, 1.506}},
    {0.9, {0.195, 0.250, 0.341, 0.472, 0.645, 0.769, 0.905, 1.110, 1.264, 1.466}}};

/// ln P(A² >= statistic) in one row: linear between its columns, its last slope beyond them.
double log_probability(const StatisticRow& row, double statistic) {
  if (statistic <= row.exceeded[0])
    return std::log(probabilities[0]) * std::max(statistic, 0.0) / row.exceeded[0];
  std::size_t right = 1;
  while (right + 1 < row.exceeded.size() && row.exceeded[right] < statistic)
    ++right;
  const double share =
      (statistic - row.exceeded[right - 1]) / (row.exceeded[right] - row.exceeded[right - 1]);
  const double left_log = std::log(probabilities[right - 1]);
  return left_log + share * (std::log(probabilities[right]) - left_log);
}

/// The first candidates that ForwardStop rejects.
std::size_t forward_stop(const std::vector<TailStart>& candidates, double level) {
  double sum = 0;
  std::size_t rejected = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    sum -= std::log1p(-std::min(candidates[i].p_value, 1 - 1e-12));
    if (sum / static_cast<double>(i + 1) <= level)
      rejected = i + 1;
  }
  return rejected;
}

} // namespace

double anderson_darling_p(double statistic, double shape) {
  const auto* const last = std::end(statistic_table) - 1;
  const StatisticRow* above = statistic_table;
  while (above != last && above->shape < shape)
    ++above;
  if (above == statistic_table || above->shape <= shape)
    return std::exp(log_probability(*above, statistic));
  const StatisticRow* below = above - 1;
  const double share = (shape - below->shape) / (above->shape - below->shape);
  return std::exp((1 - share) * log_probability(*below, statistic) +
                  share * log_probability(*above, statistic));
}

Result<TailChoice> choose_tail_start(std::span<const double> scores, double level, int count,
                                     std::int64_t least) {
  TailChoice choice;
  for (int i = 0; i < count; ++i) {
    const double share = 0.2 - 0.19 * i / std::max(1, count - 1);
    if (scores.empty() || share * static_cast<double>(scores.size()) < static_cast<double>(least))
      break;
    const Tail tail = tail_above(scores, tail_start(scores, 100 * (1 - share)));
    const auto excesses = static_cast<std::int64_t>(tail.excesses.size());
    if (excesses < least || (!choice.candidates.empty() && tail.u <= choice.candidates.back().u))
      continue;
    ANDON_ASSIGN(const GpdSample sample, GpdSample::from(tail.excesses));
    const GpdFit fit = fit_gpd(sample);
    choice.candidates.push_back(
        {tail.u, excesses, fit, anderson_darling_p(anderson_darling(sample, fit.law), fit.law.shape)});
  }
  if (choice.candidates.empty())
    return fail(ErrorCode::insufficient_data, "choosing a tail needs " + std::to_string(least) +
                                                  " scores in the upper 20 % and there are " +
                                                  std::to_string(scores.size() / 5) + "; add normal items");
  const std::size_t rejected = forward_stop(choice.candidates, level);
  choice.every_candidate_rejected = rejected == choice.candidates.size();
  choice.chosen = std::min(rejected, choice.candidates.size() - 1);
  return choice;
}

} // namespace andon
