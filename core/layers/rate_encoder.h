#pragma once
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <cstdint>

namespace andon {

struct RateEncoderOptions {
  std::int64_t channels = 1; ///< of the course
  std::int64_t facts = 0;    ///< numbers joined to the pooled vector
  std::int64_t width = 32;   ///< of the convolutions
  std::int64_t embedding = 64;
  std::int64_t bins = 64; ///< L of the temporal branch
};

/// What an encoder says of every sensor: one vector and L temporal features.
struct RateEncoding {
  at::Tensor vector;   ///< [n, embedding]
  at::Tensor temporal; ///< [n, embedding, bins]
};

/// RateEncoderTemporal: Conv1d(k7) ReLU Conv1d(k5) ReLU; vector branch: average pool, joined with the facts,
/// Linear; temporal branch: adaptive pool to L bins, Conv1d(k1). Any course length >= 1.
class RateEncoderImpl : public torch::nn::Module {
public:
  explicit RateEncoderImpl(const RateEncoderOptions& options);
  /// course [n, channels, time], facts [n, facts].
  RateEncoding forward(const at::Tensor& course, const at::Tensor& facts);

private:
  std::int64_t bins_;
  torch::nn::Conv1d first_{nullptr}, second_{nullptr}, temporal_{nullptr};
  torch::nn::Linear vector_{nullptr};
};
TORCH_MODULE(RateEncoder);

/// SimpleGraphLayer: Q, K, V linear; A = softmax(QKᵀ/√Emb); H = ReLU(Linear(A·V + X)), over the rows of [n,
/// Emb]. Equivariant to the order of the rows.
class GraphLayerImpl : public torch::nn::Module {
public:
  explicit GraphLayerImpl(std::int64_t embedding);
  /// `attention` receives A, [n, n].
  at::Tensor forward(const at::Tensor& rows, at::Tensor& attention);

private:
  double scale_;
  torch::nn::Linear query_{nullptr}, key_{nullptr}, value_{nullptr}, out_{nullptr};
};
TORCH_MODULE(GraphLayer);

/// NT-Xent (Chen et al. 2020, eq. 1): rows i of `one` and `other` [n, d] are two views of the same thing, all
/// other 2n − 2 rows are negatives; unit rows are made here. Mean over the 2n rows; n >= 2.
at::Tensor nt_xent(const at::Tensor& one, const at::Tensor& other, double temperature);

} // namespace andon
