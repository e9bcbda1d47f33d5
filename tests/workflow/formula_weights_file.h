#pragma once
#include "core/base/error.h"

#include <filesystem>

namespace andon {

/// A MobileNetV3-Small whose numbers come from a formula, as a safetensors file. Errors: io.
Result<void> write_formula_weights(const std::filesystem::path& file);

} // namespace andon
