#include "core/simulate/surfaces.h"

#include "core/base/assert.h"
#include "core/base/portable_math.h"
#include "core/simulate/surface_defect.h"
#include "core/simulate/surface_texture.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr double degree = 6.28318530717958647693 / 360;

Pose draw_pose(const SurfaceOptions& options, Random random) {
  const double angle = random.uniform(-options.rotation, options.rotation) * degree;
  Pose pose;
  pose.cosine = portable_cos(angle);
  pose.sine = portable_sin(angle);
  pose.shift_x = random.uniform(-options.shift, options.shift);
  pose.shift_y = random.uniform(-options.shift, options.shift);
  pose.centre = static_cast<double>(options.size - 1) / 2;
  return pose;
}

/// Light and sensor: the same for a part with and without its defect.
std::vector<std::uint8_t> exposed(const SurfaceOptions& options, SurfaceCanvas& canvas, Seed seed) {
  Random random(seed.stream("light"));
  const double level = 1 + random.uniform(-options.brightness, options.brightness);
  const double tilt_x = random.uniform(-options.gradient, options.gradient);
  const double tilt_y = random.uniform(-options.gradient, options.gradient);
  Random grain(seed.stream("sensor"));
  std::vector<std::uint8_t> pixels(canvas.values.size());
  const double half = static_cast<double>(canvas.size) / 2;
  for (std::int64_t y = 0; y < canvas.size; ++y)
    for (std::int64_t x = 0; x < canvas.size; ++x) {
      const double light =
          level + tilt_x * (static_cast<double>(x) / half - 1) + tilt_y * (static_cast<double>(y) / half - 1);
      const double* pixel = canvas.at(x, y);
      for (std::size_t c = 0; c < 3; ++c) {
        const double value = pixel[c] * light + options.noise * grain.normal();
        pixels[static_cast<std::size_t>((y * canvas.size + x) * 3) + c] =
            static_cast<std::uint8_t>(std::clamp(std::floor(value * 255 + 0.5), 0.0, 255.0));
      }
    }
  return pixels;
}

/// 255 where a colour differs by at least 2 steps.
std::vector<std::uint8_t> changed(const std::vector<std::uint8_t>& good,
                                  const std::vector<std::uint8_t>& bad) {
  std::vector<std::uint8_t> mask(good.size() / 3);
  for (std::size_t i = 0; i < good.size(); ++i)
    if (std::abs(static_cast<int>(good[i]) - static_cast<int>(bad[i])) >= 2)
      mask[i / 3] = 255;
  return mask;
}

bool any(const std::vector<std::uint8_t>& mask) {
  return std::any_of(mask.begin(), mask.end(), [](std::uint8_t pixel) { return pixel != 0; });
}

} // namespace

std::vector<Option> SurfaceOptions::describe() {
  std::vector<std::string> textures{"all"};
  textures.insert(textures.end(), surface_textures().begin(), surface_textures().end());
  return {
      choice("texture", texture, "Surface to draw; all writes a folder for each", textures),
      option("size", size, "Width and height of an image", "pixels", 32, 4096),
      option("train", train, "Good images to train on, per texture", "images", 1, 100000),
      option("test_good", test_good, "Good images in the test part, per texture", "images", 0, 100000),
      option("test_defect", test_defect, "Images of each kind of defect in the test part, per texture",
             "images", 0, 100000),
      option("contrast", contrast, "Visibility of the defects; 1 is plain to see, 0.2 is hard", "", 0.05, 2),
      option("defect_size", defect_size, "Factor on the size of the defects", "", 0.2, 3),
      option("brightness", brightness,
             "Half-width of the spread of brightness from part to part, as a fraction", "", 0, 0.5),
      option("gradient", gradient, "Largest fall of the light from the centre to a side, as a fraction", "",
             0, 0.5),
      option("noise", noise, "Standard deviation of the sensor noise, as a fraction of white", "", 0, 0.2),
      option("shift", shift, "Largest shift of a part in each direction", "pixels", 0, 64),
      option("rotation", rotation, "Largest rotation of a part either way", "degrees", 0, 180),
  };
}

Result<void> check(const SurfaceOptions& options) {
  if (options.shift > static_cast<double>(options.size) / 4)
    return fail(ErrorCode::invalid_argument, "shift moves parts by more than a quarter of the image's " +
                                                 std::to_string(options.size) +
                                                 " pixels; lower shift or raise size");
  return {};
}

std::vector<std::string> chosen_textures(const SurfaceOptions& options) {
  return options.texture == "all" ? surface_textures() : std::vector<std::string>{options.texture};
}

const std::vector<std::string>& surface_defects() {
  static const std::vector<std::string> ids{"scratch", "dent", "stain", "missing_part", "wrong_colour"};
  return ids;
}

std::vector<SurfaceItem> surface_items(const SurfaceOptions& options, const std::string& texture) {
  std::vector<SurfaceItem> items;
  const auto add = [&](const char* part, const std::string& defect, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
      items.push_back({texture, part, defect, i});
  };
  add("train", "", options.train);
  add("test", "", options.test_good);
  for (const std::string& defect : surface_defects())
    add("test", defect, options.test_defect);
  return items;
}

SurfaceImage simulate_surface(const SurfaceOptions& options, const SurfaceItem& item, Seed seed) {
  const Seed own =
      seed.stream(item.texture).stream(item.part + "/" + item.defect, static_cast<std::uint64_t>(item.index));
  const Pose pose = draw_pose(options, Random(own.stream("pose")));
  SurfaceCanvas good{options.size,
                     std::vector<double>(static_cast<std::size_t>(options.size * options.size * 3))};
  paint_texture(item.texture, pose, own, good);
  SurfaceImage result{options.size, {}, std::vector<std::uint8_t>(good.values.size() / 3)};
  result.pixels = exposed(options, good, own);
  if (item.defect.empty())
    return result;
  // A faint defect may drown in rounding: then it is drawn again elsewhere, and more visibly each time.
  for (std::uint64_t attempt = 0; !any(result.mask); ++attempt) {
    ANDON_ASSERT(attempt < 64);
    SurfaceCanvas bad = good;
    const double contrast = options.contrast * (1 + static_cast<double>(attempt));
    paint_defect(item.defect, item.texture, pose, options.defect_size, contrast,
                 own.stream("attempt", attempt), bad);
    std::vector<std::uint8_t> pixels = exposed(options, bad, own);
    result.mask = changed(result.pixels, pixels);
    if (any(result.mask))
      result.pixels = std::move(pixels);
  }
  return result;
}

} // namespace andon
