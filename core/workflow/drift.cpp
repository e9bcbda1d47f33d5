#include "core/workflow/drift.h"

#include "core/drift/block_bootstrap.h"
#include "core/metrics/intervals.h"
#include "core/metrics/projection.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/drift_items.h"
#include "core/workflow/item_id.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/models_in_use.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

constexpr std::size_t most_compared = 400; ///< windows a side whose sensors are read
constexpr std::size_t most_points = 2000;  ///< of the scatter, a side
constexpr std::size_t recent = 200;        ///< items that are compared when nothing changed
constexpr std::int64_t least_verdicts = 5;

/// Options divided between the run length and the detectors. An unknown key names the nearest.
struct Options {
  RunLengthOptions length;
  std::map<std::string, OptionMap> detector;
};
Result<Options> divided(const OptionMap& values) {
  Options result;
  OptionMap length;
  for (const auto& [key, value] : values) {
    const std::size_t dot = key.find('.');
    if (dot == std::string::npos) {
      length[key] = value;
      continue;
    }
    const std::string id = key.substr(0, dot);
    if (auto known = drift_methods().find(id); !known)
      return fail(ErrorCode::invalid_argument, "option '" + key + "': " + known.error().message);
    result.detector[id][key.substr(dot + 1)] = value;
  }
  ANDON_ASSIGN(result.length, configured<RunLengthOptions>(length));
  return result;
}

/// Normal reference items with a finite score.
void clean(DriftItems& items) {
  DriftItems kept;
  kept.names = items.names;
  for (std::size_t i = 0; i < items.rows.size(); ++i) {
    if (items.rows[i].label == 1 || !std::isfinite(items.rows[i].score))
      continue;
    kept.rows.push_back(items.rows[i]);
    const auto row = items.row(i);
    kept.features.insert(kept.features.end(), row.begin(), row.end());
  }
  items = std::move(kept);
}

std::vector<double> scores_of(const DriftItems& items) {
  std::vector<double> scores;
  for (const ScoreRow& row : items.rows)
    scores.push_back(row.score);
  return scores;
}

DriftTrack followed(DriftDetector& detector, const DriftItems& watched, std::vector<DriftAlarm>& alarms) {
  DriftTrack track{detector.method().id, detector.method().title};
  track.limit = detector.limit();
  track.run_length = detector.calibration().realised;
  track.block = detector.calibration().block;
  for (std::size_t i = 0; i < watched.rows.size(); ++i) {
    const DriftReading reading = detector.update(watched.rows[i].score, watched.row(i));
    track.statistic.push_back(reading.statistic);
    if (!reading.alarm)
      continue;
    track.alarms.push_back(i);
    alarms.push_back({track.detector,
                      id_of(watched.rows[i]), i,
                      watched.rows[i].start, reading.statistic, track.limit});
  }
  track.state = detector.state();
  track.skipped = detector.skipped();
  return track;
}

/// Fits every detector that these items can feed, and runs it over them.
Result<void> follow(const DriftIn& in, const Options& options, const DriftItems& reference,
                    const DriftItems& watched, DriftOut& out, Progress& progress, std::stop_token stop) {
  const std::vector<double> scores = scores_of(reference);
  const bool features = !watched.names.empty() && watched.names == reference.names;
  std::vector<std::string> ids = in.detectors;
  if (ids.empty())
    for (const DriftMethod& row : drift_methods().rows()) {
      if (!row.needs_features || features)
        ids.push_back(row.id);
      else
        out.notes.push_back(row.id + " was left out: these items have no features");
    }
  // All of them share the budget of false alarms.
  RunLengthOptions each = options.length;
  each.run_length *= static_cast<std::int64_t>(ids.size());
  progress.stage("watching for drift", static_cast<std::int64_t>(ids.size()));
  for (const std::string& id : ids) {
    const DriftReference fit{scores,
                             features ? std::span<const float>(reference.features) : std::span<const float>{},
                             reference.names.size()};
    const auto own = options.detector.find(id);
    auto detector =
        DriftDetector::fit(id, fit, own == options.detector.end() ? OptionMap{} : own->second, each, stop);
    if (!detector)
      return fail_in("drift detector '" + id + "'", detector.error());
    out.tracks.push_back(followed(*detector, watched, out.alarms));
    progress.advance(static_cast<std::int64_t>(out.tracks.size()));
  }
  std::stable_sort(out.alarms.begin(), out.alarms.end(),
                   [](const DriftAlarm& a, const DriftAlarm& b) { return a.row < b.row; });
  return {};
}

