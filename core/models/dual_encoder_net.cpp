#include "core/models/dual_encoder_net.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr std::int64_t most_positions = 32, local_blocks = 2;

at::Tensor at_positions(const at::Tensor& features, std::int64_t positions) {
  return (features.size(2) == positions ? features : at::adaptive_avg_pool1d(features, positions)).flatten(1);
}

std::int64_t output_length(const std::vector<ConvBlockOptions>& blocks, std::int64_t length) {
  for (const ConvBlockOptions& block : blocks)
    length = block.output_length(length);
  return length;
}

} // namespace

std::vector<ConvBlockOptions> encoder_blocks(std::int64_t channels, std::int64_t length,
                                             const DualEncoderOptions& options) {
  std::vector<ConvBlockOptions> blocks;
  for (std::int64_t i = 0; i < options.blocks; ++i) {
    ConvBlockOptions block;
    block.in = i == 0 ? channels : blocks.back().out;
    block.out = options.width << i;
    block.kernel = i == 0 ? 7 : i == 1 ? 5 : 3;
    block.stride = length >= 64 ? 4 : length > 8 ? 2 : 1;
    length = block.output_length(length);
    blocks.push_back(block);
  }
  return blocks;
}

at::Tensor FoldedEncoder::forward(const at::Tensor& input) const {
  at::Tensor x = input;
  for (const FoldedConv& block : blocks)
    x = at::conv1d(x, block.weight, block.bias, block.stride, block.padding).relu_();
  x = at::linear(at_positions(x, positions), hidden_weight, hidden_bias).relu_();
  return unit_rows(at::linear(x, out_weight, out_bias));
}

EncoderNetImpl::EncoderNetImpl(std::int64_t channels, std::int64_t length,
                               const DualEncoderOptions& options) {
  const std::vector<ConvBlockOptions> blocks = encoder_blocks(channels, length, options);
  for (const ConvBlockOptions& block : blocks)
    blocks_.push_back(register_module("block" + std::to_string(blocks_.size()), ConvBlock(block)));
  positions_ = std::min(most_positions, output_length(blocks, length));
  local_channels_ = blocks[std::min<std::size_t>(local_blocks, blocks.size()) - 1].out;
  head_ =
      register_module("head", ProjectionHead(ProjectionHeadOptions{
                                  blocks.back().out * positions_, 2 * options.embedding, options.embedding}));
}

at::Tensor EncoderNetImpl::forward(at::Tensor input) {
  for (ConvBlock& block : blocks_)
    input = block(input);
  return unit_rows(head_(at_positions(input, positions_)));
}

at::Tensor EncoderNetImpl::local(at::Tensor input) {
  for (std::size_t i = 0; i < std::min<std::size_t>(local_blocks, blocks_.size()); ++i)
    input = blocks_[i](input);
  return input;
}

FoldedEncoder EncoderNetImpl::folded() const {
  const at::NoGradGuard no_gradient;
  FoldedEncoder result;
  for (const ConvBlock& block : blocks_)
    result.blocks.push_back(block->folded());
  result.hidden_weight = head_->hidden->weight.detach().clone();
  result.hidden_bias = head_->hidden->bias.detach().clone();
  result.out_weight = head_->out->weight.detach().clone();
  result.out_bias = head_->out->bias.detach().clone();
  result.positions = positions_;
  return result;
}

DualEncoderNetImpl::DualEncoderNetImpl(std::int64_t command_channels, std::int64_t current_channels,
                                       std::int64_t length, const DualEncoderOptions& options) {
  command = register_module("command", EncoderNet(command_channels, length, options));
  current = register_module("current", EncoderNet(current_channels, length, options));
  log_scale = register_parameter("log_scale", at::full({}, std::log(options.initial_scale), at::kFloat));
}

void DualEncoderNetImpl::add_fault_head() {
  fault = register_module("fault", FaultHead(command->local_channels() + current->local_channels()));
}

at::Tensor DualEncoderNetImpl::local_pair(const at::Tensor& command_input, const at::Tensor& current_input) {
  return at::cat({command->local(command_input), current->local(current_input)}, 1);
}

at::Tensor DualEncoderNetImpl::fault_logit(const at::Tensor& score, const at::Tensor& command_input,
                                           const at::Tensor& current_input) {
  return fault->logit_of(score) + fault(local_pair(command_input, current_input));
}

} // namespace andon
