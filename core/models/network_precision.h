#pragma once
#include "core/base/error.h"

#include <string>

namespace andon {

/// Whether a network computes in bf16 on that device: as `precision` says, or for "auto" where it is a
/// processor that multiplies bf16. Errors: invalid_argument for anything but auto, fp32, bf16.
Result<bool> computes_in_bf16(const std::string& precision, const std::string& device);

} // namespace andon
