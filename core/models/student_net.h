#pragma once
#include "core/models/error_net.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/modules/conv.h>

namespace andon {

/// The layers of fit_student() and what it knows of its teacher. Submodule names are a file format.
class StudentNetImpl : public torch::nn::Module {
public:
  /// `teacher`: its features; `stride`: pixels a patch of it, a power of two up to 32.
  StudentNetImpl(std::int64_t teacher, std::int64_t features, std::int64_t stride);
  /// [n, 2·features, rows, columns]
  at::Tensor student(at::Tensor x);
  /// [n, features, rows, columns]
  at::Tensor autoencoder(at::Tensor x, at::IntArrayRef grid);
  /// Squared gaps a patch, [n, 1, rows, columns]: student and teacher, student and autoencoder. x: [n, 3, h,
  /// w] in −1..1; target: the teacher's projected features, [n, features, rows, columns].
  std::pair<at::Tensor, at::Tensor> gaps(const at::Tensor& x, const at::Tensor& target);

  at::Tensor mean, scale; ///< of the teacher, [teacher]
  at::Tensor projection;  ///< [teacher, features]
  at::Tensor error_means; ///< of the two gaps on the training images, [2]

private:
  std::int64_t features_;
  std::vector<torch::nn::Conv2d> student_, waist_;
  torch::nn::Conv2d around_{nullptr}, answer_{nullptr}, inner_{nullptr}, spread_{nullptr}, rebuilt_{nullptr};
};
TORCH_MODULE(StudentNet);

} // namespace andon
