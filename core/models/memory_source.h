#pragma once
#include "core/models/scorer_source.h"

namespace andon {

/// The distances of a PatchMemory as arithmetic that can be recorded. `steps` outlives it.
class PatchMemoryGraph {
public:
  PatchMemoryGraph(const PatchMemory& memory, const ScorerSteps& steps);
  /// patches: [n, dimension, rows, columns]
  RawValues operator()(const at::Tensor& patches) const;

private:
  at::Tensor reweighted(const at::Tensor& patches, const NearestRows& nearest) const;
  const ScorerSteps& steps_;
  ComparedRows bank_, defects_;
  double defect_weight_;
  at::Tensor neighbours_;
};

} // namespace andon
