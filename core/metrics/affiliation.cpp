#include "core/metrics/event_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {
namespace {

/// Continuous time [begin, end].
struct Range {
  double begin = 0, end = 0;
  double length() const { return end - begin; }
};

double square_above_zero(double x) {
  return x > 0 ? x * x : 0;
}

/// ∫ over [l, r] of max(0, x − c).
double ramp(double l, double r, double c) {
  return (square_above_zero(r - c) - square_above_zero(l - c)) / 2;
}

/// ∫ over the prediction [l, r] of P(a random point of the zone is at least as far from the event).
double precision_integral(const Range& predicted, const Range& event, const Range& zone) {
  const Range inside{std::max(predicted.begin, event.begin), std::min(predicted.end, event.end)};
  double sum = std::max(0.0, inside.length());
  const double width = zone.length();
  if (const double l = predicted.begin, r = std::min(predicted.end, event.begin); r > l) // x before the event
    sum += (ramp(l, r, zone.begin) + ramp(l, r, event.begin - (zone.end - event.end))) / width;
  if (const double l = std::max(predicted.begin, event.end), r = predicted.end; r > l) // mirrored
    sum += (ramp(-r, -l, -zone.end) + ramp(-r, -l, -event.end - (event.begin - zone.begin))) / width;
  return sum;
}

/// ∫ over points y in [l, r] of the event, whose nearest prediction ends at `near` before l, of P(a random
/// point of the zone is at least y − near away from y).
double recall_after(double l, double r, double near, const Range& zone) {
  const double c = zone.end + near;
  return ((near - zone.begin) * (r - l) + (square_above_zero(c - 2 * l) - square_above_zero(c - 2 * r)) / 4) /
         zone.length();
}
/// The same for a nearest prediction that begins at `near` after r.
double recall_before(double l, double r, double near, const Range& zone) {
  return recall_after(-r, -l, -near, Range{-zone.end, -zone.begin});
}

double recall_integral(const std::vector<Range>& predicted, const Range& event, const Range& zone) {
  double sum = 0;
  for (const Range& each : predicted)
    sum += std::max(0.0, std::min(each.end, event.end) - std::max(each.begin, event.begin));
  for (std::size_t i = 0; i <= predicted.size(); ++i) { // gaps before, between and after the predictions
    const bool has_left = i > 0, has_right = i < predicted.size();
    const double left = has_left ? predicted[i - 1].end : 0, right = has_right ? predicted[i].begin : 0;
    const double l = has_left ? std::max(left, event.begin) : event.begin;
    const double r = has_right ? std::min(right, event.end) : event.end;
    if (!(r > l))
      continue;
    const double middle = has_left && has_right ? std::clamp((left + right) / 2, l, r) : (has_left ? r : l);
    if (middle > l)
      sum += recall_after(l, middle, left, zone);
    if (r > middle)
      sum += recall_before(middle, r, right, zone);
  }
  return sum;
}

} // namespace

AffiliationScore affiliation_score(std::span<const EventSpan> real, std::span<const EventSpan> predicted,
                                   std::span<const EventSpan> recordings) {
  AffiliationScore score;
  double precision = 0, recall = 0;
  for (const EventSpan& recording : recordings) {
    std::vector<Range> events, spans;
    for (const EventSpan& event : real)
      if (event.begin >= recording.begin && event.end <= recording.end)
        events.push_back({static_cast<double>(event.begin), static_cast<double>(event.end)});
    for (const EventSpan& span : predicted)
      if (span.begin >= recording.begin && span.end <= recording.end)
        spans.push_back({static_cast<double>(span.begin), static_cast<double>(span.end)});
    for (std::size_t e = 0; e < events.size(); ++e) {
      const Range zone{e > 0 ? (events[e - 1].end + events[e].begin) / 2
                             : static_cast<double>(recording.begin),
                       e + 1 < events.size() ? (events[e].end + events[e + 1].begin) / 2
                                             : static_cast<double>(recording.end)};
      std::vector<Range> mine;
      double length = 0, worth = 0;
      for (const Range& span : spans) {
        const Range part{std::max(span.begin, zone.begin), std::min(span.end, zone.end)};
        if (!(part.length() > 0))
          continue;
        mine.push_back(part);
        length += part.length();
        worth += precision_integral(part, events[e], zone);
      }
      ++score.zones;
      if (mine.empty())
        continue;
      ++score.zones_with_prediction;
      precision += worth / length;
      recall += recall_integral(mine, events[e], zone) / events[e].length();
    }
  }
  constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
  score.precision = score.zones_with_prediction > 0
                        ? precision / static_cast<double>(score.zones_with_prediction)
                        : undefined;
  score.recall = score.zones > 0 ? recall / static_cast<double>(score.zones) : undefined;
  const double sum = score.precision + score.recall;
  score.f1 = sum > 0 ? 2 * score.precision * score.recall / sum : undefined;
  return score;
}

} // namespace andon
