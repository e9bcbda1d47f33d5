#pragma once
#include "core/base/random.h"

#include <ATen/core/Tensor.h>

namespace andon {

/// A view of courses [n, channels, frames] for contrast: noise, a quarter of the time blanked out, a tenth of
/// the channels dropped. Draws from `random` and torch's generator.
at::Tensor course_view(const at::Tensor& course, Random& random);

} // namespace andon
