#include "core/models/scorer_graph.h"

#include "core/base/guard.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr double smallest_statistic = 1e-12;

at::Tensor tensor_of(std::span<const float> values, at::IntArrayRef shape) {
  return at::from_blob(const_cast<float*>(values.data()), shape, at::kFloat).clone();
}

/// Undefined when there are none.
at::Tensor channels_of(const std::vector<float>& values) {
  return values.empty() ? at::Tensor()
                        : tensor_of(values, {1, static_cast<std::int64_t>(values.size()), 1, 1});
}

at::Tensor rows_of(const std::vector<float>& values, std::int64_t width) {
  return tensor_of(values, {static_cast<std::int64_t>(values.size()) / width, width});
}

/// Weights of a Gaussian over ⌈8σ⌉ pixels that sum to one.
at::Tensor gaussian(double sigma) {
  const auto side = static_cast<std::int64_t>(std::lround(sigma * 8 + 1)) | 1;
  at::Tensor x = at::arange(side, at::kDouble) - static_cast<double>(side / 2);
  x = at::exp(-x * x / (2 * sigma * sigma));
  return (x / x.sum()).to(at::kFloat);
}

} // namespace

Result<ScorerGraph> ScorerGraph::build(const PatchScorer& scorer, std::unique_ptr<ScorerSteps> steps) {
  if (scorer.smoothing * 4 + 1 >= static_cast<double>(std::min(scorer.height, scorer.width)))
    return fail(ErrorCode::unsupported,
                "the map is smoothed over more pixels than the network's input has; train with a smaller "
                "'smoothing' to export the run");
  ANDON_ASSIGN(const TensorSet set, read_safetensors(scorer.weights));
  ANDON_ASSIGN(LoadedBackbone backbone,
               load_backbone(scorer.features.backbone, set, scorer.weights.string()));
  return guard("preparing the network", [&]() -> Result<ScorerGraph> {
    const at::NoGradGuard no_gradient;
    return ScorerGraph(scorer, std::move(backbone), std::move(steps));
  });
}

ScorerGraph::ScorerGraph(const PatchScorer& scorer, LoadedBackbone backbone,
                         std::unique_ptr<ScorerSteps> steps)
    : scorer_(scorer), backbone_(std::move(backbone)), steps_(std::move(steps)),
      names_(tap_names(*backbone_.row, scorer.features.layers)),
      bank_(rows_of(scorer.bank, scorer.dimension)), defects_(rows_of(scorer.defects, scorer.dimension)) {
  backbone_.network->fold();
  for (at::Tensor& parameter : backbone_.network->parameters()) // laid out as where the bank was made
    parameter.set_data(parameter.detach().contiguous(parameter.dim() == 4 ? at::MemoryFormat::ChannelsLast
                                                                          : at::MemoryFormat::Contiguous));
  for (at::Tensor& parameter : backbone_.network->parameters())
    parameter.set_requires_grad(false);
  mean_ = at::tensor(at::ArrayRef<float>(backbone_.mean), at::kFloat).view({1, 3, 1, 1});
  spread_ = at::tensor(at::ArrayRef<float>(backbone_.spread), at::kFloat).view({1, 3, 1, 1});
  centre_ = channels_of(scorer.centre);
  scale_ = channels_of(scorer.scale);
  if (!scorer.axes.empty()) {
    const at::Tensor turned = rows_of(scorer.axes, scorer.dimension).t().contiguous();
    axes_ = turned.view({turned.size(0), turned.size(1), 1, 1});
  }
  usual_ = channels_of(scorer.mean);
  deviation_ = channels_of(scorer.deviation);
  if (scorer.smoothing > 0)
    kernel_ = gaussian(scorer.smoothing);
  if (scorer.neighbours > 0)
    neighbours_ = tensor_of(
        scorer.surroundings,
        {static_cast<std::int64_t>(scorer.surroundings.size()) / scorer.neighbours, scorer.neighbours});
}

std::pair<at::Tensor, at::Tensor> ScorerGraph::operator()(const at::Tensor& images) const {
  const at::Tensor patches = features(images);
  const NearestRows nearest = steps_->nearest(patches, bank_);
  at::Tensor distances = nearest.distance;
  if (defects_.rows.size(0) > 0)
    distances =
        distances + at::relu(distances - steps_->nearest(patches, defects_).distance) * scorer_.defect_weight;
  const at::Tensor values = scaled(distances);
  const at::Tensor map = steps_->drawn(values, scorer_.height, scorer_.width, kernel_);
  const at::Tensor whole = neighbours_.defined() ? reweighted(patches, nearest) : score(values);
  return {map.reshape({-1, scorer_.height, scorer_.width}), whole.reshape({-1})};
}

at::Tensor ScorerGraph::features(const at::Tensor& images) const {
  Taps taps(names_);
  backbone_.network->run((images.contiguous(at::MemoryFormat::ChannelsLast) - mean_) / spread_, taps);
  std::int64_t rows = 0, columns = 0;
  for (const at::Tensor& map : taps.values()) {
    rows = std::max(rows, map.size(2));
    columns = std::max(columns, map.size(3));
  }
  std::vector<at::Tensor> maps;
  const std::int64_t side = scorer_.features.pooling;
  for (at::Tensor map : taps.values()) {
    if (side > 1)
      map = at::avg_pool2d(map, {side, side}, {1, 1}, {side / 2, side / 2}, false, false);
    if (map.size(2) != rows || map.size(3) != columns)
      map = at::upsample_bilinear2d(map, {rows, columns}, false);
    maps.push_back(map);
  }
  at::Tensor patches = at::cat(maps, 1);
  if (centre_.defined())
    patches = patches - centre_;
  if (scale_.defined())
    patches = patches * scale_;
  return axes_.defined() ? at::conv2d(patches, axes_) : patches;
}

at::Tensor ScorerGraph::scaled(const at::Tensor& distances) const {
  if (!usual_.defined())
    return distances;
  const std::vector<std::int64_t> places{1, 1, distances.size(2), distances.size(3)};
  return at::softplus((at::log(at::clamp_min(distances, scorer_.floor)) - usual_.view(places)) /
                          deviation_.view(places),
                      1, 30);
}

at::Tensor ScorerGraph::score(const at::Tensor& values) const {
  if (scorer_.image_score == "mean")
    return values.mean({2, 3}, true);
  if (scorer_.image_score == "largest")
    return at::amax(values, {2, 3}, true);
  const at::Tensor top = steps_->largest_mean(values, (values.size(2) * values.size(3) + 99) / 100);
  if (scorer_.image_score == "top" || scorer_.top_usual.empty())
    return top;
  const auto above = [](const at::Tensor& statistic, const std::vector<double>& usual) {
    return usual.empty()
               ? statistic
               : (at::log(at::clamp_min(statistic, smallest_statistic)) - usual[0]) * (1 / usual[1]);
  };
  return at::maximum(above(top, scorer_.top_usual), above(values.mean({2, 3}, true), scorer_.mean_usual));
}

/// w·d with w = 1 − exp(d)/Σ exp(dᵢ) = 1 − 1/Σ exp(dᵢ − d): Roth et al. 2022, eq. 7.
at::Tensor ScorerGraph::reweighted(const at::Tensor& patches, const NearestRows& nearest) const {
  const auto [beyond, distance] = steps_->surroundings(patches, nearest, bank_, neighbours_);
  if (scorer_.neighbours < 2)
    return distance;
  return distance * at::rsub(at::exp(at::neg(at::log(at::exp(beyond).sum({3}, true)))), 1);
}

} // namespace andon
