#include "core/models/scene_model.h"

#include "core/base/guard.h"
#include "core/base/hash.h"
#include "core/layers/initialise.h"
#include "core/layers/rate_encoder.h"
#include "core/models/model_file.h"
#include "core/models/scene_net.h"
#include "core/training/device.h"
#include "core/training/phase.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace andon {
namespace {

constexpr const char* kind = "scenes";
constexpr std::int64_t block = 4; ///< bins hidden together

struct Prepared {
  at::Tensor normal, changed, facts, is_changed;
};

at::Tensor copied(const std::vector<float>& values, at::IntArrayRef shape) {
  at::Tensor tensor = at::empty(shape, at::kFloat);
  std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
  return tensor;
}
at::Tensor tensor_of(const SceneTokens& t) {
  return copied(t.values, {t.sensors, SceneTokens::channels, t.bins});
}
at::Tensor facts_tensor(const SceneTokens& t) {
  return copied(t.facts, {t.sensors, SceneFacts::facts});
}

std::vector<Prepared> prepared(std::vector<SceneExample>& examples) {
  std::vector<Prepared> result;
  for (SceneExample& each : examples) {
    at::Tensor label = at::empty({each.changed.sensors, each.changed.bins}, at::kFloat);
    std::copy(each.is_changed.begin(), each.is_changed.end(), label.data_ptr<float>());
    result.push_back({tensor_of(each.normal), tensor_of(each.changed), facts_tensor(each.normal), label});
    each = {};
  }
  return result;
}

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

/// Every second block, shifted from sensor to sensor; `odd` hides what the other mask shows.
at::Tensor chequered(std::int64_t sensors, std::int64_t bins, std::int64_t odd) {
  const at::Tensor sensor = at::arange(sensors, at::kLong).unsqueeze(1),
                   bin = at::arange(bins, at::kLong).unsqueeze(0);
  const at::Tensor turn = at::remainder(at::floor_divide(bin, block) + sensor + odd, 2);
  return turn.to(at::kFloat).unsqueeze(1);
}

at::Tensor targets_of(const at::Tensor& tokens) {
  return tokens.slice(1, SceneFacts::channels, SceneTokens::channels) * 0.25;
}

at::Tensor hidden_error(const SceneNetOutput& out, const at::Tensor& tokens, const at::Tensor& mask) {
  return ((out.rebuilt - targets_of(tokens)).square() * mask).mean(1);
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
  terms.reconstruction = hidden_error(hidden, scene.normal, mask).sum() / mask.sum().clamp_min(1);
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

/// Raw scores of the three parts, [3, n, bins].
at::Tensor raw_scores(SceneNet net, const at::Tensor& tokens, const at::Tensor& facts, at::Tensor& gates,
                      bool plain) {
  const std::int64_t n = tokens.size(0), bins = tokens.size(2);
  const auto pass = [&](const at::Tensor& mask) {
    if (!plain) {
      SceneNetOutput out = net(tokens, facts, mask, GatePhase::hard);
      gates = out.gates;
      return out;
    }
    std::vector<at::Tensor> rows, loads;
    for (std::int64_t i = 0; i < n; ++i) {
      at::Tensor load;
      rows.push_back(net->within(tokens.slice(0, i, i + 1), facts.slice(0, i, i + 1), mask.slice(0, i, i + 1),
                                 GatePhase::hard, load));
      loads.push_back(load);
    }
    gates = at::cat(loads);
    return net->across(at::cat(rows));
  };
  at::Tensor reconstruction = at::zeros({n, bins});
  for (std::int64_t odd = 0; odd < 2; ++odd) {
    const at::Tensor mask = chequered(n, bins, odd);
    reconstruction += hidden_error(pass(mask), tokens, mask);
  }
  const SceneNetOutput open = pass(at::zeros({n, 1, bins}, at::kFloat));
  const at::Tensor own = targets_of(tokens).transpose(1, 2).reshape({n * bins, SceneNetImpl::targets});
  const at::Tensor squares = net->bank.square().sum(1).unsqueeze(0) - 2 * at::matmul(own, net->bank.t());
  const at::Tensor nearest = std::get<0>(squares.min(1)) + own.square().sum(1);
  return at::stack({reconstruction, nearest.reshape({n, bins}), open.changed});
}

/// −log10 of the share of normal tokens that score at least as high; beyond the highest it goes on in a line.
struct Calibration {
  static double share(std::int64_t k) { // grid point k: from 1 down to 1e-5
    return std::pow(10.0, -5.0 * static_cast<double>(k) / static_cast<double>(SceneNetImpl::grid - 1));
  }
  static float surprise(const float* quantiles, float score) {
    constexpr std::int64_t last = SceneNetImpl::grid - 1;
    const float* at = std::upper_bound(quantiles, quantiles + last + 1, score);
    const auto k = at - quantiles;
    constexpr float step = 5.0F / last;
    if (k == 0)
      return 0;
    if (k > last) {
      const float tail = std::max(quantiles[last] - quantiles[last * 4 / 5], 1e-6F);
      return 5.0F + std::min(5.0F, (score - quantiles[last]) / tail);
    }
    const float width = std::max(quantiles[k] - quantiles[k - 1], 1e-9F);
    return step * (static_cast<float>(k - 1) + (score - quantiles[k - 1]) / width);
  }
};

std::vector<float> surprises(const float* quantiles, const at::Tensor& raw) {
  const at::Tensor flat = raw.contiguous();
  const float* values = flat.data_ptr<float>();
  std::vector<float> result(static_cast<std::size_t>(flat.numel()));
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = Calibration::surprise(quantiles, values[i]);
  return result;
}

/// A moment's neighbours count half: single bins are noisier than what happens.
std::vector<float> smoothed(const std::vector<float>& x, std::int64_t bins) {
  std::vector<float> result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto b = static_cast<std::int64_t>(i) % bins;
    const float before = b > 0 ? x[i - 1] : x[i], after = b + 1 < bins ? x[i + 1] : x[i];
    result[i] = 0.5F * x[i] + 0.25F * (before + after);
  }
  return result;
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

void calibrate(SceneNet net, const std::vector<Prepared>& scenes) {
  std::vector<at::Tensor> all;
  for (const Prepared& scene : scenes) {
    at::Tensor gates;
    all.push_back(raw_scores(net, scene.normal, scene.facts, gates, false).reshape({3, -1}));
  }
  const at::Tensor sorted = std::get<0>(at::cat(all, 1).sort(1)).contiguous();
  const std::int64_t count = sorted.size(1);
  for (std::int64_t part = 0; part < 3; ++part)
    for (std::int64_t k = 0; k < SceneNetImpl::grid; ++k) {
      const auto rank = static_cast<std::int64_t>((1 - Calibration::share(k)) * static_cast<double>(count));
      net->quantiles[part][k] = sorted[part][std::min(rank, count - 1)];
    }
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

struct SceneModel::State {
  SceneModelOptions options;
  SceneNet net{nullptr};

  SceneScores finish(const at::Tensor& raw, const at::Tensor& gates) const {
    SceneScores scores;
    scores.sensors = raw.size(1);
    scores.bins = raw.size(2);
    const float* quantiles = net->quantiles.data_ptr<float>();
    scores.reconstruction = surprises(quantiles, raw[0]);
    scores.density = surprises(quantiles + SceneNetImpl::grid, raw[1]);
    scores.contrast = surprises(quantiles + 2 * SceneNetImpl::grid, raw[2]);
    const auto r = static_cast<float>(options.reconstruction_share),
               d = static_cast<float>(options.density_share);
    std::vector<float> sum(scores.contrast.size());
    for (std::size_t i = 0; i < sum.size(); ++i)
      sum[i] = r * scores.reconstruction[i] + d * scores.density[i] + (1 - r - d) * scores.contrast[i];
    scores.fused = smoothed(sum, scores.bins);
    const at::Tensor loads = gates.contiguous();
    scores.gates.assign(loads.data_ptr<float>(), loads.data_ptr<float>() + loads.numel());
    return scores;
  }
};

SceneModel::SceneModel() : state_(std::make_unique<State>()) {}
SceneModel::SceneModel(SceneModel&&) noexcept = default;
SceneModel& SceneModel::operator=(SceneModel&&) noexcept = default;
SceneModel::~SceneModel() = default;
const SceneModelOptions& SceneModel::options() const {
  return state_->options;
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
