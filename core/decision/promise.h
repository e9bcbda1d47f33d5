#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/decision/alarm_logic.h"
#include "core/decision/threshold.h"

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// "At most `alarms` false alarms per line per `period` at `confidence`", and what is needed to turn that
/// into a false-alarm rate an item.
struct Budget {
  double alarms = 2;
  std::string period = "week"; ///< hour, shift, day, week
  double confidence = 0.95;
  double items_per_hour = 3600; ///< windows or images that one line scores in an hour
  double hours_per_shift = 8;   ///< working hours in each period
  double hours_per_day = 24;
  double hours_per_week = 168;
  std::string item = "hours"; ///< "hours" for windows of a signal, "images" where one item is one part
  std::vector<Option> describe();

  double period_hours() const; ///< working hours in one period
  double alarms_per_hour() const { return alarms / period_hours(); }
};

/// False-alarm rate an item under which the budget holds: alarms/(items in a
/// period·alarms_per_called_item()). Errors: invalid_argument (1 or more: every item could be called and the
/// budget would still hold).
Result<double> budget_rate(const Budget& budget, const AlarmOptions& logic);

/// A budget and the answer to it.
struct Promise {
  Budget budget;
  AlarmOptions logic;
  double rate = 0;   ///< an item, budget_rate()
  ThresholdFit line; ///< line.supported = false: the data do not carry the promise
  double normal_hours = 0;
  std::int64_t normal_items = 0;
  double hours_needed = 0; ///< more normal hours, 0 when supported
  bool supported() const { return line.supported; }
};
/// Fits `method` at the budget's rate to normal scores in order of time. `groups` as in ThresholdInput.
/// Errors: those of budget_rate() and fit_threshold(); not_found (method); invalid_argument (one that needs
/// labels: it keeps no rate).
Result<Promise> make_promise(std::span<const double> normal, const Budget& budget, const AlarmOptions& logic,
                             const std::string& method, const OptionMap& options = {},
                             std::stop_token stop = {}, std::span<const std::string> groups = {});

/// Verdict of the audit. broken: so many alarms in so few hours have at most 1 − confidence probability under
/// the budget. kept: no more alarms than the budget allows, over hours in which seeing none would have proved
/// it (budget ≥ ln 1/(1 − confidence) expected alarms). undecided: neither yet.
enum class AuditStatus { kept, broken, undecided };
std::string to_string(AuditStatus status);

struct Audit {
  std::int64_t alarms = 0;
  double hours = 0;
  Estimate per_period; ///< realised false alarms a period, exact Poisson interval
  double chance = 1;   ///< P(at least so many alarms) if the budget were exactly used up
  AuditStatus status = AuditStatus::undecided;
  bool proven = false; ///< the interval's upper limit lies within the budget
};
/// `alarms` confirmed false alarms of one line in `hours` working hours. requires alarms >= 0, hours >= 0.
Audit audit_promise(const Budget& budget, std::int64_t alarms, double hours);

/// «At most 2 false alarms per line per week (95 % sure), from 412 normal hours» and, audited, «; seen since
/// 3 March: 1 in 11 days — kept.»; or «Not supported by these data: 230 more normal hours needed.» or, where
/// more would not help, «Not kept by these data: …». `since` is a date for people, "" leaves it out.
std::string promise_sentence(const Promise& promise, const std::optional<Audit>& audit = {},
                             const std::string& since = {});

} // namespace andon
