#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

// Metrics of alarms in time. A recording is a sequence of samples; a LabelledSequence holds one or several of
// them one after the other, and nothing reaches from one into the next. Threads: any.

/// Samples [begin, end).
struct EventSpan {
  std::int64_t begin = 0, end = 0;
  std::int64_t samples() const { return end - begin; }
  bool operator==(const EventSpan&) const = default;
};

/// Scores and labels (1 abnormal, 0 normal) of consecutive samples; starts = first sample of each recording,
/// starts[0] = 0.
struct LabelledSequence {
  std::vector<double> scores;
  std::vector<int> labels;
  std::vector<std::int64_t> starts;
  std::int64_t samples() const { return static_cast<std::int64_t>(scores.size()); }
  /// The recordings as spans.
  std::vector<EventSpan> recordings() const;
};
/// Errors: invalid_argument (different lengths, NaN score, label other than 0 and 1, starts not ascending
/// from 0), insufficient_data (no sample).
Result<void> check_sequence(const LabelledSequence& sequence);

/// Runs of ones inside recordings.
std::vector<EventSpan> events_of(std::span<const int> flags, std::span<const EventSpan> recordings);
/// 1 where score >= threshold.
std::vector<int> called_samples(const LabelledSequence& sequence, double threshold);

/// Range-based precision and recall (Tatbul et al. 2018) with flat positional bias and reciprocal
/// cardinality: a range scores overlap/length divided by the number of ranges of the other side that it
/// overlaps; recall of a real range is existence·[overlaps any] + (1 − existence)·that. Means over ranges; 0
/// where there is no predicted range; NaN where there is no real one.
struct RangeScore {
  double precision = 0, recall = 0, f1 = 0;
};
RangeScore range_score(std::span<const EventSpan> real, std::span<const EventSpan> predicted,
                       double existence = 0);

/// Affiliation precision and recall (Huet, Navarro & Rossi 2022), integrated in closed form over continuous
/// time (sample i is [i, i + 1)): each real event owns the zone nearer to it than to others; a predicted
/// point is worth the probability that a random point of the zone lies at least as far from the event; a
/// point of the event is worth the probability that a random point of the zone lies at least as far from it
/// as the nearest prediction. Precision is the mean over zones with a prediction (NaN where there is none),
/// recall over all zones. Zones do not cross recordings; predictions in recordings without an event are not
/// counted.
struct AffiliationScore {
  double precision = 0, recall = 0, f1 = 0;
  std::int64_t zones = 0, zones_with_prediction = 0;
};
AffiliationScore affiliation_score(std::span<const EventSpan> real, std::span<const EventSpan> predicted,
                                   std::span<const EventSpan> recordings);

/// How far the shapes agree and how soon events are found.
struct EventScore {
  double iou = 0;              ///< samples in both / samples in either; NaN when both are empty
  double mean_segment_iou = 0; ///< mean over real events of the best IoU with one predicted span
  std::int64_t events = 0, found = 0;
  std::vector<std::int64_t>
      delays;                   ///< samples from the event's begin to the first called sample, found events
  std::int64_t false_spans = 0; ///< predicted spans that touch no event
};
EventScore event_score(std::span<const EventSpan> real, std::span<const EventSpan> predicted);

/// Volume under the surface (Paparrizos et al. 2022): range-AUC averaged over buffers 0 … buffer samples. For
/// each buffer ℓ labels are widened on both sides by ℓ/2 samples with weight √(1 − distance/ℓ); recall is
/// weighted true positives over P′ = (labels + widened labels)/2, capped at 1, times the share of (widened)
/// events that are touched. `step` > 1 takes every step-th
/// buffer only: an approximation for resampling. Every distinct score is a threshold (the published code
/// takes 250 of them). Cost: O(n·(log n + buffer)). Errors: those of check_sequence; insufficient_data when
/// one of the classes is missing.
struct VolumeUnderSurface {
  double roc = 0, pr = 0;
};
Result<VolumeUnderSurface> volume_under_surface(const LabelledSequence& sequence, std::int64_t buffer,
                                                std::int64_t step = 1);

} // namespace andon
