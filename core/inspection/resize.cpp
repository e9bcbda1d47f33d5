#include "core/base/assert.h"
#include "core/inspection/image.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace andon {
namespace {

std::size_t area(int width, int height) {
  return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
}

/// Source range [first, last) of a target index; never empty.
struct Range {
  int first = 0, last = 0;
};
Range source_range(int index, int target, int source) {
  const auto first = static_cast<int>(static_cast<std::int64_t>(index) * source / target);
  const auto last = static_cast<int>(((static_cast<std::int64_t>(index) + 1) * source + target - 1) / target);
  return {first, std::max(first + 1, last)};
}

} // namespace

Image resized(const Image& image, int width, int height) {
  ANDON_ASSERT(width >= 1 && height >= 1 && !image.empty());
  if (width == image.width && height == image.height)
    return image;
  Image result{width, height, image.channels, image.bits, {}};
  result.bytes.resize(area(width, height) * static_cast<std::size_t>(image.channels * image.bits / 8));
  const int type = CV_MAKETYPE(image.bits == 16 ? CV_16U : CV_8U, image.channels);
  const cv::Mat source(image.height, image.width, type, const_cast<std::uint8_t*>(image.bytes.data()));
  cv::Mat target(height, width, type, result.bytes.data());
  // Each axis has its own direction: shrink what shrinks by areas first, then enlarge the rest.
  const cv::Size shrunk(std::min(width, image.width), std::min(height, image.height));
  cv::Mat smaller = source;
  if (shrunk != source.size())
    cv::resize(source, smaller, shrunk, 0, 0, cv::INTER_AREA);
  if (shrunk == target.size())
    smaller.copyTo(target);
  else
    cv::resize(smaller, target, target.size(), 0, 0, cv::INTER_CUBIC);
  return result;
}

ScoreMap resized(const ScoreMap& map, int width, int height) {
  ANDON_ASSERT(width >= 1 && height >= 1 && map.values.size() == area(map.width, map.height) &&
               !map.values.empty());
  if (width == map.width && height == map.height)
    return map;
  ScoreMap result{width, height, std::vector<float>(area(width, height))};
  const cv::Mat source(map.height, map.width, CV_32F, const_cast<float*>(map.values.data()));
  cv::Mat target(height, width, CV_32F, result.values.data());
  cv::resize(source, target, target.size(), 0, 0, cv::INTER_LINEAR);
  return result;
}

Mask resized(const Mask& mask, int width, int height) {
  ANDON_ASSERT(width >= 1 && height >= 1 && !mask.empty());
  Mask result{width, height, std::vector<std::uint8_t>(area(width, height))};
  std::vector<std::uint8_t> row(static_cast<std::size_t>(mask.width));
  for (int y = 0; y < height; ++y) {
    std::fill(row.begin(), row.end(), std::uint8_t{0});
    const Range rows = source_range(y, height, mask.height);
    for (int from = rows.first; from < rows.last; ++from)
      for (std::size_t x = 0; x < row.size(); ++x)
        row[x] |= mask.inside[area(mask.width, from) + x];
    for (int x = 0; x < width; ++x) {
      const Range columns = source_range(x, width, mask.width);
      const bool any = std::any_of(row.begin() + columns.first, row.begin() + columns.last,
                                   [](std::uint8_t pixel) { return pixel != 0; });
      result.inside[area(width, y) + static_cast<std::size_t>(x)] = any ? 255 : 0;
    }
  }
  return result;
}

} // namespace andon
