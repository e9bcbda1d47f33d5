#include "core/signal/normalise.h"
#include "core/signal/scene_tokens.h"
#include "core/signal/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace andon {
namespace {

struct Stretch {
  std::size_t from = 0, to = 0;
  double spread = 1;
  Random& random;
};

void put(const Sensor& sensor, double value, float& out) {
  out =
      static_cast<float>(sensor.info.meta.words ? std::clamp(std::floor(value + 0.5), 0.0, 65535.0) : value);
}

/// Applies a change of the reading in natural byte order.
template <class Change>
void each_reading(Sensor& sensor, const Stretch& s, bool swapped, const Change& change) {
  for (std::size_t i = s.from; i < s.to; ++i) {
    float& value = sensor.series.values[i];
    if (swapped)
      value = swap_bytes(static_cast<std::uint16_t>(value));
    const double place = static_cast<double>(i - s.from) / static_cast<double>(s.to - s.from);
    put(sensor, change(static_cast<double>(value), place, i), value);
    if (swapped)
      value = swap_bytes(static_cast<std::uint16_t>(value));
  }
}

double sign(Random& random) {
  return random.uniform() < 0.5 ? -1 : 1;
}

void noise(Sensor& sensor, const Stretch& s, bool swapped) {
  const double strength = s.random.uniform(0.3, 1.5) * s.spread;
  each_reading(sensor, s, swapped,
               [&](double x, double, std::size_t) { return x + strength * s.random.normal(); });
}
void gain(Sensor& sensor, const Stretch& s, bool swapped) {
  const double centre = robust_scale(sensor.series).centre;
  const double factor = s.random.uniform() < 0.3 ? s.random.uniform(0, 0.4) : s.random.uniform(1.8, 4);
  each_reading(sensor, s, swapped,
               [&](double x, double, std::size_t) { return centre + factor * (x - centre); });
}
void offset(Sensor& sensor, const Stretch& s, bool swapped) {
  const double shift = sign(s.random) * s.random.uniform(1, 4) * s.spread;
  each_reading(sensor, s, swapped, [&](double x, double, std::size_t) { return x + shift; });
}
void ramp(Sensor& sensor, const Stretch& s, bool swapped) {
  const double shift = sign(s.random) * s.random.uniform(1.5, 6) * s.spread;
  each_reading(sensor, s, swapped, [&](double x, double place, std::size_t) { return x + shift * place; });
}
void pulses(Sensor& sensor, const Stretch& s, bool swapped) {
  const double height = s.random.uniform(1.5, 6) * s.spread, rate = sensor.series.rate;
  const double often = 1 / std::max(1.0, rate * s.random.uniform(0.1, 0.4));
  std::size_t until = 0;
  double now = 0;
  each_reading(sensor, s, swapped, [&](double x, double, std::size_t i) {
    if (i >= until && s.random.uniform() < often) {
      now = sign(s.random) * height;
      until = i + std::max<std::size_t>(1, static_cast<std::size_t>(rate * 0.003));
    }
    return i < until ? x + now : x;
  });
}
void held(Sensor& sensor, const Stretch& s, bool) {
  auto& values = sensor.series.values;
  std::fill(values.begin() + static_cast<std::ptrdiff_t>(s.from),
            values.begin() + static_cast<std::ptrdiff_t>(s.to),
            s.random.uniform() < 0.5 ? 0.0F : values[s.from]);
}
void flicker(Sensor& sensor, const Stretch& s, bool) {
  const std::uint32_t bit = 1U << s.random.below(16);
  for (std::size_t i = s.from; i < s.to; ++i)
    if (s.random.below(4) == 0)
      sensor.series.values[i] = static_cast<float>(static_cast<std::uint32_t>(sensor.series.values[i]) ^ bit);
}
void jumps(Sensor& sensor, const Stretch& s, bool swapped) {
  const double often = 1 / std::max(1.0, sensor.series.rate * s.random.uniform(0.1, 0.4));
  std::uint16_t extra = 0;
  for (std::size_t i = s.from; i < sensor.series.values.size(); ++i) {
    if (i < s.to && s.random.uniform() < often)
      extra = static_cast<std::uint16_t>(extra + 1000 + s.random.below(12000));
    auto word = static_cast<std::uint16_t>(sensor.series.values[i]);
    word = static_cast<std::uint16_t>((swapped ? swap_bytes(word) : word) + extra);
    sensor.series.values[i] = swapped ? swap_bytes(word) : word;
  }
}
/// What the sensor showed at another time, or this stretch backwards.
void elsewhere(Sensor& sensor, const Stretch& s, bool) {
  auto& values = sensor.series.values;
  const std::size_t length = s.to - s.from, room = values.size() - length;
  const std::size_t other =
      (s.from + length + s.random.below(std::max<std::size_t>(1, room - length))) % (room + 1);
  std::vector<float> copy(values.begin() + static_cast<std::ptrdiff_t>(other),
                          values.begin() + static_cast<std::ptrdiff_t>(other + length));
  if (s.random.uniform() < 0.3)
    std::reverse(copy.begin(), copy.end());
  std::copy(copy.begin(), copy.end(), values.begin() + static_cast<std::ptrdiff_t>(s.from));
}

using Change = void (*)(Sensor&, const Stretch&, bool);

/// Values change in every way; bit words, counters and halves only where it shows.
Change draw_change(const Sensor& sensor, bool steady, bool rolling, Random& random) {
  static constexpr std::array<Change, 10> values{noise,  gain, offset,    ramp,      pulses,
                                                 pulses, held, elsewhere, elsewhere, flicker};
  if (!sensor.info.meta.words)
    return values[random.below(9)];
  if (rolling)
    return random.uniform() < 0.5 ? jumps : random.uniform() < 0.5 ? held : flicker;
  if (steady)
    return flicker;
  return values[random.below(values.size())];
}

} // namespace

