#include "core/simulate/scene_signals.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace andon {
namespace {

constexpr double two_pi = 6.28318530717958647693;
constexpr double course_rate = 50;

/// Sum of four uniform 16-bit draws, mean 0, deviation 1: a bell curve from one draw of the generator.
class BellNoise {
public:
  explicit BellNoise(Seed seed) : random_(seed) {}
  double operator()() {
    const std::uint64_t b = random_.bits();
    const auto sum =
        static_cast<double>((b & 0xffff) + ((b >> 16) & 0xffff) + ((b >> 32) & 0xffff) + (b >> 48));
    return (sum - 131070.0) * (1.0 / 37837.2); // deviation of the sum: 65536·sqrt(4/12)
  }

private:
  Random random_;
};

float course_at(const std::vector<float>& course, double time) {
  const double place = time * course_rate;
  const auto i = std::min(static_cast<std::size_t>(place), course.size() - 2);
  const auto part = static_cast<float>(place - static_cast<double>(i));
  return course[i] + part * (course[i + 1] - course[i]);
}

/// A sinusoid by rotation, one complex product a sample.
void add_tone(double frequency, double rate, double gain, double phase, std::vector<float>& level) {
  const double step = two_pi * frequency / rate, c = portable_cos(step), s = portable_sin(step);
  double x = gain * portable_cos(phase), y = gain * portable_sin(phase);
  for (float& value : level) {
    value += static_cast<float>(y);
    const double next = x * c - y * s;
    y = x * s + y * c;
    x = next;
  }
}

/// Events at random distances around `mean` seconds, at least two in the scene.
std::vector<double> event_times(double duration, double mean, Random& random) {
  std::vector<double> times;
  for (double t = random.uniform(0.1, 0.9) * std::min(mean, duration / 3); t < duration;
       t += mean * random.uniform(0.4, 1.6))
    times.push_back(t);
  return times;
}

void fill_field(const BitField& field, double duration, double rate, Random& random,
                std::vector<std::uint16_t>& words) {
  const auto mask = static_cast<std::uint32_t>((1U << field.width) - 1);
  std::uint32_t value = static_cast<std::uint32_t>(random.bits()) & mask;
  std::vector<double> times;
  if (field.kind == BitField::Kind::flag || field.kind == BitField::Kind::state)
    times = event_times(duration, field.period, random);
  else
    for (double t = random.uniform() * field.period; t < duration; t += field.period)
      times.push_back(t);
  std::size_t next = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double t = static_cast<double>(i) / rate;
    for (; next < times.size() && times[next] <= t; ++next)
      value = field.kind == BitField::Kind::state
                  ? (value + 1 + static_cast<std::uint32_t>(random.below(mask))) & mask
                  : (value + 1) & mask;
    words[i] = static_cast<std::uint16_t>(words[i] | (value << field.start));
  }
}

std::vector<float> step_levels(const SceneOptions& o, const PlannedSensor& sensor, Seed seed) {
  Random random(seed.stream("steps"));
  std::vector<float> level(samples_of(o, sensor.rate));
  const bool counts = sensor.wave == Waveform::step_count;
  const std::vector<double> times =
      event_times(o.duration, counts ? random.uniform(0.5, 3) : random.uniform(2, 6), random);
  double value = counts ? std::floor(random.uniform(0, 60000)) : random.uniform(-2, 2);
  std::size_t next = 0;
  for (std::size_t i = 0; i < level.size(); ++i) {
    for (; next < times.size() && times[next] <= static_cast<double>(i) / sensor.rate; ++next)
      value = counts ? value + 1 : random.uniform(-2, 2);
    level[i] = static_cast<float>(value);
  }
  return level;
}

std::uint16_t swapped(std::uint16_t word) {
  return static_cast<std::uint16_t>((word << 8) | (word >> 8));
}

} // namespace

std::size_t samples_of(const SceneOptions& o, double rate) {
  return static_cast<std::size_t>(std::max(2.0, std::round(o.duration * rate)));
}

std::vector<float> wave_course(const WavePlan& wave, double duration, Seed seed) {
  Random random(seed);
  const auto count = static_cast<std::size_t>(duration * course_rate) + 3;
  std::vector<float> course(count, 0.0F);
  for (std::size_t k = 0; k < wave.frequencies.size(); ++k)
    add_tone(wave.frequencies[k], course_rate, wave.amplitudes[k], random.uniform(0, two_pi), course);
  // A knot every half second, eased by a third-order step.
  constexpr std::size_t knot = 25;
  double from = random.normal(), to = random.normal();
  for (std::size_t i = 0; i < count; ++i) {
    const double u = static_cast<double>(i % knot) / knot;
    course[i] += static_cast<float>(wave.wander * (from + (to - from) * u * u * (3 - 2 * u)));
    if (i % knot == knot - 1) {
      from = to;
      to = 0.8 * to + 0.6 * random.normal();
    }
  }
  return course;
}

std::vector<float> level_of(const SceneOptions& o, const PlannedSensor& sensor,
                            const std::vector<float>* cause, Seed seed) {
  if (sensor.wave == Waveform::step_count || sensor.wave == Waveform::set_point)
    return step_levels(o, sensor, seed);
  const std::vector<float> own = wave_course(sensor.own, o.duration, seed.stream("own"));
  const double share = cause ? o.group_strength : 0, rest = std::sqrt(1 - share * share);
  std::vector<float> level(samples_of(o, sensor.rate));
  BellNoise noise(seed.stream("noise"));
  for (std::size_t i = 0; i < level.size(); ++i) {
    const double t = static_cast<double>(i) / sensor.rate;
    level[i] = static_cast<float>(rest * course_at(own, t) + (cause ? share * course_at(*cause, t) : 0) +
                                  o.noise * noise());
  }
  Random random(seed.stream("tones"));
  for (const double tone : sensor.tones)
    add_tone(tone, sensor.rate, sensor.tone_gain, random.uniform(0, two_pi), level);
  return level;
}

