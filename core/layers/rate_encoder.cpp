#include "core/layers/rate_encoder.h"

#include "core/layers/projection_head.h"

#include <ATen/ATen.h>

#include <cmath>

namespace andon {

RateEncoderImpl::RateEncoderImpl(const RateEncoderOptions& o) : bins_(o.bins) {
  using Conv = torch::nn::Conv1dOptions;
  first_ = register_module("first", torch::nn::Conv1d(Conv(o.channels, o.width, 7).padding(3)));
  second_ = register_module("second", torch::nn::Conv1d(Conv(o.width, o.width, 5).padding(2)));
  temporal_ = register_module("temporal", torch::nn::Conv1d(Conv(o.width, o.embedding, 1)));
  vector_ = register_module("vector", torch::nn::Linear(o.width + o.facts, o.embedding));
}

RateEncoding RateEncoderImpl::forward(const at::Tensor& course, const at::Tensor& facts) {
  const at::Tensor x = second_(first_(course).relu()).relu();
  return {vector_(at::cat({x.mean(2), facts}, 1)), temporal_(at::adaptive_avg_pool1d(x, bins_))};
}

GraphLayerImpl::GraphLayerImpl(std::int64_t embedding)
    : scale_(1 / std::sqrt(static_cast<double>(embedding))) {
  query_ = register_module("query", torch::nn::Linear(embedding, embedding));
  key_ = register_module("key", torch::nn::Linear(embedding, embedding));
  value_ = register_module("value", torch::nn::Linear(embedding, embedding));
  out_ = register_module("out", torch::nn::Linear(embedding, embedding));
}

at::Tensor GraphLayerImpl::forward(const at::Tensor& rows, at::Tensor& attention) {
  attention = at::softmax(at::matmul(query_(rows), key_(rows).t()) * scale_, 1);
  return out_(at::matmul(attention, value_(rows)) + rows).relu();
}

at::Tensor nt_xent(const at::Tensor& one, const at::Tensor& other, double temperature) {
  const std::int64_t n = one.size(0);
  const at::Tensor rows = unit_rows(at::cat({one, other}));
  const at::Tensor self = at::eye(2 * n, rows.options().dtype(at::kBool));
  const at::Tensor logits = (at::matmul(rows, rows.t()) / temperature).masked_fill(self, -1e9);
  const at::Tensor index = at::arange(2 * n, rows.options().dtype(at::kLong));
  return at::cross_entropy_loss(logits, at::remainder(index + n, 2 * n));
}

} // namespace andon
