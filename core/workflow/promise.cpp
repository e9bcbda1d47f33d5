#include "core/workflow/promise.h"

#include "core/decision/threshold.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/item_id.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/models_in_use.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace andon::workflow {
namespace {

constexpr std::string_view budget_prefix = "budget.", alarm_prefix = "alarm.", group_key = "group.pattern";

bool of_promise(std::string_view key) {
  return key.starts_with(budget_prefix) || key.starts_with(alarm_prefix) || key.starts_with("group.");
}

/// Images are parts of their own: one that is called is one alarm, one with a defect one fault.
std::vector<std::vector<std::size_t>> one_by_one(std::size_t count) {
  std::vector<std::vector<std::size_t>> result;
  for (std::size_t i = 0; i < count; ++i)
    result.push_back({i});
  return result;
}

ItemAlarm described(const std::vector<ScoreRow>& rows, const std::vector<std::size_t>& sequence,
                    const AlarmInterval& interval) {
  const auto at = [&](std::int64_t i) -> const ScoreRow& {
    return rows[sequence[static_cast<std::size_t>(i)]];
  };
  ItemAlarm alarm;
  alarm.item = at(interval.first).item.empty() ? at(interval.first).path : at(interval.first).item;
  alarm.sensor = at(interval.first).sensor;
  alarm.start = at(interval.first).start;
  alarm.end = at(interval.last).end;
  alarm.items = interval.items();
  alarm.peak = at(interval.first).score;
  for (std::int64_t i = interval.first; i <= interval.last; ++i) {
    alarm.rows.push_back(sequence[static_cast<std::size_t>(i)]);
    alarm.truth = std::max(alarm.truth, at(i).label);
    if (!(at(i).score <= alarm.peak) && !std::isnan(alarm.peak)) // NaN wins on both sides
      alarm.peak = at(i).score;
  }
  return alarm;
}

/// Runs of items known to be abnormal in one sequence, and how many of them no alarm touches.
void count_events(AlarmSummary& summary, const std::vector<ScoreRow>& rows,
                  const std::vector<std::size_t>& sequence, const std::vector<AlarmInterval>& alarms) {
  std::vector<double> abnormal;
  for (const std::size_t row : sequence)
    abnormal.push_back(rows[row].label == 1 ? 1 : 0);
  for (const AlarmInterval& event : alarm_intervals(abnormal, 1)) {
    ++summary.events;
    summary.missed += std::none_of(alarms.begin(), alarms.end(), [&](const AlarmInterval& alarm) {
      return alarm.first <= event.last && event.first <= alarm.last;
    });
  }
}

std::string plain_sentence(const std::string& since, std::int64_t alarms, std::int64_t items,
                           std::int64_t on_faults) {
  return "This line promises no false-alarm rate; seen" + (since.empty() ? "" : " since " + since) + ": " +
         std::to_string(alarms) + " alarms on " + std::to_string(items) + " items, " +
         std::to_string(on_faults) + " of them on faults.";
}

std::string sentence_of(const AuditOut& out, bool live) {
  if (out.promise)
    return promise_sentence(*out.promise, out.audit, live ? day_of(out.realised->since) : "");
  if (live)
    return plain_sentence(day_of(out.realised->since), out.realised->alarms, out.realised->items,
                          out.realised->on_faults);
  return plain_sentence("", static_cast<std::int64_t>(out.alarms.alarms.size()), out.alarms.items,
                        out.alarms.on_faults);
}

/// Scores to look at: of the data named, else the newest stored ones.
Result<ScoreOut> rows_to_audit(Workspace& workspace, const store::Run& run, const AuditIn& in,
                               Progress& progress, std::stop_token stop) {
  if (in.data.empty())
    return stored_scores(workspace, run.name);
  return score(workspace, {.run = run.name, .data = in.data, .part = in.part, .out = {}}, progress, stop);
}

Result<store::ThresholdVersion> line_version(Workspace& workspace, const store::Run& run,
                                             std::int64_t version) {
  ANDON_ASSIGN(const std::vector<store::ThresholdVersion> versions, workspace.store().thresholds(run.id));
  for (const store::ThresholdVersion& each : versions)
    if (version == 0 ? !std::isnan(each.threshold) : each.version == version)
      return each;
  return fail(ErrorCode::not_found,
              version == 0
                  ? "run '" + run.name + "' has no decision line yet; use: " + "andon threshold " + run.name
                  : "run '" + run.name + "' has no threshold version " + std::to_string(version));
}

/// Rows and alarms divided by the groups of the line.
std::map<std::string, RealisedCount> counts_by_group(const std::vector<ScoreRow>& rows,
                                                     const AlarmSummary& summary, const DecisionLine& line) {
  std::map<std::string, RealisedCount> counts;
  const std::vector<std::string> groups = groups_of(rows, line);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RealisedCount& count = counts[groups[i]];
    ++count.items;
    count.normal_items += rows[i].label != 1;
  }
  for (const ItemAlarm& alarm : summary.alarms) {
    RealisedCount& count = counts[groups[alarm.rows.front()]];
    ++count.alarms;
    ++(alarm.truth == 1 ? count.on_faults : alarm.truth == 0 ? count.false_alarms : count.unjudged);
  }
  for (auto& [group, count] : counts)
    if (summary.items_per_hour)
      count.normal_hours = static_cast<double>(count.normal_items) / *summary.items_per_hour;
  return counts;
}

