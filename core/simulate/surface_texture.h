#pragma once
#include "core/base/random.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace andon {

// Private to core/simulate: the good surfaces. Built on random.h and portable_math.h: the same bits on every
// machine.

/// Reflectance of red, green and blue in 0..1, row-major, three doubles a pixel.
struct SurfaceCanvas {
  std::int64_t size = 0;
  std::vector<double> values;
  double* at(std::int64_t x, std::int64_t y) {
    return values.data() + static_cast<std::size_t>((y * size + x) * 3);
  }
};

/// Where a pixel lies on the part: turned and shifted from image to image.
struct Pose {
  double cosine = 1, sine = 0, shift_x = 0, shift_y = 0, centre = 0;
  /// Part coordinates of an image position, in pixels.
  std::array<double, 2> part(double x, double y) const {
    const double u = x - centre, v = y - centre;
    return {cosine * u + sine * v + shift_x + centre, -sine * u + cosine * v + shift_y + centre};
  }
  /// The inverse.
  std::array<double, 2> image(double x, double y) const {
    const double u = x - shift_x - centre, v = y - shift_y - centre;
    return {cosine * u - sine * v + centre, sine * u + cosine * v + centre};
  }
};

/// A hole of a stamped part in part coordinates.
struct Hole {
  double x = 0, y = 0, radius = 0;
};

/// Smooth random field: values of a lattice with that spacing, cubic interpolation, mean 0, in about −1..1.
/// A pure function of (seed, x, y): no table, any position.
class LatticeNoise {
public:
  LatticeNoise(Seed seed, double spacing_x, double spacing_y)
      : seed_(seed.value()), step_x_(spacing_x), step_y_(spacing_y) {}
  double operator()(double x, double y) const;

private:
  double corner(std::int64_t column, std::int64_t row) const;
  std::uint64_t seed_;
  double step_x_, step_y_;
};

/// Ids: brushed_metal, woven_fabric, speckled_stone, stamped_part, leather.
const std::vector<std::string>& surface_textures();
/// Draws the part under its pose; `seed` is that of the image, so grain differs from part to part and shape
/// does not.
void paint_texture(const std::string& texture, const Pose& pose, Seed seed, SurfaceCanvas& canvas);
/// Holes of stamped_part for that image size.
std::vector<Hole> stamped_holes(std::int64_t size);
/// Mean colour of a texture, for defects that show another one.
std::array<double, 3> texture_colour(const std::string& texture);

} // namespace andon
