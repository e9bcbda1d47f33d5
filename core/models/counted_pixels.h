#pragma once
#include "core/models/error_net.h"

#include <ATen/core/Tensor.h>

namespace andon {

/// [1, 3, height, width] in −1..1; refers to nothing.
at::Tensor network_input(const ColourInput& image);

/// 1 where pixels count and 0 elsewhere, [1, 1, height, width]; undefined when all do.
at::Tensor counted_pixels(const ColourInput& image);
/// The same for cells of side × side pixels: 1 where a cell holds a pixel that counts. Undefined stays so.
at::Tensor counted_cells(const at::Tensor& pixels, std::int64_t side);
/// Mean of values [1, channel, height, width] over the places that count, all when `counted` is undefined.
/// requires one that counts.
at::Tensor counted_mean(const at::Tensor& values, const at::Tensor& counted);

} // namespace andon
