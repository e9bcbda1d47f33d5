#include "core/inspection/image_header.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace andon {
namespace {

constexpr std::uint32_t tag_width = 256, tag_height = 257, tag_bits = 258, tag_compression = 259,
                        tag_photometric = 262, tag_strip_offsets = 273, tag_orientation = 274,
                        tag_samples = 277, tag_strip_bytes = 279, tag_tile_offsets = 324,
                        tag_tile_bytes = 325, tag_sample_format = 339;
constexpr std::uint64_t most_parts = 1 << 22;
constexpr std::int64_t compressed_ratio = 4096; // LZW: a 12-bit code stands for at most 4096 bytes

/// Values of the first directory by tag; only the tags above are kept.
using Directory = std::map<std::uint32_t, std::vector<std::uint32_t>>;

/// The directory of the TIFF structure that starts at `base`; empty when anything of it lies outside the
/// file.
Directory read_directory(ByteReader& bytes, std::uint64_t base) {
  char order[2] = {};
  if (!bytes.read(base, order, 2) || (order[0] != 'I' && order[0] != 'M'))
    return {};
  const bool big = order[0] == 'M';
  const std::uint64_t start = base + bytes.integer(base + 4, 4, big);
  const std::uint32_t entries = bytes.integer(start, 2, big);
  Directory directory;
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::uint64_t entry = start + 2 + 12ULL * i;
    const std::uint32_t tag = bytes.integer(entry, 2, big), type = bytes.integer(entry + 2, 2, big);
    const std::uint64_t count = bytes.integer(entry + 4, 4, big);
    if (bytes.failed())
      return {};
    const int size = type == 1 ? 1 : type == 3 ? 2 : type == 4 ? 4 : 0;
    if (size == 0 || count == 0 || tag < tag_width || tag > tag_sample_format)
      continue;
    if (count > most_parts)
      return {};
    const std::uint64_t total = count * static_cast<std::uint64_t>(size);
    const std::uint64_t at = total <= 4 ? entry + 8 : base + bytes.integer(entry + 8, 4, big);
    if (at > bytes.size() || total > bytes.size() - at)
      return {};
    std::vector<std::uint32_t>& values = directory[tag];
    for (std::uint64_t k = 0; k < count; ++k)
      values.push_back(bytes.integer(at + k * static_cast<std::uint64_t>(size), size, big));
  }
  return directory;
}

std::uint32_t value(const Directory& directory, std::uint32_t tag, std::uint32_t otherwise) {
  const auto found = directory.find(tag);
  return found == directory.end() ? otherwise : found->second.front();
}

/// Sum of the bytes of all strips or tiles; −1 when one of them lies outside the file or they are not
/// described.
std::int64_t data_bytes(const Directory& directory, std::uint64_t file_size) {
  const auto found = directory.find(tag_strip_offsets);
  const bool strips = found != directory.end();
  const auto offsets = strips ? found : directory.find(tag_tile_offsets);
  const auto counts = directory.find(strips ? tag_strip_bytes : tag_tile_bytes);
  if (offsets == directory.end() || counts == directory.end() ||
      offsets->second.size() != counts->second.size())
    return -1;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < counts->second.size(); ++i) {
    if (offsets->second[i] > file_size || counts->second[i] > file_size - offsets->second[i])
      return -1;
    sum += counts->second[i];
  }
  return sum;
}

} // namespace

int exif_orientation(ByteReader& bytes, std::uint64_t offset) {
  if (offset + 8 > bytes.size())
    return 1;
  const std::uint32_t orientation = value(read_directory(bytes, offset), tag_orientation, 1);
  return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
}

Result<ImageHeader> read_tiff_header(ByteReader& bytes, const std::string& name) {
  const Directory directory = read_directory(bytes, 0);
  if (directory.empty())
    return fail(ErrorCode::parse,
                name + ": truncated or damaged TIFF, its directory does not lie inside the file");
  ImageHeader header;
  header.format = ImageFormat::tiff;
  header.width = value(directory, tag_width, 0);
  header.height = value(directory, tag_height, 0);
  const std::uint32_t bits = value(directory, tag_bits, 1), samples = value(directory, tag_samples, 1);
  const std::uint32_t photometric = value(directory, tag_photometric, 1),
                      kind = value(directory, tag_sample_format, 1);
  if (kind != 1 || (bits != 1 && bits != 8 && bits != 16) || samples < 1 || samples > 4)
    return fail(ErrorCode::unsupported, name + ": a TIFF of " + std::to_string(samples) + " samples of " +
                                            std::to_string(bits) + " bits" +
                                            (kind == 1 ? "" : ", not unsigned integers") +
                                            "; expected 1 to 4 unsigned samples of 1, 8 or 16 bits");
  if (photometric == 5 || photometric > 6)
    return fail(ErrorCode::unsupported, name + ": a TIFF in colour space " + std::to_string(photometric) +
                                            "; save it as grey or RGB");
  header.channels = samples <= 2 && photometric <= 1 ? 1 : 3;
  header.bits = bits == 16 ? 16 : 8;
  const std::uint32_t orientation = value(directory, tag_orientation, 1);
  header.orientation = orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
  const std::int64_t data = data_bytes(directory, bytes.size());
  if (data < 0)
    return fail(ErrorCode::parse,
                name + ": truncated or damaged TIFF, its strips do not lie inside the file; copy it again");
  const std::int64_t ratio = value(directory, tag_compression, 1) == 1 ? 1 : compressed_ratio;
  // A row of 1-bit pixels is padded, never shortened: the bound holds for every depth.
  header.possible_pixels = data * ratio * 8 / (static_cast<std::int64_t>(samples) * bits);
  return header;
}

} // namespace andon
