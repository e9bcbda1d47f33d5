#include "core/models/dual_encoder_adapt.h"

#include "core/base/guard.h"
#include "core/base/hash.h"
#include "core/layers/info_nce.h"
#include "core/layers/initialise.h"
#include "core/layers/mil_pooling.h"
#include "core/models/dual_encoder_state.h"
#include "core/training/train.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace andon {
namespace {

constexpr double fault_rate_scale = 10, fault_decay_scale = 100; // new, where the rest is only adjusted
constexpr std::int64_t most_repeats = 50, most_bag_windows = 24, validation_batch = 256,
                       most_scale_windows = 2048;

/// One thing to learn from: a labelled window, a bag, or a replayed healthy window.
struct Entry {
  enum class Kind { window, bag, replay } kind;
  std::int64_t index;
  bool abnormal;
};

/// The encoders with what only fine-tuning needs.
class AdaptNet : public torch::nn::Module {
public:
  AdaptNet(DualEncoderNet net, std::int64_t embedding) {
    encoders = register_module("encoders", std::move(net));
    attention = register_module("attention", AttentionPool(2 * embedding));
  }
  DualEncoderNet encoders{nullptr};
  AttentionPool attention{nullptr};
};

/// Unit rows of both sides and the logits of windows.
struct Embedded {
  at::Tensor command, current, logits;
  at::Tensor features() const { return at::cat({command, current}, 1); }
  void append(const Embedded& more) {
    command = at::cat({command, more.command});
    current = at::cat({current, more.current});
    logits = at::cat({logits, more.logits});
  }
};

struct Job {
  const DualEncoder::State& state;
  const DualEncoderAdaptIn& in;
  const DualEncoderAdaptOptions& options;
  std::shared_ptr<AdaptNet> net;
  double line_logit = 0; ///< of the threshold in use
  std::vector<Entry> entries;
  double abnormal_weight = 1, normal_weight = 1;

