#pragma once
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// One trained tensor with its moments.
struct TrainedTensor {
  std::string name;
  at::Tensor parameter, first, second;
  double rate_scale = 1; ///< multiplies the step size
  double decay_scale = 1;
};

/// AdamW (Loshchilov & Hutter 2019, algorithm 2; β₁ = 0.9, β₂ = 0.999, ε = 1e-8): decay p ← p − η·λ·p, then
/// p ← p − η·(m/(1 − β₁ᵗ))/(√v/√(1 − β₂ᵗ) + ε). Tensors without a gradient are left alone.
class AdamW {
public:
  explicit AdamW(std::vector<TrainedTensor> tensors);
  std::vector<TrainedTensor>& tensors() { return tensors_; }
  void clear_gradients();
  /// Euclidean norm of all gradients together; not finite when one of them is not.
  double gradient_norm() const;
  /// Scales every gradient by min(1, longest/(norm + 1e-6)).
  void clip(double norm, double longest);
  void step(double rate, double weight_decay);
  std::int64_t steps = 0; ///< updates made so far (t)

private:
  std::vector<TrainedTensor> tensors_;
};

} // namespace andon