std::vector<GroupAudit> group_audits(const std::map<std::string, RealisedCount>& counts,
                                     const DecisionLine& line, const std::optional<Promise>& promise) {
  std::vector<GroupAudit> groups;
  for (const auto& [group, count] : counts) {
    const auto own = line.groups->lines.find(group);
    GroupAudit each{group, own == line.groups->lines.end() ? *line.threshold : own->second, count, {}};
    if (promise && count.normal_hours > 0)
      each.audit = audit_promise(promise->budget, count.held_against(), count.normal_hours);
    groups.push_back(std::move(each));
  }
  return groups;
}

} // namespace

std::vector<Option> PromiseOptions::describe() {
  std::vector<Option> all;
  for (auto& [prefix, options] :
       {std::pair{budget_prefix, budget.describe()}, std::pair{alarm_prefix, logic.describe()}})
    for (Option each : options) {
      each.key = std::string(prefix) + each.key;
      all.push_back(std::move(each));
    }
  all.push_back(option(std::string(group_key), group_pattern,
                       "Regular expression whose match in an item's name or path is its product or line; "
                       "empty = its sensor or folder"));
  return all;
}

Result<PromiseRequest> promise_request(const OptionMap& options, const std::optional<double>& alpha,
                                       const std::string& per) {
  PromiseRequest request;
  OptionMap promise;
  for (const auto& [key, value] : options)
    (of_promise(key) ? promise : request.method)[key] = value;
  if (per != "item" && !per.empty()) {
    if (per != "hour" && per != "shift" && per != "day" && per != "week")
      return fail(ErrorCode::invalid_argument,
                  "--per '" + per + "': expected item, hour, shift, day or week");
    if (alpha) {
      promise["budget.period"] = per;
      promise["budget.alarms"] = *alpha;
    }
  }
  request.budget_asked = promise.contains("budget.alarms") || promise.contains("budget.period");
  request.items_per_hour_given = promise.contains("budget.items_per_hour");
  ANDON_ASSIGN(request.promise, configured<PromiseOptions>(promise));
  return request;
}

std::vector<std::vector<std::size_t>> alarm_sequences(const std::vector<ScoreRow>& rows) {
  std::map<std::string, std::vector<std::size_t>> by_scene, by_sensor;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    by_scene[scene_of(rows[i].item) + '\n' + rows[i].sensor].push_back(i);
    by_sensor[rows[i].sensor].push_back(i);
  }
  const bool single = std::all_of(by_scene.begin(), by_scene.end(),
                                  [](const auto& scene) { return scene.second.size() == 1; });
  std::vector<std::vector<std::size_t>> result;
  for (auto& [name, indices] : single ? by_sensor : by_scene)
    result.push_back(std::move(indices));
  return result;
}

std::optional<double> items_per_hour(const std::vector<ScoreRow>& rows) {
  std::vector<double> steps;
  double seconds = 0;
  std::set<std::string> sensors;
  for (const ScoreRow& row : rows) {
    seconds += row.end - row.start;
    sensors.insert(row.sensor);
  }
  if (!(seconds > 0))
    return std::nullopt;
  for (const auto& sequence : alarm_sequences(rows))
    for (std::size_t i = 1; i < sequence.size(); ++i) {
      const ScoreRow &before = rows[sequence[i - 1]], &now = rows[sequence[i]];
      if (scene_of(before.item) == scene_of(now.item) && now.start > before.start)
        steps.push_back(now.start - before.start);
    }
  double step = seconds / static_cast<double>(rows.size());
  if (!steps.empty()) {
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    step = *middle;
  }
  return static_cast<double>(sensors.size()) * 3600 / step;
}

