#include "core/workflow/image_pictures.h"

#include "core/inspection/png_bytes.h"
#include "core/inspection/tiles.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace andon::workflow {
namespace {

using Colour = std::array<std::uint8_t, 3>;
constexpr double shown_tail = 0.005; ///< share of the samples beyond black, and beyond white
constexpr Colour contour_colour{0, 229, 255}, truth_colour{0, 200, 83};

void paint(Image& picture, int x, int y, const Colour& colour) {
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height)
    return;
  const std::size_t at = 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                              static_cast<std::size_t>(x));
  std::copy(colour.begin(), colour.end(), picture.bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

/// Outlines run along pixel edges; the pixel to the right and below an edge is painted.
void paint(Image& picture, const std::vector<Outline>& lines, const Colour& colour) {
  for (const Outline& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) {
      const auto& from = line[i];
      const auto& to = line[(i + 1) % line.size()];
      const int steps = std::max(std::abs(to[0] - from[0]), std::abs(to[1] - from[1]));
      for (int s = 0; s < steps; ++s)
        paint(picture, from[0] + (to[0] - from[0]) * s / steps, from[1] + (to[1] - from[1]) * s / steps,
              colour);
    }
}

/// The samples that are shown black and white.
std::pair<double, double> shown_range(const std::vector<std::uint16_t>& samples) {
  std::vector<std::size_t> counts(std::size_t{1} << 16);
  for (const std::uint16_t value : samples)
    ++counts[value];
  const auto left_out = static_cast<std::size_t>(shown_tail * static_cast<double>(samples.size()));
  std::size_t low = 0, high = counts.size() - 1;
  for (std::size_t below = counts[low]; below <= left_out && low < high; below += counts[low])
    ++low;
  for (std::size_t above = counts[high]; above <= left_out && high > low; above += counts[high])
    --high;
  if (low == high)
    return {0, 65535};
  return {static_cast<double>(low), static_cast<double>(high)};
}

} // namespace

Image as_eight_bits(const Image& image) {
  if (image.bits == 8)
    return image;
  std::vector<std::uint16_t> wide(image.bytes.size() / 2);
  std::memcpy(wide.data(), image.bytes.data(), 2 * wide.size());
  const auto [low, high] = shown_range(wide);
  std::vector<std::uint8_t> shown(std::size_t{1} << 16);
  for (std::size_t value = 0; value < shown.size(); ++value) {
    const double share = (static_cast<double>(value) - low) / (high - low);
    shown[value] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(share, 0.0, 1.0)));
  }
  Image result{image.width, image.height, image.channels, 8, std::vector<std::uint8_t>(wide.size())};
  std::transform(wide.begin(), wide.end(), result.bytes.begin(),
                 [&shown](std::uint16_t value) { return shown[value]; });
  return result;
}

Image as_colour(const Image& image) {
  Image eight = as_eight_bits(image);
  if (eight.channels == 3)
    return eight;
  Image result{eight.width, eight.height, 3, 8, {}};
  result.bytes.reserve(3 * eight.bytes.size());
  for (const std::uint8_t grey : eight.bytes)
    result.bytes.insert(result.bytes.end(), 3, grey);
  return result;
}

Image heat_picture(const ImageView& view) {
  Image result{view.map.width, view.map.height, 3, 8, {}};
  result.bytes.reserve(3 * view.heat.size());
  for (const std::uint8_t level : view.heat) {
    const Colour colour = heat_colour(level);
    result.bytes.insert(result.bytes.end(), colour.begin(), colour.end());
  }
  return result;
}

Image overlay_picture(const ImageView& view, double opacity) {
  Image result = as_colour(view.image);
  for (std::size_t i = 0; i < view.heat.size(); ++i) {
    const double part = opacity * view.heat[i] / (HeatScale::levels - 1);
    const Colour colour = heat_colour(view.heat[i]);
    for (std::size_t c = 0; c < 3; ++c) {
      std::uint8_t& sample = result.bytes[3 * i + c];
      sample = static_cast<std::uint8_t>(std::lround((1 - part) * sample + part * colour[c]));
    }
  }
  paint(result, view.truth_outlines, truth_colour);
  paint(result, view.contours, contour_colour);
  return result;
}

Image part_of(const Image& image, int x, int y, int width, int height, int margin) {
  const int left = std::clamp(x - margin, 0, image.width - 1),
            top = std::clamp(y - margin, 0, image.height - 1);
  const int right = std::clamp(x + width + margin, left + 1, image.width),
            bottom = std::clamp(y + height + margin, top + 1, image.height);
  return cropped(image, {left, top, right - left, bottom - top});
}

Result<std::string> png_bytes(const Image& image, int side) {
  const double shrink = std::min(1.0, side / static_cast<double>(std::max(image.width, image.height)));
  const Image eight = as_eight_bits(image);
  const Image small = shrink < 1 ? resized(eight, std::max(1, static_cast<int>(image.width * shrink)),
                                           std::max(1, static_cast<int>(image.height * shrink)))
                                 : eight;
  return encode_png(small);
}

} // namespace andon::workflow
