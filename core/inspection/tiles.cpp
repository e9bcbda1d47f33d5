#include "core/inspection/tiles.h"

#include "core/base/assert.h"

#include <algorithm>

namespace andon {
namespace {

/// First positions of tiles along one axis.
std::vector<int> starts(int length, int size, int overlap) {
  if (length <= size)
    return {0};
  const std::int64_t step = size - overlap, last = length - size;
  const std::int64_t count = (last + step - 1) / step;
  std::vector<int> positions;
  for (std::int64_t i = 0; i <= count; ++i)
    positions.push_back(static_cast<int>(last * i / count));
  return positions;
}

template <class Pixel>
std::vector<Pixel> cut(const std::vector<Pixel>& pixels, int width, int height, std::size_t pixel_size,
                       const Tile& tile) {
  ANDON_ASSERT(tile.x >= 0 && tile.y >= 0 && tile.x + tile.width <= width && tile.y + tile.height <= height);
  const std::size_t row = static_cast<std::size_t>(tile.width) * pixel_size;
  std::vector<Pixel> result(row * static_cast<std::size_t>(tile.height));
  for (int y = 0; y < tile.height; ++y) {
    const auto from = (static_cast<std::size_t>(tile.y + y) * static_cast<std::size_t>(width) +
                       static_cast<std::size_t>(tile.x)) *
                      pixel_size;
    std::copy_n(pixels.begin() + static_cast<std::ptrdiff_t>(from), row,
                result.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) * row));
  }
  return result;
}

/// Weight of position i of a tile of that length.
double ramp(int i, int length, int overlap) {
  const int border = std::min(i, length - 1 - i) + 1;
  return std::min(border, overlap + 1);
}

} // namespace

std::vector<Tile> tiles_of(int width, int height, int size, int overlap) {
  ANDON_ASSERT(width >= 1 && height >= 1 && overlap >= 0 && size > overlap);
  std::vector<Tile> tiles;
  for (const int y : starts(height, size, overlap))
    for (const int x : starts(width, size, overlap))
      tiles.push_back({x, y, std::min(size, width), std::min(size, height)});
  return tiles;
}

Image cropped(const Image& image, const Tile& tile) {
  const auto pixel = static_cast<std::size_t>(image.channels * image.bits / 8);
  return {tile.width, tile.height, image.channels, image.bits,
          cut(image.bytes, image.width, image.height, pixel, tile)};
}

Mask cropped(const Mask& mask, const Tile& tile) {
  return {tile.width, tile.height, cut(mask.inside, mask.width, mask.height, 1, tile)};
}

ScoreMap cropped(const ScoreMap& map, const Tile& tile) {
  return {tile.width, tile.height, cut(map.values, map.width, map.height, 1, tile)};
}

MapStitcher::MapStitcher(int width, int height, int overlap)
    : width_(width), height_(height), overlap_(overlap),
      sum_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)), weight_(sum_.size()) {}

void MapStitcher::add(const Tile& tile, const ScoreMap& map) {
  ANDON_ASSERT(map.width == tile.width && map.height == tile.height && tile.x >= 0 && tile.y >= 0 &&
               tile.x + tile.width <= width_ && tile.y + tile.height <= height_);
  for (int y = 0; y < tile.height; ++y)
    for (int x = 0; x < tile.width; ++x) {
      const auto to = static_cast<std::size_t>(tile.y + y) * static_cast<std::size_t>(width_) +
                      static_cast<std::size_t>(tile.x + x);
      const auto from =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(tile.width) + static_cast<std::size_t>(x);
      const double weight = ramp(x, tile.width, overlap_) * ramp(y, tile.height, overlap_);
      sum_[to] += weight * static_cast<double>(map.values[from]);
      weight_[to] += weight;
    }
}

ScoreMap MapStitcher::finish() const {
  ScoreMap map{width_, height_, std::vector<float>(sum_.size())};
  for (std::size_t i = 0; i < sum_.size(); ++i)
    map.values[i] = weight_[i] > 0 ? static_cast<float>(sum_[i] / weight_[i]) : 0.0F;
  return map;
}

} // namespace andon
