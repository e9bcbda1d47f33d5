#include "core/models/autoencoder_net.h"

#include "core/base/guard.h"
#include "core/layers/initialise.h"
#include "core/layers/tensor_file.h"
#include "core/models/counted_pixels.h"
#include "core/training/train.h"

#include <ATen/ATen.h>

#include <array>

namespace andon {
namespace {

constexpr auto prefix = "net/";
constexpr std::array<std::int64_t, 5> down{3, 32, 64, 128, 0}, up{0, 128, 32, 16, 3};

torch::nn::Conv2d conv(std::int64_t in, std::int64_t out, std::int64_t stride) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(stride).padding(1));
}

class Autoencoder final : public ErrorNet {
public:
  explicit Autoencoder(const AutoencoderOptions& options) : options_(options), net_(options) {}
  Result<ErrorGrid> errors(const ColourInput& image) const override {
    return guard("reconstructing an image", [&]() -> Result<ErrorGrid> {
      const at::NoGradGuard no_gradient;
      AutoencoderNet net = net_;
      const at::Tensor cells = net->errors(network_input(image), counted_pixels(image)).contiguous();
      return ErrorGrid{
          cells.size(2), cells.size(3), {cells.data_ptr<float>(), cells.data_ptr<float>() + cells.numel()}};
    });
  }
  Result<PatchFeatures> features(const ColourInput& image) const override {
    return guard("encoding an image", [&]() -> Result<PatchFeatures> {
      const at::NoGradGuard no_gradient;
      AutoencoderNet net = net_;
      const at::Tensor code =
          net->mean_of(net->encode(network_input(image))).to(at::kFloat).permute({0, 2, 3, 1}).contiguous();
      return PatchFeatures{1,
                           code.size(1),
                           code.size(2),
                           code.size(3),
                           {code.data_ptr<float>(), code.data_ptr<float>() + code.numel()}};
    });
  }
  std::int64_t stride() const override { return AutoencoderNetImpl::patch; }
  void store(TensorSet& set) const override {
    for (NamedTensor& tensor : tensors_of(*net_, prefix))
      set.tensors.push_back(std::move(tensor));
  }
  StepLoss step(std::span<const ColourInput> images, std::span<const std::int64_t> items) {
    at::Tensor gap = at::zeros({}), divergence = at::zeros({});
    for (const std::int64_t item : items) {
      const ColourInput& image = images[static_cast<std::size_t>(item)];
      const at::Tensor x = network_input(image), counted = counted_pixels(image);
      const at::Tensor code = net_->encode(x), mean = net_->mean_of(code);
      at::Tensor z = mean;
      if (options_.variational) {
        const at::Tensor log_variance = net_->log_variance_of(code), middle = mean.to(at::kFloat);
        z = middle + at::randn_like(middle) * (0.5 * log_variance).exp();
        divergence = divergence + 0.5 * counted_mean(middle.square() + log_variance.exp() - 1 - log_variance,
                                                     counted_cells(counted, AutoencoderNetImpl::narrowest));
      }
      gap = gap + counted_mean((net_->decode(z) - x).abs(), counted);
    }
    const double n = static_cast<double>(items.size());
    if (!options_.variational)
      return {gap / n, {}};
    return {(gap + options_.kl_weight * divergence) / n,
            {{"reconstruction", gap.item<double>() / n}, {"divergence", divergence.item<double>() / n}}};
  }
  AutoencoderNet& net() { return net_; }

private:
  AutoencoderOptions options_;
  AutoencoderNet net_;
};

} // namespace

AutoencoderNetImpl::AutoencoderNetImpl(const AutoencoderOptions& options)
    : latent_(options.latent), variational_(options.variational) {
  for (std::size_t i = 0; i < 4; ++i) {
    const std::int64_t out = i < 3 ? down[i + 1] : latent_ * (variational_ ? 2 : 1);
    down_.push_back(register_module("down" + std::to_string(i), conv(down[i], out, 2)));
  }
  for (std::size_t i = 0; i < 4; ++i)
    up_.push_back(register_module("up" + std::to_string(i), conv(i == 0 ? latent_ : up[i], up[i + 1], 1)));
}

at::Tensor AutoencoderNetImpl::encode(at::Tensor x) {
  for (std::size_t i = 0; i < 4; ++i) {
    x = down_[i](x);
    if (i < 3)
      x = at::leaky_relu(x, 0.1);
  }
  return x;
}

at::Tensor AutoencoderNetImpl::decode(at::Tensor z) {
  for (std::size_t i = 0; i < 4; ++i) {
    z = up_[i](at::upsample_nearest2d(z.to(at::kFloat), {z.size(2) * 2, z.size(3) * 2}));
    if (i < 3)
      z = at::leaky_relu(z, 0.1);
  }
  return z.to(at::kFloat);
}

at::Tensor AutoencoderNetImpl::log_variance_of(const at::Tensor& code) const {
  return code.narrow(1, latent_, latent_).to(at::kFloat).clamp(-10, 10);
}

at::Tensor AutoencoderNetImpl::errors(const at::Tensor& x, const at::Tensor& counted) {
  const auto cells = [](const at::Tensor& values) {
    return at::avg_pool2d(values, {patch, patch}, {patch, patch}, {0, 0}, false, false);
  };
  const at::Tensor gap = (decode(mean_of(encode(x))) - x).abs().mean({1}, true);
  if (!counted.defined())
    return cells(gap);
  return cells(gap * counted) / cells(counted).clamp_min(1.0 / (patch * patch));
}

Result<std::unique_ptr<ErrorNet>> fit_autoencoder(std::span<const ColourInput> images,
                                                  const AutoencoderOptions& options,
                                                  const NetTraining& training, Progress& progress,
                                                  std::stop_token stop) {
  return guard("training the autoencoder", [&]() -> Result<std::unique_ptr<ErrorNet>> {
    auto model = std::make_unique<Autoencoder>(options);
    initialise(*model->net(), Seed(training.options.seed).stream("initialise"));
    Objective objective;
    objective.module = model->net().get();
    objective.items = static_cast<std::int64_t>(images.size());
    objective.identity = "autoencoder\n" + std::to_string(options.variational) + "\n" +
                         std::to_string(options.latent) + "\n" + std::to_string(options.kl_weight) + "\n" +
                         training.identity;
    objective.step = [&](std::span<const std::int64_t> items, Random&) { return model->step(images, items); };
    ANDON_TRY(train(objective, training.options, training.run_folder, progress, stop));
    model->net()->eval();
    return model;
  });
}

Result<std::unique_ptr<ErrorNet>> restore_autoencoder(const TensorSet& set, const AutoencoderOptions& options,
                                                      const std::string& where) {
  return guard("loading " + where, [&]() -> Result<std::unique_ptr<ErrorNet>> {
    auto model = std::make_unique<Autoencoder>(options);
    ANDON_TRY(load_into(*model->net(), set, where, prefix));
    model->net()->eval();
    return model;
  });
}

} // namespace andon
