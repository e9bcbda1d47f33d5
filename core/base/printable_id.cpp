#include "core/base/printable_id.h"

#include <cstddef>

namespace andon {
namespace {

/// Length of the UTF-8 character at `at`, 0 when the bytes are not one.
std::size_t utf8_length(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const unsigned first = byte(0);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : (first & 0xF0) == 0xE0        ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80)
      return 0;
  const unsigned second = byte(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || surrogate ? 0 : length;
}

} // namespace

std::string printable_id(const std::string& text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string id;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const auto byte = static_cast<unsigned char>(text[at]);
    if (length == 0 || byte < 0x20) {
      id += '%';
      id += digits[byte >> 4];
      id += digits[byte & 15];
      ++at;
    } else {
      id += text.substr(at, length);
      at += length;
    }
  }
  return id;
}

} // namespace andon
