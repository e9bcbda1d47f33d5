#include "core/models/scene_model.h"

#include "core/base/guard.h"
#include "core/base/hash.h"
#include "core/layers/initialise.h"
#include "core/layers/rate_encoder.h"
#include "core/models/model_file.h"
#include "core/models/scene_state.h"
#include "core/training/device.h"
#include "core/training/phase.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

namespace andon {

using namespace scene_tensors;

namespace {

constexpr const char* kind = "scenes";

/// Hides whole blocks of bins of single sensors.
at::Tensor random_mask(std::int64_t sensors, std::int64_t bins, double share, Random& random) {
  at::Tensor mask = at::empty({sensors, 1, bins}, at::kFloat);
  float* out = mask.data_ptr<float>();
  bool hidden = false;
  for (std::int64_t i = 0; i < sensors * bins; ++i) {
    if (i % bins % block == 0)
      hidden = random.uniform() < share;
    out[i] = hidden ? 1.0F : 0.0F;
  }
  return mask;
}

struct Terms {
  at::Tensor contrast, reconstruction, views, diversity;
};

/// The self-supervised terms of one scene. The second view of every sensor is another mask (soft phase) or
/// the changed scene (hard phase), whose changed tokens are to be told from the others.
Terms terms_of(SceneNet net, const Prepared& scene, const SceneModelOptions& o, GatePhase phase,
               Random& random) {
  const std::int64_t n = scene.normal.size(0), bins = scene.normal.size(2);
  const at::Tensor mask = random_mask(n, bins, o.mask, random);
  const SceneNetOutput hidden = net(scene.normal, scene.facts, mask, phase);
  Terms terms;
  terms.reconstruction = hidden_error(hidden.rebuilt, scene.normal, mask).sum() / mask.sum().clamp_min(1);
  terms.diversity = gate_divergence(hidden.gates);
  const bool soft = phase == GatePhase::soft;
  const SceneNetOutput other = net(soft ? scene.normal : scene.changed, scene.facts,
                                   random_mask(n, bins, soft ? o.mask : 0, random), phase);
  terms.views = nt_xent(hidden.key.mean(2), other.key.mean(2), o.temperature);
  terms.contrast =
      soft ? at::zeros({})
           : at::binary_cross_entropy_with_logits(other.changed, scene.is_changed, {}, at::full({1}, 3.0));
  return terms;
}

at::Tensor total_of(const Terms& t, const SceneModelOptions& o) {
  return o.contrast_weight * t.contrast + o.reconstruction_weight * t.reconstruction +
         o.view_weight * t.views + o.diversity_weight * t.diversity;
}

StepLoss step_of(SceneNet net, const std::vector<Prepared>& scenes, const SceneModelOptions& o,
                 GatePhase phase, std::span<const std::int64_t> items, Random& random) {
  StepLoss loss;
  const double count = static_cast<double>(items.size());
  double parts[4] = {};
  for (const std::int64_t item : items) {
    const Terms terms = terms_of(net, scenes[static_cast<std::size_t>(item)], o, phase, random);
    const at::Tensor each = total_of(terms, o) / count;
    loss.total = loss.total.defined() ? loss.total + each : each;
    const at::Tensor* all[] = {&terms.contrast, &terms.reconstruction, &terms.views, &terms.diversity};
    for (int k = 0; k < 4; ++k)
      parts[k] += all[k]->item<double>() / count;
  }
  const char* names[] = {"contrast", "reconstruction", "views", "gate_divergence"};
  for (int k = 0; k < 4; ++k)
    loss.terms.emplace_back(names[k], parts[k]);
  return loss;
}

std::string identity_of(const std::vector<SceneExample>& examples) {
  Sha256 hash;
  for (const SceneExample& each : examples)
    hash.update(each.changed.values.data(), each.changed.values.size() * sizeof(float));
  return hash.text();
}

/// Normal training tokens drawn at random become the bank.
void fill_bank(SceneNet net, const std::vector<Prepared>& scenes, Seed seed) {
  Random random(seed);
  const std::int64_t size = net->bank.size(0), wanted = size / static_cast<std::int64_t>(scenes.size()) + 1;
  std::vector<at::Tensor> tokens;
  for (const Prepared& scene : scenes) {
    const at::Tensor all = targets_of(scene.normal).transpose(1, 2).reshape({-1, SceneNetImpl::targets});
    for (std::int64_t k = 0; k < wanted; ++k)
      tokens.push_back(all[static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(all.size(0))))]);
  }
  shuffle(tokens, random);
  tokens.resize(static_cast<std::size_t>(size), tokens.front());
  net->bank.copy_(at::stack(tokens));
}

