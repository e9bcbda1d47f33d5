#pragma once
#include "core/base/table.h"
#include "core/drift/run_length.h"

#include <functional>
#include <optional>

namespace andon {

/// What was normal: items in order of time. Spans stay valid during the call only.
struct DriftReference {
  std::span<const double> scores;
  std::span<const float> features; ///< [n, width]; empty when there are none
  std::size_t width = 0;
};

/// One detector of drift. A new one is one file and one row.
struct DriftMethod {
  std::string id, title, paper;
  std::vector<OptionInfo> options;
  bool needs_features = false; ///< looks at feature rows instead of scores
  StatisticOf (*fit)(const DriftRows& reference, std::span<const std::size_t> chosen,
                     const OptionMap& options) = nullptr;
};
/// kl, mmd, quantiles, adwin, page-hinkley, martingale.
const Table<DriftMethod>& drift_methods();

struct DriftReading {
  double statistic = 0; ///< NaN as long as too little was seen
  bool alarm = false;   ///< an alarm begins, see AlarmLatch
  bool above = false;   ///< the statistic is at or above the limit
};

/// A statistic with the limit at which it alarms falsely once in run_length items on average: one interface
/// for every row of the table. Threads: one at a time.
class DriftDetector {
public:
  /// `options` are the row's; windows longer than half the reference are an error of the caller's choice, not
  /// of ours: the limit allows for it. Errors: not_found (method), invalid_argument (options, numbers that
  /// are not finite: names the row), insufficient_data (a reference below 20 items, features needed and
  /// absent), cancelled.
  static Result<DriftDetector> fit(const std::string& method, const DriftReference& reference,
                                   const OptionMap& options, const RunLengthOptions& run_length,
                                   std::stop_token stop = {});
  /// `features` may be empty for a row that does not need them. A number that is not finite is counted in
  /// skipped() and changes nothing.
  DriftReading update(double score, std::span<const float> features = {});

  const DriftMethod& method() const { return *method_; }
  const RunLengthLimit& calibration() const { return limit_; }
  double limit() const { return limit_.limit; }
  std::int64_t items() const { return items_; }
  std::int64_t skipped() const { return skipped_; }
  std::map<std::string, double> state() const { return statistic_->state(); }
  std::size_t memory() const { return statistic_->memory() + row_.size(); }

private:
  DriftDetector() = default;
  using RowMap = std::function<void(std::span<const float>, std::span<double>)>;
  const DriftMethod* method_ = nullptr;
  std::unique_ptr<DriftStatistic> statistic_;
  RowMap map_; ///< features as the statistic takes them; empty: the score itself
  std::vector<double> row_;
  RunLengthLimit limit_;
  DriftReading last_;
  AlarmLatch latch_;
  std::size_t width_ = 0;
  std::int64_t items_ = 0, skipped_ = 0;
};

} // namespace andon
