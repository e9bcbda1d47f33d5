#include "core/simulate/motor.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace andon {
namespace {

constexpr double two_pi = 6.28318530717958647693;

struct Sinusoid {
  double amplitude = 0, angular_frequency = 0, phase = 0;
};

/// Whole multiples of the cycle's rate that lie inside the frequency range.
struct Harmonics {
  std::int64_t low = 0, high = 0;
};

/// Seconds of one cycle when their number is automatic.
constexpr double automatic_cycle = 1.28;

double cycle_rate(const MotorOptions& o) {
  const double duration = static_cast<double>(o.length) / o.rate;
  const double cycles =
      o.cycles > 0 ? static_cast<double>(o.cycles) : std::max(1.0, std::round(duration / automatic_cycle));
  return cycles / duration;
}

Harmonics harmonics(const MotorOptions& o) {
  // Without the tolerance 0.4 Hz would miss a harmonic at 0.39999999999.
  const double low = o.frequency_low / cycle_rate(o), high = o.frequency_high / cycle_rate(o);
  return {std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(low - 1e-9))),
          static_cast<std::int64_t>(std::floor(high + 1e-9))};
}

std::vector<Sinusoid> draw_motion(const MotorOptions& o, Random random) {
  const Harmonics range = harmonics(o);
  const auto span = static_cast<std::uint64_t>(range.high - range.low + 1);
  const auto more = random.below(static_cast<std::uint64_t>(o.sinusoids_max - o.sinusoids_min + 1));
  std::vector<Sinusoid> motion(static_cast<std::size_t>(o.sinusoids_min) + more);
  std::vector<std::uint64_t> used;
  for (Sinusoid& part : motion) {
    std::uint64_t step = random.below(span);
    while (std::find(used.begin(), used.end(), step) != used.end())
      step = random.below(span);
    used.push_back(step);
    part.angular_frequency =
        two_pi * (static_cast<double>(range.low) + static_cast<double>(step)) * cycle_rate(o);
    part.amplitude = random.uniform(o.amplitude_low, o.amplitude_high);
    part.phase = random.uniform(0, two_pi);
  }
  return motion;
}

/// Where the extra friction of a dull unit acts: one stretch in each of `fault_bursts` equal parts of the
/// recording.
std::vector<Interval> draw_fault(const MotorOptions& o, Random random) {
  const double duration = static_cast<double>(o.length) / o.rate;
  const double part = duration / static_cast<double>(o.fault_bursts), length = part * o.fault_fraction;
  std::vector<Interval> bursts;
  for (std::int64_t i = 0; i < o.fault_bursts; ++i) {
    const double start = static_cast<double>(i) * part + random.uniform() * (part - length);
    bursts.push_back({start, start + length, 1, "friction", "current"});
  }
  if (o.fault_fraction == 1)
    bursts = {{0, duration, 1, "friction", "current"}};
  return bursts;
}

bool inside(const std::vector<Interval>& intervals, double time) {
  return std::any_of(intervals.begin(), intervals.end(),
                     [&](const Interval& i) { return time >= i.start && time < i.end; });
}

Sensor sensor(const MotorOptions& o, const char* id, Role role, const char* unit) {
  Sensor result;
  result.info = {id, role, unit, o.rate, o.length};
  result.series.rate = o.rate;
  result.series.values.resize(static_cast<std::size_t>(o.length));
  return result;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

} // namespace

std::vector<Option> MotorOptions::describe() {
  return {
      option("inertia", inertia, "Current for a unit of acceleration", "A·s²/rad", 0, 1e3),
      option("friction", friction, "Viscous friction of a healthy unit", "A·s/rad", 0, 1e3),
      option("dull_friction", dull_friction, "Viscous friction of a dull unit", "A·s/rad", 0, 1e3),
      option("friction_spread", friction_spread,
             "Half-width of the uniform spread of friction from unit to unit, as a fraction of it", "", 0, 1),
      option("coulomb", coulomb, "Dry friction: current that opposes any motion", "A", 0, 1e3),
      option("noise", noise, "Standard deviation of the current's measurement noise", "A", 0, 1e3),
      option("length", length, "Length of a recording", "samples", 16, 1 << 24),
      option("rate", rate, "Sampling rate", "Hz", 1e-3, 1e7),
      option("cycles", cycles,
             "How often the machine's motion repeats in a recording; 0 = once in about 1.28 s", "", 0,
             100000),
      option("sinusoids_min", sinusoids_min, "Fewest sinusoids in a cycle's velocity", "", 1, 64),
      option("sinusoids_max", sinusoids_max, "Most sinusoids in a cycle's velocity", "", 1, 64),
      option("frequency_low", frequency_low, "Lowest frequency of a sinusoid", "Hz", 0, 5e6),
      option("frequency_high", frequency_high,
             "Highest frequency of a sinusoid; below half the sampling rate", "Hz", 0, 5e6),
      option("amplitude_low", amplitude_low, "Smallest amplitude of a sinusoid", "rad/s", 0, 1e6),
      option("amplitude_high", amplitude_high, "Largest amplitude of a sinusoid", "rad/s", 0, 1e6),
      option("fault_fraction", fault_fraction,
             "Fraction of the time during which a dull unit's extra friction acts; below 1 the fault is "
             "intermittent",
             "", 0, 1),
      option("fault_bursts", fault_bursts, "Number of stretches an intermittent fault is divided into", "", 1,
             10000),
      option("train", train, "Healthy recordings to train on", "items", 0, 10000000),
      option("validation", validation, "Healthy recordings in a validation part of their own", "items", 0,
             10000000),
      option("test_healthy", test_healthy, "Healthy recordings in the test part", "items", 0, 10000000),
      option("test_dull", test_dull, "Dull recordings in the test part", "items", 0, 10000000),
  };
}

