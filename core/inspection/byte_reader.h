#pragma once
#include <cstdint>
#include <fstream>
#include <string_view>

namespace andon {

/// Bytes at an offset, of a file or of memory; the parsers of image headers read nothing else.
/// Threads: one object a thread.
class ByteReader {
public:
  explicit ByteReader(std::string_view memory) : memory_(memory), size_(memory.size()) {}
  ByteReader(std::ifstream& file, std::uint64_t size) : file_(&file), size_(size) {}

  std::uint64_t size() const { return size_; }
  /// False when [offset, offset + count) is not inside the file.
  bool read(std::uint64_t offset, void* out, std::uint64_t count);
  /// Unsigned integer of 1, 2 or 4 bytes; sets failed() and returns 0 when it lies outside.
  std::uint32_t big(std::uint64_t offset, int bytes) { return integer(offset, bytes, true); }
  std::uint32_t little(std::uint64_t offset, int bytes) { return integer(offset, bytes, false); }
  std::uint32_t integer(std::uint64_t offset, int bytes, bool big_endian);
  /// Any read so far fell outside.
  bool failed() const { return failed_; }

private:
  std::string_view memory_;
  std::ifstream* file_ = nullptr;
  std::uint64_t size_ = 0;
  bool failed_ = false;
};

} // namespace andon
