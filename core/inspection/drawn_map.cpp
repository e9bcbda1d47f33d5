#include "core/inspection/patch_grids.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace andon {
namespace {

constexpr double smallest_weight = 1e-6;

cv::Mat drawn_values(const PatchGrid& grid, const std::vector<float>& values, double sigma) {
  const cv::Mat patches(static_cast<int>(grid.rows), static_cast<int>(grid.columns), CV_32F,
                        const_cast<float*>(values.data()));
  cv::Mat drawn;
  cv::resize(patches, drawn, cv::Size(grid.input_width, grid.input_height), 0, 0, cv::INTER_LINEAR);
  if (sigma > 0)
    cv::GaussianBlur(drawn, drawn, cv::Size(0, 0), sigma, sigma, cv::BORDER_REFLECT_101);
  cv::resize(drawn, drawn, cv::Size(grid.view.width, grid.view.height), 0, 0, cv::INTER_LINEAR);
  return drawn;
}

/// Patches outside the region have no weight, so that the rim of the region is not drawn towards them.
cv::Mat drawn_inside(const PatchGrid& grid, std::vector<float> values, double sigma) {
  std::vector<float> weights(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    weights[i] = grid.inside[i] != 0 ? 1.0F : 0.0F;
    values[i] *= weights[i];
  }
  const cv::Mat weight = drawn_values(grid, weights, sigma);
  cv::Mat drawn = drawn_values(grid, values, sigma) / cv::max(weight, smallest_weight);
  drawn.setTo(0, weight <= smallest_weight);
  return drawn;
}

ScoreMap drawn_view(const PatchGrid& grid, const std::vector<float>& values, double sigma) {
  const bool whole = std::all_of(grid.inside.begin(), grid.inside.end(), [](auto in) { return in != 0; });
  const cv::Mat drawn = whole ? drawn_values(grid, values, sigma) : drawn_inside(grid, values, sigma);
  ScoreMap map{grid.view.width, grid.view.height, {}};
  map.values.assign(drawn.ptr<float>(), drawn.ptr<float>() + drawn.total());
  return map;
}

} // namespace

ScoreMap drawn_map(int width, int height, const Mask& region, std::span<const PatchGrid> grids,
                   std::span<const std::vector<float>> values, const ViewOptions& options, double sigma) {
  ScoreMap map;
  if (grids.size() == 1) {
    map = drawn_view(grids[0], values[0], sigma);
  } else {
    MapStitcher stitcher(width, height, shared_pixels(options));
    for (std::size_t i = 0; i < grids.size(); ++i)
      stitcher.add(grids[i].view, drawn_view(grids[i], values[i], sigma));
    map = stitcher.finish();
  }
  if (!region.empty())
    for (std::size_t i = 0; i < map.values.size(); ++i)
      if (region.inside[i] == 0)
        map.values[i] = 0;
  return map;
}

} // namespace andon
