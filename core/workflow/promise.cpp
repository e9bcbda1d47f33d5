#include "core/workflow/promise.h"

#include "core/decision/threshold.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/item_id.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/models_in_use.h"

#include <algorithm>
#include <cmath>
#include <regex>
#include <set>

namespace andon::workflow {
namespace {

constexpr std::string_view budget_prefix = "budget.", alarm_prefix = "alarm.", group_key = "group.pattern";

/// The matcher recurses once a character, so a hostile name could exhaust the stack.
constexpr std::size_t longest_name = 1000;

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

/// Rows that follow each other on one line, in their order.
std::vector<std::vector<std::size_t>> sequences(const std::vector<ScoreRow>& rows) {
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
  alarm.peak = interval.peak;
  for (std::int64_t i = interval.first; i <= interval.last; ++i) {
    alarm.rows.push_back(sequence[static_cast<std::size_t>(i)]);
    alarm.truth = std::max(alarm.truth, at(i).label);
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
  for (const auto& sequence : sequences(rows))
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

Result<std::vector<std::string>> item_groups(const std::vector<ScoreRow>& rows, const std::string& pattern) {
  std::vector<std::string> groups;
  try {
    const std::regex expression(pattern);
    for (const ScoreRow& row : rows) {
      const std::string name = (row.path.empty() ? row.item : row.path).substr(0, longest_name);
      std::smatch match;
      if (pattern.empty())
        groups.push_back(!row.sensor.empty() ? row.sensor
                                             : std::filesystem::path(row.path).parent_path().string());
      else if (!std::regex_search(name, match, expression))
        return fail(ErrorCode::invalid_argument,
                    "group.pattern '" + pattern + "' does not match the item '" + name + "'");
      else
        groups.push_back(match.size() > 1 ? match[1].str() : match[0].str());
    }
  } catch (const std::regex_error&) {
    return fail(ErrorCode::invalid_argument, "group.pattern '" + pattern + "' is not a regular expression");
  }
  return groups;
}

AlarmSummary summarise_alarms(const std::vector<ScoreRow>& rows, double threshold, const AlarmOptions& logic,
                              std::optional<double> per_hour, double operators) {
  AlarmSummary summary;
  summary.threshold = threshold;
  summary.logic = logic;
  summary.items = static_cast<std::int64_t>(rows.size());
  const bool parts = logic.minimum_length <= 1 &&
                     std::ranges::none_of(rows, [](const ScoreRow& row) { return row.path.empty(); });
  for (const auto& sequence : parts ? one_by_one(rows.size()) : sequences(rows)) {
    std::vector<double> scores;
    for (const std::size_t row : sequence)
      scores.push_back(rows[row].score);
    const std::vector<AlarmInterval> alarms = alarm_intervals(scores, threshold, logic);
    for (const AlarmInterval& alarm : alarms)
      summary.alarms.push_back(described(rows, sequence, alarm));
    count_events(summary, rows, sequence, alarms);
  }
  for (const ItemAlarm& alarm : summary.alarms)
    ++(alarm.truth == 1 ? summary.on_faults : alarm.truth == 0 ? summary.false_alarms : summary.unjudged);
  summary.items_per_hour = per_hour ? per_hour : items_per_hour(rows);
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
  out.promise = std::move(stored.promise);
  std::optional<double> per_hour;
  if (out.promise)
    per_hour = out.promise->budget.items_per_hour;
  out.alarms = summarise_alarms(scored->rows, out.version.threshold, stored.logic, per_hour, in.operators);
  const bool live = in.data.empty() && out.realised;
  const double hours = live ? out.realised->normal_hours : out.alarms.normal_hours;
  if (out.promise && hours > 0)
    out.audit = audit_promise(
        out.promise->budget,
        live ? out.realised->held_against() : out.alarms.false_alarms + out.alarms.unjudged, hours);
  out.sentence = sentence_of(out, live);
  return out;
}

} // namespace andon::workflow
