#include "core/base/guard.h"
#include "core/base/hash.h"
#include "core/layers/info_nce.h"
#include "core/layers/initialise.h"
#include "core/models/dual_encoder_state.h"
#include "core/training/device.h"
#include "core/training/train.h"

#include <ATen/ATen.h>

#include <cmath>

namespace andon {
namespace {

constexpr std::int64_t fewest_pairs = 8, shortest_window = 8;
constexpr std::int64_t validation_batch = 64; ///< retrieval@1 is among this many

std::vector<ChannelScale> fit_scales(const std::vector<float>& values, const std::vector<std::string>& ids,
                                     std::int64_t length) {
  std::vector<ChannelScale> scales;
  const std::size_t channels = ids.size(), samples = static_cast<std::size_t>(length);
  const std::size_t windows = values.size() / (channels * samples);
  for (std::size_t c = 0; c < channels; ++c) {
    double sum = 0, squares = 0;
    const auto each = [&](auto&& f) {
      for (std::size_t w = 0; w < windows; ++w)
        for (std::size_t i = 0; i < samples; ++i)
          f(static_cast<double>(values[(w * channels + c) * samples + i]));
    };
    each([&](double value) { sum += value; });
    const double mean = sum / static_cast<double>(windows * samples);
    each([&](double value) { squares += (value - mean) * (value - mean); });
    const double deviation = std::sqrt(squares / static_cast<double>(windows * samples));
    scales.push_back({ids[c], mean, deviation > 1e-12 * std::abs(mean) && deviation > 0 ? deviation : 1.0});
  }
  return scales;
}

Result<void> check_fit(const PairWindows& train, const PairWindows& validation) {
  if (train.size() < fewest_pairs)
    return fail(ErrorCode::insufficient_data,
                "the dual encoder needs at least " + std::to_string(fewest_pairs) +
                    " training windows and got " + std::to_string(train.size()) +
                    "; add healthy recordings or cut shorter windows");
  if (train.length < shortest_window)
    return fail(ErrorCode::insufficient_data, "windows of " + std::to_string(train.length) +
                                                  " samples are too short; use at least " +
                                                  std::to_string(shortest_window));
  ANDON_TRY(check_windows(train, "training"));
  if (validation.size() == 0)
    return {};
  if (validation.length != train.length || validation.command_ids != train.command_ids ||
      validation.current_ids != train.current_ids)
    return fail(ErrorCode::invalid_argument,
                "validation windows differ from training windows in length or channels");
  return check_windows(validation, "validation");
}

} // namespace

void hash_windows(Sha256& hash, const PairWindows& windows) {
  for (const std::vector<std::string>* ids : {&windows.command_ids, &windows.current_ids})
    for (const std::string& id : *ids)
      hash.update(id + "\n");
  hash.update(std::to_string(windows.length));
  hash.update(windows.command.data(), windows.command.size() * sizeof(float));
  hash.update(windows.current.data(), windows.current.size() * sizeof(float));
}

Result<Validation> contrastive_validation(const DualEncoder::State& state, const PairWindows& windows,
                                          const std::stop_token& stop) {
  DualEncoderNet net = state.net;
  const std::int64_t n = windows.size(), batches = (n + validation_batch - 1) / validation_batch;
  Validation result;
  double retrieved = 0;
  for (std::int64_t i = 0; i < batches; ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled,
                  "training was cancelled during validation; it can be resumed from there");
    const std::int64_t begin = n * i / batches, end = n * (i + 1) / batches;
    const at::Tensor command = net->command(
        scaled_windows(windows.command, state.command, windows.length, begin, end, state.device));
    const at::Tensor current = net->current(
        scaled_windows(windows.current, state.current, windows.length, begin, end, state.device));
    const double share = static_cast<double>(end - begin) / static_cast<double>(n);
    result.loss += share * info_nce(command, current, net->log_scale).item<double>();
    retrieved += share * retrieval_at_1(command, current);
  }
  result.metrics.emplace_back("retrieval/val", retrieved);
  return result;
}

Result<DualEncoder> DualEncoder::fit(const PairWindows& train, const PairWindows& validation,
                                     const DualEncoderOptions& architecture, const TrainingOptions& training,
                                     const std::filesystem::path& run_folder, Progress& progress,
                                     std::stop_token stop, TrainingReport* report) {
  ANDON_TRY(check_fit(train, validation));
  ANDON_ASSIGN(const std::string device, resolve_device(training.device));
  DualEncoder model;
  State& state = *model.state_;
  state.architecture = architecture;
  state.length = train.length;
  state.device = at::Device(device);
  state.command = fit_scales(train.command, train.command_ids, train.length);
  state.current = fit_scales(train.current, train.current_ids, train.length);

  Objective objective;
  objective.items = train.size();
  Sha256 identity;
  hash_windows(identity, train);
  hash_windows(identity, validation);
  objective.identity = "dual_encoder\n" + model.architecture_json() + identity.text();
  objective.step = [&](std::span<const std::int64_t> items, Random&) {
    const at::Tensor command =
        state.net->command(gathered_windows(train.command, state.command, train.length, items, state.device));
    const at::Tensor current =
        state.net->current(gathered_windows(train.current, state.current, train.length, items, state.device));
    return StepLoss{info_nce(command, current, state.net->log_scale), {}};
  };
  if (validation.size() > 1)
    objective.validate = [&](std::stop_token token) {
      return contrastive_validation(state, validation, token);
    };
  objective.after_step = [&] {
    const at::NoGradGuard no_gradient;
    state.net->log_scale.clamp_max_(std::log(largest_logit_scale));
  };
  // Decay would pull the scale towards one, against the loss.
  objective.groups = {{"log_scale", 1, 0, false}};
  ANDON_ASSIGN(const TrainingReport done, guard("training the dual encoder", [&] {
                 state.net = DualEncoderNet(static_cast<std::int64_t>(state.command.size()),
                                            static_cast<std::int64_t>(state.current.size()), state.length,
                                            architecture);
                 initialise(*state.net, Seed(training.seed).stream("initialise"));
                 state.net->to(state.device);
                 objective.module = state.net.get();
                 Result<TrainingReport> result =
                     andon::train(objective, training, run_folder, progress, stop);
                 if (result)
                   state.fold();
                 return result;
               }));
  if (report)
    *report = done;
  return model;
}

} // namespace andon
