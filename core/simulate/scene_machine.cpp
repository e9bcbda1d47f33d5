#include "core/simulate/scene_machine.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

std::int64_t share_of(double share, std::int64_t count, Random& random) {
  const double wanted = share * static_cast<double>(count) * random.uniform(0.8, 1.2);
  return static_cast<std::int64_t>(wanted + random.uniform());
}

WavePlan draw_wave(Random& random) {
  WavePlan wave;
  const std::uint64_t parts = 3 + random.below(3);
  double power = 0;
  for (std::uint64_t i = 0; i < parts; ++i) {
    wave.frequencies.push_back(0.08 * portable_exp(random.uniform(0, 3.4))); // to 2.4 Hz
    wave.amplitudes.push_back(random.uniform(0.5, 1));
    power += wave.amplitudes.back() * wave.amplitudes.back() / 2;
  }
  wave.wander = random.uniform(0.2, 0.4);
  for (double& amplitude : wave.amplitudes)
    amplitude *= 0.95 / std::sqrt(power);
  return wave;
}

double draw_rate(const SceneOptions& o, Random& random) {
  const double place = random.uniform();
  if (!o.multi_rate)
    return o.mid_rate;
  return place < o.high_share ? o.high_rate : place < o.high_share + o.mid_share ? o.mid_rate : o.low_rate;
}

Waveform draw_value(const SceneOptions& o, Random& random) {
  double place = random.uniform();
  const std::pair<double, Waveform> kinds[] = {{o.float_share, Waveform::floating},
                                               {o.signed_share, Waveform::signed_analog},
                                               {o.counter_share, Waveform::counter},
                                               {o.step_share / 2, Waveform::step_count},
                                               {o.step_share / 2, Waveform::set_point}};
  for (const auto& [share, kind] : kinds) {
    if (place < share)
      return kind;
    place -= share;
  }
  return Waveform::analog;
}

double turns(const SceneOptions& o, Random& random) {
  return random.uniform(static_cast<double>(o.rollovers_min), static_cast<double>(o.rollovers_max));
}

PlannedSensor draw_value_sensor(const SceneOptions& o, Random& random) {
  PlannedSensor sensor;
  sensor.wave = draw_value(o, random);
  sensor.rate = draw_rate(o, random);
  sensor.swapped = sensor.wave != Waveform::floating && random.uniform() < o.swapped_bytes;
  sensor.resolution = 11 + static_cast<int>(random.below(5));
  sensor.gain = random.uniform(0.12, 0.18); // of the converter's range a standard deviation
  sensor.offset = random.uniform(-0.05, 0.05);
  if (sensor.wave == Waveform::floating) {
    constexpr double gains[] = {1e-3, 1e-2, 0.1, 1, 10, 100, 1000};
    sensor.gain = gains[random.below(std::size(gains))];
    sensor.offset = sensor.gain * random.uniform(-10, 10);
  }
  sensor.own = draw_wave(random);
  sensor.turns = turns(o, random);
  if (sensor.rate >= 500) {
    for (std::uint64_t i = 0, n = 1 + random.below(2); i < n; ++i)
      sensor.tones.push_back(random.uniform(0.02, 0.2) * sensor.rate);
    sensor.tone_gain = random.uniform(0.03, 0.2);
  }
  return sensor;
}

BitField draw_field(BitField::Kind kind, int start, int room, double duration, double rate, Random& random) {
  BitField field;
  field.kind = kind;
  field.start = start;
  switch (kind) {
  case BitField::Kind::flag:
    field.period = random.uniform(1, std::min(6.0, duration / 4));
    break;
  case BitField::Kind::toggle:
    field.period = random.uniform(std::max(0.05, 2 / rate), 1);
    break;
  case BitField::Kind::counter:
    field.width = std::min(room, 3 + static_cast<int>(random.below(4)));
    field.period = random.uniform(0.3, 0.8) * duration / static_cast<double>(1 << field.width);
    field.period = std::max(std::min(field.period, 0.5), 2 / rate);
    break;
  case BitField::Kind::state:
    field.width = std::min(room, 2 + static_cast<int>(random.below(2)));
    field.period = random.uniform(0.5, std::min(2.0, duration / 10));
    break;
  }
  return field;
}

