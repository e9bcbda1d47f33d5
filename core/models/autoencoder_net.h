#pragma once
#include "core/models/error_net.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/modules/conv.h>

namespace andon {

/// The layers of fit_autoencoder(). Submodule names are a file format.
class AutoencoderNetImpl : public torch::nn::Module {
public:
  static constexpr std::int64_t patch = 8, narrowest = 16; ///< pixels of a cell: of the map, of the code

  explicit AutoencoderNetImpl(const AutoencoderOptions& options);
  /// Mean and, when variational, log variance side by side. x: [n, 3, h, w] in −1..1.
  at::Tensor encode(at::Tensor x);
  /// [n, latent, h/16, w/16] to [n, 3, h, w].
  at::Tensor decode(at::Tensor z);
  at::Tensor mean_of(const at::Tensor& code) const { return code.narrow(1, 0, latent_); }
  at::Tensor log_variance_of(const at::Tensor& code) const;
  /// Mean |x − x̂| of every patch without sampling, [n, 1, h/8, w/8]; over the pixels that count ([n, 1, h,
  /// w], 1 or 0; undefined = all), 0 where none does.
  at::Tensor errors(const at::Tensor& x, const at::Tensor& counted);

private:
  std::int64_t latent_;
  bool variational_;
  std::vector<torch::nn::Conv2d> down_, up_;
};
TORCH_MODULE(AutoencoderNet);

} // namespace andon
