#include "core/inspection/byte_reader.h"

#include <cstring>

namespace andon {

bool ByteReader::read(std::uint64_t offset, void* out, std::uint64_t count) {
  if (offset > size_ || count > size_ - offset) {
    failed_ = true;
    return false;
  }
  if (file_ == nullptr) {
    std::memcpy(out, memory_.data() + offset, count);
    return true;
  }
  file_->clear();
  file_->seekg(static_cast<std::streamoff>(offset));
  file_->read(static_cast<char*>(out), static_cast<std::streamsize>(count));
  failed_ = failed_ || !*file_;
  return static_cast<bool>(*file_);
}

std::uint32_t ByteReader::integer(std::uint64_t offset, int bytes, bool big_endian) {
  unsigned char raw[4] = {};
  if (!read(offset, raw, static_cast<std::uint64_t>(bytes)))
    return 0;
  std::uint32_t value = 0;
  for (int i = 0; i < bytes; ++i)
    value = value << 8 | raw[big_endian ? i : bytes - 1 - i];
  return value;
}

} // namespace andon
