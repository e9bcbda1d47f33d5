#pragma once
#include "core/models/dual_encoder.h"
#include "core/models/dual_encoder_net.h"

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
/// Every value finite and every array as large as it says. Errors: invalid_argument naming the window.
Result<void> check_windows(const PairWindows& windows, const std::string& what);

} // namespace andon
