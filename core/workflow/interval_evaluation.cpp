#include "core/workflow/interval_evaluation.h"

#include "core/base/random.h"
#include "core/metrics/event_metrics.h"
#include "core/metrics/intervals.h"
#include "core/workflow/item_id.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace andon::workflow {
namespace {

constexpr std::int64_t vus_buffer = 100; // rows; the usual choice, so that figures compare
constexpr std::int64_t shortest = 10;    // rows of a recording worth the name
constexpr double resampling_budget = 1e8;
constexpr std::int64_t resampling_step = 10; // of the buffers, while resampling
constexpr std::int64_t most_resamples = 100, fewest_resamples = 40, fewest_recordings = 5;

/// Rows of one scene without a break.
struct TimedRows {
  std::vector<std::size_t> rows;
  double step = 0; ///< seconds of a row
};

struct Moments {
  std::vector<ScoreRow> rows;
  std::vector<double> scores;
  void add(const ScoreRow& row, double score) {
    rows.push_back(row);
    rows.back().sensor.clear();
    scores.push_back(score);
  }
};

/// Rows of a scene's sensors as moments of the scene, in time: the highest score, and abnormal where any
/// sensor is. Rows of whole items stay as they are.
Moments moments_of(const std::vector<ScoreRow>& rows, const std::vector<double>& scores) {
  Moments all;
  for (std::size_t from = 0; from < rows.size();) {
    if (rows[from].sensor.empty()) {
      all.add(rows[from], scores[from]);
      ++from;
      continue;
    }
    std::map<double, std::vector<std::size_t>> by_time;
    std::size_t to = from;
    for (; to < rows.size() && rows[to].item == rows[from].item && !rows[to].sensor.empty(); ++to)
      by_time[rows[to].start].push_back(to);
    for (const auto& [start, places] : by_time) {
      const auto score = [&](std::size_t r) { return scores[r]; };
      const auto label = [&](std::size_t r) { return rows[r].label; };
      all.add(rows[places.front()], scores[std::ranges::max(places, {}, score)]);
      const int least = label(std::ranges::min(places, {}, label)),
                most = label(std::ranges::max(places, {}, label));
      all.rows.back().label = most == 1 ? 1 : least;
    }
    from = to;
  }
  return all;
}

bool follows(const ScoreRow& before, const ScoreRow& row) {
  const double step = row.end - row.start;
  return std::abs(row.start - before.end) < 0.5 * step && scene_of(before.item) == scene_of(row.item);
}

/// Empty when the rows are no bins of recordings: they overlap, or stand alone.
std::vector<TimedRows> recordings_of(const std::vector<ScoreRow>& rows) {
  std::vector<TimedRows> all;
  const ScoreRow* before = nullptr;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const ScoreRow& row = rows[r];
    if (!row.path.empty() || row.label < 0 || !(row.end > row.start)) {
      before = nullptr;
      continue;
    }
    if (before && row.start < before->end - 0.5 * (row.end - row.start) && row.start > before->start &&
        scene_of(before->item) == scene_of(row.item))
      return {};
    if (!before || !follows(*before, row))
      all.push_back({{}, row.end - row.start});
    all.back().rows.push_back(r);
    before = &row;
  }
  std::erase_if(all,
                [](const TimedRows& each) { return static_cast<std::int64_t>(each.rows.size()) < shortest; });
  return all;
}

LabelledSequence sequence_of(const std::vector<ScoreRow>& rows, const std::vector<double>& scores,
                             const std::vector<const TimedRows*>& recordings) {
  LabelledSequence sequence;
  for (const TimedRows* recording : recordings) {
    sequence.starts.push_back(sequence.samples());
    for (const std::size_t r : recording->rows) {
      sequence.scores.push_back(scores[r]);
      sequence.labels.push_back(rows[r].label);
    }
  }
  return sequence;
}

using Values = std::map<std::string, double>;

Result<Values> values_of(const LabelledSequence& sequence, double threshold, std::int64_t step = 1) {
  const std::vector<EventSpan> spans = sequence.recordings();
  const std::vector<EventSpan> real = events_of(sequence.labels, spans);
  const std::vector<EventSpan> called = events_of(called_samples(sequence, threshold), spans);
  ANDON_ASSIGN(const VolumeUnderSurface volume, volume_under_surface(sequence, vus_buffer, step));
  const RangeScore range = range_score(real, called);
  const AffiliationScore affiliation = affiliation_score(real, called, spans);
  return Values{{"vus_pr", volume.pr},
                {"vus_roc", volume.roc},
                {"range_f1", range.f1},
                {"range_precision", range.precision},
                {"range_recall", range.recall},
                {"affiliation_f1", affiliation.f1},
                {"affiliation_precision", affiliation.precision},
                {"affiliation_recall", affiliation.recall},
                {"segment_iou", event_score(real, called).mean_segment_iou}};
}

