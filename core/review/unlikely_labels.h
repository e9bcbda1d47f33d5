#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// A label that the model's probabilities speak against.
struct UnlikelyLabel {
  std::size_t index = 0; ///< into the labels given
  int given = 0, likely = 0;
  double margin = 0; ///< p(given) − max over other classes of p; the lower, the less likely
};
struct LabelNoise {
  std::vector<double> thresholds;    ///< t_j = mean of p_j over the items labelled j; NaN for an unused class
  std::vector<std::int64_t> counted; ///< confident joint [classes, classes]: given, likely
  std::vector<UnlikelyLabel> items;  ///< off the diagonal, lowest margin first
};

/// Confident learning (Northcutt, Jiang & Chuang 2021, eq. 1–2): an item labelled i counts for class j when
/// p_j ≥ t_j, for the most probable such j. `probabilities` [n, classes], from models that did not see the
/// item's own label. Errors: invalid_argument (sizes, a probability that is not one, a label outside the
/// range). Cost: O(n·classes).
Result<LabelNoise> unlikely_labels(std::span<const double> probabilities, std::span<const int> labels,
                                   int classes);

/// P(abnormal | score) of every item by Platt's logistic curve (Lin, Lin & Weng 2007), fitted on the other
/// folds: no item's own label enters its probability. Fold of item i is i mod folds. Labels 0/1. Errors:
/// insufficient_data (fewer than two of either class in some training fold), invalid_argument.
Result<std::vector<double>> held_out_probabilities(std::span<const double> scores,
                                                   std::span<const int> labels, int folds = 5);

} // namespace andon
