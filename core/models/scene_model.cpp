#include "core/models/scene_model.h"

#include "core/base/guard.h"
#include "core/base/hash.h"
#include "core/layers/initialise.h"
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

/// The phases of the recipe before the last one.
struct Recipe {
  Objective objective;
  TrainingOptions training;
  const std::filesystem::path& run_folder;
  Progress& progress;
  const std::stop_token& stop;
  Result<void> run(const std::string& phase, std::int64_t epochs) {
    if (epochs == 0)
      return {};
    training.epochs = epochs;
    ANDON_TRY(train_phase(phase, objective, training, run_folder, progress, stop));
    return {};
  }
};

Result<TrainingReport> train_all(SceneNet net, const std::vector<Prepared>& scenes,
                                 const std::vector<Prepared>& held, const SceneModelOptions& options,
                                 const TrainingOptions& training, Recipe recipe) {
  const auto step = [&](bool pretrain) {
    return [&, pretrain](std::span<const std::int64_t> items, Random& random) {
      return step_of(net, scenes, options, pretrain, items, random);
    };
  };
  recipe.objective.step = step(true);
  ANDON_TRY(recipe.run("pretrain", options.pretrain_epochs));
  recipe.objective.step = step(false);
  for (const char* part : {"in.", "encoder", "mixture."})
    recipe.objective.groups.push_back({part, 1, 1, true});
  ANDON_TRY(recipe.run("body", options.body_epochs));
  recipe.objective.groups.clear();
  recipe.objective.validate = [&](std::stop_token token) {
    return validated(net, held, recipe.progress, token);
  };
  return andon::train(recipe.objective, training, recipe.run_folder, recipe.progress, recipe.stop);
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
    ANDON_ASSIGN(const TrainingReport done, train_all(state.net, scenes, held, options, training,
                                                      {objective, training, run_folder, progress, stop}));
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
    at::Tensor gates, raw;
    // Inside a parallel region nothing starts another one. Setting the number of threads to one instead would
    // end the pool's threads, and the next scoring would pay for new ones.
    at::parallel_for(0, at::get_num_threads(), 1, [&](std::int64_t from, std::int64_t) {
      if (from == 0)
        raw = raw_scores(state_->net, tensor_of(tokens), facts_tensor(tokens), gates, true);
    });
    return state_->finish(raw, gates);
  });
}

} // namespace andon
