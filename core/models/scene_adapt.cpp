#include "core/models/scene_adapt.h"

#include "core/base/guard.h"
#include "core/base/hash.h"
#include "core/layers/initialise.h"
#include "core/layers/mil_pooling.h"
#include "core/models/scene_state.h"
#include "core/training/train.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace andon {

using namespace scene_tensors;

namespace {

constexpr std::int64_t most_repeats = 50;

/// The net with what only fine-tuning needs.
class AdaptNet : public torch::nn::Module {
public:
  AdaptNet(SceneNet part, std::int64_t width) {
    net = register_module("net", std::move(part));
    attention = register_module("attention", AttentionPool(width));
  }
  SceneNet net{nullptr};
  AttentionPool attention{nullptr};
};

/// A scene as the layers below the fusion see it, which never change, and what is known of its tokens.
struct Seen {
  at::Tensor within, labels; ///< [n, width, bins], [n, bins]
  std::vector<SceneFeedback::Bag> bags;
  bool abnormal = false;
};

struct Job {
  const SceneAdaptOptions& options;
  std::shared_ptr<AdaptNet> net;
  std::vector<Seen> train, validation, replay;
  std::vector<std::int64_t> entries; ///< places in train, then −1 − place in replay
  double abnormal_weight = 1, normal_weight = 1;

  at::Tensor bag_logit(const SceneNetOutput& out, const SceneFeedback::Bag& bag) const {
    const at::Tensor logits = out.changed.slice(1, bag.from, bag.to).reshape({-1});
    switch (bag_pooling(options.bag)) {
    case BagPooling::max:
      return pooled_max(logits);
    case BagPooling::noisy_or:
      return pooled_noisy_or(logits);
    case BagPooling::attention:
      break;
    }
    const at::Tensor hidden = out.hidden.slice(2, bag.from, bag.to).transpose(1, 2);
    return net->attention(logits, hidden.reshape({logits.size(0), -1}));
  }
  /// Weighted cross-entropy of everything said of a scene: the sum, and how much was said.
  std::pair<at::Tensor, double> cost(const Seen& seen) const {
    const SceneNetOutput out = net->net->across(seen.within);
    const at::Tensor known = seen.labels >= 0;
    const at::Tensor weights =
        at::where(seen.labels > 0.5, at::full({}, abnormal_weight), at::full({}, normal_weight)) * known;
    at::Tensor sum = at::binary_cross_entropy_with_logits(out.changed, seen.labels.clamp_min(0), weights, {},
                                                          at::Reduction::Sum);
    double count = known.sum().item<double>();
    for (const SceneFeedback::Bag& bag : seen.bags) {
      sum = sum + abnormal_weight * at::softplus(-bag_logit(out, bag));
      ++count;
    }
    return {sum, count};
  }
  StepLoss step(std::span<const std::int64_t> items) const {
    at::Tensor labels = at::zeros({}), keep = at::zeros({});
    double said = 0;
    std::int64_t replayed = 0;
    for (const std::int64_t item : items) {
      const std::int64_t entry = entries[static_cast<std::size_t>(item)];
      if (entry >= 0) {
        const auto [sum, count] = cost(train[static_cast<std::size_t>(entry)]);
        labels = labels + sum;
        said += count;
        continue;
      }
      const Seen& scene = replay[static_cast<std::size_t>(-1 - entry)];
      keep = keep + at::binary_cross_entropy_with_logits(net->net->across(scene.within).changed, scene.labels,
                                                         {}, at::full({1}, 3.0));
      ++replayed;
    }
    labels = labels / std::max(1.0, said);
    keep = keep / static_cast<double>(std::max<std::int64_t>(1, replayed));
    return {labels + options.keep * keep, {{"bce", labels.item<double>()}, {"keep", keep.item<double>()}}};
  }
  Result<Validation> validate(const std::stop_token& stop) const {
    double sum = 0, count = 0;
    for (const Seen& seen : validation) {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "fine-tuning was cancelled during validation");
      const auto [cost_sum, said] = cost(seen);
      sum += cost_sum.item<double>();
      count += said;
    }
    return Validation{sum / std::max(1.0, count), {}};
  }
};

at::Tensor seen_within(SceneNet net, const at::Tensor& tokens, const at::Tensor& facts) {
  const at::NoGradGuard no_gradient;
  at::Tensor gates;
  return net->within(tokens, facts, at::zeros({tokens.size(0), 1, tokens.size(2)}), net->gating, gates);
}

std::vector<Seen> seen_scenes(SceneNet net, const std::vector<SceneFeedback>& all) {
  std::vector<Seen> result;
  for (const SceneFeedback& each : all) {
    at::Tensor labels = at::empty({each.tokens.sensors, each.tokens.bins}, at::kFloat);
    std::copy(each.labels.begin(), each.labels.end(), labels.data_ptr<float>());
    result.push_back({seen_within(net, tensor_of(each.tokens), facts_tensor(each.tokens)), labels, each.bags,
                      each.abnormal()});
  }
  return result;
}

struct Said {
  double abnormal = 0, normal = 0;
};
Said said_in(const Seen& seen) {
  return {(seen.labels == 1).sum().item<double>() + static_cast<double>(seen.bags.size()),
          (seen.labels == 0).sum().item<double>()};
}

