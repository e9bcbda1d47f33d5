#pragma once
#include "core/decision/alarm_logic.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace andon::workflow {

/// One alarm on scored items.
struct ItemAlarm {
  std::string item, sensor;  ///< where it begins
  double start = 0, end = 0; ///< seconds, of its first and last item
  std::int64_t items = 0;
  double peak = 0;               ///< NaN when an item inside could not be scored
  std::vector<std::size_t> rows; ///< places of its items among the scored rows
  int truth = -1; ///< 1 an item inside is abnormal, 0 all known ones are normal, -1 none is known
};

/// What scores become once line and alarm logic have looked at them: the figures that people who answer
/// alarms read. Rates are absent where the items have no duration and nobody said how many an hour brings.
struct AlarmSummary {
  double threshold = 0;
  AlarmOptions logic;
  std::int64_t items = 0;
  std::optional<double> items_per_hour;
  double hours = 0;        ///< of all items; 0 when unknown
  double normal_hours = 0; ///< of the items that are not known to be abnormal
  std::vector<ItemAlarm> alarms;
  std::int64_t on_faults = 0, false_alarms = 0, unjudged = 0; ///< by truth 1, 0, -1
  std::int64_t events = 0, missed = 0; ///< runs of items known to be abnormal, and those without an alarm
  std::optional<AlarmLoad> load;       ///< all alarms an operator-hour
  std::optional<AlarmLoad> false_load; ///< those that are not on faults, in normal_hours
};

} // namespace andon::workflow
