#pragma once
#include "core/base/error.h"
#include "core/inspection/byte_reader.h"

#include <cstdint>
#include <string>

namespace andon {

enum class ImageFormat { png, jpeg, bmp, tiff };

/// What the header of an image file says, checked against the file's size before anything is decoded.
struct ImageHeader {
  ImageFormat format = ImageFormat::png;
  std::int64_t width = 0, height = 0; ///< as stored, before the orientation is applied
  int channels = 0;                   ///< 1 grey, 3 colour; alpha is not counted
  int bits = 8;                       ///< 8 or 16 a sample
  int orientation = 1;                ///< EXIF 1..8
  /// No decoder of this format can make more pixels of the bytes that the file has.
  std::int64_t possible_pixels = 0;
};

/// `name` opens every message. Errors: parse (not an image, truncated, impossible values), unsupported
/// (valid, but a kind that is not read here). `whole` also walks to the end of a PNG, whose chunks would
/// otherwise end early unseen.
Result<ImageHeader> read_image_header(ByteReader& bytes, const std::string& name, bool whole);

// One a format; requires that the signature matched.
Result<ImageHeader> read_png_header(ByteReader& bytes, const std::string& name, bool whole);
Result<ImageHeader> read_jpeg_header(ByteReader& bytes, const std::string& name);
Result<ImageHeader> read_bmp_header(ByteReader& bytes, const std::string& name);
Result<ImageHeader> read_tiff_header(ByteReader& bytes, const std::string& name);
/// Orientation 1..8 in the EXIF block (a TIFF directory) that starts at `offset`; 1 when there is none.
int exif_orientation(ByteReader& bytes, std::uint64_t offset);

} // namespace andon
