#include "core/models/dual_encoder.h"

#include "core/base/atomic_file.h"
#include "core/base/guard.h"
#include "core/base/hash.h"
#include "core/layers/tensor_file.h"
#include "core/models/dual_encoder_state.h"
#include "core/training/device.h"

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace andon {
namespace {

using nlohmann::json;
constexpr int format = 1;
constexpr std::int64_t inference_batch = 512;

json to_json(const std::vector<ChannelScale>& scales) {
  json result = json::array();
  for (const ChannelScale& scale : scales)
    result.push_back({{"id", scale.id}, {"mean", scale.mean}, {"deviation", scale.deviation}});
  return result;
}

std::vector<ChannelScale> scales_from(const json& value) {
  std::vector<ChannelScale> result;
  for (const json& each : value)
    result.push_back({each.at("id").get<std::string>(), each.at("mean").get<double>(),
                      each.at("deviation").get<double>()});
  return result;
}

std::vector<std::string> ids_of(const std::vector<ChannelScale>& scales) {
  std::vector<std::string> ids;
  for (const ChannelScale& scale : scales)
    ids.push_back(scale.id);
  return ids;
}

std::string joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids)
    text += (text.empty() ? "" : ", ") + id;
  return text;
}

} // namespace

Result<void> DualEncoder::State::check_input(const PairWindows& windows) const {
  if (windows.length != length || windows.command_ids != ids_of(command) ||
      windows.current_ids != ids_of(current))
    return fail(ErrorCode::invalid_argument,
                "the model was trained on windows of " + std::to_string(length) + " samples of " +
                    joined(ids_of(command)) + " and " + joined(ids_of(current)) + "; these have " +
                    std::to_string(windows.length) + " samples of " + joined(windows.command_ids) + " and " +
                    joined(windows.current_ids));
  return check_windows(windows, "input");
}

void DualEncoder::State::fold() {
  folded_command = net->command->folded();
  folded_current = net->current->folded();
}

void scale_in_place(at::Tensor& batch, const std::vector<ChannelScale>& scales) {
  for (std::size_t c = 0; c < scales.size(); ++c)
    batch.select(1, static_cast<std::int64_t>(c)).sub_(scales[c].mean).mul_(1.0 / scales[c].deviation);
}

at::Tensor scaled_windows(const std::vector<float>& values, const std::vector<ChannelScale>& scales,
                          std::int64_t length, std::int64_t begin, std::int64_t end,
                          const at::Device& device) {
  const auto channels = static_cast<std::int64_t>(scales.size());
  at::Tensor batch = at::empty({end - begin, channels, length}, at::kFloat);
  std::copy_n(values.data() + begin * channels * length, batch.numel(), batch.data_ptr<float>());
  scale_in_place(batch, scales);
  return batch.to(device);
}

at::Tensor gathered_windows(const std::vector<float>& values, const std::vector<ChannelScale>& scales,
                            std::int64_t length, std::span<const std::int64_t> items,
                            const at::Device& device) {
  const auto channels = static_cast<std::int64_t>(scales.size());
  const std::int64_t window = channels * length;
  at::Tensor batch = at::empty({static_cast<std::int64_t>(items.size()), channels, length}, at::kFloat);
  float* out = batch.data_ptr<float>();
  for (const std::int64_t item : items)
    out = std::copy_n(values.data() + item * window, window, out);
  scale_in_place(batch, scales);
  return batch.to(device);
}

Result<void> check_windows(const PairWindows& windows, const std::string& what) {
  const auto n = static_cast<std::size_t>(windows.size()), length = static_cast<std::size_t>(windows.length);
  if (windows.command_ids.empty() || windows.current_ids.empty())
    return fail(ErrorCode::insufficient_data, what + " windows have no command or no current channel");
  if (windows.command.size() != n * windows.command_ids.size() * length ||
      windows.current.size() != n * windows.current_ids.size() * length)
    return fail(ErrorCode::invalid_argument,
                what + " windows: the arrays do not have windows × channels × length values");
  for (const std::vector<float>* values : {&windows.command, &windows.current})
    for (std::size_t i = 0; i < values->size(); ++i)
      if (!std::isfinite((*values)[i]))
        return fail(ErrorCode::invalid_argument, what + " window '" +
                                                     windows.refs[i / (values->size() / n)].id +
                                                     "' has a value that is not finite; mark it as missing");
  return {};
}

