#pragma once
#include "core/inspection/image.h"

#include <string_view>

namespace andon {

/// Grey or RGB pixels of a JPEG, without its orientation. Stricter than the usual readers, which fill what is
/// missing with grey: a truncated or damaged stream is an Error{parse}. requires that the header was checked.
/// Threads: any.
Result<Image> decode_jpeg(std::string_view bytes, const std::string& name);

} // namespace andon
