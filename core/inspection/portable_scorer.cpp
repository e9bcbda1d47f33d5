#include "core/inspection/portable_scorer.h"

#include "core/base/assert.h"
#include "core/inspection/patchcore.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

/// Where the patches of the only view of an image lie; features are not computed.
PatchGrid empty_grid(const PortableScorer& portable, std::int64_t stride, int width, int height) {
  const auto steps = [&](std::int64_t side) {
    return static_cast<std::size_t>((side + stride - 1) / stride);
  };
  return {{0, 0, width, height},
          static_cast<int>(portable.scorer.width),
          static_cast<int>(portable.scorer.height),
          steps(portable.scorer.height),
          steps(portable.scorer.width),
          0,
          {},
          {}};
}

std::vector<float> rows_of(const MemoryBank& bank) {
  std::vector<float> rows;
  rows.reserve(bank.size() * bank.dimension());
  for (std::size_t row = 0; row < bank.size(); ++row)
    rows.insert(rows.end(), bank.patch(row).begin(), bank.patch(row).end());
  return rows;
}

/// What the re-weighting looks up for the patch it finds is the same for all images.
Result<void> add_surroundings(const MemoryBank& bank, std::int64_t neighbours, PatchScorer& scorer,
                              std::stop_token stop) {
  const std::size_t k = std::min(static_cast<std::size_t>(neighbours), bank.size());
  ANDON_ASSIGN(const std::vector<Neighbour> found, bank.search(scorer.bank, k, std::move(stop)));
  for (const Neighbour& neighbour : found) {
    if (!std::isfinite(neighbour.squared))
      return fail(ErrorCode::unsupported,
                  "the index of the bank does not find " + std::to_string(k) +
                      " neighbours of every patch; train with index=flat or use --format bundle");
    scorer.surroundings.push_back(static_cast<float>(neighbour.row));
  }
  scorer.neighbours = static_cast<std::int64_t>(k);
  return {};
}

} // namespace

Result<void> check_portable(const ImageDetector& detector, const std::string& method) {
  const auto* patchcore = dynamic_cast<const Patchcore*>(&detector);
  if (!patchcore)
    return fail(ErrorCode::unsupported, "a run of " + method +
                                            " cannot be exported as a program of its own, only runs of "
                                            "patchcore; use --format bundle, which holds every method");
  if (patchcore->options().views.tile != 0)
    return fail(ErrorCode::unsupported,
                "a run on tiles cannot be exported as a program of its own, which sees "
                "one view; train with tile=0 or use --format bundle");
  return {};
}

Result<PortableScorer> portable_scorer(const ImageDetector& detector, const std::filesystem::path& weights,
                                       int image_width, int image_height, std::stop_token stop) {
  const auto* patchcore = dynamic_cast<const Patchcore*>(&detector);
  ANDON_ASSERT(patchcore != nullptr);
  const PatchcoreOptions& options = patchcore->options();
  PortableScorer result;
  result.views = options.views;
  PatchScorer& scorer = result.scorer;
  scorer.weights = weights;
  scorer.features = options.features;
  std::tie(scorer.width, scorer.height) = input_size({0, 0, image_width, image_height}, options.views);
  Whitening::Affine affine = patchcore->whitening().affine();
  scorer.centre = std::move(affine.centre);
  scorer.scale = std::move(affine.scale);
  scorer.axes = std::move(affine.axes);
  const MemoryBank& bank = patchcore->bank();
  scorer.dimension = static_cast<std::int64_t>(bank.dimension());
  scorer.bank = rows_of(bank);
  if (const MemoryBank* const defects = patchcore->defects()) {
    scorer.defects = rows_of(*defects);
    scorer.defect_weight = patchcore->defect_weight();
  }
  if (options.reweighted)
    ANDON_TRY(add_surroundings(bank, options.neighbours, scorer, std::move(stop)));
  const MapCalibration& calibration = patchcore->calibration();
  if (!calibration.position().empty()) {
    const PatchGrid grid =
        empty_grid(result, patchcore->source().features().stride(), image_width, image_height);
    PositionScale::Usual usual = calibration.position().usual(grid, image_width, image_height);
    scorer.mean = std::move(usual.mean);
    scorer.deviation = std::move(usual.deviation);
    scorer.floor = usual.floor;
  }
  scorer.smoothing = options.map.smoothing;
  scorer.image_score = options.map.image_score;
  scorer.top_usual = calibration.top_scale().values();
  scorer.mean_usual = calibration.mean_scale().values();
  return result;
}

} // namespace andon