PlannedSensor draw_bits_sensor(const SceneOptions& o, bool binary, Random& random) {
  PlannedSensor sensor;
  sensor.wave = Waveform::bits;
  sensor.rate = draw_rate(o, random);
  sensor.idle =
      static_cast<std::uint16_t>(random.uniform() < 0.5 ? 0 : random.bits() & random.bits() & 0xffff);
  if (binary) {
    sensor.idle = 0;
    const auto kind = random.uniform() < 0.6 ? BitField::Kind::flag : BitField::Kind::toggle;
    sensor.fields.push_back(
        draw_field(kind, static_cast<int>(random.below(16)), 1, o.duration, sensor.rate, random));
    return sensor;
  }
  int at = static_cast<int>(random.below(5));
  for (std::uint64_t i = 0, n = 3 + random.below(4); i < n && at < 16; ++i) {
    const double place = random.uniform();
    const auto kind = i < 2          ? (place < 0.5 ? BitField::Kind::flag : BitField::Kind::toggle)
                      : place < 0.35 ? BitField::Kind::counter
                      : place < 0.55 ? BitField::Kind::state
                      : place < 0.8  ? BitField::Kind::flag
                                     : BitField::Kind::toggle;
    sensor.fields.push_back(draw_field(kind, at, 16 - at, o.duration, sensor.rate, random));
    at += sensor.fields.back().width + static_cast<int>(random.below(3));
  }
  return sensor;
}

void add_pair(const SceneOptions& o, Random& random, std::vector<PlannedSensor>& sensors) {
  PlannedSensor low = draw_value_sensor(o, random);
  low.wave = Waveform::pair_low;
  low.swapped = random.uniform() < o.swapped_bytes;
  low.turns = turns(o, random);
  low.returning = random.uniform() < 0.4;
  PlannedSensor high = low;
  high.wave = Waveform::pair_high;
  const std::size_t at = sensors.size();
  const bool high_first = random.uniform() < 0.5;
  sensors.push_back(high_first ? high : low);
  sensors.push_back(high_first ? low : high);
  sensors[at].partner = at + 1;
  sensors[at + 1].partner = at;
}

void join_groups(const SceneOptions& o, Random& random, MachinePlan& plan) {
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < plan.sensors.size(); ++i)
    if (plan.sensors[i].wave <= Waveform::floating)
      free.push_back(i);
  shuffle(free, random);
  for (std::int64_t g = 0; g < o.groups && free.size() >= static_cast<std::size_t>(o.group_size); ++g) {
    plan.groups.push_back(draw_wave(random));
    for (std::int64_t i = 0; i < o.group_size; ++i) {
      plan.sensors[free.back()].group = static_cast<int>(g);
      free.pop_back();
    }
  }
}

/// Puts the sensors into a random order and keeps each half's reference to the other.
void scatter(Random& random, std::vector<PlannedSensor>& sensors) {
  std::vector<std::size_t> order(sensors.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  shuffle(order, random);
  std::vector<std::size_t> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    place[order[i]] = i;
  std::vector<PlannedSensor> moved;
  for (const std::size_t from : order) {
    moved.push_back(std::move(sensors[from]));
    moved.back().partner = place[moved.back().partner];
  }
  sensors = std::move(moved);
}

} // namespace

MachinePlan draw_machine(const SceneOptions& o, Seed seed) {
  Random random(seed.stream("machine"));
  MachinePlan plan;
  const std::int64_t pairs = std::min(o.sensors / 2, share_of(o.pair_share / 2, o.sensors, random));
  const std::int64_t bits = std::min(o.sensors - 2 * pairs, share_of(o.bits_share, o.sensors, random));
  const std::int64_t binary =
      std::min(o.sensors - 2 * pairs - bits, share_of(o.binary_share, o.sensors, random));
  for (std::int64_t i = 0; i < pairs; ++i)
    add_pair(o, random, plan.sensors);
  for (std::int64_t i = 0; i < bits + binary; ++i)
    plan.sensors.push_back(draw_bits_sensor(o, i >= bits, random));
  while (static_cast<std::int64_t>(plan.sensors.size()) < o.sensors)
    plan.sensors.push_back(draw_value_sensor(o, random));
  if (o.scatter)
    scatter(random, plan.sensors);
  join_groups(o, random, plan);
  for (std::size_t i = 0; i < plan.sensors.size(); ++i) {
    const std::string number = std::to_string(i);
    plan.sensors[i].id = "s" + std::string(number.size() < 2 ? 1 : 0, '0') + number;
  }
  return plan;
}

} // namespace andon
