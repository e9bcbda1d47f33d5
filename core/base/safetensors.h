#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace andon {

/// Element types of the safetensors format that Andon reads and writes.
enum class TensorType { f64, f32, f16, bf16, i64, i32, i16, i8, u8, boolean };
std::string_view to_string(TensorType type); ///< "F32", "BF16", …
std::size_t size_of(TensorType type);        ///< bytes of one element

/// One named array: compact, row-major, little-endian bytes. An empty shape is a scalar (one element).
struct NamedTensor {
  std::string name;
  TensorType type = TensorType::f32;
  std::vector<std::int64_t> shape;
  std::string bytes;
};

/// Contents of a safetensors file: an 8-byte little-endian header length, a JSON header, then the data.
struct TensorSet {
  std::vector<NamedTensor> tensors;
  std::map<std::string, std::string> metadata;
  /// nullptr when there is none of that name.
  const NamedTensor* find(std::string_view name) const;
};

/// Reads strictly; nothing is executed and nothing is allocated on the word of the file alone.
/// Refuses: a header above 16 MB, more than 10,000 tensors, a name twice, an unknown type or field, offsets
/// outside the data, overlaps, gaps, trailing bytes, and a size that is not elements × element size. `where`
/// names the source in messages. Errors: corrupt (says which tensor), limit_exceeded. Threads: any.
Result<TensorSet> parse_safetensors(std::string_view bytes, const std::string& where);
/// Errors: as parse_safetensors, and not_found, io, limit_exceeded above max_bytes.
Result<TensorSet> read_safetensors(const std::filesystem::path& path, std::uintmax_t max_bytes = 4ULL << 30);

/// Deterministic bytes: tensors by element size (largest first), then by name; header padded so that data are
/// aligned. Errors: invalid_argument for a name twice or empty, a shape that does not match its bytes, text
/// that is not UTF-8.
Result<std::string> safetensors_bytes(const TensorSet& set);
/// Atomically replaces `path`. Errors: as safetensors_bytes, and io.
Result<void> write_safetensors(const std::filesystem::path& path, const TensorSet& set);

} // namespace andon
