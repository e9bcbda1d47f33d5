#include "core/models/counted_pixels.h"

#include <ATen/ATen.h>

namespace andon {

at::Tensor network_input(const ColourInput& image) {
  return at::from_blob(const_cast<float*>(image.rgb.data()), {1, image.height, image.width, 3}, at::kFloat)
                 .permute({0, 3, 1, 2}) *
             2 -
         1;
}

at::Tensor counted_pixels(const ColourInput& image) {
  if (image.inside.empty())
    return {};
  return at::from_blob(const_cast<std::uint8_t*>(image.inside.data()), {1, 1, image.height, image.width},
                       at::kByte)
      .ne(0)
      .to(at::kFloat);
}

at::Tensor counted_cells(const at::Tensor& pixels, std::int64_t side) {
  return pixels.defined() ? at::max_pool2d(pixels, {side, side}) : pixels;
}

at::Tensor counted_mean(const at::Tensor& values, const at::Tensor& counted) {
  if (!counted.defined())
    return values.mean();
  return (values * counted).sum() / (counted.sum() * values.size(1));
}

} // namespace andon
