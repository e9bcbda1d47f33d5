#include "core/decision/promise.h"

#include "core/base/assert.h"
#include "core/decision/threshold_table.h"
#include "core/metrics/intervals.h"

#include <cmath>
#include <cstdio>
#include <limits>

namespace andon {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, value >= 100 ? "%.0f" : "%.3g", value);
  return text;
}

/// Hours as people say them: hours below two days, then days.
std::string span_of(double hours, double hours_per_day) {
  const double days = hours / hours_per_day;
  return days < 2 ? number(hours) + " hours" : number(days) + " days";
}

std::string needed_text(const Promise& promise) {
  if (promise.budget.item == "images")
    return std::to_string(promise.line.needed_more) + " more normal images";
  // Rounded up: the number must be enough.
  return number(promise.hours_needed < 10 ? std::ceil(promise.hours_needed * 10) / 10
                                          : std::ceil(promise.hours_needed)) +
         " more normal hours";
}

std::string basis_text(const Promise& promise) {
  return promise.budget.item == "images" ? std::to_string(promise.normal_items) + " normal images"
                                         : number(promise.normal_hours) + " normal hours";
}

} // namespace

std::vector<Option> Budget::describe() {
  return {option("alarms", alarms, "False alarms per line that one period may bring at most", "alarms", 1e-6,
                 1e6),
          choice("period", period, "What the budget of alarms is for", {"hour", "shift", "day", "week"}),
          option("confidence", confidence, "How sure the promise must be", "", 0.5, 0.9999),
          option("items_per_hour", items_per_hour, "Windows or images that one line scores in a working hour",
                 "1/h", 1e-3, 1e9),
          option("hours_per_shift", hours_per_shift, "Working hours of a shift", "h", 0.1, 24),
          option("hours_per_day", hours_per_day, "Working hours of a day", "h", 0.1, 24),
          option("hours_per_week", hours_per_week, "Working hours of a week", "h", 0.1, 168),
          choice("item", item, "What normal data are counted in", {"hours", "images"})};
}

double Budget::period_hours() const {
  if (period == "hour")
    return 1;
  return period == "shift" ? hours_per_shift : period == "day" ? hours_per_day : hours_per_week;
}

Result<double> budget_rate(const Budget& budget, const AlarmOptions& logic) {
  const double items = budget.items_per_hour * budget.period_hours();
  const double rate = budget.alarms / (items * alarms_per_called_item(logic));
  if (!(rate > 0 && rate < 1))
    return fail(ErrorCode::invalid_argument,
                "a budget of " + number(budget.alarms) + " alarms per " + budget.period +
                    " is no limit for " + number(items) +
                    " items in it; lower the budget or check the items per hour");
  return rate;
}

Result<Promise> make_promise(std::span<const double> normal, const Budget& budget, const AlarmOptions& logic,
                             const std::string& method, const OptionMap& options, std::stop_token stop,
                             std::span<const std::string> groups) {
  Promise promise;
  promise.budget = budget;
  promise.logic = logic;
  ANDON_ASSIGN(promise.rate, budget_rate(budget, logic));
  ThresholdInput input;
  input.normal = normal;
  input.alpha = promise.rate;
  input.stop = stop;
  input.groups = groups;
  ANDON_ASSIGN(const ThresholdMethod* row, threshold_methods().find(method));
  if (row->needs_labels)
    return fail(ErrorCode::invalid_argument,
                "threshold method '" + method + "' keeps no false-alarm rate; promise one with '" +
                    std::string(default_threshold_method) + "', percentile or conformal");
  OptionMap values = options;
  for (const OptionInfo& info : row->options)
    if (info.key == "confidence")
      values.try_emplace("confidence", budget.confidence);
  ANDON_ASSIGN(promise.line, fit_threshold(method, input, values));
  promise.normal_items = static_cast<std::int64_t>(normal.size());
  promise.normal_hours = static_cast<double>(normal.size()) / budget.items_per_hour;
  promise.hours_needed = static_cast<double>(promise.line.needed_more) / budget.items_per_hour;
  return promise;
}

std::string to_string(AuditStatus status) {
  return status == AuditStatus::kept ? "kept" : status == AuditStatus::broken ? "broken" : "undecided";
}

Audit audit_promise(const Budget& budget, std::int64_t alarms, double hours) {
  ANDON_ASSERT(alarms >= 0 && hours >= 0);
  Audit audit;
  audit.alarms = alarms;
  audit.hours = hours;
  const double periods = hours / budget.period_hours(), allowed = budget.alarms * periods;
  if (!(periods > 0)) {
    audit.per_period = {std::numeric_limits<double>::quiet_NaN(), 0, std::numeric_limits<double>::infinity()};
    return audit;
  }
  audit.per_period = poisson_rate(alarms, periods, budget.confidence);
  audit.chance = alarms == 0 ? 1 : poisson_at_least(alarms, allowed);
  audit.proven = audit.per_period.high <= budget.alarms;
  if (audit.chance <= 1 - budget.confidence)
    audit.status = AuditStatus::broken;
  else if (static_cast<double>(alarms) <= allowed && allowed >= -std::log1p(-budget.confidence))
    audit.status = AuditStatus::kept;
  return audit;
}

std::string promise_sentence(const Promise& promise, const std::optional<Audit>& audit,
                             const std::string& since) {
  if (!promise.supported() && promise.line.needed_more == 0)
    return "Not kept by these data: too many normal items reach this line.";
  if (!promise.supported())
    return "Not supported by these data: " + needed_text(promise) + " needed.";
  const Budget& budget = promise.budget;
  std::string text = "At most " + number(budget.alarms) + " false alarm" + (budget.alarms == 1 ? "" : "s") +
                     " per line per " + budget.period + " (" + number(100 * budget.confidence) +
                     " % sure), from " + basis_text(promise);
  if (!audit)
    return text + ".";
  text += since.empty() ? "; seen: " : "; seen since " + since + ": ";
  return text + std::to_string(audit->alarms) + " in " + span_of(audit->hours, budget.hours_per_day) + " — " +
         to_string(audit->status) + ".";
}

} // namespace andon
