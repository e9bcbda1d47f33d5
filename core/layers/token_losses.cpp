#include "core/layers/token_losses.h"

#include <ATen/ATen.h>

namespace andon {
namespace {

at::Tensor unit_columns(const at::Tensor& x) {
  return x / x.norm(2, 1, true).clamp_min(1e-9);
}

} // namespace

at::Tensor token_square_error(const at::Tensor& rebuilt, const at::Tensor& truth) {
  return (rebuilt - truth).square().mean(1);
}

at::Tensor token_bit_divergence(const at::Tensor& logits, const at::Tensor& shares) {
  const at::Tensor entropy = at::xlogy(shares, shares) + at::xlogy(1 - shares, 1 - shares);
  return (at::softplus(logits) - shares * logits + entropy).mean(1);
}

at::Tensor weighted_mean(const at::Tensor& error, const at::Tensor& weight) {
  return (error * weight).sum() / weight.sum().clamp_min(1);
}

at::Tensor predictive_coding(const at::Tensor& predicted, const at::Tensor& tokens, std::int64_t cut,
                             double temperature) {
  const std::int64_t n = predicted.size(0), steps = predicted.size(2);
  const at::Tensor said = unit_columns(predicted).transpose(1, 2),
                   held = unit_columns(tokens); // [n, steps, d]
  const at::TensorOptions index = at::TensorOptions(at::kLong).device(tokens.device());
  const at::Tensor bins = at::matmul(said, held) / temperature; // [n, steps, bins]
  const at::Tensor own_bin = at::arange(cut, cut + steps, index).repeat({n});
  const at::Tensor next = held.slice(2, cut, cut + steps).permute({2, 1, 0});      // [steps, d, n]
  const at::Tensor sensors = at::matmul(said.transpose(0, 1), next) / temperature; // [steps, n, n]
  const at::Tensor own_sensor = at::arange(n, index).repeat({steps});
  return (at::cross_entropy_loss(bins.reshape({n * steps, -1}), own_bin) +
          at::cross_entropy_loss(sensors.reshape({n * steps, -1}), own_sensor)) /
         2;
}

} // namespace andon