DualEncoder::DualEncoder() : state_(std::make_unique<State>()) {}
DualEncoder::DualEncoder(DualEncoder&&) noexcept = default;
DualEncoder& DualEncoder::operator=(DualEncoder&&) noexcept = default;
DualEncoder::~DualEncoder() = default;

std::int64_t DualEncoder::length() const {
  return state_->length;
}
std::vector<std::string> DualEncoder::command_ids() const {
  return ids_of(state_->command);
}
std::vector<std::string> DualEncoder::current_ids() const {
  return ids_of(state_->current);
}

std::string DualEncoder::architecture_json() const {
  DualEncoderOptions options = state_->architecture;
  json value{{"model", "dual_encoder"},
             {"length", state_->length},
             {"options", json::parse(to_json_text(values_of(options.describe())))},
             {"command", to_json(state_->command)},
             {"current", to_json(state_->current)}};
  if (!state_->net.is_empty() && !state_->net->fault.is_empty())
    value["fault_head"] = true;
  return value.dump(1);
}

Result<std::string> DualEncoder::weights_sha256() const {
  ANDON_ASSIGN(const std::string bytes, safetensors_bytes(TensorSet{tensors_of(*state_->net), {}}));
  return sha256(bytes);
}

Result<void> DualEncoder::save(const std::filesystem::path& folder) const {
  ANDON_ASSIGN(const std::string bytes, safetensors_bytes(TensorSet{tensors_of(*state_->net), {}}));
  ANDON_TRY(write_atomic(folder / "weights.safetensors", bytes));
  json description = json::parse(architecture_json());
  description["format"] = format;
  description["weights_sha256"] = sha256(bytes);
  return write_atomic(folder / "model.json", description.dump(1));
}

Result<DualEncoder> DualEncoder::load(const std::filesystem::path& folder, const std::string& device) {
  ANDON_ASSIGN(const std::string name, resolve_device(device));
  const std::filesystem::path path = folder / "model.json";
  ANDON_ASSIGN(const std::string text, read_file(path, 1 << 20));
  const json description = json::parse(text, nullptr, false);
  DualEncoder model;
  State& state = *model.state_;
  std::string hash;
  try {
    if (description.at("model") != "dual_encoder")
      return fail(ErrorCode::corrupt, path.string() + ": not a dual encoder");
    if (description.at("format").get<int>() > format)
      return fail(ErrorCode::unsupported, path.string() + ": written by a newer version of Andon");
    state.length = description.at("length");
    ANDON_ASSIGN(const OptionMap options, option_map_from_json(description.at("options").dump()));
    ANDON_ASSIGN(state.architecture, configured<DualEncoderOptions>(options));
    state.command = scales_from(description.at("command"));
    state.current = scales_from(description.at("current"));
    hash = description.at("weights_sha256");
  } catch (const json::exception& error) {
    return fail(ErrorCode::corrupt, path.string() + ": " + error.what());
  }
  if (state.length < 1 || state.length > 1 << 24 || state.command.empty() || state.current.empty())
    return fail(ErrorCode::corrupt, path.string() + ": the window length or the channels are out of range");
  const std::filesystem::path weights = folder / "weights.safetensors";
  ANDON_ASSIGN(const std::string bytes, read_file(weights, 4ULL << 30));
  ANDON_ASSIGN(const TensorSet set, parse_safetensors(bytes, weights.string()));
  ANDON_TRY(guard("loading " + folder.string(), [&]() -> Result<void> {
    state.device = at::Device(name);
    state.net =
        DualEncoderNet(static_cast<std::int64_t>(state.command.size()),
                       static_cast<std::int64_t>(state.current.size()), state.length, state.architecture);
    if (description.value("fault_head", false))
      state.net->add_fault_head();
    ANDON_TRY(load_into(*state.net, set, weights.string()));
    state.net->to(state.device);
    state.net->eval();
    state.fold();
    return {};
  }));
  if (sha256(bytes) != hash)
    return fail(ErrorCode::corrupt, weights.string() + ": its SHA-256 is not the one in model.json");
  return model;
}

