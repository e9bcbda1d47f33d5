#pragma once
#include <ATen/core/Tensor.h>

#include <vector>

namespace andon {

/// Sensors by rate class, for networks that have one part for each of them.
struct RateRows {
  static constexpr const char* names[] = {"slow", "ordinary", "fast"}; ///< by SceneFacts::rate_class
  std::vector<at::Tensor> rows;                                        ///< sensors of each class
  at::Tensor back; ///< puts the rows of the classes, one after the other, back into order
  /// Results of the classes that have sensors, in order of class, as one tensor in order of sensor.
  at::Tensor joined(const std::vector<at::Tensor>& parts) const;
};
RateRows rate_rows(const std::vector<int>& rate_class);

} // namespace andon