Result<void> check(const MotorOptions& o) {
  const auto ordered = [](const char* name, double low, double high) -> Result<void> {
    if (low <= high)
      return {};
    return fail(ErrorCode::invalid_argument, std::string(name) + "_low/_min is " + number(low) +
                                                 " and lies above " + name + "_high/_max " + number(high) +
                                                 "; swap or widen them");
  };
  ANDON_TRY(ordered("sinusoids", static_cast<double>(o.sinusoids_min), static_cast<double>(o.sinusoids_max)));
  ANDON_TRY(ordered("frequency", o.frequency_low, o.frequency_high));
  ANDON_TRY(ordered("amplitude", o.amplitude_low, o.amplitude_high));
  if (o.frequency_high >= o.rate / 2)
    return fail(ErrorCode::invalid_argument, "frequency_high is " + number(o.frequency_high) +
                                                 " Hz; it must lie below half the sampling rate, " +
                                                 number(o.rate / 2) + " Hz");
  const Harmonics range = harmonics(o);
  if (range.high - range.low + 1 < o.sinusoids_max)
    return fail(ErrorCode::invalid_argument,
                std::to_string(std::max<std::int64_t>(0, range.high - range.low + 1)) +
                    " multiples of the cycle's " + number(cycle_rate(o)) +
                    " Hz (cycles*rate/length) lie between frequency_low " + number(o.frequency_low) +
                    " and frequency_high " + number(o.frequency_high) + " Hz, too few for sinusoids_max " +
                    std::to_string(o.sinusoids_max) + "; use fewer cycles or sinusoids, or widen the range");
  const double samples = static_cast<double>(o.length) *
                         static_cast<double>(o.train + o.validation + o.test_healthy + o.test_dull);
  if (samples > 0x1p31)
    return fail(ErrorCode::limit_exceeded,
                "the data set would have " + number(samples) +
                    " samples a sensor; at most 2147483648 are allowed, lower length or the counts");
  return {};
}

Scene simulate_motor_sample(const MotorOptions& o, Seed seed, std::int64_t index, bool dull) {
  const auto i = static_cast<std::uint64_t>(index);
  const std::vector<Sinusoid> motion = draw_motion(o, Random(seed.stream("motion", i)));
  const double unit = 1 + o.friction_spread * Random(seed.stream("unit", i)).uniform(-1, 1);
  const double healthy = o.friction * unit, extra = dull ? o.dull_friction * unit - healthy : 0;
  Random noise(seed.stream("noise", i));

  Scene scene;
  scene.id = "motor-" + std::to_string(index);
  scene.label = dull ? 1 : 0;
  if (dull && o.fault_fraction > 0)
    scene.intervals = draw_fault(o, Random(seed.stream("fault", i)));
  scene.attributes = {{"friction", number(healthy)},  {"friction_extra", number(extra)},
                      {"inertia", number(o.inertia)}, {"coulomb", number(o.coulomb)},
                      {"noise", number(o.noise)},     {"unit", std::to_string(index)}};
  Sensor command = sensor(o, "command", Role::command, "rad/s"),
         current = sensor(o, "current", Role::current, "A");
  for (std::size_t k = 0; k < command.series.values.size(); ++k) {
    const double time = static_cast<double>(k) / o.rate;
    double velocity = 0, acceleration = 0;
    for (const Sinusoid& part : motion) {
      const double angle = part.angular_frequency * time + part.phase;
      velocity += part.amplitude * portable_sin(angle);
      acceleration += part.amplitude * part.angular_frequency * portable_cos(angle);
    }
    const double friction = healthy + (inside(scene.intervals, time) ? extra : 0);
    const double dry = velocity > 0 ? o.coulomb : velocity < 0 ? -o.coulomb : 0;
    command.series.values[k] = static_cast<float>(velocity);
    current.series.values[k] =
        static_cast<float>(o.inertia * acceleration + friction * velocity + dry + o.noise * noise.normal());
  }
  scene.sensors = {std::move(command), std::move(current)};
  return scene;
}

std::vector<MotorItem> motor_items(const MotorOptions& o) {
  std::vector<MotorItem> items;
  const auto add = [&](const char* part, std::int64_t count, bool dull) {
    for (std::int64_t i = 0; i < count; ++i)
      items.push_back({part, i, dull});
  };
  add("train", o.train, false);
  add("val", o.validation, false);
  add("test", o.test_healthy, false);
  add("test", o.test_dull, true);
  return items;
}

Scene simulate_motor_item(const MotorOptions& o, Seed seed, const MotorItem& item) {
  const std::string stream = item.dull ? item.part + "-dull" : item.part;
  Scene scene = simulate_motor_sample(o, seed.stream(stream), item.index, item.dull);
  char text[32];
  std::snprintf(text, sizeof text, "-%05lld", static_cast<long long>(item.index));
  scene.id = stream + text;
  scene.part = item.part;
  return scene;
}

Result<std::vector<Scene>> simulate_motor(const MotorOptions& options, Seed seed, Progress& progress,
                                          std::stop_token stop) {
  ANDON_TRY(check(options));
  const std::vector<MotorItem> items = motor_items(options);
  progress.stage("simulating", static_cast<std::int64_t>(items.size()));
  std::vector<Scene> scenes;
  for (const MotorItem& item : items) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled,
                  "motor simulation cancelled after " + std::to_string(scenes.size()) + " recordings");
    scenes.push_back(simulate_motor_item(options, seed, item));
    progress.advance(static_cast<std::int64_t>(scenes.size()));
  }
  return scenes;
}

} // namespace andon
