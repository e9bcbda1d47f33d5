#pragma once
#include <torch/nn/modules/conv.h>

#include <cstdint>

namespace andon {

/// What fine-tuning adds to a dual encoder. The encoders compare whole windows; a fault that acts for a part
/// of one leaves most of them alone. So this looks at the features of both sides position by position and
/// pools as in multiple-instance learning: h = log mean_p exp(l_p), where l_p is a perceptron of one hidden
/// layer on the standardised features of position p. With the encoders' score s, the threshold t and the
/// room r from a healthy score to it, logit = sharpness·asinh((s − t)/r) + h, and the new score is what has
/// this logit with h = 0. Untrained, h = 0 everywhere and nothing changes.
class FaultHeadImpl : public torch::nn::Module {
public:
  explicit FaultHeadImpl(std::int64_t channels, std::int64_t hidden = 32);
  /// h: features [batch, channels, positions] to [batch].
  at::Tensor forward(const at::Tensor& features);
  /// Takes over mean and deviation of every channel, and the line. requires room > 0, sharpness > 0.
  void fit_scale(const at::Tensor& features, double threshold, double room, double sharpness);
  /// Takes over mean and deviation of every channel; what was learnt stays.
  void fit_features(const at::Tensor& features);
  /// Logit of a score with h = 0, and back.
  at::Tensor logit_of(const at::Tensor& score) const;
  at::Tensor score_of(const at::Tensor& logit) const;

private:
  torch::nn::Conv1d hidden_{nullptr}, out_{nullptr};
  at::Tensor mean_, deviation_, line_; ///< line: threshold, room, sharpness
};
TORCH_MODULE(FaultHead);

} // namespace andon