Result<PairEmbeddings> DualEncoder::embed(const PairWindows& windows, Progress& progress,
                                          std::stop_token stop) const {
  const State& state = *state_;
  ANDON_TRY(state.check_input(windows));
  return guard("computing embeddings", [&]() -> Result<PairEmbeddings> {
    const at::NoGradGuard no_gradient;
    const std::int64_t n = windows.size(), dimension = state.architecture.embedding;
    PairEmbeddings result;
    result.dimension = dimension;
    result.command.resize(static_cast<std::size_t>(n * dimension));
    result.current.resize(static_cast<std::size_t>(n * dimension));
    progress.stage("scoring", n);
    for (std::int64_t begin = 0; begin < n; begin += inference_batch) {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "scoring was cancelled");
      const std::int64_t end = std::min(n, begin + inference_batch);
      const auto write = [&](const FoldedEncoder& encoder, const at::Tensor& input, std::vector<float>& out) {
        const at::Tensor rows = encoder.forward(input).cpu().contiguous();
        std::copy_n(rows.data_ptr<float>(), rows.numel(), out.data() + begin * dimension);
      };
      write(state.folded_command,
            scaled_windows(windows.command, state.command, state.length, begin, end, state.device),
            result.command);
      write(state.folded_current,
            scaled_windows(windows.current, state.current, state.length, begin, end, state.device),
            result.current);
      progress.advance(end);
    }
    return result;
  });
}

Result<std::vector<double>> DualEncoder::score(const PairWindows& windows, Progress& progress,
                                               std::stop_token stop) const {
  ANDON_ASSIGN(const PairEmbeddings embeddings, embed(windows, progress, stop));
  std::vector<double> scores(static_cast<std::size_t>(windows.size()));
  const auto dimension = static_cast<std::size_t>(embeddings.dimension);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    double cosine = 0;
    for (std::size_t k = i * dimension; k < (i + 1) * dimension; ++k)
      cosine += static_cast<double>(embeddings.command[k]) * static_cast<double>(embeddings.current[k]);
    scores[i] = std::clamp(1.0 - cosine, 0.0, 2.0);
  }
  ANDON_TRY(add_fault_scores(windows, scores, stop));
  return scores;
}

Result<void> DualEncoder::add_fault_scores(const PairWindows& windows, std::vector<double>& scores,
                                           std::stop_token stop) const {
  const State& state = *state_;
  DualEncoderNet net = state.net;
  if (net->fault.is_empty())
    return {};
  return guard("scoring with the fault head", [&]() -> Result<void> {
    const at::NoGradGuard no_gradient;
    const std::int64_t n = windows.size();
    for (std::int64_t begin = 0; begin < n; begin += inference_batch) {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "scoring was cancelled");
      const std::int64_t end = std::min(n, begin + inference_batch);
      const at::Tensor encoders =
          at::tensor(std::vector<double>(scores.begin() + begin, scores.begin() + end), at::kDouble);
      const at::Tensor logits = net->fault_logit(
          encoders.to(state.device, at::kFloat),
          scaled_windows(windows.command, state.command, state.length, begin, end, state.device),
          scaled_windows(windows.current, state.current, state.length, begin, end, state.device));
      const at::Tensor changed = net->fault->score_of(logits).to(at::kCPU, at::kDouble).contiguous();
      std::copy_n(changed.data_ptr<double>(), end - begin, scores.begin() + begin);
    }
    return {};
  });
}

} // namespace andon
