#include "core/simulate/surface_texture.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr double two_pi = 6.28318530717958647693;

std::uint64_t mixed(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebULL;
  return x ^ x >> 31;
}

double smooth(double t) {
  return t * t * (3 - 2 * t);
}

void set(double* pixel, const std::array<double, 3>& colour, double light) {
  for (std::size_t c = 0; c < 3; ++c)
    pixel[c] = colour[c] * light;
}

/// Calls body(pixel, part_x, part_y) for every pixel.
template <class Body>
void for_each_part_position(const Pose& pose, SurfaceCanvas& canvas, const Body& body) {
  for (std::int64_t y = 0; y < canvas.size; ++y)
    for (std::int64_t x = 0; x < canvas.size; ++x) {
      const auto [u, v] = pose.part(static_cast<double>(x), static_cast<double>(y));
      body(canvas.at(x, y), u, v);
    }
}

/// Long grooves along x in two widths.
void paint_brushed_metal(const Pose& pose, Seed seed, SurfaceCanvas& canvas) {
  const LatticeNoise fine(seed.stream("fine"), 40, 1.2), coarse(seed.stream("coarse"), 120, 4);
  for_each_part_position(pose, canvas, [&](double* pixel, double u, double v) {
    set(pixel, texture_colour("brushed_metal"), 1 + 0.10 * fine(u, v) + 0.08 * coarse(u, v));
  });
}

/// Two sets of threads that pass over and under each other; their thickness wanders.
void paint_woven_fabric(const Pose& pose, Seed seed, SurfaceCanvas& canvas) {
  const LatticeNoise wander(seed.stream("wander"), 30, 30), fibre(seed.stream("fibre"), 2, 2);
  constexpr double pitch = 8;
  for_each_part_position(pose, canvas, [&](double* pixel, double u, double v) {
    const double offset = 0.6 * wander(u, v);
    const double across = two_pi * (u + offset) / pitch, along = two_pi * (v - offset) / pitch;
    const double warp = portable_cos(across), weft = portable_cos(along);
    const double over = portable_cos(across / 2) * portable_cos(along / 2);
    const double height = over > 0 ? warp : weft;
    set(pixel, texture_colour("woven_fabric"), 0.85 + 0.22 * height + 0.07 * fibre(u, v));
  });
}

/// Grains of two sizes in three tones.
void paint_speckled_stone(const Pose& pose, Seed seed, SurfaceCanvas& canvas) {
  const LatticeNoise grain(seed.stream("grain"), 3, 3), patch(seed.stream("patch"), 9, 9),
      dust(seed.stream("dust"), 1.1, 1.1);
  for_each_part_position(pose, canvas, [&](double* pixel, double u, double v) {
    const double speck = grain(u, v) + 0.5 * patch(u, v);
    const double tone = speck > 0.45 ? 1.22 : speck < -0.5 ? 0.68 : 1;
    set(pixel, texture_colour("speckled_stone"), tone + 0.06 * dust(u, v));
  });
}

/// A sheet with a printed grid and round holes: the place of everything is fixed on the part.
void paint_stamped_part(const Pose& pose, Seed seed, SurfaceCanvas& canvas) {
  const LatticeNoise roll(seed.stream("roll"), 3, 25);
  const std::vector<Hole> holes = stamped_holes(canvas.size);
  const double size = static_cast<double>(canvas.size), pitch = size / 4;
  for_each_part_position(pose, canvas, [&](double* pixel, double u, double v) {
    double light = 1 + 0.05 * roll(u, v);
    const double line =
        std::min(std::abs(u - pitch * std::round(u / pitch)), std::abs(v - pitch * std::round(v / pitch)));
    light *= 1 - 0.35 * std::clamp(size / 128 - line, 0.0, 1.0);
    set(pixel, texture_colour("stamped_part"), light);
    for (const Hole& hole : holes) {
      const double distance =
          std::sqrt((u - hole.x) * (u - hole.x) + (v - hole.y) * (v - hole.y)) - hole.radius;
      const double inside = std::clamp(0.5 - distance, 0.0, 1.0);
      const double rim = std::clamp(1 - std::abs(distance - 1.5) / 1.5, 0.0, 1.0);
      for (std::size_t c = 0; c < 3; ++c)
        pixel[c] = pixel[c] * (1 + 0.2 * rim) * (1 - inside) + 0.08 * inside;
    }
  });
}

