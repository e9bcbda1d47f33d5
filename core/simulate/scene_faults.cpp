#include "core/simulate/scene_faults.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

struct Span {
  std::size_t from = 0, to = 0;
};
Span span_of(const SceneFault& fault, double rate, std::size_t samples) {
  const auto at = [&](double t) { return std::min(static_cast<std::size_t>(std::ceil(t * rate)), samples); };
  return {at(fault.start), at(fault.end)};
}

bool is_level(const PlannedSensor& sensor) {
  return sensor.wave <= Waveform::floating;
}
bool is_count(const PlannedSensor& sensor) {
  return sensor.wave == Waveform::counter || sensor.wave == Waveform::pair_low;
}
/// Something moves at least about twice a second, so that standing still shows.
bool is_lively(const PlannedSensor& sensor) {
  if (sensor.wave == Waveform::bits)
    return std::any_of(sensor.fields.begin(), sensor.fields.end(), [](const BitField& field) {
      return (field.kind == BitField::Kind::toggle || field.kind == BitField::Kind::counter) &&
             field.period <= 0.5;
    });
  return is_level(sensor) || is_count(sensor);
}

bool shows(const std::string& kind, const PlannedSensor& sensor) {
  if (kind == "dropout" || kind == "stuck")
    return is_lively(sensor);
  if (kind == "bit_fault")
    return sensor.wave != Waveform::floating;
  if (kind == "miscount")
    return is_count(sensor);
  if (kind == "correlation_break")
    return sensor.group >= 0;
  return is_level(sensor);
}

/// A sensor that a swap can exchange with; its own index when there is none.
std::size_t swap_partner(const MachinePlan& plan, std::size_t sensor, const std::vector<bool>& taken,
                         Random& random) {
  std::vector<std::size_t> fits;
  for (std::size_t i = 0; i < plan.sensors.size(); ++i)
    if (i != sensor && !taken[i] && is_level(plan.sensors[i]) &&
        plan.sensors[i].rate == plan.sensors[sensor].rate &&
        (plan.sensors[i].wave == Waveform::floating) == (plan.sensors[sensor].wave == Waveform::floating))
      fits.push_back(i);
  return fits.empty() ? sensor : fits[random.below(fits.size())];
}

void add_spikes(const SceneFault& fault, double rate, std::vector<float>& level) {
  Random random(fault.seed);
  const auto width = static_cast<std::size_t>(std::max(1.0, 0.002 * rate));
  for (double t = fault.start; t < fault.end; t += random.uniform(0.1, 0.3)) {
    const auto at = static_cast<std::size_t>(std::ceil(t * rate));
    const double height = fault.strength * 1.5 * (random.uniform() < 0.5 ? -1 : 1);
    for (std::size_t i = at; i < std::min(at + width, level.size()); ++i)
      level[i] += static_cast<float>(height);
  }
}

void change_level(const SceneFault& fault, double rate, std::vector<float>& level) {
  const Span span = span_of(fault, rate, level.size());
  Random random(fault.seed);
  for (std::size_t i = span.from; i < span.to; ++i) {
    const double place = static_cast<double>(i - span.from) / static_cast<double>(span.to - span.from);
    if (fault.kind == "drift")
      level[i] += static_cast<float>(1.5 * fault.strength * place);
    else if (fault.kind == "level_shift")
      level[i] += static_cast<float>(fault.strength);
    else if (fault.kind == "gain")
      level[i] *= static_cast<float>(1 + std::abs(fault.strength));
    else
      level[i] += static_cast<float>(0.4 * fault.strength * random.normal());
  }
}

/// Counts lost or counted twice, every tenth to third of a second; what was miscounted stays.
void miscount(const SceneFault& fault, double rate, std::vector<std::uint32_t>& count) {
  Random random(fault.seed);
  double next = fault.start;
  std::uint32_t offset = 0;
  for (std::size_t i = 0; i < count.size(); ++i) {
    for (const double t = static_cast<double>(i) / rate; next <= t && next < fault.end;
         next += random.uniform(0.1, 0.3)) {
      const auto extra = static_cast<std::uint32_t>(2000 + random.below(8000));
      offset += random.uniform() < 0.5 ? extra : 0U - extra;
    }
    count[i] += offset;
  }
}

/// A line that flickers: one bit is wrong in a third of the samples.
void flip_bit(const PlannedSensor& sensor, const SceneFault& fault, Span span, std::vector<float>& values) {
  Random random(fault.seed);
  int bit = static_cast<int>(random.below(16));
  if (is_level(sensor) || sensor.wave == Waveform::set_point)
    bit = sensor.resolution - 2 - static_cast<int>(random.below(2));
  else if (sensor.wave == Waveform::counter || sensor.wave == Waveform::pair_low)
    bit = 13 + static_cast<int>(random.below(2));
  if (sensor.swapped)
    bit ^= 8;
  for (std::size_t i = span.from; i < span.to; ++i)
    if (random.below(3) == 0)
      values[i] = static_cast<float>(static_cast<std::uint32_t>(values[i]) ^ (1U << bit));
}

} // namespace

