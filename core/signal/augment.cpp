#include "core/signal/augment.h"

#include "core/signal/normalise.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

bool is_bits(const SensorInfo& sensor) {
  return sensor.meta.type == SensorType::bits;
}
bool is_value(const SensorInfo& sensor) {
  return !is_bits(sensor) && sensor.meta.type != SensorType::two_words;
}
bool is_word(const SensorInfo& sensor) {
  return sensor.meta.words;
}
bool is_any(const SensorInfo&) {
  return true;
}

void store(const SensorInfo& sensor, double value, float& out) {
  out = static_cast<float>(sensor.meta.words ? std::clamp(std::floor(value + 0.5), 0.0, 65535.0) : value);
}

void jitter(const AugmentOptions& o, double spread, const SensorInfo& sensor, std::size_t from,
            std::size_t to, Random& random, Series& series) {
  for (std::size_t i = from; i < to; ++i)
    store(sensor, series.values[i] + o.jitter * spread * random.normal(), series.values[i]);
}

void scale(const AugmentOptions& o, double, const SensorInfo& sensor, std::size_t from, std::size_t to,
           Random& random, Series& series) {
  double mean = 0;
  for (std::size_t i = from; i < to; ++i)
    mean += series.values[i] / static_cast<double>(to - from);
  const double factor = 1 + o.scale * random.normal();
  for (std::size_t i = from; i < to; ++i)
    store(sensor, mean + factor * (series.values[i] - mean), series.values[i]);
}

/// Single samples become missing.
void mask(const AugmentOptions& o, double, const SensorInfo&, std::size_t from, std::size_t to,
          Random& random, Series& series) {
  series.missing.resize(series.values.size(), 0);
  for (std::size_t i = from; i < to; ++i)
    if (random.uniform() < o.mask)
      series.missing[i] = 1;
}

/// One stretch becomes missing.
void cutout(const AugmentOptions& o, double, const SensorInfo&, std::size_t from, std::size_t to,
            Random& random, Series& series) {
  const auto length = static_cast<std::size_t>(o.cutout * static_cast<double>(to - from));
  if (length == 0)
    return;
  series.missing.resize(series.values.size(), 0);
  const std::size_t start = from + random.below(to - from - length + 1);
  std::fill_n(series.missing.begin() + static_cast<std::ptrdiff_t>(start), length, std::uint8_t{1});
}

void bit_flip(const AugmentOptions& o, double, const SensorInfo&, std::size_t from, std::size_t to,
              Random& random, Series& series) {
  const std::uint32_t bit = 1U << random.below(16);
  for (std::size_t i = from; i < to; ++i)
    if (random.uniform() < o.bit_flip)
      series.values[i] = static_cast<float>(static_cast<std::uint32_t>(series.values[i]) ^ bit);
}

/// Time runs faster, then slower: t → t + pull·sin(π·t/length); the ends stay.
void time_warp(const AugmentOptions& o, double, const SensorInfo& sensor, std::size_t from, std::size_t to,
               Random& random, Series& series) {
  const double length = static_cast<double>(to - from),
               pull = o.time_warp * random.uniform(-1, 1) * length / 3.15;
  const std::vector<float> old(series.values.begin() + static_cast<std::ptrdiff_t>(from),
                               series.values.begin() + static_cast<std::ptrdiff_t>(to));
  const bool hold = sensor.meta.words && !is_value(sensor);
  for (std::size_t i = from; i < to; ++i) {
    const double t = static_cast<double>(i - from);
    const double place = std::clamp(t + pull * std::sin(3.14159265358979 * t / length), 0.0, length - 1);
    const auto k = std::min(static_cast<std::size_t>(place), old.size() - 1);
    const double next = old[std::min(k + 1, old.size() - 1)],
                 part = hold ? 0 : place - static_cast<double>(k);
    store(sensor, old[k] + part * (next - old[k]), series.values[i]);
  }
}

/// Windows of equal length change places.
void reorder(const AugmentOptions& o, double, const SensorInfo&, std::size_t from, std::size_t to,
             Random& random, Series& series) {
  const auto windows = static_cast<std::size_t>(o.reorder);
  if (windows < 2 || to - from < windows)
    return;
  const std::size_t length = (to - from) / windows;
  std::vector<std::size_t> order(windows);
  for (std::size_t i = 0; i < windows; ++i)
    order[i] = i;
  shuffle(order, random);
  const Series old = series;
  for (std::size_t i = 0; i < windows; ++i)
    for (std::size_t k = 0; k < length; ++k) {
      series.values[from + i * length + k] = old.values[from + order[i] * length + k];
      if (!old.missing.empty())
        series.missing[from + i * length + k] = old.missing[from + order[i] * length + k];
    }
}

std::vector<OptionInfo> option_info(const std::string& key) {
  std::vector<OptionInfo> chosen;
  for (OptionInfo& info : describe_defaults<AugmentOptions>())
    if (info.key == key)
      chosen.push_back(std::move(info));
  return chosen;
}

} // namespace

std::vector<Option> AugmentOptions::describe() {
  return {
      option("jitter", jitter, "Noise added to values", "robust standard deviations", 0, 10),
      option("scale", scale, "Spread of the factor that amplitudes are multiplied by", "", 0, 2),
      option("mask", mask, "Share of single samples that become missing", "", 0, 1),
      option("cutout", cutout, "Share of the time that becomes missing in one stretch", "", 0, 1),
      option("bit_flip", bit_flip, "Share of samples in which one bit of a word is flipped", "", 0, 1),
      option("time_warp", time_warp, "How far time is stretched at most, of the length", "", 0, 0.9),
      option("reorder", reorder, "Windows that change places; 0 or 1 leaves the order", "windows", 0, 1000)};
}

const Table<AugmentEntry>& augmentations() {
  static const Table<AugmentEntry> table(
      "augmentation",
      {{"jitter", "Noise on values", option_info("jitter"), is_value, jitter},
       {"scale", "Larger or smaller amplitude of values", option_info("scale"), is_value, scale},
       {"mask", "Single samples missing", option_info("mask"), is_any, mask},
       {"cutout", "One stretch missing", option_info("cutout"), is_any, cutout},
       {"bit_flip", "Flipped bits of words", option_info("bit_flip"), is_word, bit_flip},
       {"time_warp", "Time stretched and pressed", option_info("time_warp"), is_any, time_warp},
       {"reorder", "Windows in another order", option_info("reorder"), is_any, reorder}});
  return table;
}

Result<Scene> augmented(const Scene& scene, const std::vector<std::string>& ids,
                        const AugmentOptions& options, Seed seed) {
  Scene result = scene;
  for (const std::string& id : ids) {
    ANDON_ASSIGN(const AugmentEntry* entry, augmentations().find(id));
    for (std::size_t i = 0; i < result.sensors.size(); ++i) {
      Sensor& sensor = result.sensors[i];
      if (sensor.series.values.empty() || !entry->fits(sensor.info))
        continue;
      Random random(seed.stream(id, i));
      entry->apply(options, robust_scale(scene.sensors[i].series).spread, sensor.info, 0,
                   sensor.series.values.size(), random, sensor.series);
    }
  }
  return result;
}

} // namespace andon
