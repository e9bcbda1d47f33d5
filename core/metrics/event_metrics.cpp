#include "core/metrics/event_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace andon {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

std::int64_t overlap(const EventSpan& a, const EventSpan& b) {
  return std::max<std::int64_t>(0, std::min(a.end, b.end) - std::max(a.begin, b.begin));
}

double harmonic(double a, double b) {
  return a + b > 0 ? 2 * a * b / (a + b) : (std::isnan(a + b) ? undefined : 0);
}

/// Mean over `ranges` of existence·[touched] + (1 − existence)·overlap/length/(ranges of `others` touched).
double mean_range(std::span<const EventSpan> ranges, std::span<const EventSpan> others, double existence) {
  double sum = 0;
  for (const EventSpan& range : ranges) {
    std::int64_t shared = 0, touched = 0;
    for (const EventSpan& other : others)
      if (const std::int64_t both = overlap(range, other); both > 0) {
        shared += both;
        ++touched;
      }
    if (touched > 0)
      sum += existence +
             (1 - existence) * static_cast<double>(shared) / static_cast<double>(range.samples() * touched);
  }
  return sum / static_cast<double>(ranges.size());
}

} // namespace

std::vector<EventSpan> LabelledSequence::recordings() const {
  std::vector<EventSpan> result;
  for (std::size_t i = 0; i < starts.size(); ++i)
    result.push_back({starts[i], i + 1 < starts.size() ? starts[i + 1] : samples()});
  return result;
}

Result<void> check_sequence(const LabelledSequence& sequence) {
  if (sequence.scores.size() != sequence.labels.size())
    return fail(ErrorCode::invalid_argument, std::to_string(sequence.scores.size()) + " scores, but " +
                                                 std::to_string(sequence.labels.size()) + " labels");
  if (sequence.scores.empty() || sequence.starts.empty())
    return fail(ErrorCode::insufficient_data, "there is no sample to measure");
  for (std::size_t i = 0; i < sequence.starts.size(); ++i)
    if (sequence.starts[i] >= sequence.samples() ||
        (i == 0 ? sequence.starts[0] != 0 : sequence.starts[i] <= sequence.starts[i - 1]))
      return fail(ErrorCode::invalid_argument, "recording " + std::to_string(i) + " starts at sample " +
                                                   std::to_string(sequence.starts[i]) +
                                                   "; starts ascend from 0");
  for (std::size_t i = 0; i < sequence.scores.size(); ++i) {
    if (std::isnan(sequence.scores[i]))
      return fail(ErrorCode::invalid_argument, "score " + std::to_string(i) + " is not a number");
    if (sequence.labels[i] != 0 && sequence.labels[i] != 1)
      return fail(ErrorCode::invalid_argument, "label " + std::to_string(i) + " is " +
                                                   std::to_string(sequence.labels[i]) + "; expected 0 or 1");
  }
  return {};
}

std::vector<EventSpan> events_of(std::span<const int> flags, std::span<const EventSpan> recordings) {
  std::vector<EventSpan> events;
  for (const EventSpan& recording : recordings)
    for (std::int64_t i = recording.begin; i < recording.end; ++i) {
      if (flags[static_cast<std::size_t>(i)] != 1)
        continue;
      if (!events.empty() && events.back().end == i && i > recording.begin)
        events.back().end = i + 1;
      else
        events.push_back({i, i + 1});
    }
  return events;
}

std::vector<int> called_samples(const LabelledSequence& sequence, double threshold) {
  std::vector<int> called;
  for (const double score : sequence.scores)
    called.push_back(score < threshold ? 0 : 1);
  return called;
}

RangeScore range_score(std::span<const EventSpan> real, std::span<const EventSpan> predicted,
                       double existence) {
  RangeScore score;
  score.recall = real.empty() ? undefined : mean_range(real, predicted, existence);
  score.precision = predicted.empty() ? 0 : mean_range(predicted, real, 0);
  score.f1 = harmonic(score.precision, score.recall);
  return score;
}

EventScore event_score(std::span<const EventSpan> real, std::span<const EventSpan> predicted) {
  EventScore score;
  score.events = static_cast<std::int64_t>(real.size());
  std::int64_t in_both = 0, in_either = 0;
  double best_sum = 0;
  for (const EventSpan& event : real) {
    in_either += event.samples();
    double best = 0;
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    for (const EventSpan& span : predicted) {
      const std::int64_t both = overlap(event, span);
      if (both == 0)
        continue;
      in_both += both;
      first = std::min(first, std::max(event.begin, span.begin));
      best = std::max(best, static_cast<double>(both) /
                                static_cast<double>(event.samples() + span.samples() - both));
    }
    best_sum += best;
    if (best > 0) {
      ++score.found;
      score.delays.push_back(first - event.begin);
    }
  }
  for (const EventSpan& span : predicted) {
    in_either += span.samples();
    if (std::none_of(real.begin(), real.end(),
                     [&](const EventSpan& event) { return overlap(event, span) > 0; }))
      ++score.false_spans;
  }
  in_either -= in_both;
  score.iou = in_either > 0 ? static_cast<double>(in_both) / static_cast<double>(in_either) : undefined;
  score.mean_segment_iou = real.empty() ? undefined : best_sum / static_cast<double>(real.size());
  return score;
}

} // namespace andon
