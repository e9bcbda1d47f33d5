#include "core/training/train.h"

#include "core/base/hash.h"
#include "core/layers/autocast.h"
#include "core/layers/tensor_file.h"
#include "core/training/adamw.h"
#include "core/training/checkpoint.h"
#include "core/training/schedule.h"

#include <ATen/Context.h>
#include <torch/nn/module.h>

#include <chrono>
#include <cmath>
#include <numeric>

namespace andon {
namespace {

using Clock = std::chrono::steady_clock;

std::string identity_of(const Objective& objective, const TrainingOptions& options) {
  TrainingOptions relevant = options;
  relevant.checkpoint_seconds = 0;
  return sha256(objective.identity + "\n" + to_json_text(values_of(relevant.describe())) + "\n" +
                std::to_string(options.seed));
}

const ParameterGroup* group_of(const std::string& name, const std::vector<ParameterGroup>& groups) {
  for (const ParameterGroup& group : groups)
    if (name.starts_with(group.prefix))
      return &group;
  return nullptr;
}

std::vector<TrainedTensor> trained_tensors(const Objective& objective) {
  std::vector<TrainedTensor> result;
  for (auto& item : objective.module->named_parameters()) {
    const ParameterGroup* group = group_of(item.key(), objective.groups);
    item.value().requires_grad_(!group || !group->frozen);
    if (!group || !group->frozen)
      result.push_back(
          {item.key(), item.value(), {}, {}, group ? group->rate_scale : 1, group ? group->decay_scale : 1});
  }
  return result;
}

class Trainer {
public:
  Trainer(const Objective& objective, const TrainingOptions& options, const std::filesystem::path& folder,
          Progress& progress, std::stop_token stop)
      : objective_(objective), options_(options), folder_(folder), progress_(progress),
        stop_(std::move(stop)), seed_(options.seed), adamw_(trained_tensors(objective)),
        identity_(identity_of(objective, options)) {
    batches_ = std::max<std::int64_t>(1, (objective.items + options.batch - 1) / options.batch);
    for (const auto& item : objective.module->named_buffers())
      buffers_.push_back(item.value());
  }

  Result<TrainingReport> run() {
    ANDON_TRY(resume());
    progress_.stage("training", options_.epochs * batches_);
    started_ = saved_ = Clock::now();
    while (!state_.finished && state_.epoch < options_.epochs) {
      ANDON_TRY(run_epoch());
      ANDON_TRY(end_epoch());
    }
    ANDON_TRY(finish());
    return report();
  }

private:
  Result<void> resume();
  Result<void> run_epoch();
  Result<void> end_epoch();
  Result<void> finish();
  Result<void> run_batch(std::span<const std::int64_t> items);
  Result<void> validate(double& loss);
  Result<void> save();
  void skip(const std::vector<at::Tensor>& buffers);
  void set_training();
  void remember_best();
  double seconds() const { return before_ + std::chrono::duration<double>(Clock::now() - started_).count(); }
  TrainingReport report() const;

