#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// Items with one distinct score.
struct ScoreGroup {
  double score = 0;
  std::int64_t abnormal = 0, normal = 0;
};

/// Distinct scores from the highest with their class counts: all that a ranking metric needs. Built in O(n
/// log n).
struct Ranked {
  std::vector<ScoreGroup> groups;
  std::int64_t abnormal = 0, normal = 0;
};
/// Errors: invalid_argument (different lengths, NaN score, label other than 0 and 1), each naming the index.
Result<void> check_labelled(std::span<const double> scores, std::span<const int> labels);
Result<Ranked> ranked(std::span<const double> scores, std::span<const int> labels);
/// invalid_argument naming the first NaN. `what` names the scores for the message ("normal scores").
Result<void> check_scores(std::span<const double> scores, const char* what);

} // namespace andon
