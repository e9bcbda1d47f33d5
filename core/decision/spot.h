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

  /// True for an alarm. A NaN score is an alarm. Cost: a few comparisons; a refit (~0.2 ms for 1,000
  /// excesses) after refit_after new ones.
  bool update(double score);
  double threshold() const { return line_ + mean(); } ///< what the next score is compared with
  const Gpd& law() const { return law_; }
  std::int64_t items() const { return items_; }       ///< that were not alarms
  std::int64_t excesses() const { return excesses_; } ///< seen, kept or not
  std::span<const double> kept_peaks() const { return peaks_; }
  /// "" or the sentence that says which of its promises the state breaks: bounded memory, counts, line above
  /// u.
  std::string check_integrity() const;

private:
  Spot() = default;
  double mean() const { return recent_.empty() ? 0 : sum_ / static_cast<double>(recent_.size()); }
  void remember(double score);
  void add_peak(double excess);
  void refit();

  SpotOptions options_;
  double u_ = 0, line_ = 0;
  Gpd law_;
  std::int64_t items_ = 0, excesses_ = 0, unfitted_ = 0;
  std::vector<double> peaks_; ///< a ring once it is full
  std::size_t next_peak_ = 0;
  std::vector<double> recent_; ///< ring of the latest normal scores (DSPOT)
  std::size_t next_recent_ = 0;
  double sum_ = 0;
};

} // namespace andon