/// At most `most` of the numbers [from, to), evenly spaced.
std::vector<std::size_t> thinned(std::size_t from, std::size_t to, std::size_t most) {
  const std::size_t n = to - from, count = std::min(n, most);
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < count; ++i)
    result.push_back(from + i * n / count);
  return result;
}

std::vector<double> columns(const DriftItems& items, const std::vector<std::size_t>& chosen, bool features) {
  std::vector<double> values;
  for (const std::size_t i : chosen) {
    if (!features)
      values.push_back(items.rows[i].score);
    else
      for (const float each : items.row(i))
        values.push_back(static_cast<double>(each));
  }
  return values;
}

std::vector<ScoreRow> rows_at(const DriftItems& items, const std::vector<std::size_t>& chosen) {
  std::vector<ScoreRow> rows;
  for (const std::size_t i : chosen)
    rows.push_back(items.rows[i]);
  return rows;
}

/// Adds a group unless a side has too few rows, which is a note and no failure.
void add_group(DriftOut& out, const std::string& kind, const std::vector<double>& before,
               const std::vector<double>& after, const std::vector<std::string>& names, double block) {
  auto moved = moved_columns(before, after, names, block, block);
  if (moved)
    out.moved.push_back({kind, std::move(*moved)});
  else
    out.notes.push_back("what moved (" + kind + "): " + moved.error().message);
}

Result<void> compare(Workspace& workspace, const store::Run& run, const DriftItems& reference,
                     const DriftItems& watched, const std::string& data, DriftOut& out, Progress& progress,
                     std::stop_token stop) {
  const std::size_t n = watched.rows.size();
  const std::size_t from = out.changed_at < n ? std::min(out.changed_at, n - std::min<std::size_t>(n, 20))
                                              : n - std::min(n, recent);
  const auto before = thinned(0, reference.rows.size(), most_compared),
             after = thinned(from, n, most_compared);
  const double block = bootstrap_block({scores_of(reference), 1});
  add_group(out, "score", columns(reference, before, false), columns(watched, after, false), {"score"},
            block);
  if (!data.empty()) {
    ANDON_ASSIGN(const Manifest manifest, read_manifest(workspace.run_folder(run.name)));
    ANDON_ASSIGN(const SensorFigures old,
                 sensor_figures(workspace, manifest.data_path, rows_at(reference, before), progress, stop));
    ANDON_ASSIGN(const SensorFigures now,
                 sensor_figures(workspace, data, rows_at(watched, after), progress, stop));
    if (!old.names.empty() && old.names == now.names)
      add_group(out, "sensor", old.values, now.values, old.names, block);
  }
  if (!watched.names.empty() && watched.names == reference.names)
    add_group(out, "feature", columns(reference, before, true), columns(watched, after, true), watched.names,
              block);
  return {};
}

Result<void> ask(Workspace& workspace, const store::Run& run, DriftOut& out) {
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  decide_rows(out.rows, line);
  ANDON_TRY(judge_rows(workspace, run, out.rows));
  out.question = asked_of_people(std::span<const ScoreRow>(out.rows).subspan(out.changed_at));
  return {};
}

