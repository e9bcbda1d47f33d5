// ImageDetector::portable() of every method.
#include "core/inspection/global_knn.h"
#include "core/inspection/learned_map.h"
#include "core/inspection/padim.h"
#include "core/inspection/patchcore.h"
#include "core/inspection/portable_scorer.h"
#include "core/inspection/synthetic.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

std::vector<float> rows_of(const MemoryBank& bank) {
  std::vector<float> rows;
  rows.reserve(bank.size() * bank.dimension());
  for (std::size_t row = 0; row < bank.size(); ++row)
    rows.insert(rows.end(), bank.patch(row).begin(), bank.patch(row).end());
  return rows;
}

FrozenFeatures compared_features(const PatchFeatureOptions& options, const Whitening& whitening) {
  Whitening::Affine affine = whitening.affine();
  return {options, std::move(affine.centre), std::move(affine.scale), std::move(affine.axes),
          static_cast<std::int64_t>(whitening.dimension())};
}

/// What the re-weighting looks up for the patch it finds is the same for all images.
Result<void> add_surroundings(const MemoryBank& bank, std::int64_t neighbours, PatchMemory& memory,
                              std::stop_token stop) {
  const std::size_t k = std::min(static_cast<std::size_t>(neighbours), bank.size());
  ANDON_ASSIGN(const std::vector<Neighbour> found, bank.search(memory.bank, k, std::move(stop)));
  for (const Neighbour& neighbour : found) {
    if (!std::isfinite(neighbour.squared))
      return fail(ErrorCode::unsupported,
                  "the index of the bank does not find " + std::to_string(k) +
                      " neighbours of every patch; train with index=flat or use --format bundle");
    memory.surroundings.push_back(static_cast<float>(neighbour.row));
  }
  memory.neighbours = static_cast<std::int64_t>(k);
  return {};
}

Result<PatchMemory> memory_of(const Patchcore& patchcore, std::stop_token stop) {
  PatchMemory memory;
  memory.features = compared_features(patchcore.options().features, patchcore.whitening());
  memory.dimension = static_cast<std::int64_t>(patchcore.bank().dimension());
  memory.bank = rows_of(patchcore.bank());
  if (const MemoryBank* const defects = patchcore.defects()) {
    memory.defects = rows_of(*defects);
    memory.defect_weight = patchcore.defect_weight();
  }
  if (patchcore.options().reweighted)
    ANDON_TRY(add_surroundings(patchcore.bank(), patchcore.options().neighbours, memory, std::move(stop)));
  return memory;
}

} // namespace

Result<PortableScorer> Patchcore::portable(int width, int height, std::stop_token stop) const {
  PortableScorer result = portable_frame(
      options_.views, calibration_, empty_grid(options_.views, source_.features().stride(), width, height));
  ANDON_ASSIGN(result.scorer.method, memory_of(*this, std::move(stop)));
  return result;
}

Result<PortableScorer> GlobalKnn::portable(int width, int height, std::stop_token) const {
  PortableScorer result = portable_frame(
      options_.views, calibration_, empty_grid(options_.views, source_.features().stride(), width, height));
  result.scorer.method = ImageMemory{compared_features(options_.features, whitening_), rows_of(bank_),
                                     static_cast<std::int64_t>(bank_.dimension()), options_.neighbours};
  return result;
}

Result<PortableScorer> Padim::portable(int width, int height, std::stop_token stop) const {
  PortableScorer result = portable_frame(
      options_.views, calibration_, empty_grid(options_.views, source_.features().stride(), width, height));
  const std::size_t features = static_cast<std::size_t>(source_.features().dimension()), d = channels_.size();
  PlaceGaussians places{
      {options_.features, {}, {}, std::vector<float>(features * d, 0), static_cast<std::int64_t>(d)},
      static_cast<std::int64_t>(d),
      {},
      {}};
  for (std::size_t k = 0; k < d; ++k)
    places.features.axes[static_cast<std::size_t>(channels_[k]) * d + k] = 1;
  for (std::size_t p = 0; p < gaussians_.positions(); ++p) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the export was cancelled; nothing was written");
    const PositionGaussians::Scale scale = gaussians_.scale(p);
    places.mean.insert(places.mean.end(), scale.mean.begin(), scale.mean.end());
    places.inverse.insert(places.inverse.end(), scale.inverse.begin(), scale.inverse.end());
  }
  result.scorer.method = std::move(places);
  return result;
}

Result<PortableScorer> LearnedMap::portable(int width, int height, std::stop_token) const {
  PortableScorer result =
      portable_frame(recipe_.views, calibration_, empty_grid(recipe_.views, net_->stride(), width, height));
  TensorSet net;
  net_->store(net);
  result.scorer.method = recipe_.portable(std::move(net), net_->stride());
  return result;
}

Result<PortableScorer> Synthetic::portable(int width, int height, std::stop_token stop) const {
  const ViewOptions& seen = options_.bank.views;
  PortableScorer result =
      portable_frame(seen, calibration_, empty_grid(seen, source_.features().stride(), width, height));
  HeadBesideMemory both;
  ANDON_ASSIGN(both.memory, memory_of(*bank_, std::move(stop)));
  both.usual = usual_distances(bank_->calibration().position(),
                               empty_grid(seen, bank_->source().features().stride(), width, height));
  both.fine = fine_features(options_.bank.features);
  head_->store(both.head);
  both.head_mean = head_scale_.mean;
  both.head_deviation = head_scale_.deviation;
  result.scorer.method = std::move(both);
  return result;
}

} // namespace andon
