#include "core/inspection/portable_scorer.h"

#include "core/inspection/patchcore.h"

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

Result<const Patchcore*> exportable(const ImageDetector& detector) {
  const auto* patchcore = dynamic_cast<const Patchcore*>(&detector);
  if (!patchcore)
    return fail(ErrorCode::unsupported, "only runs of patchcore can be exported as a program of their own; "
                                        "use --format bundle, which holds every method");
  if (patchcore->options().views.tile != 0)
    return fail(ErrorCode::unsupported,
                "a run on tiles cannot be exported as a program of its own, which sees "
                "one view; train with tile=0 or use --format bundle");
  if (patchcore->options().reweighted)
    return fail(ErrorCode::unsupported, "the re-weighted image score cannot be exported as a program of its "
                                        "own; train with reweighted=false or use --format bundle");
  if (patchcore->defect_patches() > 0)
    return fail(ErrorCode::unsupported,
                "a run that has learnt defects from labels cannot be exported as a program of its own; "
                "fine-tune with defect_weight=0 or use --format bundle");
  return patchcore;
}

} // namespace

Result<PortableScorer> portable_scorer(const ImageDetector& detector, const std::filesystem::path& weights,
                                       int image_width, int image_height) {
  ANDON_ASSIGN(const Patchcore* patchcore, exportable(detector));
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
  for (std::size_t row = 0; row < bank.size(); ++row)
    scorer.bank.insert(scorer.bank.end(), bank.patch(row).begin(), bank.patch(row).end());
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