std::vector<std::uint32_t> count_of(const SceneOptions& o, const PlannedSensor& sensor, Seed seed) {
  Random random(seed.stream("count"));
  const std::vector<float> course = wave_course(sensor.own, o.duration, seed.stream("course"));
  const auto start = static_cast<std::int64_t>(random.bits() >> 32);
  const bool down = random.uniform() < 0.3;
  std::vector<double> moved(samples_of(o, sensor.rate));
  const auto run = [&](bool returning) {
    double sum = 0, most = 0;
    for (std::size_t i = 0; i < moved.size(); ++i) {
      moved[i] = sum;
      most = std::max(most, std::abs(sum));
      const double swing = course_at(course, static_cast<double>(i) / sensor.rate);
      sum += returning ? swing : 1 + 0.25 * std::clamp(swing, -3.0, 3.0);
    }
    const double scale = sensor.turns * 65536 / std::max(returning ? most : moved.back(), 1.0);
    std::vector<std::uint32_t> count(moved.size());
    for (std::size_t i = 0; i < count.size(); ++i) {
      const auto whole = static_cast<std::int64_t>(std::floor(moved[i] * scale));
      count[i] = static_cast<std::uint32_t>(start + (down ? -whole : whole));
    }
    return count;
  };
  // A value that goes to and fro may move too far in one sample for its direction to be seen, or too little.
  if (sensor.returning) {
    std::vector<std::uint32_t> count = run(true);
    std::int64_t turns = 0;
    bool slow = true;
    for (std::size_t i = 1; i < count.size(); ++i) {
      turns += (count[i] >> 16) != (count[i - 1] >> 16);
      slow = slow && std::abs(static_cast<std::int32_t>(count[i] - count[i - 1])) < 16384;
    }
    if (slow && turns >= o.rollovers_min)
      return count;
  }
  return run(false);
}

std::vector<std::uint16_t> bits_of(const SceneOptions& o, const PlannedSensor& sensor, Seed seed) {
  std::uint32_t used = 0;
  for (const BitField& field : sensor.fields)
    used |= ((1U << field.width) - 1) << field.start;
  std::vector<std::uint16_t> words(samples_of(o, sensor.rate),
                                   static_cast<std::uint16_t>(sensor.idle & ~used));
  for (std::size_t f = 0; f < sensor.fields.size(); ++f) {
    Random random(seed.stream("field", f));
    fill_field(sensor.fields[f], o.duration, sensor.rate, random, words);
  }
  return words;
}

std::vector<std::vector<float>> group_causes(const SceneOptions& o, const MachinePlan& plan, Seed seed,
                                             std::uint64_t variant) {
  std::vector<std::vector<float>> causes;
  for (std::size_t g = 0; g < plan.groups.size(); ++g)
    causes.push_back(wave_course(plan.groups[g], o.duration, seed.stream("cause", g + 1000 * variant)));
  return causes;
}

std::vector<RunSignal> run_machine(const SceneOptions& o, const MachinePlan& plan, Seed seed) {
  const std::vector<std::vector<float>> causes = group_causes(o, plan, seed, 0);
  std::vector<RunSignal> runs(plan.sensors.size());
  for (std::size_t i = 0; i < plan.sensors.size(); ++i) {
    const PlannedSensor& sensor = plan.sensors[i];
    const bool half = sensor.wave == Waveform::pair_low || sensor.wave == Waveform::pair_high;
    // Both halves draw the value of the low one.
    const Seed own = seed.stream("sensor", sensor.wave == Waveform::pair_high ? sensor.partner : i);
    if (sensor.wave == Waveform::bits)
      runs[i].bits = bits_of(o, sensor, own);
    else if (half || sensor.wave == Waveform::counter)
      runs[i].count = count_of(o, sensor, own);
    else
      runs[i].level = level_of(
          o, sensor, sensor.group < 0 ? nullptr : &causes[static_cast<std::size_t>(sensor.group)], own);
  }
  return runs;
}

std::vector<float> recorded(const PlannedSensor& sensor, const RunSignal& signal,
                            const std::vector<std::size_t>& high_late) {
  if (sensor.wave == Waveform::bits)
    return {signal.bits.begin(), signal.bits.end()};
  const bool counted = !signal.count.empty();
  std::vector<float> values(counted ? signal.count.size() : signal.level.size());
  const double full = static_cast<double>((1 << sensor.resolution) - 1), middle = std::floor(full / 2);
  const auto word = [&](std::size_t i) -> std::uint16_t {
    if (counted)
      return static_cast<std::uint16_t>(sensor.wave == Waveform::pair_high ? signal.count[i] >> 16
                                                                           : signal.count[i] & 0xffff);
    const double level = signal.level[i];
    if (sensor.wave == Waveform::step_count)
      return static_cast<std::uint16_t>(std::clamp(level, 0.0, 65535.0));
    const double reading = std::floor((sensor.offset + sensor.gain * level) * full + 0.5);
    if (sensor.wave == Waveform::signed_analog)
      return static_cast<std::uint16_t>(static_cast<std::int16_t>(std::clamp(reading, -middle - 1, middle)));
    return static_cast<std::uint16_t>(std::clamp(middle + reading, 0.0, full));
  };
  if (sensor.wave == Waveform::floating) {
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = static_cast<float>(sensor.offset + sensor.gain * signal.level[i]);
    return values;
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = sensor.swapped ? swapped(word(i)) : word(i);
  for (const std::size_t late : high_late)
    if (late > 0)
      values[late] = values[late - 1];
  return values;
}

} // namespace andon