ChangedScene with_changes(const Scene& scene, std::int64_t count, Seed seed) {
  ChangedScene changed{scene, {}};
  Random random(seed);
  std::vector<bool> taken(scene.sensors.size(), false);
  for (std::int64_t k = 0; k < count; ++k) {
    const std::size_t index = random.below(scene.sensors.size());
    Sensor& sensor = changed.scene.sensors[index];
    const Series& series = sensor.series;
    const double length = random.uniform(1, 6), duration = series.end() - series.start;
    if (taken[index] || series.values.size() < 32 || duration < 3 * length)
      continue;
    taken[index] = true;
    const double start = random.uniform() * (duration - length);
    const Stretch stretch{static_cast<std::size_t>(start * series.rate),
                          static_cast<std::size_t>((start + length) * series.rate),
                          robust_scale(series).spread, random};
    std::size_t moves = 0, rollovers = 0;
    double plain = 0, other = 0;
    for (std::size_t i = 1; sensor.info.meta.words && i < series.values.size(); ++i) {
      const auto a = static_cast<std::uint16_t>(series.values[i - 1]),
                 b = static_cast<std::uint16_t>(series.values[i]);
      moves += a != b;
      plain += std::abs(word_step(a, b));
      other += std::abs(word_step(swap_bytes(a), swap_bytes(b)));
      rollovers += rolls_over(a, b);
    }
    const bool swapped = other < plain;
    const Change change =
        draw_change(sensor, static_cast<double>(moves) < 4 * duration,
                    rollovers > 0 && plain / static_cast<double>(series.values.size()) < 4096, random);
    const std::vector<float> before = series.values;
    change(sensor, stretch, swapped && change != held && change != flicker && change != elsewhere);
    // A change that altered nothing is not one.
    if (std::equal(before.begin() + static_cast<std::ptrdiff_t>(stretch.from),
                   before.begin() + static_cast<std::ptrdiff_t>(stretch.to),
                   series.values.begin() + static_cast<std::ptrdiff_t>(stretch.from)))
      continue;
    changed.changes.push_back(
        {series.start + start, series.start + start + length, 1, "changed", sensor.info.id});
  }
  return changed;
}

} // namespace andon
