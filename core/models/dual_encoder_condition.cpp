#include "core/models/dual_encoder_condition.h"

#include "core/base/guard.h"
#include "core/base/hash.h"
#include "core/layers/info_nce.h"
#include "core/layers/tensor_file.h"
#include "core/models/dual_encoder_state.h"
#include "core/training/train.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace andon {
namespace {

constexpr std::int64_t fewest_recent = 8, fewest_checked = 2, statistics_batch = 256;

/// Recent windows come first, then the replayed ones.
struct Job {
  const DualEncoder::State& state;
  const DualEncoderConditionIn& in;
  std::vector<std::int64_t> replayed; ///< windows of in.replay

  std::int64_t items() const { return in.train.size() + static_cast<std::int64_t>(replayed.size()); }
  const PairWindows& windows(bool recent) const { return recent ? in.train : in.replay; }
  /// Places of the recent, or of the replayed, items in their windows.
  std::vector<std::int64_t> places(std::span<const std::int64_t> items, bool recent) const {
    std::vector<std::int64_t> result;
    for (const std::int64_t item : items)
      if ((item < in.train.size()) == recent)
        result.push_back(recent ? item : replayed[static_cast<std::size_t>(item - in.train.size())]);
    return result;
  }
  std::pair<at::Tensor, at::Tensor> inputs(std::span<const std::int64_t> items, bool recent) const {
    const PairWindows& from = windows(recent);
    const std::vector<std::int64_t> chosen = places(items, recent);
    return {gathered_windows(from.command, state.command, from.length, chosen, state.device),
            gathered_windows(from.current, state.current, from.length, chosen, state.device)};
  }
  StepLoss step(std::span<const std::int64_t> items) const;
};

StepLoss Job::step(std::span<const std::int64_t> items) const {
  DualEncoderNet net = state.net;
  net->eval(); // the statistics are those that were just estimated
  StepLoss loss{at::zeros({}, at::TensorOptions().device(state.device)), {}};
  for (const bool recent : {true, false}) {
    const auto [command, current] = inputs(items, recent);
    if (command.size(0) < 2)
      continue;
    const at::Tensor part = info_nce(net->command(command), net->current(current), net->log_scale);
    const double share = static_cast<double>(command.size(0)) / static_cast<double>(items.size());
    loss.total = loss.total + share * part;
    loss.terms.emplace_back(recent ? "recent" : "replay", part.item<double>());
  }
  return loss;
}

/// Every item once, in batches of nearly equal size; each batch has both kinds in their proportion, because
/// the order is drawn.
std::vector<std::vector<std::int64_t>> drawn_batches(const Job& job) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(job.items()));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  Random random(Seed(job.in.seed).stream("statistics"));
  shuffle(order, random);
  const std::int64_t n = job.items(), count = (n + statistics_batch - 1) / statistics_batch;
  std::vector<std::vector<std::int64_t>> batches;
  for (std::int64_t i = 0; i < count; ++i)
    batches.emplace_back(order.begin() + n * i / count, order.begin() + n * (i + 1) / count);
  return batches;
}

/// Resets the running statistics and averages them over all items.
Result<void> estimate_statistics(const Job& job, const std::stop_token& stop) {
  DualEncoderNet net = job.state.net;
  const at::NoGradGuard no_gradient;
  std::vector<torch::nn::BatchNorm1dImpl*> norms;
  for (const auto& module : net->modules(false))
    if (auto* norm = module->as<torch::nn::BatchNorm1dImpl>())
      norms.push_back(norm);
  std::vector<c10::optional<double>> momenta;
  for (torch::nn::BatchNorm1dImpl* norm : norms) {
    momenta.push_back(norm->options.momentum());
    norm->reset_running_stats();
    norm->options.momentum(c10::nullopt); // cumulative
    norm->train();
  }
  for (const std::vector<std::int64_t>& batch : drawn_batches(job)) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "adapting to the new condition was cancelled");
    const auto recent = job.inputs(batch, true), replayed = job.inputs(batch, false);
    net->command(at::cat({recent.first, replayed.first}));
    net->current(at::cat({recent.second, replayed.second}));
  }
  for (std::size_t i = 0; i < norms.size(); ++i)
    norms[i]->options.momentum(momenta[i]);
  net->eval();
  return {};
}

/// What the fault head looks at, standardised as it is now.
void refit_fault_head(const Job& job) {
  DualEncoderNet net = job.state.net;
  if (net->fault.is_empty())
    return;
  const at::NoGradGuard no_gradient;
  const std::vector<std::int64_t> batch = drawn_batches(job).front();
  std::vector<at::Tensor> features;
  for (const bool recent : {true, false}) {
    const auto [command, current] = job.inputs(batch, recent);
    if (command.size(0) > 0)
      features.push_back(net->local_pair(command, current));
  }
  net->fault->fit_features(at::cat(features));
}

