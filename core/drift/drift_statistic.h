#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// Rows of `width` numbers in order of time: scores (width 1) or features as a statistic takes them.
struct DriftRows {
  std::vector<double> values; ///< [size, width]
  std::size_t width = 1;
  std::size_t size() const { return values.size() / width; }
  std::span<const double> row(std::size_t i) const {
    return std::span<const double>(values).subspan(i * width, width);
  }
};

/// A number that grows when a stream stops looking like its reference. It knows no limit: that is found by
/// simulation (run_length.h). Memory is bounded whatever the length of the stream. Threads: one at a time.
class DriftStatistic {
public:
  virtual ~DriftStatistic() = default;
  /// The statistic with this row taken in; NaN as long as too little was seen. requires finite numbers.
  virtual double update(std::span<const double> row) = 0;
  /// An alarm was given at this limit: forget what led to it, so that the next alarm means something new.
  /// A sliding window forgets by itself, after forgets_after() items.
  virtual void acknowledge(double limit) { static_cast<void>(limit); }
  /// Items after which nothing of an alarm is left in a sliding window; 0 where acknowledge() forgets.
  virtual std::size_t forgets_after() const { return 0; }
  /// What it sees now, by name, in the unit of the rows.
  virtual std::map<std::string, double> state() const { return {}; }
  virtual std::size_t memory() const = 0; ///< numbers kept
};

/// Tells when an alarm begins at a limit: the limit is reached, and since the last alarm it was left for as
/// long as the statistic remembers. Tells the statistic of each.
class AlarmLatch {
public:
  bool begins(DriftStatistic& of, double statistic, double limit) {
    const bool above = statistic >= limit, begins = above && armed_;
    quiet_ = above ? 0 : quiet_ + 1;
    armed_ = !above && (armed_ || quiet_ >= of.forgets_after());
    if (begins)
      of.acknowledge(limit);
    return begins;
  }

private:
  bool armed_ = true;
  std::size_t quiet_ = 0; ///< items below the limit in a row
};

} // namespace andon
