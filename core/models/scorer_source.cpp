#include "core/models/scorer_source.h"

#include "core/base/guard.h"

#include <ATen/ATen.h>

namespace andon {

at::Tensor tensor_of(std::span<const float> values, at::IntArrayRef shape) {
  return at::from_blob(const_cast<float*>(values.data()), shape, at::kFloat).clone();
}

at::Tensor channels_of(std::span<const float> values) {
  return values.empty() ? at::Tensor()
                        : tensor_of(values, {1, static_cast<std::int64_t>(values.size()), 1, 1});
}

at::Tensor rows_of(std::span<const float> values, std::int64_t width) {
  return tensor_of(values, {static_cast<std::int64_t>(values.size()) / width, width});
}

UsualGraph::UsualGraph(const UsualDistances& usual)
    : mean_(channels_of(usual.mean)), deviation_(channels_of(usual.deviation)), floor_(usual.floor) {}

at::Tensor UsualGraph::operator()(const at::Tensor& distances) const {
  const at::Tensor logarithm = at::log(at::clamp_min(distances, floor_));
  if (empty())
    return logarithm;
  const std::vector<std::int64_t> places{1, 1, distances.size(2), distances.size(3)};
  return (logarithm - mean_.view(places)) / deviation_.view(places);
}

Result<std::unique_ptr<ScorerSource>> scorer_source(const PatchScorer& scorer, const ScorerSteps& steps) {
  return guard("preparing the scorer", [&]() -> Result<std::unique_ptr<ScorerSource>> {
    const at::NoGradGuard no_gradient;
    return std::visit([&](const auto& method) { return source_of(method, scorer, steps); }, scorer.method);
  });
}

} // namespace andon