  const Objective& objective_;
  const TrainingOptions& options_;
  std::filesystem::path folder_;
  Progress& progress_;
  std::stop_token stop_;
  Seed seed_;
  AdamW adamw_;
  std::string identity_;
  std::int64_t batches_ = 1;
  std::vector<at::Tensor> buffers_;
  std::vector<NamedTensor> best_;
  TrainingState state_;
  Clock::time_point started_, saved_;
  double before_ = 0;
  bool resumed_ = false;
};

Result<void> Trainer::resume() {
  if (!options_.resume)
    return {};
  ANDON_ASSIGN(std::optional<Checkpoint> found, load_checkpoint(folder_, identity_));
  if (!found)
    return {};
  TensorSet model, best;
  std::map<std::string, NamedTensor> moments;
  for (NamedTensor& tensor : found->tensors.tensors) {
    if (tensor.name.starts_with("model/"))
      model.tensors.push_back(std::move(tensor));
    else if (tensor.name.starts_with("best/"))
      best_.push_back(std::move(tensor));
    else
      moments.emplace(tensor.name, std::move(tensor));
  }
  ANDON_TRY(load_into(*objective_.module, model, "checkpoint", "model/"));
  const at::NoGradGuard no_gradient;
  for (TrainedTensor& each : adamw_.tensors()) {
    const auto first = moments.find("adam/m/" + each.name), second = moments.find("adam/v/" + each.name);
    if (first == moments.end() || second == moments.end())
      return fail(ErrorCode::corrupt,
                  "checkpoint: no optimiser state of '" + each.name + "'; train from the beginning");
    each.first.copy_(to_tensor(first->second));
    each.second.copy_(to_tensor(second->second));
  }
  state_ = found->state;
  adamw_.steps = state_.updates;
  before_ = state_.seconds;
  resumed_ = true;
  return {};
}

void Trainer::set_training() {
  objective_.module->train();
  for (const auto& item : objective_.module->named_modules())
    if (const ParameterGroup* group = group_of(item.key(), objective_.groups); group && group->frozen)
      item.value()->train(false);
}

Result<void> Trainer::run_epoch() {
  std::vector<std::int64_t> order(static_cast<std::size_t>(objective_.items));
  std::iota(order.begin(), order.end(), 0);
  Random random(seed_.stream("order", static_cast<std::uint64_t>(state_.epoch)));
  shuffle(order, random);
  set_training();
  for (; state_.batch < batches_;) {
    if (stop_.stop_requested()) {
      ANDON_TRY(save());
      return fail(ErrorCode::cancelled, "training was cancelled in epoch " +
                                            std::to_string(state_.epoch + 1) +
                                            "; it can be resumed from there");
    }
    const std::int64_t begin = objective_.items * state_.batch / batches_;
    const std::int64_t end = objective_.items * (state_.batch + 1) / batches_;
    ANDON_TRY(run_batch(
        std::span(order).subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin))));
    ++state_.batch;
    ++state_.step;
    progress_.advance(state_.step);
    if (std::chrono::duration<double>(Clock::now() - saved_).count() >= options_.checkpoint_seconds)
      ANDON_TRY(save());
  }
  return {};
}

Result<void> Trainer::run_batch(std::span<const std::int64_t> items) {
  const auto position = static_cast<std::uint64_t>(state_.step);
  at::manual_seed(seed_.stream("torch", position).value());
  Random random(seed_.stream("step", position));
  std::vector<at::Tensor> before;
  for (const at::Tensor& buffer : buffers_)
    before.push_back(buffer.clone());
  adamw_.clear_gradients();
  const at::Tensor any = adamw_.tensors().front().parameter;
  const bool bf16 = options_.bf16 && (any.is_cuda() || cpu_has_bf16());
  StepLoss loss;
  {
    const AutocastScope autocast(bf16, any.device().type());
    loss = objective_.step(items, random);
  }
  const double value = loss.total.item<double>();
  if (!std::isfinite(value)) {
    skip(before);
    return {};
  }
  loss.total.backward();
  const double norm = adamw_.gradient_norm();
  if (!std::isfinite(norm)) {
    skip(before);
    return {};
  }
  if (options_.clip_norm > 0)
    adamw_.clip(norm, options_.clip_norm);
  adamw_.step(options_.learning_rate *
                  schedule_factor(state_.step, options_.epochs * batches_, options_.warmup_fraction),
              options_.weight_decay);
  state_.updates = adamw_.steps;
  if (objective_.after_step)
    objective_.after_step();
  const double weight = static_cast<double>(items.size());
  state_.sums["items"] += weight;
  state_.sums["loss/train"] += weight * value;
  for (const auto& [name, term] : loss.terms)
    state_.sums["loss/" + name] += weight * term;
  return {};
}

void Trainer::skip(const std::vector<at::Tensor>& buffers) {
  const at::NoGradGuard no_gradient;
  for (std::size_t i = 0; i < buffers.size(); ++i)
    buffers_[i].copy_(buffers[i]);
  ++state_.skipped;
  constexpr std::int64_t reported = 5;
  if (state_.skipped <= reported)
    progress_.message(
        "Step " + std::to_string(state_.step + 1) +
        " was skipped: its loss or gradient is not finite. Lower learning_rate or look at the data" +
        (state_.skipped == reported ? ". Further skipped steps are only counted" : ""));
}

