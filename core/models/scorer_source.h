#pragma once
#include "core/models/patch_scorer.h"
#include "core/models/scorer_steps.h"

namespace andon {

/// What a method says before it is compared with what is usual.
struct RawValues {
  at::Tensor patches; ///< [n, 1, rows, columns]
  at::Tensor image;   ///< [n, 1, 1, 1]; undefined where the patches decide
};

/// The arithmetic of a PatchMethod on arrays; constants are made once, before it is recorded.
class ScorerSource {
public:
  virtual ~ScorerSource() = default;
  /// images: [n, 3, height, width], RGB in 0..1
  virtual RawValues operator()(const at::Tensor& images) const = 0;
};

/// Errors: not_found, corrupt (weights or tensors). `scorer` and `steps` outlive the source.
Result<std::unique_ptr<ScorerSource>> scorer_source(const PatchScorer& scorer, const ScorerSteps& steps);

/// Each method's; called by scorer_source().
using SourceResult = Result<std::unique_ptr<ScorerSource>>;
SourceResult source_of(const PatchMemory& memory, const PatchScorer& scorer, const ScorerSteps& steps);
SourceResult source_of(const ImageMemory& memory, const PatchScorer& scorer, const ScorerSteps& steps);
SourceResult source_of(const PlaceGaussians& gaussians, const PatchScorer& scorer, const ScorerSteps& steps);
SourceResult source_of(const Reconstruction& net, const PatchScorer& scorer, const ScorerSteps& steps);
SourceResult source_of(const StudentAndTeacher& net, const PatchScorer& scorer, const ScorerSteps& steps);
SourceResult source_of(const HeadBesideMemory& both, const PatchScorer& scorer, const ScorerSteps& steps);

/// Values as a tensor that owns them.
at::Tensor tensor_of(std::span<const float> values, at::IntArrayRef shape);
/// [1, channel, 1, 1]; undefined when there are none.
at::Tensor channels_of(std::span<const float> values);
/// [rows, width]
at::Tensor rows_of(std::span<const float> values, std::int64_t width);

/// (ln max(d, floor) − mean)/deviation of distances [n, 1, rows, columns]; ln max(d, floor) while nothing is
/// usual.
class UsualGraph {
public:
  explicit UsualGraph(const UsualDistances& usual);
  bool empty() const { return !mean_.defined(); }
  at::Tensor operator()(const at::Tensor& distances) const;

private:
  at::Tensor mean_, deviation_;
  double floor_;
};

} // namespace andon
