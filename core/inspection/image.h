#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace andon {

/// An 8- or 16-bit image, row-major, channels interleaved (1 grey, 3 RGB). Alpha is dropped when read.
struct Image {
  int width = 0, height = 0, channels = 1;
  int bits = 8;                       ///< 8 or 16; 16-bit samples are stored in two bytes, native order
  std::vector<std::uint8_t> bytes;    ///< width·height·channels·(bits/8)

  bool empty() const { return bytes.empty(); }
};

/// One byte a pixel: 0 = outside, else inside. Same size as its image.
struct Mask {
  int width = 0, height = 0;
  std::vector<std::uint8_t> inside;
  bool empty() const { return inside.empty(); }
};

/// One float a pixel or patch, row-major.
struct ScoreMap {
  int width = 0, height = 0;
  std::vector<float> values;
};

struct ImageLimits {
  std::int64_t max_pixels = 256'000'000;    ///< checked on the header, before anything is allocated
  std::int64_t max_file_bytes = 1'000'000'000;
};

/// PNG, JPEG, BMP, TIFF. EXIF orientation is applied. Errors: not_found, parse (truncated, not an image: says which),
/// limit_exceeded (names the limit), unsupported. Threads: any.
Result<Image> read_image(const std::filesystem::path& path, const ImageLimits& limits = {});
/// Size without decoding the pixels.
struct ImageSize {
  int width = 0, height = 0, channels = 0, bits = 0;
};
Result<ImageSize> probe_image(const std::filesystem::path& path, const ImageLimits& limits = {});
/// PNG, written atomically.
Result<void> write_png(const std::filesystem::path& path, const Image& image);
Result<void> write_png(const std::filesystem::path& path, const Mask& mask);
/// Any non-zero pixel is inside.
Result<Mask> read_mask(const std::filesystem::path& path, const ImageLimits& limits = {});

/// Area averaging down, bicubic up. requires width, height >= 1.
Image resized(const Image& image, int width, int height);
/// Bilinear; used for maps of scores.
ScoreMap resized(const ScoreMap& map, int width, int height);
/// A pixel is inside when any source pixel under it is (a one-pixel defect never vanishes).
Mask resized(const Mask& mask, int width, int height);

} // namespace andon
