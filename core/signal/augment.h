#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/random.h"
#include "core/base/table.h"
#include "core/signal/series.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// Strengths of the augmentations (SPEC S2.0); 0 switches one off.
struct AugmentOptions {
  double jitter = 0.05;
  double scale = 0.1;
  double mask = 0.05;
  double cutout = 0.1;
  double bit_flip = 0.02;
  double time_warp = 0.1;
  std::int64_t reorder = 0;
  std::vector<Option> describe();
};

/// One way to change a sensor's samples in [from, to) without changing what the sensor is.
struct AugmentEntry {
  std::string id, title;
  std::vector<OptionInfo> options;
  /// False for sensors that it would make impossible: noise on bit fields, flipped bits on floats.
  bool (*fits)(const SensorInfo& sensor) = nullptr;
  /// `spread` is the sensor's robust standard deviation. Values of word sensors stay whole and within 0 …
  /// 65535.
  void (*apply)(const AugmentOptions& options, double spread, const SensorInfo& sensor, std::size_t from,
                std::size_t to, Random& random, Series& series) = nullptr;
};
/// jitter, scale, mask, cutout, bit_flip, time_warp, reorder.
const Table<AugmentEntry>& augmentations();

/// Applies the named augmentations one after the other to every sensor they fit. The draw of a sensor depends
/// on the seed, the augmentation and the sensor's place alone, so that adding one does not change another.
/// Same input, names, options and seed: same bits. Errors: not_found (id).
Result<Scene> augmented(const Scene& scene, const std::vector<std::string>& ids,
                        const AugmentOptions& options, Seed seed);

} // namespace andon
