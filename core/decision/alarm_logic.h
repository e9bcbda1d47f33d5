#pragma once
#include "core/base/options.h"
#include "core/metrics/estimate.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// How called items become alarms.
struct AlarmOptions {
  double release = 0; ///< an alarm goes on until the score falls below threshold − release (hysteresis)
  std::int64_t minimum_length = 1; ///< items; shorter runs are no alarm
  std::int64_t merge_gap = 0;      ///< items; alarms with at most that many quiet items between them are one
  std::vector<Option> describe();
};

/// One alarm: items [first, last].
struct AlarmInterval {
  std::int64_t first = 0, last = 0;
  double peak = 0; ///< highest score inside; NaN when an item inside could not be scored
  std::int64_t items() const { return last - first + 1; }
  bool operator==(const AlarmInterval&) const = default;
};

/// Alarms of a score sequence: decide(score, threshold) starts a run, the run ends before the first item that
/// decide(score, threshold − release) no longer calls; runs shorter than minimum_length are dropped, then the
/// remaining ones are merged over merge_gap. Cost: O(n).
std::vector<AlarmInterval> alarm_intervals(std::span<const double> scores, double threshold,
                                           const AlarmOptions& options = {});

/// Largest number of alarms that `called` items can become: every alarm holds at least minimum_length of them
/// when release is 0, at least one otherwise. So a promise for items is one for alarms.
double alarms_per_called_item(const AlarmOptions& options);

/// Bands of ISA-18.2 (table of alarm-system performance: about 6 an hour are acceptable, 12 manageable).
enum class AlarmBand { green, amber, red };
std::string to_string(AlarmBand band);

struct AlarmBandOptions {
  double green = 6, amber = 12; ///< alarms an operator-hour, largest value of the band
};
struct AlarmLoad {
  Estimate per_operator_hour; ///< exact Poisson interval
  AlarmBand band = AlarmBand::green;
};
/// requires hours > 0, operators > 0.
AlarmLoad alarm_load(std::int64_t alarms, double hours, double operators = 1,
                     const AlarmBandOptions& bands = {});
/// Alarms an operator-hour that a false-alarm rate an item leads to: rate·items_per_hour·channels/operators.
/// 1e-3 at 3,600 windows an hour on 20 channels → 72.
double expected_alarm_load(double rate, double items_per_hour, double channels = 1, double operators = 1);

/// What a setting would have done to a recorded sequence: "4.1 alarms an operator-hour (3.2 to 5.1), missed 0
/// of 14 confirmed events".
struct AlarmReplay {
  std::vector<AlarmInterval> alarms;
  std::int64_t on_events = 0; ///< alarms that touch a confirmed event
  AlarmLoad false_load;       ///< of the others
  std::int64_t events = 0, missed = 0;
};
/// `events`: confirmed faults, ascending and apart. requires scores, items_per_hour > 0, operators > 0. O(n).
AlarmReplay replay_alarms(std::span<const double> scores, double threshold, const AlarmOptions& options,
                          std::span<const AlarmInterval> events, double items_per_hour, double operators = 1);

} // namespace andon
