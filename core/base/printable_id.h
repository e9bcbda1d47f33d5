#pragma once
#include <string>

namespace andon {

/// A valid UTF-8 id: bytes that are not UTF-8, and control characters, are written as %XX.
std::string printable_id(const std::string& text);

} // namespace andon
