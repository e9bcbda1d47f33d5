#pragma once
#include "core/inspection/image.h"

#include <string>

namespace andon {

/// The bytes of a PNG file. Errors: invalid_argument (bytes that do not match the size), internal.
Result<std::string> encode_png(const Image& image);

} // namespace andon
