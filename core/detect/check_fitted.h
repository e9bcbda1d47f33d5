#pragma once
#include "core/detect/detector.h"

namespace andon::detect {

/// Whether the values of a detector read from a file have the sizes and indices that scoring relies on.
/// Errors: corrupt.
Result<void> check_fitted(const FittedDetector& detector);

} // namespace andon::detect