/// Contrast on changed validation scenes, the load of every expert, and a warning for a dead one.
Result<Validation> validate(SceneNet net, const std::vector<Prepared>& scenes, Progress& progress,
                            const std::stop_token& stop) {
  Validation result;
  const double count = static_cast<double>(scenes.size());
  at::Tensor load = at::zeros({ExpertMixtureImpl::experts});
  for (const Prepared& scene : scenes) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled,
                  "training was cancelled during validation; it can be resumed from there");
    const at::Tensor none = at::zeros({scene.changed.size(0), 1, scene.changed.size(2)}, at::kFloat);
    const SceneNetOutput out = net(scene.changed, scene.facts, none, GatePhase::hard);
    load += out.gates.mean(0) / count;
    result.loss += at::binary_cross_entropy_with_logits(out.changed, scene.is_changed, {}, at::full({1}, 3.0))
                       .item<double>() /
                   count;
  }
  for (std::int64_t e = 0; e < ExpertMixtureImpl::experts; ++e) {
    const double share = load[e].item<double>();
    result.metrics.emplace_back("expert/" + std::to_string(e + 1), share);
    if (share < 0.02)
      progress.message("expert " + std::to_string(e + 1) + " carries less than 2 % of the load");
  }
  return result;
}

} // namespace

SceneModel::SceneModel() : state_(std::make_unique<State>()) {}
SceneModel::SceneModel(SceneModel&&) noexcept = default;
SceneModel& SceneModel::operator=(SceneModel&&) noexcept = default;
SceneModel::~SceneModel() = default;
const SceneModelOptions& SceneModel::options() const {
  return state_->options;
}
SceneModel::State& SceneModel::state() {
  return *state_;
}

Result<SceneModel> SceneModel::fit(std::vector<SceneExample> train, std::vector<SceneExample> validation,
                                   const SceneModelOptions& options, const TrainingOptions& training,
                                   const std::filesystem::path& run_folder, Progress& progress,
                                   std::stop_token stop, TrainingReport* report) {
  if (train.empty() || validation.empty())
    return fail(ErrorCode::insufficient_data,
                "the scene model needs normal scenes to train on and to calibrate with");
  SceneModel model;
  State& state = *model.state_;
  state.options = options;
  return guard("training the scene model", [&]() -> Result<SceneModel> {
    state.net = SceneNet(options);
    initialise(*state.net, Seed(training.seed).stream("initialise"));
    const std::string identity = identity_of(train);
    const std::vector<Prepared> scenes = prepared(train), held = prepared(validation);
    Objective objective;
    objective.module = state.net.get();
    objective.items = static_cast<std::int64_t>(scenes.size());
    objective.identity = "scenes\n" + to_json_text(values_of(state.options.describe())) + identity;
    if (options.pretrain_epochs > 0) {
      TrainingOptions first = training;
      first.epochs = options.pretrain_epochs;
      objective.step = [&](std::span<const std::int64_t> items, Random& random) {
        return step_of(state.net, scenes, options, GatePhase::soft, items, random);
      };
      ANDON_TRY(train_phase("pretrain", objective, first, run_folder, progress, stop));
    }
    objective.step = [&](std::span<const std::int64_t> items, Random& random) {
      return step_of(state.net, scenes, options, GatePhase::hard, items, random);
    };
    objective.validate = [&](std::stop_token token) { return validate(state.net, held, progress, token); };
    ANDON_ASSIGN(const TrainingReport done, andon::train(objective, training, run_folder, progress, stop));
    const at::NoGradGuard no_gradient;
    state.net->eval();
    progress.stage("calibrating");
    fill_bank(state.net, scenes, Seed(training.seed).stream("bank"));
    calibrate(state.net, held);
    if (report)
      *report = done;
    return std::move(model);
  });
}

Result<void> SceneModel::save(const std::filesystem::path& folder) const {
  return save_model(folder, kind, values_of(state_->options.describe()), {}, *state_->net);
}

Result<SceneModel> SceneModel::load(const std::filesystem::path& folder, const std::string& device) {
  ANDON_TRY(resolve_device(device));
  ANDON_ASSIGN(const ModelDescription description, read_model(folder, kind));
  SceneModel model;
  ANDON_ASSIGN(model.state_->options, configured<SceneModelOptions>(description.options));
  ANDON_TRY(guard("loading " + folder.string(), [&]() -> Result<void> {
    model.state_->net = SceneNet(model.state_->options);
    ANDON_TRY(read_weights(folder, description, *model.state_->net));
    model.state_->net->eval();
    return {};
  }));
  return model;
}

Result<SceneScores> SceneModel::score(const SceneTokens& tokens) const {
  return guard("scoring a scene", [&]() -> Result<SceneScores> {
    const at::NoGradGuard no_gradient;
    at::Tensor gates;
    const at::Tensor raw = raw_scores(state_->net, tensor_of(tokens), facts_tensor(tokens), gates, false);
    return state_->finish(raw, gates);
  });
}

Result<SceneScores> SceneModel::plain_score(const SceneTokens& tokens) const {
  return guard("scoring a scene", [&]() -> Result<SceneScores> {
    const at::NoGradGuard no_gradient;
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    at::Tensor gates;
    const at::Tensor raw = raw_scores(state_->net, tensor_of(tokens), facts_tensor(tokens), gates, true);
    at::set_num_threads(threads);
    return state_->finish(raw, gates);
  });
}

} // namespace andon