AlarmSummary summarise_alarms(const std::vector<ScoreRow>& rows, double threshold, const AlarmOptions& logic,
                              std::optional<double> per_hour, double operators) {
  DecisionLine line;
  line.threshold = threshold;
  line.logic = logic;
  line.items_per_hour = per_hour;
  return summarise_alarms(rows, line, operators);
}

AlarmSummary summarise_alarms(const std::vector<ScoreRow>& rows, const DecisionLine& line, double operators) {
  return summarise_margins(rows, margins_of(rows, line), line, operators);
}

AlarmSummary summarise_margins(const std::vector<ScoreRow>& rows, const std::vector<double>& margins,
                               const DecisionLine& line, double operators) {
  AlarmSummary summary;
  const AlarmOptions& logic = line.logic;
  summary.threshold = *line.threshold;
  summary.logic = logic;
  summary.items = static_cast<std::int64_t>(rows.size());
  const bool parts = logic.minimum_length <= 1 &&
                     std::ranges::none_of(rows, [](const ScoreRow& row) { return row.path.empty(); });
  for (const auto& sequence : parts ? one_by_one(rows.size()) : alarm_sequences(rows)) {
    std::vector<double> scores;
    for (const std::size_t row : sequence)
      scores.push_back(margins[row]);
    const std::vector<AlarmInterval> alarms = alarm_intervals(scores, 0, logic);
    for (const AlarmInterval& alarm : alarms)
      summary.alarms.push_back(described(rows, sequence, alarm));
    count_events(summary, rows, sequence, alarms);
  }
  for (const ItemAlarm& alarm : summary.alarms)
    ++(alarm.truth == 1 ? summary.on_faults : alarm.truth == 0 ? summary.false_alarms : summary.unjudged);
  summary.items_per_hour = line.items_per_hour ? line.items_per_hour : items_per_hour(rows);
  if (!summary.items_per_hour || rows.empty())
    return summary;
  const auto normal = std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.label != 1; });
  summary.hours = static_cast<double>(rows.size()) / *summary.items_per_hour;
  summary.normal_hours = static_cast<double>(normal) / *summary.items_per_hour;
  summary.load = alarm_load(static_cast<std::int64_t>(summary.alarms.size()), summary.hours, operators);
  if (normal > 0)
    summary.false_load = alarm_load(summary.false_alarms + summary.unjudged, summary.normal_hours, operators);
  return summary;
}

Result<AuditOut> audit_run(Workspace& workspace, const AuditIn& in, Progress& progress,
                           std::stop_token stop) {
  AuditOut out;
  ANDON_ASSIGN(const store::Run run, run_in_use(workspace, in.run));
  ANDON_ASSIGN(out.version, line_version(workspace, run, in.version));
  auto scored = rows_to_audit(workspace, run, in, progress, std::move(stop));
  ANDON_ASSIGN(Realised realised, realised_alarms(workspace, run, out.version));
  if (realised.items > 0)
    out.realised = std::move(realised);
  if (!scored && !(out.realised && scored.error().code == ErrorCode::not_found))
    return fail(scored.error());
  if (!scored)
    scored = ScoreOut{};
  ANDON_TRY(judge_rows(workspace, run, scored->rows));
  ANDON_ASSIGN(StoredPromise stored, stored_promise(out.version));
  ANDON_ASSIGN(const DecisionLine line, decision_line(out.version));
  out.promise = std::move(stored.promise);
  out.alarms = summarise_alarms(scored->rows, line, in.operators);
  const bool live = in.data.empty() && out.realised;
  const double hours = live ? out.realised->normal_hours : out.alarms.normal_hours;
  if (out.promise && hours > 0)
    out.audit = audit_promise(
        out.promise->budget,
        live ? out.realised->held_against() : out.alarms.false_alarms + out.alarms.unjudged, hours);
  if (line.groups)
    out.groups = group_audits(live ? out.realised->groups : counts_by_group(scored->rows, out.alarms, line),
                              line, out.promise);
  out.sentence = sentence_of(out, live);
  return out;
}

} // namespace andon::workflow
