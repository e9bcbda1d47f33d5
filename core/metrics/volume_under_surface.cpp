#include "core/metrics/event_metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace andon {
namespace {

/// Labels widened by half a buffer on both sides of every event, at most 1, inside the recordings.
std::vector<double> widened(const LabelledSequence& sequence, std::span<const EventSpan> events,
                            std::span<const EventSpan> recordings, std::int64_t buffer) {
  std::vector<double> result(sequence.labels.begin(), sequence.labels.end());
  std::size_t recording = 0;
  for (const EventSpan& event : events) {
    while (event.begin >= recordings[recording].end)
      ++recording;
    for (std::int64_t step = 1; step <= buffer / 2; ++step) {
      const double weight = std::sqrt(1 - static_cast<double>(step) / static_cast<double>(buffer));
      if (const std::int64_t at = event.end - 1 + step; at < recordings[recording].end)
        result[static_cast<std::size_t>(at)] += weight;
      if (const std::int64_t at = event.begin - step; at >= recordings[recording].begin)
        result[static_cast<std::size_t>(at)] += weight;
    }
  }
  for (double& weight : result)
    weight = std::min(weight, 1.0);
  return result;
}

/// Number of the (widened) event that a sample lies in, −1 outside.
struct Membership {
  std::vector<std::int32_t> event;
  std::int32_t events = 0;
};
Membership membership_of(const std::vector<double>& weights, std::span<const EventSpan> recordings) {
  Membership result{std::vector<std::int32_t>(weights.size(), -1), 0};
  for (const EventSpan& recording : recordings)
    for (std::int64_t i = recording.begin; i < recording.end; ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (!(weights[at] > 0))
        continue;
      if (i == recording.begin || !(weights[at - 1] > 0))
        ++result.events;
      result.event[at] = result.events - 1;
    }
  return result;
}

/// Both areas for one widening: samples are called in the order of their scores, ties together.
VolumeUnderSurface areas_of(const LabelledSequence& sequence, const std::vector<std::size_t>& order,
                            const std::vector<double>& weights, const Membership& member) {
  const double positives = std::accumulate(sequence.labels.begin(), sequence.labels.end(), 0.0);
  const double widened_sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  const double p = (positives + widened_sum) / 2, n = static_cast<double>(sequence.samples()) - p;
  std::vector<std::uint8_t> touched(static_cast<std::size_t>(member.events), 0);
  double hits = 0, called = 0, existing = 0, last_tpr = 0, last_fpr = 0;
  VolumeUnderSurface area;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t at = order[i];
    hits += weights[at];
    ++called;
    if (const std::int32_t event = member.event[at];
        event >= 0 && !touched[static_cast<std::size_t>(event)]) {
      touched[static_cast<std::size_t>(event)] = 1;
      ++existing;
    }
    if (i + 1 < order.size() && sequence.scores[order[i + 1]] == sequence.scores[at])
      continue;
    const double tpr = std::min(hits / p, 1.0) * existing / member.events, fpr = (called - hits) / n;
    area.roc += (fpr - last_fpr) * (tpr + last_tpr) / 2;
    area.pr += (tpr - last_tpr) * hits / called;
    last_tpr = tpr;
    last_fpr = fpr;
  }
  area.roc += (1 - last_fpr) * (1 + last_tpr) / 2; // the curve ends at (1, 1)
  return area;
}

} // namespace

Result<VolumeUnderSurface> volume_under_surface(const LabelledSequence& sequence, std::int64_t buffer,
                                                std::int64_t step) {
  ANDON_TRY(check_sequence(sequence));
  const std::int64_t abnormal = std::count(sequence.labels.begin(), sequence.labels.end(), 1);
  if (abnormal == 0 || abnormal == sequence.samples())
    return fail(ErrorCode::insufficient_data,
                "the volume under the surface needs normal and abnormal samples");
  const std::vector<EventSpan> recordings = sequence.recordings();
  const std::vector<EventSpan> events = events_of(sequence.labels, recordings);
  std::vector<std::size_t> order(sequence.scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sequence.scores[a] > sequence.scores[b]; });
  VolumeUnderSurface sum;
  double surfaces = 0;
  for (std::int64_t width = 0; width <= buffer; width += step, ++surfaces) {
    const std::vector<double> weights = widened(sequence, events, recordings, width);
    const VolumeUnderSurface area = areas_of(sequence, order, weights, membership_of(weights, recordings));
    sum.roc += area.roc;
    sum.pr += area.pr;
  }
  return VolumeUnderSurface{sum.roc / surfaces, sum.pr / surfaces};
}

} // namespace andon
