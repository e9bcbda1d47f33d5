#include "core/inspection/image_header.h"

#include <cstring>

namespace andon {
namespace {

// A deflate stream expands at most 1032 times (258 bytes for two bits).
constexpr std::int64_t deflate_ratio = 1032;
// A block of 8×8 samples takes at least one bit, and sampling factors spread it over at most 4×4 times its
// area.
constexpr std::int64_t jpeg_pixels_a_byte = 8 * 64 * 16;

struct PngChunks {
  std::int64_t data_bytes = 0;
  int orientation = 1;
  bool has_data = false, has_end = false;
};

PngChunks walk_png(ByteReader& bytes, bool whole) {
  PngChunks chunks;
  std::uint64_t offset = 8;
  while (!chunks.has_end) {
    const std::uint64_t length = bytes.big(offset, 4);
    char type[4] = {};
    if (!bytes.read(offset + 4, type, 4) || offset + 12 + length > bytes.size())
      return chunks;
    if (std::memcmp(type, "IDAT", 4) == 0) {
      chunks.has_data = true;
      chunks.data_bytes += static_cast<std::int64_t>(length);
      if (!whole)
        return chunks;
    }
    if (std::memcmp(type, "eXIf", 4) == 0)
      chunks.orientation = exif_orientation(bytes, offset + 8);
    chunks.has_end = std::memcmp(type, "IEND", 4) == 0;
    offset += 12 + length;
  }
  return chunks;
}

bool grey_palette(ByteReader& bytes, std::uint64_t offset, std::uint32_t colours, int entry) {
  for (std::uint32_t i = 0; i < colours; ++i) {
    unsigned char colour[3] = {};
    if (!bytes.read(offset + static_cast<std::uint64_t>(i) * static_cast<std::uint64_t>(entry), colour, 3) ||
        colour[0] != colour[1] || colour[1] != colour[2])
      return false;
  }
  return true;
}

bool is_frame(std::uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

Result<void> read_jpeg_frame(ByteReader& bytes, const std::string& name, std::uint64_t offset,
                             ImageHeader& header) {
  const std::uint32_t precision = bytes.big(offset + 4, 1), components = bytes.big(offset + 9, 1);
  header.height = bytes.big(offset + 5, 2);
  header.width = bytes.big(offset + 7, 2);
  if (bytes.failed())
    return fail(ErrorCode::parse, name + ": truncated JPEG, it ends inside the frame header");
  if (precision != 8)
    return fail(ErrorCode::unsupported, name + ": a JPEG of " + std::to_string(precision) +
                                            " bits a sample; save it with 8 bits, or as PNG or TIFF");
  if (components != 1 && components != 3)
    return fail(ErrorCode::unsupported, name + ": a JPEG of " + std::to_string(components) +
                                            " components (CMYK?); save it as grey or RGB");
  header.channels = static_cast<int>(components);
  return {};
}

} // namespace

Result<ImageHeader> read_png_header(ByteReader& bytes, const std::string& name, bool whole) {
  ImageHeader header;
  header.format = ImageFormat::png;
  char type[4] = {};
  if (bytes.big(8, 4) != 13 || !bytes.read(12, type, 4) || std::memcmp(type, "IHDR", 4) != 0 ||
      bytes.size() < 33)
    return fail(ErrorCode::parse, name + ": truncated or damaged PNG, its header chunk IHDR is not whole");
  header.width = bytes.big(16, 4);
  header.height = bytes.big(20, 4);
  const std::uint32_t depth = bytes.big(24, 1), colour = bytes.big(25, 1);
  const bool known_depth = depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
  if (!known_depth || colour > 6 || colour == 1 || colour == 5)
    return fail(ErrorCode::parse, name + ": damaged PNG, " + std::to_string(depth) + " bits of colour type " +
                                      std::to_string(colour) + " do not exist");
  header.channels = colour == 0 || colour == 4 ? 1 : 3;
  header.bits = depth == 16 ? 16 : 8;
  const PngChunks chunks = walk_png(bytes, whole);
  header.orientation = chunks.orientation;
  if (whole && !chunks.has_end)
    return fail(ErrorCode::parse,
                name + ": truncated PNG, its last chunk IEND is missing; copy the file again");
  if (!chunks.has_data)
    return fail(ErrorCode::parse, name + ": truncated PNG, it has no whole image data; copy the file again");
  const std::int64_t data = whole ? chunks.data_bytes : static_cast<std::int64_t>(bytes.size());
  const std::int64_t samples = colour == 2 ? 3 : colour == 4 ? 2 : colour == 6 ? 4 : 1;
  header.possible_pixels = data * deflate_ratio * 8 / (samples * depth) + 1;
  return header;
}

Result<ImageHeader> read_jpeg_header(ByteReader& bytes, const std::string& name) {
  ImageHeader header;
  header.format = ImageFormat::jpeg;
  std::uint64_t offset = 2;
  while (true) {
    const std::uint32_t prefix = bytes.big(offset, 1), marker = bytes.big(offset + 1, 1);
    if (bytes.failed())
      return fail(ErrorCode::parse,
                  name + ": truncated JPEG, it ends before the image data; copy the file again");
    if (prefix != 0xFF || marker == 0xD9 || marker == 0xDA)
      return fail(ErrorCode::parse, name + ": damaged JPEG, no frame header before the image data");
    if (marker == 0xFF || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      offset += marker == 0xFF ? 1 : 2;
      continue;
    }
    if (is_frame(marker)) {
      ANDON_TRY(read_jpeg_frame(bytes, name, offset, header));
      header.possible_pixels = static_cast<std::int64_t>(bytes.size()) * jpeg_pixels_a_byte;
      return header;
    }
    char tag[6] = {};
    if (marker == 0xE1 && offset + 10 <= bytes.size() && bytes.read(offset + 4, tag, 6) &&
        std::memcmp(tag, "Exif\0\0", 6) == 0)
      header.orientation = exif_orientation(bytes, offset + 10);
    const std::uint32_t length = bytes.big(offset + 2, 2);
    if (length < 2)
      return fail(ErrorCode::parse, name + ": damaged or truncated JPEG, a segment of " +
                                        std::to_string(length) + " bytes before the frame header");
    offset += 2 + length;
  }
}

Result<ImageHeader> read_bmp_header(ByteReader& bytes, const std::string& name) {
  ImageHeader header;
  header.format = ImageFormat::bmp;
  const std::uint32_t start = bytes.little(10, 4), head = bytes.little(14, 4);
  const bool core = head == 12;
  if (!bytes.failed() && !core && head < 40)
    return fail(ErrorCode::parse, name + ": damaged BMP, a header of " + std::to_string(head) + " bytes");
  header.width = core ? bytes.little(18, 2) : static_cast<std::int32_t>(bytes.little(18, 4));
  header.height = core ? bytes.little(20, 2) : static_cast<std::int32_t>(bytes.little(22, 4));
  header.height = header.height < 0 ? -header.height : header.height;
  const std::uint32_t bits = bytes.little(core ? 24 : 28, 2), compression = core ? 0 : bytes.little(30, 4);
  std::uint32_t colours = core ? 0 : bytes.little(46, 4);
  if (bytes.failed())
    return fail(ErrorCode::parse, name + ": truncated BMP, it ends inside its header");
  if (compression != 0 && compression != 3)
    return fail(ErrorCode::unsupported, name + ": a compressed BMP (kind " + std::to_string(compression) +
                                            "); save it uncompressed or as PNG");
  if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32)
    return fail(ErrorCode::parse,
                name + ": damaged BMP, " + std::to_string(bits) + " bits a pixel do not exist");
  header.channels = 3;
  if (bits <= 8) {
    if (colours == 0)
      colours = 1U << bits;
    if (colours > 1U << bits)
      return fail(ErrorCode::parse,
                  name + ": damaged BMP, " + std::to_string(colours) + " colours in its palette");
    header.channels = grey_palette(bytes, 14ULL + head, colours, core ? 3 : 4) ? 1 : 3;
  }
  const std::int64_t row = (header.width * static_cast<std::int64_t>(bits) + 31) / 32 * 4;
  const std::int64_t available = static_cast<std::int64_t>(bytes.size()) - static_cast<std::int64_t>(start);
  if (header.width > 0 && header.height > 0 && (start < 14 || available / header.height < row))
    return fail(ErrorCode::parse, name + ": truncated BMP, " + std::to_string(header.width) + " x " +
                                      std::to_string(header.height) + " pixels do not fit into " +
                                      std::to_string(bytes.size()) + " bytes; copy the file again");
  header.possible_pixels = header.width * header.height;
  return header;
}

Result<ImageHeader> read_image_header(ByteReader& bytes, const std::string& name, bool whole) {
  unsigned char start[8] = {};
  if (bytes.size() < 8 || !bytes.read(0, start, 8))
    return fail(ErrorCode::parse, name + ": a file of " + std::to_string(bytes.size()) +
                                      " bytes is not an image; expected PNG, JPEG, BMP or TIFF");
  const auto begins = [&](const char* signature, std::size_t size) {
    return std::memcmp(start, signature, size) == 0;
  };
  Result<ImageHeader> header =
      fail(ErrorCode::parse, name + ": not an image; expected PNG, JPEG, BMP or TIFF");
  if (begins("\x89PNG\r\n\x1a\n", 8))
    header = read_png_header(bytes, name, whole);
  else if (begins("\xFF\xD8\xFF", 3))
    header = read_jpeg_header(bytes, name);
  else if (begins("BM", 2))
    header = read_bmp_header(bytes, name);
  else if (begins("II\x2a\0", 4) || begins("MM\0\x2a", 4))
    header = read_tiff_header(bytes, name);
  else if (begins("II\x2b\0", 4) || begins("MM\0\x2b", 4))
    header = fail(ErrorCode::unsupported, name + ": a BigTIFF; save it as TIFF or PNG");
  if (header && (header->width < 1 || header->height < 1))
    return fail(ErrorCode::parse, name + ": damaged image, its header says " + std::to_string(header->width) +
                                      " x " + std::to_string(header->height) + " pixels");
  return header;
}

} // namespace andon
