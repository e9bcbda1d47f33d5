#include "core/signal/health.h"

#include "core/signal/health_checks.h"

#include <cstring>

namespace andon {

std::string to_string(HealthLevel level) {
  return level == HealthLevel::ok ? "ok" : level == HealthLevel::warning ? "warning" : "error";
}

HealthFacts health_facts_of(const Scene& scene) {
  HealthFacts facts{scene.id, scene.part, scene.label, 0, {}, 14695981039346656037ULL, false};
  const auto mix = [&](const void* bytes, std::size_t size) { // FNV-1a over 64-bit words, then bytes
    const auto* at = static_cast<const unsigned char*>(bytes);
    for (; size >= 8; at += 8, size -= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, 8);
      facts.content = (facts.content ^ word) * 1099511628211ULL;
    }
    for (; size > 0; ++at, --size)
      facts.content = (facts.content ^ *at) * 1099511628211ULL;
  };
  for (const Sensor& sensor : scene.sensors) {
    facts.sensors.push_back(sensor.info);
    facts.duration = std::max(facts.duration, sensor.series.end());
    mix(sensor.info.id.data(), sensor.info.id.size());
    mix(sensor.series.values.data(), sensor.series.values.size() * sizeof(float));
  }
  for (const Interval& interval : scene.intervals)
    facts.abnormal_intervals = facts.abnormal_intervals || interval.label == 1;
  return facts;
}

const Table<DataCheck>& data_checks() {
  static const Table<DataCheck> table(
      "data check",
      {{"gaps", "Missing samples", "Models see interpolated values there and call the bridge normal.",
        "Look for a loose connection or a logger that drops packets; leave long gaps out with a column map.",
        check_gaps, nullptr},
       {"constant", "Constant sensors",
        "A sensor that never moves tells nothing, and its first move looks enormous.",
        "Leave the sensor out (role: ignore) or check that it is connected.", check_constant, nullptr},
       {"stuck", "Stuck sensors", "A frozen value hides every fault while it lasts.",
        "Did the machine stand still? If not, check the sensor and its bus, and mark the stretch abnormal.",
        check_stuck, nullptr},
       {"saturated", "Saturated sensors", "Peaks beyond the range are cut off, so strong faults look weak.",
        "Raise the measuring range or lower the gain.", check_saturated, nullptr},
       {"spikes", "Single wild samples", "One wrong sample decides scales, thresholds and maxima.",
        "Filter at the source, or mark the samples as missing with a column map.", check_spikes, nullptr},
       {"duplicates", "Duplicate sensors", "Two copies of one signal count double in every model.",
        "Leave one of them out (role: ignore), or correct the column map.", check_duplicates, nullptr},
       {"rates", "Sampling rates and clocks",
        "Sensors that last differently were sampled at other rates than stated, or their clocks jumped.",
        "Correct the rates in the column map; look for clock changes in the logger.", check_rates,
        check_rates_between},
       {"labels", "Labels", "A label outside the recording, or against the scene's own, spoils every figure.",
        "Correct the intervals or the label of the scene.", check_labels, nullptr},
       {"layout", "The same sensors everywhere", "Models need the same sensors in every scene.",
        "Choose the sensors with a column map; import odd files as a data set of their own.", nullptr,
        check_layout},
       {"leak", "Training data in the test", "A scene that is in two parts makes every figure too good.",
        "Remove one copy, or put both into the same part.", nullptr, check_leak},
       {"length", "Scenes of odd length", "Scenes cut short miss phases of the cycle.",
        "Check whether the recording was interrupted.", nullptr, check_length}});
  return table;
}

} // namespace andon
