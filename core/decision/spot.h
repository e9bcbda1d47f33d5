#pragma once
#include "core/base/options.h"
#include "core/decision/gpd.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// Streaming peaks over threshold.
struct SpotOptions {
  double rate = 1e-4;             ///< false-alarm rate an item
  double percentile = 98;         ///< of the calibration scores, where the tail starts
  std::int64_t kept_peaks = 1000; ///< the latest excesses that the law is fitted to
  std::int64_t refit_after = 8;   ///< new excesses between two fits
  std::int64_t drift_window =
      0; ///< DSPOT: scores are taken relative to the mean of that many normal ones; 0 = SPOT
  std::vector<Option> describe();
};

/// Where a stream stands, to go on from there later: options, counts and at most kept_peaks + drift_window
/// numbers.
struct SpotState {
  SpotOptions options;
  double u = 0, line = 0; ///< start of the tail and the line, without the mean of the drift window
  Gpd law;
  std::int64_t items = 0, excesses = 0, unfitted = 0;
  std::vector<double> peaks; ///< latest excesses, oldest at next_peak once full
  std::size_t next_peak = 0;
  std::vector<double> recent; ///< latest normal scores of the drift window, oldest at next_recent
  std::size_t next_recent = 0;
};

/// SPOT and DSPOT (Siffer, Fouque, Termier & Largouët 2017). A score at or above the line is an alarm and
/// teaches nothing; a score between u and the line is a new excess; any other only counts. The line is the
/// level exceeded with probability `rate`, from a maximum-likelihood GPD of the kept excesses and the share
/// of items above u. Memory: kept_peaks + drift_window numbers, whatever the length of the stream. Threads:
/// one at a time.
class Spot {
public:
  /// Calibrates on normal scores in order of time; DSPOT uses the first drift_window of them for its mean
  /// only. Errors: insufficient_data (fewer than 10 excesses, or DSPOT without more scores than its window),
  /// invalid_argument (options outside their meaning, a score that is not finite).
  static Result<Spot> calibrate(std::span<const double> normal, const SpotOptions& options);

  /// Goes on from a state. Errors: corrupt (what check_integrity() says of it).
  static Result<Spot> restore(SpotState state);
  const SpotState& state() const { return state_; }

  /// True for an alarm. A NaN score is an alarm. Cost: a few comparisons; a refit (~0.2 ms for 1,000
  /// excesses) after refit_after new ones.
  bool update(double score);
  double threshold() const { return state_.line + mean(); } ///< what the next score is compared with
  const Gpd& law() const { return state_.law; }
  std::int64_t items() const { return state_.items; }       ///< that were not alarms
  std::int64_t excesses() const { return state_.excesses; } ///< seen, kept or not
  std::span<const double> kept_peaks() const { return state_.peaks; }
  /// "" or the sentence that says which of its promises the state breaks: bounded memory, counts, line above
  /// u.
  std::string check_integrity() const;

private:
  Spot() = default;
  double mean() const { return state_.recent.empty() ? 0 : sum_ / static_cast<double>(state_.recent.size()); }
  void remember(double score);
  void add_peak(double excess);
  void refit();

  SpotState state_;
  double sum_ = 0;
};

} // namespace andon
