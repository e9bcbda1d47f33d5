#pragma once
#include "core/models/scorer_source.h"

namespace andon {

/// The arithmetic of a PatchScorer on arrays; constants are made once, before it is recorded.
class ScorerGraph {
public:
  /// Errors: not_found, corrupt (weights, tensors), unsupported (a Gaussian wider than the input). `scorer`
  /// outlives the graph.
  static Result<ScorerGraph> build(const PatchScorer& scorer, std::unique_ptr<ScorerSteps> steps);

  /// images [n, 3, height, width], RGB in 0..1, to the map [n, height, width] and the scores [n].
  std::pair<at::Tensor, at::Tensor> operator()(const at::Tensor& images) const;

private:
  ScorerGraph(const PatchScorer& scorer, std::unique_ptr<ScorerSteps> steps,
              std::unique_ptr<ScorerSource> source);
  at::Tensor score(const at::Tensor& values) const;

  const PatchScorer& scorer_;
  std::unique_ptr<ScorerSteps> steps_;
  std::unique_ptr<ScorerSource> source_;
  UsualGraph usual_;
  at::Tensor kernel_;
};

} // namespace andon
