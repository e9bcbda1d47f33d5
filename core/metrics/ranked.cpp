#include "core/metrics/ranked.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace andon {

Result<void> check_scores(std::span<const double> scores, const char* what) {
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (std::isnan(scores[i]))
      return fail(ErrorCode::invalid_argument,
                  std::string(what) + ": number " + std::to_string(i) +
                      " is not a number (NaN); a score must be comparable, leave the item out or repair it");
  return {};
}

Result<void> check_labelled(std::span<const double> scores, std::span<const int> labels) {
  if (scores.size() != labels.size())
    return fail(ErrorCode::invalid_argument, std::to_string(scores.size()) + " scores but " +
                                                 std::to_string(labels.size()) +
                                                 " labels; give one label for each score");
  ANDON_TRY(check_scores(scores, "scores"));
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] != 0 && labels[i] != 1)
      return fail(ErrorCode::invalid_argument,
                  "labels: number " + std::to_string(i) + " is " + std::to_string(labels[i]) +
                      "; expected 0 (normal) or 1 (abnormal), leave unknown items out");
  return {};
}

Result<Ranked> ranked(std::span<const double> scores, std::span<const int> labels) {
  ANDON_TRY(check_labelled(scores, labels));
  std::vector<std::pair<double, int>> items(scores.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    items[i] = {scores[i], labels[i]};
  std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  Ranked result;
  for (const auto& [score, label] : items) {
    if (result.groups.empty() || result.groups.back().score != score)
      result.groups.push_back({score, 0, 0});
    ++(label == 1 ? result.groups.back().abnormal : result.groups.back().normal);
    ++(label == 1 ? result.abnormal : result.normal);
  }
  return result;
}

} // namespace andon