double quantile_of(std::vector<double>& sorted, double p) {
  return sorted[static_cast<std::size_t>(std::llround(p * static_cast<double>(sorted.size() - 1)))];
}

/// 95 % limits by drawing whole recordings; samples of one class only are drawn again, at most as often
/// again.
Result<void> add_limits(const std::vector<ScoreRow>& rows, const std::vector<double>& scores,
                        const std::vector<TimedRows>& recordings, double threshold, std::uint64_t seed,
                        Metrics& metrics, const Values& values) {
  double samples = 0;
  for (const TimedRows& recording : recordings)
    samples += static_cast<double>(recording.rows.size());
  const auto draws = std::min<std::int64_t>(
      most_resamples,
      static_cast<std::int64_t>(resampling_budget / (samples * (vus_buffer / resampling_step + 1))));
  if (static_cast<std::int64_t>(recordings.size()) < fewest_recordings || draws < fewest_resamples)
    return {};
  Random random{Seed(seed).stream("recordings")};
  std::map<std::string, std::vector<double>> drawn;
  for (std::int64_t draw = 0; draw < draws; ++draw) {
    std::vector<const TimedRows*> chosen;
    for (std::size_t i = 0; i < recordings.size(); ++i)
      chosen.push_back(&recordings[random.below(recordings.size())]);
    const LabelledSequence sequence = sequence_of(rows, scores, chosen);
    const auto abnormal = std::count(sequence.labels.begin(), sequence.labels.end(), 1);
    if (abnormal == 0 || abnormal == sequence.samples())
      continue;
    ANDON_ASSIGN(const Values resampled, values_of(sequence, threshold, resampling_step));
    for (const auto& [name, value] : resampled)
      if (std::isfinite(value))
        drawn[name].push_back(value);
  }
  std::vector<const TimedRows*> all;
  for (const TimedRows& recording : recordings)
    all.push_back(&recording);
  ANDON_ASSIGN(const Values coarse, values_of(sequence_of(rows, scores, all), threshold, resampling_step));
  for (auto& [name, list] : drawn) {
    std::sort(list.begin(), list.end());
    const double fine = values.at(name) - coarse.at(name); // what the coarser surface leaves out
    metrics[name] = {values.at(name), quantile_of(list, 0.025) + fine, quantile_of(list, 0.975) + fine};
  }
  return {};
}

void add_events(const LabelledSequence& sequence, double threshold, double step, Metrics& metrics) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const std::vector<EventSpan> spans = sequence.recordings();
  EventScore events =
      event_score(events_of(sequence.labels, spans), events_of(called_samples(sequence, threshold), spans));
  metrics["event_recall"] = clopper_pearson(events.found, events.events);
  std::sort(events.delays.begin(), events.delays.end());
  const auto n = static_cast<std::int64_t>(events.delays.size());
  const auto at = [&](std::int64_t rank) {
    return step * static_cast<double>(events.delays[static_cast<std::size_t>(rank)]);
  };
  if (n == 0)
    metrics["detection_delay"] = {unknown, unknown, unknown};
  else if (n < 6) // fewer than six values hold no 95 % interval of a median
    metrics["detection_delay"] = {at(n / 2), unknown, unknown};
  else {
    std::int64_t low = 0;
    while (binomial_cdf(low, n, 0.5) < 0.025)
      ++low;
    low = std::max<std::int64_t>(0, low - 1);
    metrics["detection_delay"] = {at(n / 2), at(low), at(n - 1 - low)};
  }
}

} // namespace

Result<void> add_interval_metrics(const std::vector<ScoreRow>& all_rows,
                                  const std::vector<double>& all_scores, double threshold, std::uint64_t seed,
                                  Metrics& metrics) {
  const auto [rows, scores] = moments_of(all_rows, all_scores);
  const std::vector<TimedRows> recordings = recordings_of(rows);
  const bool mixed = std::any_of(recordings.begin(), recordings.end(), [&](const TimedRows& each) {
    return std::any_of(each.rows.begin(), each.rows.end(),
                       [&](std::size_t r) { return rows[r].label == 1; }) &&
           std::any_of(each.rows.begin(), each.rows.end(), [&](std::size_t r) { return rows[r].label == 0; });
  });
  if (!mixed)
    return {};
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  std::vector<const TimedRows*> all;
  for (const TimedRows& recording : recordings)
    all.push_back(&recording);
  const LabelledSequence sequence = sequence_of(rows, scores, all);
  ANDON_ASSIGN(const Values values, values_of(sequence, threshold));
  for (const auto& [name, value] : values)
    metrics[name] = {value, unknown, unknown};
  metrics["vus_buffer"] = {static_cast<double>(vus_buffer), unknown, unknown};
  add_events(sequence, threshold, recordings.front().step, metrics);
  return add_limits(rows, scores, recordings, threshold, seed, metrics, values);
}

} // namespace andon::workflow
