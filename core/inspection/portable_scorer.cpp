#include "core/inspection/portable_scorer.h"

namespace andon {

Result<void> check_portable(const ImageDetector& detector) {
  if (detector.views().tile != 0)
    return fail(ErrorCode::unsupported,
                "a run on tiles cannot be exported as a program of its own, which sees "
                "one view; train with tile=0 or use --format bundle");
  return {};
}

Result<PortableScorer> portable_scorer(const ImageDetector& detector, const std::filesystem::path& weights,
                                       int image_width, int image_height, std::stop_token stop) {
  ANDON_ASSIGN(PortableScorer result, detector.portable(image_width, image_height, std::move(stop)));
  result.scorer.weights = weights;
  return result;
}

PatchGrid empty_grid(const ViewOptions& views, std::int64_t stride, int image_width, int image_height) {
  const Tile whole{0, 0, image_width, image_height};
  const auto [width, height] = input_size(whole, views);
  const auto steps = [&](std::int64_t side) {
    return static_cast<std::size_t>((side + stride - 1) / stride);
  };
  return {whole, width, height, steps(height), steps(width), 0, {}, {}};
}

UsualDistances usual_distances(const PositionScale& scale, const PatchGrid& grid) {
  PositionScale::Usual usual = scale.usual(grid, grid.view.width, grid.view.height);
  return {std::move(usual.mean), std::move(usual.deviation), usual.floor};
}

PortableScorer portable_frame(const ViewOptions& views, const MapCalibration& calibration,
                              const PatchGrid& grid) {
  PortableScorer result;
  result.views = views;
  PatchScorer& scorer = result.scorer;
  scorer.width = grid.input_width;
  scorer.height = grid.input_height;
  if (calibration.options().by_position)
    scorer.usual = usual_distances(calibration.position(), grid);
  scorer.smoothing = calibration.options().smoothing;
  scorer.image_score = calibration.options().image_score;
  scorer.top_usual = calibration.top_scale().values();
  scorer.mean_usual = calibration.mean_scale().values();
  return result;
}

} // namespace andon
