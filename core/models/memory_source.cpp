#include "core/models/memory_source.h"

#include "core/models/frozen_graph.h"

#include <ATen/ATen.h>

namespace andon {

PatchMemoryGraph::PatchMemoryGraph(const PatchMemory& memory, const ScorerSteps& steps)
    : steps_(steps), bank_(rows_of(memory.bank, memory.dimension)),
      defects_(rows_of(memory.defects, memory.dimension)), defect_weight_(memory.defect_weight) {
  if (memory.neighbours > 0)
    neighbours_ = rows_of(memory.surroundings, memory.neighbours);
}

RawValues PatchMemoryGraph::operator()(const at::Tensor& patches) const {
  const NearestRows nearest = steps_.nearest(patches, bank_);
  RawValues result{nearest.distance, {}};
  if (defects_.rows.size(0) > 0) {
    const at::Tensor nearer = at::relu(nearest.distance - steps_.nearest(patches, defects_).distance);
    result.patches = nearest.distance + nearer * defect_weight_;
  }
  if (neighbours_.defined())
    result.image = reweighted(patches, nearest);
  return result;
}

/// w·d with w = 1 − exp(d)/Σ exp(dᵢ) = 1 − 1/Σ exp(dᵢ − d): Roth et al. 2022, eq. 7.
at::Tensor PatchMemoryGraph::reweighted(const at::Tensor& patches, const NearestRows& nearest) const {
  const auto [beyond, distance] = steps_.surroundings(patches, nearest, bank_, neighbours_);
  if (neighbours_.size(1) < 2)
    return distance;
  return distance * at::rsub(at::exp(at::neg(at::log(at::exp(beyond).sum({3}, true)))), 1);
}

namespace {

class PatchMemorySource final : public ScorerSource {
public:
  PatchMemorySource(FrozenGraph features, PatchMemoryGraph memory)
      : features_(std::move(features)), memory_(std::move(memory)) {}
  RawValues operator()(const at::Tensor& images) const override { return memory_(features_(images)[0]); }

private:
  FrozenGraph features_;
  PatchMemoryGraph memory_;
};

class ImageMemorySource final : public ScorerSource {
public:
  ImageMemorySource(FrozenGraph features, const ImageMemory& memory, const ScorerSteps& steps)
      : features_(std::move(features)), compared_(memory.features), steps_(steps),
        bank_(rows_of(memory.bank, memory.dimension)),
        neighbours_(std::min(memory.neighbours, bank_.rows.size(0))) {}
  RawValues operator()(const at::Tensor& images) const override {
    const at::Tensor patches = features_(images)[0];
    const at::Tensor apart = steps_.distances(compared_(steps_.mean_patch(patches)), bank_);
    const at::Tensor gap = compared_(patches) - steps_.nearest_row(apart, bank_);
    const at::Tensor image = neighbours_ == 1 ? at::amin(apart, {2, 3}, true)
                                              : at::neg(steps_.largest_mean(at::neg(apart), neighbours_));
    return {at::sqrt((gap * gap).sum({1}, true)), image};
  }

private:
  FrozenGraph features_; ///< not compared yet
  Comparison compared_;
  const ScorerSteps& steps_;
  ComparedRows bank_;
  std::int64_t neighbours_;
};

} // namespace

SourceResult source_of(const PatchMemory& memory, const PatchScorer& scorer, const ScorerSteps& steps) {
  ANDON_ASSIGN(FrozenGraph features, FrozenGraph::open(scorer.weights, {memory.features}));
  return std::make_unique<PatchMemorySource>(std::move(features), PatchMemoryGraph(memory, steps));
}

SourceResult source_of(const ImageMemory& memory, const PatchScorer& scorer, const ScorerSteps& steps) {
  ANDON_ASSIGN(FrozenGraph features,
               FrozenGraph::open(scorer.weights, {{memory.features.options, {}, {}, {}, 0}}));
  return std::make_unique<ImageMemorySource>(std::move(features), memory, steps);
}

} // namespace andon
