#pragma once
#include <ATen/core/Tensor.h>
#include <torch/nn/modules/conv.h>

namespace andon {

/// The layers of DefectHead. Submodule names are a file format.
class DefectHeadNetImpl : public torch::nn::Module {
public:
  static constexpr auto prefix = "head/"; ///< of its tensors in a file

  DefectHeadNetImpl(std::int64_t dimension, std::int64_t width);
  /// Features [n, dimension, rows, columns] to logits [n, 1, rows, columns].
  at::Tensor forward(const at::Tensor& features);
  at::Tensor mean, spread; ///< of every feature on normal images, [dimension]

private:
  torch::nn::Conv2d reduce_{nullptr}, around_{nullptr}, answer_{nullptr};
};
TORCH_MODULE(DefectHeadNet);

} // namespace andon
