#include "core/simulate/surface_defect.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr double two_pi = 6.28318530717958647693;

struct Brush {
  double size; ///< of the image
  double scale, contrast;
  Random random;
  /// A position with a margin to the border.
  std::array<double, 2> place(double margin) {
    const double x = random.uniform(margin, size - margin), y = random.uniform(margin, size - margin);
    return {x, y};
  }
};

double distance_to_segment(double x, double y, const std::array<double, 2>& a,
                           const std::array<double, 2>& b) {
  const double along_x = b[0] - a[0], along_y = b[1] - a[1];
  const double length = along_x * along_x + along_y * along_y;
  const double t =
      length > 0 ? std::clamp(((x - a[0]) * along_x + (y - a[1]) * along_y) / length, 0.0, 1.0) : 0;
  const double dx = x - a[0] - t * along_x, dy = y - a[1] - t * along_y;
  return std::sqrt(dx * dx + dy * dy);
}

/// Calls body(pixel, x, y) for every pixel.
template <class Body>
void for_each_pixel(SurfaceCanvas& canvas, const Body& body) {
  for (std::int64_t y = 0; y < canvas.size; ++y)
    for (std::int64_t x = 0; x < canvas.size; ++x)
      body(canvas.at(x, y), static_cast<double>(x), static_cast<double>(y));
}

/// A thin wandering line with one dark and one bright edge.
void paint_scratch(Brush& brush, SurfaceCanvas& canvas) {
  const double step = brush.size * 0.035 * brush.scale, width = std::max(0.9, brush.size / 256 * brush.scale);
  double angle = brush.random.uniform(0, two_pi);
  std::vector<std::array<double, 2>> path{brush.place(brush.size * 0.25)};
  const auto steps = 6 + brush.random.below(6);
  for (std::uint64_t i = 0; i < steps; ++i) {
    angle += brush.random.uniform(-0.35, 0.35);
    path.push_back(
        {path.back()[0] + step * portable_cos(angle), path.back()[1] + step * portable_sin(angle)});
  }
  for_each_pixel(canvas, [&](double* pixel, double x, double y) {
    double near = 1e9, near_shifted = 1e9;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      near = std::min(near, distance_to_segment(x, y, path[i], path[i + 1]));
      near_shifted = std::min(near_shifted, distance_to_segment(x - width, y - width, path[i], path[i + 1]));
    }
    const double dark = std::clamp(width + 0.5 - near, 0.0, 1.0),
                 bright = std::clamp(width + 0.5 - near_shifted, 0.0, 1.0);
    for (std::size_t c = 0; c < 3; ++c)
      pixel[c] *= 1 - 0.45 * brush.contrast * dark + 0.22 * brush.contrast * bright * (1 - dark);
  });
}

/// A hollow that the light shades on one side and brightens on the other.
void paint_dent(Brush& brush, SurfaceCanvas& canvas) {
  const double radius = brush.size * brush.random.uniform(0.045, 0.09) * brush.scale;
  const auto [cx, cy] = brush.place(std::min(radius + 4, brush.size / 2));
  const double angle = brush.random.uniform(0, two_pi), squash = brush.random.uniform(0.7, 1);
  const double light_x = portable_cos(angle), light_y = portable_sin(angle);
  for_each_pixel(canvas, [&](double* pixel, double x, double y) {
    const double u = (x - cx) / radius, v = (y - cy) / (radius * squash);
    const double r2 = u * u + v * v;
    if (r2 >= 1)
      return;
    const double shade = (u * light_x + v * light_y) * 2.6 * (1 - r2) - 0.25 * (1 - r2);
    for (std::size_t c = 0; c < 3; ++c)
      pixel[c] *= std::max(0.0, 1 + 0.42 * brush.contrast * shade);
  });
}