std::vector<SceneFault> draw_faults(const SceneOptions& o, const MachinePlan& plan, Seed seed) {
  Random random(seed.stream("faults"));
  const auto chosen = chosen_anomalies(o);
  std::vector<bool> taken(plan.sensors.size(), false);
  const auto wanted =
      o.anomalies_min + static_cast<std::int64_t>(
                            random.below(static_cast<std::uint64_t>(o.anomalies_max - o.anomalies_min + 1)));
  std::vector<SceneFault> faults;
  for (int attempt = 0; attempt < 50 && static_cast<std::int64_t>(faults.size()) < wanted; ++attempt) {
    SceneFault fault;
    fault.kind = (*chosen)[random.below(chosen->size())];
    fault.strength = random.uniform(o.strength_min, o.strength_max) * (random.uniform() < 0.5 ? -1 : 1);
    const double length = random.uniform(o.anomaly_length_min, o.anomaly_length_max);
    fault.start = random.uniform(0.02, 0.98) * (o.duration - length);
    fault.end = fault.start + length;
    fault.seed = seed.stream("fault", static_cast<std::uint64_t>(attempt));
    std::vector<std::size_t> fits;
    for (std::size_t i = 0; i < plan.sensors.size(); ++i)
      if (!taken[i] && shows(fault.kind, plan.sensors[i]))
        fits.push_back(i);
    if (fits.empty())
      continue;
    fault.sensor = fault.other = fits[random.below(fits.size())];
    if (fault.kind == "swap" &&
        (fault.other = swap_partner(plan, fault.sensor, taken, random)) == fault.sensor)
      continue;
    taken[fault.sensor] = taken[fault.other] = true;
    faults.push_back(std::move(fault));
  }
  return faults;
}

void apply_to_machine(const SceneOptions& o, const MachinePlan& plan, const SceneFault& fault,
                      const std::vector<std::vector<float>>& causes, Seed run,
                      std::vector<RunSignal>& signals) {
  const PlannedSensor& sensor = plan.sensors[fault.sensor];
  RunSignal& signal = signals[fault.sensor];
  if (fault.kind == "spike")
    add_spikes(fault, sensor.rate, signal.level);
  else if (fault.kind == "drift" || fault.kind == "level_shift" || fault.kind == "gain" ||
           fault.kind == "noise_burst")
    change_level(fault, sensor.rate, signal.level);
  else if (fault.kind == "correlation_break") {
    const std::vector<float> other = level_of(o, sensor, &causes[static_cast<std::size_t>(sensor.group)],
                                              run.stream("sensor", fault.sensor));
    const Span span = span_of(fault, sensor.rate, signal.level.size());
    std::copy(other.begin() + static_cast<std::ptrdiff_t>(span.from),
              other.begin() + static_cast<std::ptrdiff_t>(span.to),
              signal.level.begin() + static_cast<std::ptrdiff_t>(span.from));
  } else if (fault.kind == "miscount") {
    miscount(fault, sensor.rate, signal.count);
    if (sensor.wave == Waveform::pair_low)
      signals[sensor.partner].count = signal.count;
  }
}

void apply_to_record(const MachinePlan& plan, const SceneFault& fault,
                     std::vector<std::vector<float>>& values) {
  const PlannedSensor& sensor = plan.sensors[fault.sensor];
  std::vector<float>& own = values[fault.sensor];
  const Span span = span_of(fault, sensor.rate, own.size());
  const auto at = [](std::vector<float>& all, std::size_t i) {
    return all.begin() + static_cast<std::ptrdiff_t>(i);
  };
  if (fault.kind == "dropout")
    std::fill(at(own, span.from), at(own, span.to), 0.0F);
  else if (fault.kind == "stuck")
    std::fill(at(own, span.from), at(own, span.to), own[span.from > 0 ? span.from - 1 : 0]);
  else if (fault.kind == "bit_fault")
    flip_bit(sensor, fault, span, own);
  else if (fault.kind == "swap")
    std::swap_ranges(at(own, span.from), at(own, span.to), at(values[fault.other], span.from));
}

std::vector<Interval> intervals_of(const MachinePlan& plan, const SceneFault& fault) {
  std::vector<Interval> result{{fault.start, fault.end, 1, fault.kind, plan.sensors[fault.sensor].id}};
  if (fault.other != fault.sensor)
    result.push_back({fault.start, fault.end, 1, fault.kind, plan.sensors[fault.other].id});
  return result;
}

} // namespace andon
