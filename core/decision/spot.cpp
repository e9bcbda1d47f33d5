#include "core/decision/spot.h"

#include "core/base/assert.h"
#include "core/decision/tail.h"

#include <cmath>
#include <numeric>

namespace andon {
namespace {

constexpr std::size_t least_peaks = 10;

Result<void> check(std::span<const double> normal, const SpotOptions& options) {
  if (!(options.rate > 0 && options.rate < 1 - options.percentile / 100 && options.percentile > 0))
    return fail(ErrorCode::invalid_argument, "rate " + std::to_string(options.rate) +
                                                 " must lie between 0 and the share above percentile " +
                                                 std::to_string(options.percentile));
  if (options.kept_peaks < static_cast<std::int64_t>(least_peaks) || options.refit_after < 1 ||
      options.drift_window < 0)
    return fail(ErrorCode::invalid_argument,
                "kept_peaks must be at least 10, refit_after at least 1 and drift_window "
                "at least 0");
  for (std::size_t i = 0; i < normal.size(); ++i)
    if (!std::isfinite(normal[i]))
      return fail(ErrorCode::invalid_argument, "normal score number " + std::to_string(i) +
                                                   " is not finite; leave such items out of calibration");
  if (static_cast<std::int64_t>(normal.size()) <= options.drift_window)
    return fail(ErrorCode::insufficient_data, "calibration has " + std::to_string(normal.size()) +
                                                  " normal scores; more than the drift window of " +
                                                  std::to_string(options.drift_window) + " are needed");
  return {};
}

} // namespace

std::vector<Option> SpotOptions::describe() {
  return {option("rate", rate, "False-alarm rate an item that the line aims at", "", 1e-9, 0.5),
          option("percentile", percentile, "Percentile of the calibration scores where the tail starts", "%",
                 50, 99.9),
          option("kept_peaks", kept_peaks, "Latest excesses that the tail is fitted to; bounds the memory",
                 "", 10, 1e6),
          option("refit_after", refit_after,
                 "New excesses between two fits; lower follows faster and costs more", "", 1, 1e6),
          option("drift_window", drift_window,
                 "Normal scores whose mean is taken off each score, for slowly moving scores; 0 = none",
                 "items", 0, 1e6)};
}

Result<Spot> Spot::calibrate(std::span<const double> normal, const SpotOptions& options) {
  ANDON_TRY(check(normal, options));
  Spot spot;
  spot.options_ = options;
  const auto window = static_cast<std::size_t>(options.drift_window);
  spot.recent_.assign(normal.begin(), normal.begin() + static_cast<std::ptrdiff_t>(window));
  spot.sum_ = std::accumulate(spot.recent_.begin(), spot.recent_.end(), 0.0);
  std::vector<double> relative;
  for (const double score : normal.subspan(window)) {
    relative.push_back(score - spot.mean());
    spot.remember(score);
  }
  const Tail tail = tail_above(relative, tail_start(relative, options.percentile));
  if (tail.excesses.size() < least_peaks)
    return fail(ErrorCode::insufficient_data,
                "only " + std::to_string(tail.excesses.size()) +
                    " calibration scores lie above their percentile " + std::to_string(options.percentile) +
                    " and 10 are needed; add normal items or lower the percentile");
  spot.u_ = tail.u;
  spot.items_ = tail.total;
  spot.excesses_ = static_cast<std::int64_t>(tail.excesses.size());
  spot.peaks_.reserve(static_cast<std::size_t>(options.kept_peaks));
  for (const double excess : tail.excesses)
    spot.add_peak(excess);
  spot.refit();
  return spot;
}

bool Spot::update(double score) {
  const double relative = score - mean();
  if (!(relative < line_))
    return true;
  ++items_;
  if (relative > u_) {
    ++excesses_;
    add_peak(relative - u_);
    if (++unfitted_ >= options_.refit_after)
      refit();
  }
  remember(score);
  return false;
}

void Spot::remember(double score) {
  if (recent_.empty() || std::isinf(score))
    return;
  sum_ += score - recent_[next_recent_];
  recent_[next_recent_] = score;
  if (++next_recent_ == recent_.size()) {
    next_recent_ = 0;
    sum_ = std::accumulate(recent_.begin(), recent_.end(), 0.0); // differences would drift over a long stream
  }
}

void Spot::add_peak(double excess) {
  if (peaks_.size() < static_cast<std::size_t>(options_.kept_peaks)) {
    peaks_.push_back(excess);
    return;
  }
  peaks_[next_peak_] = excess;
  next_peak_ = (next_peak_ + 1) % peaks_.size();
}

void Spot::refit() {
  const auto sample = GpdSample::from(peaks_);
  ANDON_ASSERT(sample.has_value()); // peaks are positive and finite, and at least ten
  law_ = fit_gpd(*sample).law;
  const double share = static_cast<double>(excesses_) / static_cast<double>(items_);
  line_ = u_ + law_.excess_at(std::min(1.0, options_.rate / share));
  unfitted_ = 0;
}

std::string Spot::check_integrity() const {
  if (static_cast<std::int64_t>(peaks_.size()) > options_.kept_peaks)
    return "more peaks are kept than allowed";
  if (static_cast<std::int64_t>(recent_.size()) != options_.drift_window)
    return "the drift window changed its length";
  if (excesses_ > items_ || static_cast<std::int64_t>(peaks_.size()) > excesses_)
    return "more excesses than items";
  if (!(line_ >= u_) || !std::isfinite(line_) || !(law_.scale > 0) || law_.shape < -1)
    return "the line is not above the start of the tail";
  const double exact = std::accumulate(recent_.begin(), recent_.end(), 0.0);
  if (std::abs(exact - sum_) > 1e-9 * (1 + std::abs(exact)) * static_cast<double>(recent_.size() + 1))
    return "the mean of the drift window is wrong";
  return {};
}

} // namespace andon