/// A blot with a ragged border that darkens and tints what lies under it.
void paint_stain(Brush& brush, Seed seed, SurfaceCanvas& canvas) {
  const double radius = brush.size * brush.random.uniform(0.05, 0.11) * brush.scale;
  const auto [cx, cy] = brush.place(std::min(radius + 4, brush.size / 2));
  const LatticeNoise ragged(seed.stream("ragged"), radius / 2, radius / 2);
  const std::array<double, 3> tint{brush.random.uniform(0.3, 0.6), brush.random.uniform(0.3, 0.55),
                                   brush.random.uniform(0.2, 0.5)};
  for_each_pixel(canvas, [&](double* pixel, double x, double y) {
    const double distance =
        std::sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) / radius + 0.35 * ragged(x, y);
    const double cover = std::clamp((1 - distance) * radius / 2, 0.0, 1.0) * brush.contrast;
    for (std::size_t c = 0; c < 3; ++c)
      pixel[c] *= std::max(0.0, 1 - cover * (1 - tint[c]));
  });
}

/// A bitten-out piece that shows the dark ground; on the stamped part a hole that was not punched.
void paint_missing_part(Brush& brush, const std::string& texture, const Pose& pose, SurfaceCanvas& canvas) {
  if (texture == "stamped_part") {
    const std::vector<Hole> holes = stamped_holes(canvas.size);
    const Hole hole = holes[brush.random.below(holes.size())];
    const std::array<double, 3> sheet = texture_colour(texture);
    const auto [cx, cy] = pose.image(hole.x, hole.y);
    for_each_pixel(canvas, [&, cx = cx, cy = cy](double* pixel, double x, double y) {
      const double distance = std::sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) - hole.radius;
      const double fill = std::clamp(3.5 - distance, 0.0, 1.0) * std::min(1.0, brush.contrast);
      for (std::size_t c = 0; c < 3; ++c)
        pixel[c] = pixel[c] * (1 - fill) + sheet[c] * fill;
    });
    return;
  }
  const double radius = brush.size * brush.random.uniform(0.05, 0.1) * brush.scale;
  const auto [cx, cy] = brush.place(std::min(radius + 4, brush.size / 2));
  const double angle = brush.random.uniform(0, two_pi), ux = portable_cos(angle), uy = portable_sin(angle);
  for_each_pixel(canvas, [&, cx = cx, cy = cy](double* pixel, double x, double y) {
    const double along = std::abs((x - cx) * ux + (y - cy) * uy),
                 across = std::abs((y - cy) * ux - (x - cx) * uy);
    const double inside =
        std::clamp(0.5 + radius - along, 0.0, 1.0) * std::clamp(0.5 + 0.6 * radius - across, 0.0, 1.0);
    const double bare = inside * std::min(1.0, brush.contrast);
    for (std::size_t c = 0; c < 3; ++c)
      pixel[c] = pixel[c] * (1 - bare) + 0.1 * bare;
  });
}

/// A patch of the right structure in another hue.
void paint_wrong_colour(Brush& brush, SurfaceCanvas& canvas) {
  const double width = brush.size * brush.random.uniform(0.1, 0.2) * brush.scale;
  const double height = brush.size * brush.random.uniform(0.08, 0.16) * brush.scale;
  const auto [cx, cy] = brush.place(std::min(width / 2 + 4, brush.size / 2));
  const std::size_t first = brush.random.below(3);
  for_each_pixel(canvas, [&, cx = cx, cy = cy](double* pixel, double x, double y) {
    const double inside = std::clamp(0.5 + width / 2 - std::abs(x - cx), 0.0, 1.0) *
                          std::clamp(0.5 + height / 2 - std::abs(y - cy), 0.0, 1.0) * brush.contrast;
    pixel[first] *= 1 + 0.35 * inside;
    pixel[(first + 1) % 3] *= std::max(0.0, 1 - 0.35 * inside);
  });
}

} // namespace

void paint_defect(const std::string& defect, const std::string& texture, const Pose& pose, double scale,
                  double contrast, Seed seed, SurfaceCanvas& canvas) {
  Brush brush{static_cast<double>(canvas.size), scale, contrast, Random(seed.stream("defect"))};
  if (defect == "scratch")
    paint_scratch(brush, canvas);
  else if (defect == "dent")
    paint_dent(brush, canvas);
  else if (defect == "stain")
    paint_stain(brush, seed, canvas);
  else if (defect == "missing_part")
    paint_missing_part(brush, texture, pose, canvas);
  else
    paint_wrong_colour(brush, canvas);
}

} // namespace andon