/// Entries of an epoch with their class weights.
void add_entries(Job& job) {
  std::vector<std::int64_t> abnormal, normal;
  for (std::size_t i = 0; i < job.train.size(); ++i)
    (job.train[i].abnormal ? abnormal : normal).push_back(static_cast<std::int64_t>(i));
  for (std::size_t i = 0; i < job.replay.size(); ++i)
    normal.push_back(-1 - static_cast<std::int64_t>(i));
  const double share = job.options.positive_share;
  const double asked = share / (1 - share) * static_cast<double>(normal.size()) /
                       static_cast<double>(std::max<std::size_t>(1, abnormal.size()));
  const auto repeats = std::clamp<std::int64_t>(std::llround(asked), 1, most_repeats);
  for (std::int64_t i = 0; i < repeats; ++i)
    job.entries.insert(job.entries.end(), abnormal.begin(), abnormal.end());
  job.entries.insert(job.entries.end(), normal.begin(), normal.end());
  Said said;
  for (const std::int64_t entry : job.entries)
    if (entry >= 0) {
      const Said each = said_in(job.train[static_cast<std::size_t>(entry)]);
      said.abnormal += each.abnormal;
      said.normal += each.normal;
    }
  const double all = said.abnormal + said.normal;
  job.abnormal_weight = all / (2 * std::max(1.0, said.abnormal));
  job.normal_weight = all / (2 * std::max(1.0, said.normal));
}

Result<void> check(const SceneAdaptIn& in) {
  const auto abnormal = [](const SceneFeedback& each) { return each.abnormal(); };
  if (std::none_of(in.train.begin(), in.train.end(), abnormal))
    return fail(ErrorCode::insufficient_data,
                "fine-tuning needs abnormal moments to learn from; review more flagged ones");
  if (in.replay.empty() || in.replay_validation.empty())
    return fail(ErrorCode::insufficient_data,
                "fine-tuning needs the normal scenes of the first training, for replay and calibration");
  return {};
}

std::string identity_of(const SceneModel& model, const SceneAdaptIn& in, SceneAdaptOptions options) {
  Sha256 hash;
  for (const SceneFeedback& each : in.train) {
    hash.update(each.tokens.values.data(), each.tokens.values.size() * sizeof(float));
    hash.update(each.labels.data(), each.labels.size() * sizeof(float));
    for (const SceneFeedback::Bag& bag : each.bags)
      hash.update(&bag, sizeof bag);
  }
  for (const SceneExample& each : in.replay)
    hash.update(each.changed.values.data(), each.changed.values.size() * sizeof(float));
  SceneModelOptions architecture = model.options();
  return "scene_adapt\n" + to_json_text(values_of(architecture.describe())) +
         to_json_text(values_of(options.describe())) + hash.text();
}

std::vector<ParameterGroup> frozen_groups(const std::string& layers) {
  std::vector<ParameterGroup> groups;
  for (const char* part :
       {"net.in.", "net.encoder", "net.mixture.", "net.rebuilt.", "net.key.", "net.predicted.", "net.held."})
    groups.push_back({part, 1, 1, true});
  if (layers == "head")
    groups.push_back({"net.fusion.", 1, 1, true});
  return groups;
}

} // namespace

bool SceneFeedback::abnormal() const {
  return !bags.empty() || std::find(labels.begin(), labels.end(), 1.0F) != labels.end();
}

std::vector<Option> SceneAdaptOptions::describe() {
  return {
      choice("layers", layers, "What is trained: the contrast head, or what mixes the sensors too",
             {"head", "upper"}),
      choice("bag", bag, "How a marked interval becomes one verdict", {"max", "noisy-or", "attention"}),
      option("learning_rate", learning_rate, "Step size; small, so that the model stays what it was", "",
             1e-8, 1),
      option("epochs", epochs, "Most passes over the feedback", "", 1, 10000),
      option("batch", batch, "Scenes a step", "scenes", 1, 1024),
      option("patience", patience, "Passes without a better validation loss before it stops", "", 1, 10000),
      option("positive_share", positive_share,
             "Scenes with abnormal labels are repeated until they are this share of what is trained on", "",
             0.01, 0.9),
      option("replay", replay, "Scenes of the first training beside every labelled one", "", 0.1, 1000),
      option("keep", keep, "Weight of the first training's contrast on these", "", 0, 100)};
}

Result<TrainingReport> adapt_scene_model(SceneModel& model, SceneAdaptIn in, const SceneAdaptOptions& options,
                                         Progress& progress, std::stop_token stop) {
  ANDON_TRY(check(in));
  SceneModel::State& state = model.state();
  return guard("fine-tuning the scene model", [&]() -> Result<TrainingReport> {
    Objective objective;
    objective.identity = identity_of(model, in, options);
    Job job{options, std::make_shared<AdaptNet>(state.net, state.options.width)};
    initialise(*job.net->attention, Seed(in.seed).stream("attention"));
    job.train = seen_scenes(state.net, in.train);
    job.validation = seen_scenes(state.net, in.validation);
    for (const Prepared& each : prepared(in.replay))
      job.replay.push_back({seen_within(state.net, each.changed, each.facts), each.is_changed, {}, true});
    add_entries(job);
    objective.module = job.net.get();
    objective.items = static_cast<std::int64_t>(job.entries.size());
    objective.groups = frozen_groups(options.layers);
    objective.step = [&job](std::span<const std::int64_t> items, Random&) { return job.step(items); };
    if (std::any_of(job.validation.begin(), job.validation.end(), [](const Seen& s) { return s.abnormal; }))
      objective.validate = [&job](std::stop_token token) { return job.validate(token); };
    TrainingOptions training;
    training.epochs = options.epochs;
    training.batch = options.batch;
    training.learning_rate = options.learning_rate;
    training.patience = options.patience;
    training.seed = in.seed;
    ANDON_ASSIGN(const TrainingReport report, train(objective, training, "", progress, stop));
    for (auto& parameter : state.net->parameters())
      parameter.requires_grad_(true);
    const at::NoGradGuard no_gradient;
    state.net->eval();
    progress.stage("calibrating");
    calibrate(state.net, prepared(in.replay_validation));
    return report;
  });
}

} // namespace andon
