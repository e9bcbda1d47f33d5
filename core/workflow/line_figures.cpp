#include "core/metrics/intervals.h"
#include "core/workflow/threshold_view.h"

#include <algorithm>
#include <limits>

namespace andon::workflow {
namespace {

ReplayFigures replay(const ThresholdView& view, double line, const AlarmOptions& logic) {
  ReplayFigures figures;
  for (const ReplayTrack& track : view.tracks) {
    if (track.scores.empty())
      continue;
    if (view.parts && logic.minimum_length <= 1) { // images do not merge
      for (std::size_t i = 0; i < track.scores.size(); ++i)
        figures.alarms += decide(track.scores[i], line);
      for (const AlarmInterval& event : track.events)
        for (std::int64_t i = event.first; i <= event.last; ++i) {
          const bool called = decide(track.scores[static_cast<std::size_t>(i)], line);
          ++figures.events;
          figures.missed += !called;
          figures.on_events += called;
        }
      continue;
    }
    const AlarmReplay one =
        replay_alarms(track.scores, line, logic, track.events, view.items_per_hour.value_or(1));
    figures.alarms += static_cast<std::int64_t>(one.alarms.size());
    figures.on_events += one.on_events;
    figures.events += one.events;
    figures.missed += one.missed;
  }
  if (view.items_per_hour)
    figures.hours = static_cast<double>(view.normal_items) / *view.items_per_hour;
  if (figures.hours > 0)
    figures.false_load = alarm_load(figures.alarms - figures.on_events, figures.hours);
  return figures;
}

/// By the tail where the line lies in it; without limits while the tail is dragged.
Estimate tail_rate(const TailFit& fit, double line) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  if (fit.posterior)
    return fit.posterior->rate(line, 0.95);
  return {fit.pot.tail.share() * fit.pot.fit.law.survival(line - fit.pot.tail.u), unknown, unknown};
}

} // namespace

LineFigures figures_at(const ThresholdView& view, double line, std::optional<double> low,
                       const CostOptions& costs, const AlarmOptions& logic) {
  LineFigures figures;
  figures.confusion = view.labelled->at(line, low);
  const Confusion& counts = figures.confusion;
  figures.escapes = clopper_pearson(counts.escapes, counts.abnormal());
  figures.overkill = clopper_pearson(counts.overkill, counts.normal());
  if (low)
    figures.review = clopper_pearson(counts.review(), counts.total());
  figures.cost_per_thousand = cost_per_thousand(counts, costs);
  if (view.tail && line > view.tail->fit.pot.tail.u) {
    figures.false_rate = tail_rate(view.tail->fit, line);
    figures.by_tail = true;
  } else {
    const auto called = std::count_if(view.calibration.begin(), view.calibration.end(),
                                      [&](double score) { return decide(score, line); });
    figures.false_rate = clopper_pearson(called, static_cast<std::int64_t>(view.calibration.size()));
  }
  if (view.items_per_hour)
    figures.alarms_per_hour =
        expected_alarm_load(figures.false_rate.value * alarms_per_called_item(logic), *view.items_per_hour);
  figures.replay = replay(view, line, logic);
  return figures;
}

} // namespace andon::workflow