/// Cells between wrinkles: ridged noise in two scales.
void paint_leather(const Pose& pose, Seed seed, SurfaceCanvas& canvas) {
  const LatticeNoise cells(seed.stream("cells"), 7, 7), folds(seed.stream("folds"), 17, 17),
      tint(seed.stream("tint"), 60, 60);
  for_each_part_position(pose, canvas, [&](double* pixel, double u, double v) {
    const double ridge = std::min(1.0, 3 * std::abs(cells(u, v))) * std::min(1.0, 4 * std::abs(folds(u, v)));
    set(pixel, texture_colour("leather"), 0.78 + 0.26 * ridge + 0.06 * tint(u, v));
  });
}

struct TextureRow {
  const char* id;
  std::array<double, 3> colour;
  void (*paint)(const Pose&, Seed, SurfaceCanvas&);
};

constexpr std::array<TextureRow, 5> texture_rows{{
    {"brushed_metal", {0.62, 0.63, 0.65}, paint_brushed_metal},
    {"woven_fabric", {0.48, 0.52, 0.68}, paint_woven_fabric},
    {"speckled_stone", {0.58, 0.55, 0.50}, paint_speckled_stone},
    {"stamped_part", {0.66, 0.68, 0.62}, paint_stamped_part},
    {"leather", {0.56, 0.36, 0.22}, paint_leather},
}};

const TextureRow& row_of(const std::string& texture) {
  const auto found = std::find_if(texture_rows.begin(), texture_rows.end(),
                                  [&](const TextureRow& row) { return row.id == texture; });
  return found == texture_rows.end() ? texture_rows.front() : *found;
}

} // namespace

double LatticeNoise::corner(std::int64_t column, std::int64_t row) const {
  const std::uint64_t mixed_row = mixed(seed_ ^ (static_cast<std::uint64_t>(row) * 0x9e3779b97f4a7c15ULL));
  const std::uint64_t bits = mixed(mixed_row ^ (static_cast<std::uint64_t>(column) * 0xd1b54a32d192ed03ULL));
  return static_cast<double>(bits >> 11) * 0x1p-52 - 1;
}

double LatticeNoise::operator()(double x, double y) const {
  const double column = std::floor(x / step_x_), row = std::floor(y / step_y_);
  const double right = smooth(x / step_x_ - column), down = smooth(y / step_y_ - row);
  const auto i = static_cast<std::int64_t>(column), j = static_cast<std::int64_t>(row);
  const double top = corner(i, j) * (1 - right) + corner(i + 1, j) * right;
  const double bottom = corner(i, j + 1) * (1 - right) + corner(i + 1, j + 1) * right;
  return top * (1 - down) + bottom * down;
}

const std::vector<std::string>& surface_textures() {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> all;
    for (const TextureRow& row : texture_rows)
      all.emplace_back(row.id);
    return all;
  }();
  return ids;
}

void paint_texture(const std::string& texture, const Pose& pose, Seed seed, SurfaceCanvas& canvas) {
  row_of(texture).paint(pose, seed.stream("texture"), canvas);
}

std::vector<Hole> stamped_holes(std::int64_t size) {
  std::vector<Hole> holes;
  const double pitch = static_cast<double>(size) / 4;
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 3; ++column)
      holes.push_back({pitch * (0.5 + column) + pitch / 2, pitch * (0.5 + row) + pitch / 2,
                       pitch * (row == column ? 0.26 : 0.18)});
  return holes;
}

std::array<double, 3> texture_colour(const std::string& texture) {
  return row_of(texture).colour;
}

} // namespace andon
