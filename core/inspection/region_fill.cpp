#include "core/inspection/region_fill.h"

#include "core/base/assert.h"

#include <algorithm>

namespace andon {
namespace {

template <class Sample>
void fill(Image& image, const Mask& region) {
  const std::size_t pixels = region.inside.size(), channels = static_cast<std::size_t>(image.channels);
  const auto inside = static_cast<std::uint64_t>(std::count_if(
      region.inside.begin(), region.inside.end(), [](std::uint8_t pixel) { return pixel != 0; }));
  if (inside == 0)
    return;
  auto* const samples = reinterpret_cast<Sample*>(image.bytes.data());
  for (std::size_t c = 0; c < channels; ++c) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < pixels; ++i)
      if (region.inside[i] != 0)
        sum += samples[i * channels + c];
    const auto mean = static_cast<Sample>((sum + inside / 2) / inside);
    for (std::size_t i = 0; i < pixels; ++i)
      if (region.inside[i] == 0)
        samples[i * channels + c] = mean;
  }
}

} // namespace

Image filled_outside(Image image, const Mask& region) {
  if (region.empty())
    return image;
  ANDON_ASSERT(region.width == image.width && region.height == image.height);
  if (image.bits == 16)
    fill<std::uint16_t>(image, region);
  else
    fill<std::uint8_t>(image, region);
  return image;
}

} // namespace andon
