#include "core/decision/confusion.h"
#include "core/decision/threshold_methods.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace andon {

Result<ThresholdFit> fit_cost(const ThresholdInput& input, const OptionMap& values) {
  ANDON_ASSIGN(const auto costs, configured<CostOptions>(values));
  ANDON_ASSIGN(const SortedScores sorted, SortedScores::from(input.scores, input.labels));
  if (sorted.normal().empty() || sorted.abnormal().empty())
    return fail(ErrorCode::insufficient_data,
                "cost needs labelled scores of both kinds and got " + std::to_string(sorted.normal().size()) +
                    " normal and " + std::to_string(sorted.abnormal().size()) +
                    " abnormal; label some, or use a method for normal items only");
  std::vector<double> lines(input.scores.begin(), input.scores.end());
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  lines.push_back(std::numeric_limits<double>::infinity());
  ThresholdFit fit;
  double best = std::numeric_limits<double>::infinity();
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) // ascending: among equal costs the fewest escapes
    if (const double cost = cost_per_thousand(sorted.at(lines[i]), costs); cost < best) {
      best = cost;
      chosen = i;
    }
  fit.threshold = lines[chosen];
  const Confusion counts = sorted.at(fit.threshold);
  fit.interval =
      Estimate{fit.threshold, chosen == 0 ? -std::numeric_limits<double>::infinity() : lines[chosen - 1],
               fit.threshold};
  fit.diagnostics = {{"cost_per_thousand", best},
                     {"caught", static_cast<double>(counts.caught)},
                     {"escapes", static_cast<double>(counts.escapes)},
                     {"overkill", static_cast<double>(counts.overkill)},
                     {"passed", static_cast<double>(counts.passed)}};
  char text[200];
  std::snprintf(
      text, sizeof text,
      "lowest cost of %.4g per 1,000 items on %lld abnormal and %lld normal items; chosen with their labels, "
      "so it is optimistic for new items",
      best, static_cast<long long>(counts.abnormal()), static_cast<long long>(counts.normal()));
  fit.message = text;
  return fit;
}

} // namespace andon