std::vector<std::int64_t> drawn_replay(const DualEncoderConditionIn& in, double share) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(in.replay.size()));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  Random random(Seed(in.seed).stream("replay"));
  shuffle(order, random);
  const auto wanted = static_cast<std::size_t>(std::ceil(share * static_cast<double>(in.train.size())));
  order.resize(std::min(order.size(), wanted));
  return order;
}

Result<void> check(const DualEncoder::State& state, const DualEncoderConditionIn& in) {
  if (in.train.size() < fewest_recent || in.validation.size() < fewest_checked)
    return fail(ErrorCode::insufficient_data,
                "adapting to a new condition needs at least " + std::to_string(fewest_recent) +
                    " recent windows to learn from and " + std::to_string(fewest_checked) +
                    " to check with, and got " + std::to_string(in.train.size()) + " and " +
                    std::to_string(in.validation.size()) + "; give more recent recordings");
  for (const PairWindows* windows : {&in.train, &in.validation, &in.replay})
    if (windows->size() > 0)
      ANDON_TRY(state.check_input(*windows));
  return {};
}

std::string identity_of(const DualEncoder& model, const DualEncoderConditionIn& in,
                        DualEncoderConditionOptions options) {
  Sha256 hash;
  for (const PairWindows* windows : {&in.train, &in.validation, &in.replay})
    hash_windows(hash, *windows);
  return "dual_encoder_condition\n" + model.architecture_json() +
         to_json_text(values_of(options.describe())) + hash.text();
}

TrainingOptions training_options(const DualEncoderConditionOptions& options, std::uint64_t seed,
                                 const at::Device& device) {
  TrainingOptions training;
  training.epochs = options.epochs;
  training.batch = options.batch;
  training.learning_rate = options.learning_rate;
  training.patience = options.patience;
  training.seed = seed;
  training.device = device.str();
  return training;
}

} // namespace

std::vector<Option> DualEncoderConditionOptions::describe() {
  return {choice("layers", layers,
                 "What is trained: the projection heads, these and the last block, or all; normalisation "
                 "statistics are estimated anew in every block",
                 {"head", "upper", "all"}),
          option("learning_rate", learning_rate,
                 "Step size; tiny, because nobody has said what is normal now", "", 1e-8, 1),
          option("epochs", epochs, "Most passes over the recent windows", "", 1, 10000),
          option("batch", batch, "Windows a step", "", 4, 65536),
          option("patience", patience, "Passes without a better loss on the recent windows to check with", "",
                 1, 10000),
          option("replay", replay, "Known healthy windows beside every recent one", "", 0, 1000)};
}

Result<TrainingReport> adapt_to_condition(DualEncoder& model, const DualEncoderConditionIn& in,
                                          DualEncoderConditionOptions options, Progress& progress,
                                          std::stop_token stop) {
  DualEncoder::State& state = model.state();
  ANDON_TRY(check(state, in));
  return guard("adapting the dual encoder", [&]() -> Result<TrainingReport> {
    const Job job{state, in, drawn_replay(in, options.replay)};
    progress.stage("estimating normalisation statistics");
    ANDON_TRY(estimate_statistics(job, stop));
    const TensorSet start{tensors_of(*state.net), {}};
    Validation before;
    {
      const at::NoGradGuard no_gradient;
      ANDON_ASSIGN(before, contrastive_validation(state, in.validation, stop));
    }
    progress.metric("loss/val", 0, before.loss);
    Objective objective;
    objective.module = state.net.get();
    objective.items = job.items();
    objective.identity = identity_of(model, in, options);
    objective.groups = frozen_blocks("", options.layers, state.architecture.blocks);
    objective.groups.push_back({"log_scale", 1, 0, true});
    objective.groups.push_back({"fault.", 1, 1, true});
    objective.step = [&job](std::span<const std::int64_t> items, Random&) { return job.step(items); };
    objective.validate = [&](std::stop_token token) {
      return contrastive_validation(state, in.validation, token);
    };
    ANDON_ASSIGN(TrainingReport report,
                 train(objective, training_options(options, in.seed, state.device), "", progress, stop));
    for (auto& parameter : state.net->parameters())
      parameter.requires_grad_(true);
    if (!(report.best_validation_loss < before.loss)) {
      ANDON_TRY(load_into(*state.net, start, "weights before the first step"));
      report.best_validation_loss = before.loss;
      report.best_epoch = 0;
    }
    state.net->eval();
    refit_fault_head(job);
    state.fold();
    return report;
  });
}

} // namespace andon
