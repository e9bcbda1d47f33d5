#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace andon {

/// The pixel scores of one image beside its ground truth. Views: valid during the visit only.
struct ScoredMap {
  std::string id;
  std::string defect; ///< kind of defect, "" for good
  int width = 0, height = 0;
  std::span<const float> scores;        ///< width·height, row-major; higher = more anomalous
  std::span<const std::uint8_t> truth;  ///< non-zero = defective; empty = no defect anywhere
  std::span<const std::uint8_t> region; ///< zero = does not count; empty = all pixels count
};
using ScoreMapVisitor = std::function<Result<void>(const ScoredMap&)>;
/// Calls the visitor for every image, in the same order with the same values each time it is called; it
/// returns the first error of the visitor, or its own. Images whose pixels have no known truth must be left
/// out.
using ScoreMapSource = std::function<Result<void>(const ScoreMapVisitor&)>;

} // namespace andon