Result<void> draw(const DriftItems& reference, const DriftItems& watched, DriftOut& out, Progress& progress,
                  std::stop_token stop) {
  if (watched.names.empty() || watched.names != reference.names)
    return {};
  const auto before = thinned(0, reference.rows.size(), most_points);
  out.scatter.rows = thinned(0, watched.rows.size(), most_points);
  out.scatter.reference = before.size();
  std::vector<float> points;
  const auto add = [&](const DriftItems& items, const std::vector<std::size_t>& chosen) {
    for (const std::size_t i : chosen) {
      const auto row = items.row(i);
      points.insert(points.end(), row.begin(), row.end());
    }
  };
  add(reference, before);
  add(watched, out.scatter.rows);
  ANDON_ASSIGN(PcaProjection pca,
               pca_projection(points, static_cast<std::int64_t>(watched.names.size()), 2, progress, stop));
  out.scatter.xy = std::move(pca.coordinates);
  return {};
}

std::string sentence_of(const DriftOut& out, std::int64_t run_length) {
  const std::string basis = std::to_string(out.reference_items) + " reference items";
  if (out.alarms.empty())
    return "No drift in " + std::to_string(out.rows.size()) + " items (" + std::to_string(out.tracks.size()) +
           " detectors, together one false alarm in " + std::to_string(run_length) + " items, from " + basis +
           ").";
  std::size_t detectors = 0;
  for (const DriftTrack& track : out.tracks)
    detectors += !track.alarms.empty();
  const DriftAlarm& first = out.alarms.front();
  return "Drift since item " + std::to_string(first.row + 1) + " of " + std::to_string(out.rows.size()) +
         " (" + first.item + ", " + first.detector + "; " + std::to_string(detectors) + " of " +
         std::to_string(out.tracks.size()) + " detectors, from " + basis + ").";
}

} // namespace

DriftQuestion asked_of_people(std::span<const ScoreRow> rows) {
  DriftQuestion question;
  for (const ScoreRow& row : rows) {
    if (row.decision != 1)
      continue;
    ++question.flagged;
    question.normal += row.label == 0;
    question.abnormal += row.label == 1;
  }
  const std::int64_t judged = question.normal + question.abnormal;
  question.normal_share = clopper_pearson(question.normal, judged);
  if (judged >= least_verdicts && question.normal_share.low > 0.5)
    question.answer = "new condition";
  else if (judged >= least_verdicts && question.normal_share.high < 0.5)
    question.answer = "new fault";
  return question;
}

std::vector<OptionInfo> drift_options() {
  std::vector<OptionInfo> all = describe_defaults<RunLengthOptions>();
  for (const DriftMethod& row : drift_methods().rows())
    for (OptionInfo each : row.options) {
      each.key = row.id + "." + each.key;
      all.push_back(std::move(each));
    }
  return all;
}

Result<DriftOut> drift(Workspace& workspace, const DriftIn& in, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Options options, divided(in.options));
  ANDON_ASSIGN(const store::Run run, run_in_use(workspace, in.run));
  DriftIn named = in;
  named.run = run.name;
  DriftOut out;
  out.run = run.name;
  out.data = in.data;
  out.part = in.part;
  const auto model = model_table().find(run.model);
  out.can_adapt = model && (*model)->adapt_recent && !in.data.empty();
  out.modality = model ? (*model)->modality : "";
  ANDON_ASSIGN(DriftItems watched, watched_items(workspace, named, progress, stop));
  ANDON_ASSIGN(DriftItems reference, reference_items(workspace, run, !watched.names.empty(), progress, stop));
  clean(reference);
  out.reference_items = static_cast<std::int64_t>(reference.rows.size());
  ANDON_TRY(follow(named, options, reference, watched, out, progress, stop));
  out.rows = watched.rows;
  out.changed_at = out.alarms.empty() ? out.rows.size() : out.alarms.front().row;
  ANDON_TRY(compare(workspace, run, reference, watched, in.data, out, progress, stop));
  ANDON_TRY(ask(workspace, run, out));
  ANDON_TRY(draw(reference, watched, out, progress, stop));
  out.sentence = sentence_of(out, options.length.run_length);
  return out;
}

} // namespace andon::workflow
