#include "core/layers/token_losses.h"
#include "core/models/scene_state.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace andon {
namespace scene_tensors {
namespace {

constexpr std::int64_t lasting = 17; ///< bins: 4.25 s

at::Tensor copied(const std::vector<float>& values, at::IntArrayRef shape) {
  at::Tensor tensor = at::empty(shape, at::kFloat);
  std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
  return tensor;
}
/// Every second block, shifted from sensor to sensor; `odd` hides what the other mask shows.
at::Tensor chequered(std::int64_t sensors, std::int64_t bins, std::int64_t odd) {
  const at::Tensor sensor = at::arange(sensors, at::kLong).unsqueeze(1),
                   bin = at::arange(bins, at::kLong).unsqueeze(0);
  const at::Tensor turn = at::remainder(at::floor_divide(bin, block) + sensor + odd, 2);
  return turn.to(at::kFloat).unsqueeze(1);
}

/// The two halves hidden in turn, then nothing hidden.
using Masks = std::array<at::Tensor, 3>;

std::vector<at::Tensor> plain_within(SceneNet net, const at::Tensor& tokens, const at::Tensor& facts,
                                     const Masks& masks, at::Tensor& gates) {
  std::vector<at::Tensor> result;
  for (const at::Tensor& mask : masks) {
    std::vector<at::Tensor> rows, loads;
    for (std::int64_t i = 0; i < tokens.size(0); ++i) {
      at::Tensor load;
      rows.push_back(net->within(tokens.slice(0, i, i + 1), facts.slice(0, i, i + 1), mask.slice(0, i, i + 1),
                                 net->gating, load));
      loads.push_back(load);
    }
    gates = at::cat(loads);
    result.push_back(at::cat(rows));
  }
  return result;
}

/// Every thread takes some of the sensors: the operations are too small to share one.
std::vector<at::Tensor> parallel_within(SceneNet net, const at::Tensor& tokens, const at::Tensor& facts,
                                        const Masks& masks, at::Tensor& gates) {
  const std::int64_t n = tokens.size(0), bins = tokens.size(2);
  gates = at::empty({n, ExpertMixtureImpl::experts}, at::kFloat);
  const at::Tensor result =
      at::empty({static_cast<std::int64_t>(masks.size()), n, net->width, bins}, at::kFloat);
  at::parallel_for(0, n, 4, [&](std::int64_t from, std::int64_t to) {
    const at::NoGradGuard no_gradient;
    for (std::size_t k = 0; k < masks.size(); ++k) {
      at::Tensor loads;
      result[static_cast<std::int64_t>(k)]
          .slice(0, from, to)
          .copy_(net->within(tokens.slice(0, from, to), facts.slice(0, from, to), masks[k].slice(0, from, to),
                             net->gating, loads));
      gates.slice(0, from, to).copy_(loads);
    }
  });
  return result.unbind(0);
}

/// Squared distance of every token to the nearest of the bank, [n, bins]; few at a time, so that the products
/// stay in the cache.
at::Tensor distance_to(const at::Tensor& bank, const at::Tensor& targets) {
  constexpr std::int64_t rows = 128;
  const at::Tensor own = targets.transpose(1, 2).reshape({-1, bank.size(1)}), other = bank.t(),
                   squares = bank.square().sum(1);
  at::Tensor result = own.square().sum(1);
  for (std::int64_t from = 0; from < own.size(0); from += rows) {
    const std::int64_t to = std::min(from + rows, own.size(0));
    result.slice(0, from, to) += at::addmm(squares, own.slice(0, from, to), other, 1, -2).amin(1);
  }
  return result.reshape({targets.size(0), targets.size(2)});
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
void smooth(std::span<float> x) {
  float before = x.front();
  for (std::size_t b = 0; b < x.size(); ++b) {
    const float own = x[b], after = b + 1 < x.size() ? x[b + 1] : own;
    x[b] = 0.5F * own + 0.25F * (before + after);
    before = own;
  }
}

/// Half of what is usual for the sensor: one that always looks odd is noisy rather than abnormal now.
void less_usual(std::span<float> x) {
  std::vector<float> sorted(x.begin(), x.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  for (float& each : x)
    each -= 0.5F * *middle;
}

/// What is weak but lasts counts by its mean over `lasting` bins around, where that is more than the moment.
void raise_lasting(std::span<float> x) {
  const auto bins = static_cast<std::int64_t>(x.size());
  std::vector<double> sums(x.size() + 1, 0);
  for (std::size_t b = 0; b < x.size(); ++b)
    sums[b + 1] = sums[b] + static_cast<double>(x[b]);
  for (std::int64_t b = 0; b < bins; ++b) {
    const std::int64_t from = std::max<std::int64_t>(0, b - lasting / 2),
                       to = std::min(bins, b + lasting / 2 + 1);
    const double mean = (sums[static_cast<std::size_t>(to)] - sums[static_cast<std::size_t>(from)]) /
                        static_cast<double>(to - from);
    float& own = x[static_cast<std::size_t>(b)];
    own = std::max(own, static_cast<float>(mean));
  }
}

} // namespace

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

at::Tensor targets_of(const at::Tensor& tokens) {
  return tokens.slice(1, SceneFacts::channels, SceneTokens::channels) * 0.25;
}

Rebuilding rebuilding_of(SceneNet net, const at::Tensor& rebuilt, const at::Tensor& tokens,
                         const at::Tensor& facts) {
  if (!net->splits_bits)
    return {token_square_error(rebuilt, targets_of(tokens)), {}};
  constexpr std::int64_t from = SceneFacts::value_channels, to = SceneFacts::channels;
  const auto values = [&](const at::Tensor& x) { return at::cat({x.slice(1, 0, from), x.slice(1, to)}, 1); };
  return {token_square_error(values(rebuilt), values(targets_of(tokens))),
          token_bit_divergence(rebuilt.slice(1, from, to), tokens.slice(1, from, to).clamp(0, 1)) *
              facts.slice(1, SceneFacts::words_fact, SceneFacts::words_fact + 1)};
}

at::Tensor raw_scores(SceneNet net, const at::Tensor& tokens, const at::Tensor& facts, at::Tensor& gates,
                      bool plain) {
  const std::int64_t n = tokens.size(0), bins = tokens.size(2);
  const Masks masks{chequered(n, bins, 0), chequered(n, bins, 1), at::zeros({n, 1, bins}, at::kFloat)};
  const std::vector<at::Tensor> within = plain ? plain_within(net, tokens, facts, masks, gates)
                                               : parallel_within(net, tokens, facts, masks, gates);
  std::array<at::Tensor, 4> parts;
  const auto fill = [&](std::int64_t from, std::int64_t to) {
    const at::NoGradGuard no_gradient; // each thread has a switch of its own
    for (std::int64_t k = from; k < to; ++k) {
      const auto at = static_cast<std::size_t>(k);
      if (k < 2)
        parts[at] = rebuilding_of(net, net->rebuilt_of(net->mixed(within[at])), tokens, facts).error() *
                    masks[at].squeeze(1);
      else if (k == 2)
        parts[at] = net->changed_of(net->mixed(within[at]));
      else
        parts[at] = distance_to(net->bank, targets_of(tokens));
    }
  };
  if (plain)
    fill(0, 4);
  else
    at::parallel_for(0, 4, 1, fill);
  return at::stack({parts[0] + parts[1], parts[3], parts[2]});
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

} // namespace scene_tensors

SceneScores SceneModel::State::finish(const at::Tensor& raw, const at::Tensor& gates) const {
  SceneScores scores;
  scores.sensors = raw.size(1);
  scores.bins = raw.size(2);
  const float* quantiles = net->quantiles.data_ptr<float>();
  scores.reconstruction = scene_tensors::surprises(quantiles, raw[0]);
  scores.density = scene_tensors::surprises(quantiles + SceneNetImpl::grid, raw[1]);
  scores.contrast = scene_tensors::surprises(quantiles + 2 * SceneNetImpl::grid, raw[2]);
  const auto r = static_cast<float>(options.reconstruction_share),
             d = static_cast<float>(options.density_share);
  std::vector<float> sum(scores.contrast.size());
  for (std::size_t i = 0; i < sum.size(); ++i)
    sum[i] = r * scores.reconstruction[i] + d * scores.density[i] + (1 - r - d) * scores.contrast[i];
  for (std::int64_t s = 0; s < scores.sensors; ++s) {
    const auto own = std::span(sum).subspan(static_cast<std::size_t>(s * scores.bins),
                                            static_cast<std::size_t>(scores.bins));
    scene_tensors::smooth(own);
    scene_tensors::less_usual(own);
    scene_tensors::raise_lasting(own);
  }
  scores.fused = std::move(sum);
  const at::Tensor loads = gates.contiguous();
  scores.gates.assign(loads.data_ptr<float>(), loads.data_ptr<float>() + loads.numel());
  return scores;
}

} // namespace andon
