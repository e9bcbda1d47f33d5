#include "core/models/scorer_graph.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr double smallest_statistic = 1e-12;

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
  ANDON_ASSIGN(std::unique_ptr<ScorerSource> source, scorer_source(scorer, *steps));
  return ScorerGraph(scorer, std::move(steps), std::move(source));
}

ScorerGraph::ScorerGraph(const PatchScorer& scorer, std::unique_ptr<ScorerSteps> steps,
                         std::unique_ptr<ScorerSource> source)
    : scorer_(scorer), steps_(std::move(steps)), source_(std::move(source)), usual_(scorer.usual) {
  if (scorer.smoothing > 0)
    kernel_ = gaussian(scorer.smoothing);
}

std::pair<at::Tensor, at::Tensor> ScorerGraph::operator()(const at::Tensor& images) const {
  const RawValues raw = (*source_)(images);
  const at::Tensor values = usual_.empty() ? raw.patches : at::softplus(usual_(raw.patches), 1, 30);
  const at::Tensor map = steps_->drawn(values, scorer_.height, scorer_.width, kernel_);
  const at::Tensor whole = raw.image.defined() ? raw.image : score(values);
  return {map.reshape({-1, scorer_.height, scorer_.width}), whole.reshape({-1})};
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

} // namespace andon
