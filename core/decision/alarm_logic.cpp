#include "core/decision/alarm_logic.h"

#include "core/base/assert.h"
#include "core/decision/threshold.h"
#include "core/metrics/intervals.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

double higher(double a, double b) {
  return std::isnan(a) || b <= a ? a : b; // NaN wins on both sides
}

std::vector<AlarmInterval> runs(std::span<const double> scores, double threshold, double release) {
  std::vector<AlarmInterval> found;
  bool open = false;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i);
    open = decide(scores[i], open ? threshold - release : threshold);
    if (!open)
      continue;
    if (found.empty() || found.back().last + 1 != at)
      found.push_back({at, at, scores[i]});
    found.back().last = at;
    found.back().peak = higher(found.back().peak, scores[i]);
  }
  return found;
}

/// How many of `these` share an item with one of `those`; both ascend and lie apart.
std::int64_t touched(std::span<const AlarmInterval> these, std::span<const AlarmInterval> those) {
  std::int64_t count = 0;
  std::size_t next = 0;
  for (const AlarmInterval& each : these) {
    while (next < those.size() && those[next].last < each.first)
      ++next;
    count += next < those.size() && those[next].first <= each.last;
  }
  return count;
}

} // namespace

std::vector<Option> AlarmOptions::describe() {
  return {option("release", release,
                 "How far the score must fall below the threshold before an alarm ends; stops chattering",
                 "score", 0),
          option("minimum_length", minimum_length,
                 "Items in a row that make an alarm; raise it against single spikes", "items", 1, 1e6),
          option("merge_gap", merge_gap, "Quiet items between two alarms that still count as one", "items", 0,
                 1e6)};
}

std::vector<AlarmInterval> alarm_intervals(std::span<const double> scores, double threshold,
                                           const AlarmOptions& options) {
  std::vector<AlarmInterval> alarms;
  for (const AlarmInterval& run : runs(scores, threshold, options.release)) {
    if (run.items() < options.minimum_length)
      continue;
    if (alarms.empty() || run.first - alarms.back().last - 1 > options.merge_gap) {
      alarms.push_back(run);
      continue;
    }
    for (std::int64_t i = alarms.back().last + 1; i <= run.last; ++i)
      alarms.back().peak = higher(alarms.back().peak, scores[static_cast<std::size_t>(i)]);
    alarms.back().last = run.last;
  }
  return alarms;
}

double alarms_per_called_item(const AlarmOptions& options) {
  return options.release > 0 ? 1 : 1 / static_cast<double>(options.minimum_length);
}

std::string to_string(AlarmBand band) {
  return band == AlarmBand::green ? "green" : band == AlarmBand::amber ? "amber" : "red";
}

AlarmLoad alarm_load(std::int64_t alarms, double hours, double operators, const AlarmBandOptions& bands) {
  ANDON_ASSERT(hours > 0 && operators > 0);
  AlarmLoad load;
  load.per_operator_hour = poisson_rate(alarms, hours * operators);
  const double rate = load.per_operator_hour.value;
  load.band = rate <= bands.green   ? AlarmBand::green
              : rate <= bands.amber ? AlarmBand::amber
                                    : AlarmBand::red;
  return load;
}

double expected_alarm_load(double rate, double items_per_hour, double channels, double operators) {
  return rate * items_per_hour * channels / operators;
}

AlarmReplay replay_alarms(std::span<const double> scores, double threshold, const AlarmOptions& options,
                          std::span<const AlarmInterval> events, double items_per_hour, double operators) {
  ANDON_ASSERT(!scores.empty() && items_per_hour > 0);
  AlarmReplay replay;
  replay.alarms = alarm_intervals(scores, threshold, options);
  replay.on_events = touched(replay.alarms, events);
  replay.events = static_cast<std::int64_t>(events.size());
  replay.missed = replay.events - touched(events, replay.alarms);
  replay.false_load = alarm_load(static_cast<std::int64_t>(replay.alarms.size()) - replay.on_events,
                                 static_cast<double>(scores.size()) / items_per_hour, operators);
  return replay;
}

} // namespace andon