Result<void> Trainer::validate(double& loss) {
  objective_.module->eval();
  const at::NoGradGuard no_gradient;
  ANDON_ASSIGN(const Validation validation, objective_.validate(stop_));
  progress_.metric("loss/val", state_.epoch + 1, validation.loss);
  for (const auto& [name, value] : validation.metrics)
    progress_.metric(name, state_.epoch + 1, value);
  loss = validation.loss;
  return {};
}

void Trainer::remember_best() {
  best_ = tensors_of(*objective_.module, "best/");
  state_.best_epoch = state_.epoch + 1;
  state_.waited = 0;
}

Result<void> Trainer::end_epoch() {
  const double items = state_.sums["items"];
  if (items == 0)
    return fail(ErrorCode::invalid_argument,
                "no step of epoch " + std::to_string(state_.epoch + 1) +
                    " had a finite loss and gradient; lower learning_rate or look at the data");
  double loss = state_.sums["loss/train"] / items;
  if (objective_.validate) {
    auto validated = validate(loss);
    if (!validated) {
      ANDON_TRY(save());
      return validated;
    }
  }
  for (const auto& [name, sum] : state_.sums)
    if (name != "items")
      progress_.metric(name, state_.epoch + 1, sum / items);
  progress_.metric("lr", state_.epoch + 1,
                   options_.learning_rate * schedule_factor(state_.step - 1, options_.epochs * batches_,
                                                            options_.warmup_fraction));
  state_.train_loss = state_.sums["loss/train"] / items;
  if (!objective_.validate || loss < state_.best_loss) {
    state_.best_loss = loss;
    remember_best();
  } else {
    ++state_.waited;
  }
  ++state_.epoch;
  state_.batch = 0;
  state_.sums.clear();
  state_.finished = state_.epoch >= options_.epochs || state_.waited >= options_.patience;
  return save();
}

Result<void> Trainer::finish() {
  if (state_.skipped > 0)
    progress_.message(std::to_string(state_.skipped) + " of " + std::to_string(state_.step) +
                      " steps were skipped because loss or gradient was not finite");
  objective_.module->eval();
  if (best_.empty())
    return {};
  return load_into(*objective_.module, TensorSet{best_, {}}, "best weights", "best/");
}

Result<void> Trainer::save() {
  if (folder_.empty())
    return {};
  Checkpoint checkpoint;
  state_.seconds = seconds();
  checkpoint.state = state_;
  checkpoint.tensors.tensors = tensors_of(*objective_.module, "model/");
  checkpoint.tensors.tensors.insert(checkpoint.tensors.tensors.end(), best_.begin(), best_.end());
  for (const TrainedTensor& each : adamw_.tensors()) {
    checkpoint.tensors.tensors.push_back(to_named("adam/m/" + each.name, each.first));
    checkpoint.tensors.tensors.push_back(to_named("adam/v/" + each.name, each.second));
  }
  ANDON_TRY(save_checkpoint(folder_, identity_, checkpoint));
  saved_ = Clock::now();
  return {};
}

TrainingReport Trainer::report() const {
  TrainingReport report;
  report.epochs = state_.epoch;
  report.steps = state_.step;
  report.skipped_steps = state_.skipped;
  report.train_loss = state_.train_loss;
  report.best_validation_loss = state_.best_loss;
  report.best_epoch = state_.best_epoch;
  report.seconds = seconds();
  report.resumed = resumed_;
  return report;
}

} // namespace

Result<TrainingReport> train(const Objective& objective, const TrainingOptions& options,
                             const std::filesystem::path& folder, Progress& progress, std::stop_token stop) {
  if (objective.items < 1)
    return fail(ErrorCode::insufficient_data,
                "there is nothing to train on; the training part of the data is empty");
  at::globalContext().setDeterministicAlgorithms(options.deterministic, false);
  at::globalContext().setBenchmarkCuDNN(!options.deterministic);
  Trainer trainer(objective, options, folder, progress, std::move(stop));
  if (options.bf16 && options.device == "cpu" && !cpu_has_bf16())
    progress.message("This processor has no bfloat16 instructions; training runs in float32");
  return trainer.run();
}

} // namespace andon
