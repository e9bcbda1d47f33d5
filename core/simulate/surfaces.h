#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/random.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// Images of surfaces with defects and exact masks (SPEC S5.1), so that inspection runs without a download.
/// Textures: brushed_metal, woven_fabric, speckled_stone, stamped_part, leather. Defects: scratch, dent,
/// stain, missing_part, wrong_colour. Good parts vary in grain, brightness, direction of the light, position,
/// rotation and sensor noise; defective ones are good parts with one defect.
struct SurfaceOptions {
  std::string texture = "all";
  std::int64_t size = 256;
  std::int64_t train = 60, test_good = 20, test_defect = 8;
  double contrast = 1;
  double defect_size = 1;
  double brightness = 0.06, gradient = 0.06, noise = 0.012;
  double shift = 4, rotation = 1.5;
  std::vector<Option> describe();
};
/// Errors: invalid_argument (a shift that could move every hole of a stamped part out of the image).
Result<void> check(const SurfaceOptions& options);
/// The textures that `options.texture` stands for.
std::vector<std::string> chosen_textures(const SurfaceOptions& options);
/// scratch, dent, stain, missing_part, wrong_colour.
const std::vector<std::string>& surface_defects();

/// One image of the data set: where it goes and what it shows.
struct SurfaceItem {
  std::string texture, part, defect; ///< part train or test, defect "" for good
  std::int64_t index = 0;
};
/// All images of one texture: train, good test, then each defect. Every group has a stream of its own: counts
/// do not shift other groups.
std::vector<SurfaceItem> surface_items(const SurfaceOptions& options, const std::string& texture);

/// RGB image of size·size·3 bytes and its mask of size·size bytes (255 = changed by the defect, else 0).
struct SurfaceImage {
  std::int64_t size = 0;
  std::vector<std::uint8_t> pixels, mask;
};
/// The mask holds exactly the pixels where the defect changes at least one colour by 2 or more of 255 steps,
/// compared with the same part without it; it is never empty. Built on random.h and portable_math.h: the same
/// bits on every machine. requires check(options). Threads: any. Cost: about 60 ms for 256 × 256
/// pixels on one core.
SurfaceImage simulate_surface(const SurfaceOptions& options, const SurfaceItem& item, Seed seed);

} // namespace andon