  Embedded embed(const PairWindows& windows, std::span<const std::int64_t> items) const {
    const at::Tensor command =
        gathered_windows(windows.command, state.command, windows.length, items, state.device);
    const at::Tensor current =
        gathered_windows(windows.current, state.current, windows.length, items, state.device);
    Embedded result;
    result.command = net->encoders->command(command);
    result.current = net->encoders->current(current);
    const at::Tensor score = 1 - (result.command * result.current).sum(1);
    result.logits = net->encoders->fault_logit(score, command, current) - line_logit;
    return result;
  }
  at::Tensor bag_logit(const Embedded& embedded, std::int64_t begin, std::int64_t end) const {
    const at::Tensor logits = embedded.logits.slice(0, begin, end);
    switch (bag_pooling(options.bag)) {
    case BagPooling::max:
      return pooled_max(logits);
    case BagPooling::noisy_or:
      return pooled_noisy_or(logits);
    case BagPooling::attention:
      break;
    }
    return net->attention(logits, embedded.features().slice(0, begin, end));
  }
  /// Weighted binary cross-entropy of one logit.
  at::Tensor cost(const at::Tensor& logit, bool abnormal) const {
    return abnormal ? abnormal_weight * at::softplus(-logit) : normal_weight * at::softplus(logit);
  }
  StepLoss step(std::span<const std::int64_t> items, Random& random) const;
  Result<Validation> validate(const std::stop_token& stop) const;
};

/// At most `most_bag_windows` of a bag, drawn anew at every step.
std::vector<std::int64_t> drawn(std::vector<std::int64_t> bag, Random& random) {
  if (static_cast<std::int64_t>(bag.size()) > most_bag_windows) {
    shuffle(bag, random);
    bag.resize(most_bag_windows);
  }
  return bag;
}

StepLoss Job::step(std::span<const std::int64_t> items, Random& random) const {
  net->eval(); // normalisation keeps the statistics of training
  std::vector<std::int64_t> shown, replayed;
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
  for (const std::int64_t item : items) {
    const Entry& entry = entries[static_cast<std::size_t>(item)];
    if (entry.kind == Entry::Kind::replay) {
      replayed.push_back(entry.index);
      continue;
    }
    const auto begin = static_cast<std::int64_t>(shown.size());
    if (entry.kind == Entry::Kind::window)
      shown.push_back(entry.index);
    else
      for (const std::int64_t window : drawn(in.train.bags[static_cast<std::size_t>(entry.index)], random))
        shown.push_back(window);
    ranges.emplace_back(begin, static_cast<std::int64_t>(shown.size()));
  }
  std::vector<at::Tensor> costs;
  at::Tensor keep = at::zeros({}, at::TensorOptions().device(state.device));
  if (!shown.empty()) {
    const Embedded embedded = embed(in.train.windows, shown);
    std::size_t place = 0;
    for (const std::int64_t item : items) {
      const Entry& entry = entries[static_cast<std::size_t>(item)];
      if (entry.kind == Entry::Kind::replay)
        continue;
      const auto [begin, end] = ranges[place++];
      costs.push_back(
          cost(entry.kind == Entry::Kind::bag ? bag_logit(embedded, begin, end) : embedded.logits[begin],
               entry.abnormal));
    }
  }
  if (!replayed.empty()) {
    const Embedded healthy = embed(in.replay, replayed);
    costs.push_back(normal_weight * at::softplus(healthy.logits).sum());
    if (replayed.size() > 1)
      keep = info_nce(healthy.command, healthy.current, net->encoders->log_scale);
  }
  const at::Tensor bce = at::stack(costs).sum() / static_cast<double>(items.size());
  return {bce + options.keep * keep, {{"bce", bce.item<double>()}, {"keep", keep.item<double>()}}};
}

/// Embeds all windows in small batches.
Embedded embed_all(const Job& job, const PairWindows& windows, const std::stop_token& stop) {
  Embedded all;
  for (std::int64_t begin = 0; begin < windows.size() && !stop.stop_requested(); begin += validation_batch) {
    std::vector<std::int64_t> items(
        static_cast<std::size_t>(std::min(validation_batch, windows.size() - begin)));
    std::iota(items.begin(), items.end(), begin);
    Embedded part = job.embed(windows, items);
    if (begin == 0)
      all = std::move(part);
    else
      all.append(part);
  }
  return all;
}

Result<Validation> Job::validate(const std::stop_token& stop) const {
  const WindowFeedback& feedback = in.validation;
  double abnormal = 0, normal = 0;
  std::int64_t abnormal_count = 0, normal_count = 0;
  const auto count = [&](const at::Tensor& logit, bool is_abnormal) {
    (is_abnormal ? abnormal : normal) += at::softplus(is_abnormal ? -logit : logit).item<double>();
    ++(is_abnormal ? abnormal_count : normal_count);
  };
  const Embedded all = embed_all(*this, feedback.windows, stop);
  for (std::size_t i = 0; i < feedback.labels.size() && !stop.stop_requested(); ++i)
    if (feedback.labels[i] >= 0)
      count(all.logits[static_cast<std::int64_t>(i)], feedback.labels[i] == 1);
  for (const std::vector<std::int64_t>& bag : feedback.bags) {
    const at::Tensor places = at::tensor(bag, at::kLong).to(state.device);
    const Embedded part{all.command.index_select(0, places), all.current.index_select(0, places),
                        all.logits.index_select(0, places)};
    count(bag_logit(part, 0, static_cast<std::int64_t>(bag.size())), true);
  }
  const Embedded healthy = embed_all(*this, in.replay_validation, stop);
  if (stop.stop_requested())
    return fail(ErrorCode::cancelled, "fine-tuning was cancelled during validation");
  if (healthy.logits.defined()) {
    normal += at::softplus(healthy.logits).sum().item<double>();
    normal_count += in.replay_validation.size();
  }
  Validation result;
  result.loss = abnormal / static_cast<double>(std::max<std::int64_t>(1, abnormal_count)) +
                normal / static_cast<double>(std::max<std::int64_t>(1, normal_count));
  return result;
}

/// Entries of an epoch with their class weights.
void add_entries(Job& job, std::int64_t labelled) {
  const WindowFeedback& feedback = job.in.train;
  std::vector<Entry> abnormal, normal;
  for (std::size_t i = 0; i < feedback.labels.size(); ++i)
    if (feedback.labels[i] >= 0)
      (feedback.labels[i] == 1 ? abnormal : normal)
          .push_back({Entry::Kind::window, static_cast<std::int64_t>(i), feedback.labels[i] == 1});
  for (std::size_t i = 0; i < feedback.bags.size(); ++i)
    abnormal.push_back({Entry::Kind::bag, static_cast<std::int64_t>(i), true});
  std::vector<std::int64_t> order(static_cast<std::size_t>(job.in.replay.size()));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  Random random(Seed(job.in.seed).stream("replay"));
  shuffle(order, random);
  const auto wanted = static_cast<std::size_t>(std::ceil(job.options.replay * static_cast<double>(labelled)));
  order.resize(std::min(order.size(), wanted));
  for (const std::int64_t window : order)
    normal.push_back({Entry::Kind::replay, window, false});
  const double share = job.options.positive_share;
  const double asked = share / (1 - share) * static_cast<double>(normal.size()) /
                       static_cast<double>(std::max<std::size_t>(1, abnormal.size()));
  const auto repeats = std::clamp<std::int64_t>(std::llround(asked), 1, most_repeats);
  for (std::int64_t i = 0; i < repeats; ++i)
    job.entries.insert(job.entries.end(), abnormal.begin(), abnormal.end());
  const auto positives = static_cast<double>(job.entries.size());
  job.entries.insert(job.entries.end(), normal.begin(), normal.end());
  const auto all = static_cast<double>(job.entries.size());
  job.abnormal_weight = all / (2 * std::max(1.0, positives));
  job.normal_weight = all / (2 * std::max(1.0, all - positives));
}

/// A fault head that changes nothing yet; one of an earlier fine-tuning stays.
void add_fault_head(DualEncoder::State& state, const DualEncoderAdaptIn& in, double room, double sharpness) {
  if (!state.net->fault.is_empty())
    return;
  state.net->add_fault_head();
  initialise(*state.net->fault, Seed(in.seed).stream("fault head"));
  state.net->to(state.device);
  state.net->eval();
  const at::NoGradGuard no_gradient;
  std::vector<at::Tensor> features;
  for (const PairWindows* windows : {&in.train.windows, &in.replay}) {
    const std::int64_t count = std::min(windows->size(), most_scale_windows);
    if (count > 0)
      features.push_back(state.net->local_pair(
          scaled_windows(windows->command, state.command, windows->length, 0, count, state.device),
          scaled_windows(windows->current, state.current, windows->length, 0, count, state.device)));
  }
  state.net->fault->fit_scale(at::cat(features), in.threshold, room, sharpness);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Result<void> check(const DualEncoder::State& state, const DualEncoderAdaptIn& in) {
  if (in.train.positives() == 0 || in.train.negatives() + in.replay.size() == 0)
    return fail(ErrorCode::insufficient_data,
                "fine-tuning needs abnormal and normal windows; review more flagged ones");
  for (const PairWindows* windows :
       {&in.train.windows, &in.validation.windows, &in.replay, &in.replay_validation})
    if (windows->size() > 0)
      ANDON_TRY(state.check_input(*windows));
  return {};
}

std::string identity_of(const DualEncoder& model, const DualEncoderAdaptIn& in,
                        DualEncoderAdaptOptions options) {
  Sha256 hash;
  for (const PairWindows* windows : {&in.train.windows, &in.replay})
    hash.update(windows->current.data(), windows->current.size() * sizeof(float));
  hash.update(in.train.labels.data(), in.train.labels.size() * sizeof(int));
  for (const auto& bag : in.train.bags)
    hash.update(bag.data(), bag.size() * sizeof(std::int64_t));
  return "dual_encoder_adapt\n" + model.architecture_json() + to_json_text(values_of(options.describe())) +
         hash.text();
}

TrainingOptions training_options(const DualEncoderAdaptOptions& options, std::uint64_t seed,
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

std::vector<ParameterGroup> frozen_blocks(const std::string& prefix, const std::string& layers,
                                          std::int64_t blocks) {
  const std::int64_t frozen = layers == "all" ? 0 : layers == "head" ? blocks : blocks - 1;
  std::vector<ParameterGroup> groups;
  for (const char* side : {"command.block", "current.block"})
    for (std::int64_t block = 0; block < frozen; ++block)
      groups.push_back({prefix + side + std::to_string(block) + ".", 1, 1, true});
  return groups;
}

std::int64_t WindowFeedback::positives() const {
  return std::count(labels.begin(), labels.end(), 1) + static_cast<std::int64_t>(bags.size());
}
std::int64_t WindowFeedback::negatives() const {
  return std::count(labels.begin(), labels.end(), 0);
}

std::vector<Option> DualEncoderAdaptOptions::describe() {
  return {
      choice("layers", layers,
             "What is trained beside the fault head: the projection heads, these and the last block, or all",
             {"head", "upper", "all"}),
      choice("bag", bag, "How a marked interval's windows become one verdict",
             {"attention", "max", "noisy-or"}),
      option("learning_rate", learning_rate, "Step size; small, so that the model stays what it was", "",
             1e-8, 1),
      option("epochs", epochs, "Most passes over the feedback", "", 1, 10000),
      option("batch", batch, "Entries a step", "", 2, 65536),
      option("patience", patience, "Passes without a better validation loss before it stops", "", 1, 10000),
      option("positive_share", positive_share,
             "Abnormal windows are repeated until they are this share of what is trained on", "", 0.01, 0.9),
      option("replay", replay, "Healthy windows of the first training beside every labelled one", "", 0,
             1000),
      option("keep", keep, "Weight of the first training's loss on these", "", 0, 100),
      option("sharpness", sharpness, "Weight of the score so far beside what the labels teach", "", 0.1,
             100)};
}

Result<TrainingReport> adapt_dual_encoder(DualEncoder& model, const DualEncoderAdaptIn& in,
                                          DualEncoderAdaptOptions options,
                                          Progress& progress,
                                          std::stop_token stop) {
  DualEncoder::State& state = model.state();
  ANDON_TRY(check(state, in));
  Progress silent;
  const PairWindows& healthy = in.replay_validation.size() > 0 ? in.replay_validation : in.replay;
  ANDON_ASSIGN(const std::vector<double> scores, model.score(healthy, silent, stop));
  const double room = in.threshold - (scores.empty() ? 0 : median(scores));
  return guard("fine-tuning the dual encoder", [&]() -> Result<TrainingReport> {
    Job job{state, in, options};
    add_fault_head(state, in, std::max(room, 1e-6), options.sharpness);
    job.line_logit = state.net->fault->logit_of(at::full({}, in.threshold, state.device)).item<double>();
    job.net = std::make_shared<AdaptNet>(state.net, state.architecture.embedding);
    initialise(*job.net->attention, Seed(in.seed).stream("attention"));
    job.net->to(state.device);
    add_entries(job, in.train.positives() + in.train.negatives());
    Objective objective;
    objective.module = job.net.get();
    objective.items = static_cast<std::int64_t>(job.entries.size());
    objective.identity = identity_of(model, in, options);
    objective.groups = frozen_blocks("encoders.", options.layers, state.architecture.blocks);
    objective.groups.push_back({"encoders.log_scale", 1, 0, true});
    objective.groups.push_back({"encoders.fault.", fault_rate_scale, fault_decay_scale});
    objective.step = [&job](std::span<const std::int64_t> items, Random& random) {
      return job.step(items, random);
    };
    if (in.validation.positives() > 0)
      objective.validate = [&job](std::stop_token token) { return job.validate(token); };
    const TrainingOptions training = training_options(options, in.seed, state.device);
    auto report = andon::train(objective, training, "", progress, stop);
    if (report) {
      for (auto& parameter : state.net->parameters())
        parameter.requires_grad_(true);
      state.net->eval();
      state.fold();
    }
    return report;
  });
}

} // namespace andon
