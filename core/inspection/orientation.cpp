#include "core/inspection/orientation.h"

#include <cstring>

namespace andon {

Image oriented(Image image, int orientation) {
  if (orientation <= 1 || orientation > 8)
    return image;
  const bool transposed = orientation >= 5;
  const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const int width = transposed ? image.height : image.width, height = transposed ? image.width : image.height;
  Image result{width, height, image.channels, image.bits, std::vector<std::uint8_t>(image.bytes.size())};
  const auto pixel = static_cast<std::size_t>(image.channels * image.bits / 8);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const int across = transposed ? y : x, down = transposed ? x : y;
      const int from_x = mirror_x ? image.width - 1 - across : across;
      const int from_y = mirror_y ? image.height - 1 - down : down;
      const auto from = static_cast<std::size_t>(from_y) * static_cast<std::size_t>(image.width) +
                        static_cast<std::size_t>(from_x);
      const auto to =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
      std::memcpy(result.bytes.data() + to * pixel, image.bytes.data() + from * pixel, pixel);
    }
  return result;
}

} // namespace andon
