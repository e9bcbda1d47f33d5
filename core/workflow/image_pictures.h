#pragma once
#include "core/workflow/images.h"

namespace andon::workflow {

// Pictures made of images and heatmaps: 8-bit RGB, the size of the image unless said otherwise.

/// For eyes only. 16-bit samples are stretched so that 0.5 % of the image's samples become black and 0.5 %
/// white, all channels alike: cameras put 10 or 12 bits into 16. An image of one value is divided by 257.
Image as_eight_bits(const Image& image);
Image as_colour(const Image& image);
/// The heat levels in the colours of the scale.
Image heat_picture(const ImageView& view);
/// The image with the heat over it: colour = (1 − a)·image + a·heat, where a = opacity·level/255, so that
/// what is cold stays as it is; contours in cyan, ground truth in green.
Image overlay_picture(const ImageView& view, double opacity);
/// A part of an image with `margin` pixels around it, clipped to the image.
Image part_of(const Image& image, int x, int y, int width, int height, int margin);
/// PNG bytes of a picture, shrunk so that no side is longer than `side`. Errors: io.
Result<std::string> png_bytes(const Image& image, int side);

} // namespace andon::workflow
