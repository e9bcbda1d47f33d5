#pragma once
#include "core/base/hash.h"
#include "core/models/dual_encoder.h"
#include "core/models/dual_encoder_net.h"
#include "core/training/objective.h"

#include <span>
#include <string>
#include <vector>

namespace andon {

/// z = (x − mean)/deviation of one channel; a constant channel has deviation 1.
struct ChannelScale {
  std::string id;
  double mean = 0, deviation = 1;
};

struct DualEncoder::State {
  DualEncoderOptions architecture;
  std::int64_t length = 0;
  std::vector<ChannelScale> command, current;
  DualEncoderNet net{nullptr};
  FoldedEncoder folded_command, folded_current;
  at::Device device = at::kCPU;

  /// Errors: invalid_argument when channels or length are not those of training, or a value is not finite.
  Result<void> check_input(const PairWindows& windows) const;
  /// Recomputes the folded encoders from the net.
  void fold();
};

/// Windows [begin, end) of `values` ([n, scales.size(), length]) normalised, on the device.
at::Tensor scaled_windows(const std::vector<float>& values, const std::vector<ChannelScale>& scales,
                          std::int64_t length, std::int64_t begin, std::int64_t end,
                          const at::Device& device);
/// Windows `items` in that order, without copying the whole array.
at::Tensor gathered_windows(const std::vector<float>& values, const std::vector<ChannelScale>& scales,
                            std::int64_t length, std::span<const std::int64_t> items,
                            const at::Device& device);
/// Scales an existing raw batch [batch, channels, length] in place.
void scale_in_place(at::Tensor& batch, const std::vector<ChannelScale>& scales);
/// Channels, shape and values of the windows.
void hash_windows(Sha256& hash, const PairWindows& windows);
/// Mean InfoNCE over batches of at most 64 pairs in their order, and retrieval@1 as "retrieval/val". Call in
/// evaluation mode without gradients. Errors: cancelled.
Result<Validation> contrastive_validation(const DualEncoder::State& state, const PairWindows& windows,
                                          const std::stop_token& stop);
/// Groups that freeze the blocks that fine-tuning "head" (all blocks), "upper" (all but the last) or "all"
/// (none) leaves alone; `prefix` is before the encoders' names.
std::vector<ParameterGroup> frozen_blocks(const std::string& prefix, const std::string& layers,
                                          std::int64_t blocks);
/// Every value finite and every array as large as it says. Errors: invalid_argument naming the window.
Result<void> check_windows(const PairWindows& windows, const std::string& what);

} // namespace andon
