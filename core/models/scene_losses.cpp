#include "core/layers/rate_encoder.h"
#include "core/layers/token_losses.h"
#include "core/models/scene_state.h"

#include <ATen/ATen.h>

#include <array>

namespace andon::scene_tensors {
namespace {

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

/// Changed tokens are rare, so they count three times.
at::Tensor contrast_of(const at::Tensor& logits, const at::Tensor& is_changed) {
  return at::binary_cross_entropy_with_logits(logits, is_changed, {}, at::full({1}, 3.0));
}

/// The net sees the scene up to a moment drawn at random and says what comes next.
at::Tensor prediction_of(SceneNet net, const Prepared& scene, Gating gating, Random& random) {
  const std::int64_t bins = scene.normal.size(2), first = bins / 4,
                     cut = first + static_cast<std::int64_t>(random.below(
                                       static_cast<std::uint64_t>(bins - SceneNetImpl::steps - first + 1)));
  at::Tensor gates;
  const at::Tensor none = at::zeros({scene.normal.size(0), 1, cut}, at::kFloat);
  const at::Tensor within = net->within(scene.normal.slice(2, 0, cut), scene.facts, none, gating, gates);
  constexpr double temperature = 0.1;
  return predictive_coding(net->predicted_of(net->mixed(within)), net->held_of(targets_of(scene.normal)), cut,
                           temperature);
}

struct Term {
  const char* name;
  double weight;
  at::Tensor value;
};

/// The terms of one scene. The second view of every sensor is another mask (pretrain) or the changed scene,
/// whose changed tokens are to be told from the others.
std::vector<Term> terms_of(SceneNet net, const Prepared& scene, const SceneModelOptions& o, bool pretrain,
                           Random& random) {
  const std::int64_t n = scene.normal.size(0), bins = scene.normal.size(2);
  const Gating gating = pretrain ? Gating::soft : net->gating;
  const at::Tensor mask = random_mask(n, bins, o.mask, random);
  const SceneNetOutput hidden = net(scene.normal, scene.facts, mask, gating);
  const Rebuilding rebuilding = rebuilding_of(net, hidden.rebuilt, scene.normal, scene.facts);
  const SceneNetOutput other = net(pretrain ? scene.normal : scene.changed, scene.facts,
                                   random_mask(n, bins, pretrain ? o.mask : 0, random), gating);
  std::vector<Term> terms{
      {"contrast", o.contrast_weight,
       pretrain ? at::zeros({}) : contrast_of(other.changed, scene.is_changed)},
      {"reconstruction", o.reconstruction_weight, weighted_mean(rebuilding.values, mask.squeeze(1))},
      {"views", o.view_weight, nt_xent(hidden.key.mean(2), other.key.mean(2), o.temperature)},
      {"gate_divergence", o.diversity_weight, gate_divergence(hidden.gates)}};
  if (o.bits_weight > 0)
    terms.push_back(
        {"bits", o.bits_weight,
         weighted_mean(rebuilding.bits, mask.squeeze(1) * scene.facts.slice(1, SceneFacts::words_fact,
                                                                            SceneFacts::words_fact + 1))});
  if (o.prediction_weight > 0)
    terms.push_back({"prediction", o.prediction_weight, prediction_of(net, scene, gating, random)});
  return terms;
}

} // namespace

StepLoss step_of(SceneNet net, const std::vector<Prepared>& scenes, const SceneModelOptions& options,
                 bool pretrain, std::span<const std::int64_t> items, Random& random) {
  StepLoss loss;
  const double count = static_cast<double>(items.size());
  for (const std::int64_t item : items) {
    const std::vector<Term> terms =
        terms_of(net, scenes[static_cast<std::size_t>(item)], options, pretrain, random);
    at::Tensor sum = at::zeros({});
    for (std::size_t k = 0; k < terms.size(); ++k) {
      sum = sum + terms[k].weight * terms[k].value;
      if (loss.terms.size() <= k)
        loss.terms.emplace_back(terms[k].name, 0);
      loss.terms[k].second += terms[k].value.item<double>() / count;
    }
    loss.total = loss.total.defined() ? loss.total + sum / count : sum / count;
  }
  return loss;
}

Result<Validation> validated(SceneNet net, const std::vector<Prepared>& scenes, Progress& progress,
                             const std::stop_token& stop) {
  Validation result;
  const double count = static_cast<double>(scenes.size());
  at::Tensor load = at::zeros({ExpertMixtureImpl::experts});
  for (const Prepared& scene : scenes) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled,
                  "training was cancelled during validation; it can be resumed from there");
    const at::Tensor none = at::zeros({scene.changed.size(0), 1, scene.changed.size(2)}, at::kFloat);
    const SceneNetOutput out = net(scene.changed, scene.facts, none, net->gating);
    load += out.gates.mean(0) / count;
    result.loss += contrast_of(out.changed, scene.is_changed).item<double>() / count;
  }
  for (std::int64_t e = 0; e < ExpertMixtureImpl::experts; ++e) {
    const double share = load[e].item<double>();
    result.metrics.emplace_back("expert/" + std::to_string(e + 1), share);
    if (share < 0.02)
      progress.message("expert " + std::to_string(e + 1) + " carries less than 2 % of the load");
  }
  return result;
}

} // namespace andon::scene_tensors
