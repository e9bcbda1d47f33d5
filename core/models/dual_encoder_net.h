#pragma once
#include "core/layers/conv_block.h"
#include "core/layers/projection_head.h"
#include "core/models/dual_encoder.h"
#include "core/models/fault_head.h"

#include <vector>

namespace andon {

/// Convolution blocks of one encoder for windows of `length` samples: kernels 7, 5, 3, 3 …; the stride is 4
/// while at least 64 samples are left, 2 while more than 8 are, then 1, so that about 8 positions remain for
/// windows up to 512 samples.
std::vector<ConvBlockOptions> encoder_blocks(std::int64_t channels, std::int64_t length,
                                             const DualEncoderOptions& options);

/// Inference form of an encoder: normalisations folded into the convolutions.
struct FoldedEncoder {
  std::vector<FoldedConv> blocks;
  at::Tensor hidden_weight, hidden_bias, out_weight, out_bias;
  std::int64_t positions = 0;
  /// [batch, channels, length] to unit rows [batch, embedding]. Call under InferenceMode or NoGradGuard.
  at::Tensor forward(const at::Tensor& input) const;
};

/// Blocks → at most 32 averaged positions in time → projection head → unit rows. Positions are kept, not
/// averaged away: the phase between command and current is what friction changes.
class EncoderNetImpl : public torch::nn::Module {
public:
  EncoderNetImpl(std::int64_t channels, std::int64_t length, const DualEncoderOptions& options);
  at::Tensor forward(at::Tensor input);
  /// Features after the second block, or the only one: [batch, local_channels(), positions].
  at::Tensor local(at::Tensor input);
  std::int64_t local_channels() const { return local_channels_; }
  FoldedEncoder folded() const;

private:
  std::vector<ConvBlock> blocks_;
  ProjectionHead head_{nullptr};
  std::int64_t positions_ = 0, local_channels_ = 0;
};
TORCH_MODULE(EncoderNet);

class DualEncoderNetImpl : public torch::nn::Module {
public:
  DualEncoderNetImpl(std::int64_t command_channels, std::int64_t current_channels, std::int64_t length,
                     const DualEncoderOptions& options);
  EncoderNet command{nullptr}, current{nullptr};
  at::Tensor log_scale;     ///< τ
  FaultHead fault{nullptr}; ///< only in a fine-tuned model
  void add_fault_head();
  /// Local features of both sides, [batch, channels, positions].
  at::Tensor local_pair(const at::Tensor& command_input, const at::Tensor& current_input);
  /// Logits with the encoders' scores and the fault head's, [batch]. requires fault.
  at::Tensor fault_logit(const at::Tensor& score, const at::Tensor& command_input,
                         const at::Tensor& current_input);
};
TORCH_MODULE(DualEncoderNet);

} // namespace andon
