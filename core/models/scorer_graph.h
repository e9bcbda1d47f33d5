#pragma once
#include "core/models/backbone.h"
#include "core/models/patch_scorer.h"
#include "core/models/scorer_steps.h"

namespace andon {

/// The arithmetic of a PatchScorer on arrays; constants are made once, before it is recorded.
class ScorerGraph {
public:
  /// Errors: not_found, corrupt (weights), unsupported (a Gaussian wider than the input). `scorer` outlives
  /// the graph.
  static Result<ScorerGraph> build(const PatchScorer& scorer, std::unique_ptr<ScorerSteps> steps);

  /// images [n, 3, height, width], RGB in 0..1, to the map [n, height, width] and the scores [n].
  std::pair<at::Tensor, at::Tensor> operator()(const at::Tensor& images) const;

private:
  ScorerGraph(const PatchScorer& scorer, LoadedBackbone backbone, std::unique_ptr<ScorerSteps> steps);
  at::Tensor features(const at::Tensor& images) const;
  at::Tensor scaled(const at::Tensor& distances) const;
  at::Tensor score(const at::Tensor& values) const;
  at::Tensor reweighted(const at::Tensor& patches, const NearestRows& nearest) const;

  const PatchScorer& scorer_;
  LoadedBackbone backbone_;
  std::unique_ptr<ScorerSteps> steps_;
  std::vector<std::string> names_;
  ComparedRows bank_, defects_;
  at::Tensor mean_, spread_, centre_, scale_, axes_, usual_, deviation_, kernel_, neighbours_;
};

} // namespace andon
