#include "core/decision/spot.h"

#include "core/base/assert.h"
#include "core/decision/tail.h"

#include <algorithm>
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
  spot.state_.options = options;
  const auto window = static_cast<std::size_t>(options.drift_window);
  spot.state_.recent.assign(normal.begin(), normal.begin() + static_cast<std::ptrdiff_t>(window));
  spot.sum_ = std::accumulate(spot.state_.recent.begin(), spot.state_.recent.end(), 0.0);
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
  spot.state_.u = tail.u;
  spot.state_.items = tail.total;
  spot.state_.excesses = static_cast<std::int64_t>(tail.excesses.size());
  spot.state_.peaks.reserve(static_cast<std::size_t>(options.kept_peaks));
  for (const double excess : tail.excesses)
    spot.add_peak(excess);
  spot.refit();
  return spot;
}

Result<Spot> Spot::restore(SpotState state) {
  Spot spot;
  spot.state_ = std::move(state);
  const SpotState& s = spot.state_;
  spot.sum_ = std::accumulate(s.recent.begin(), s.recent.end(), 0.0);
  const bool positive = std::all_of(s.peaks.begin(), s.peaks.end(),
                                    [](double peak) { return peak > 0 && std::isfinite(peak); });
  std::string wrong = spot.check_integrity();
  if (s.peaks.size() < least_peaks || !positive || s.next_peak >= s.peaks.size() ||
      (s.next_recent > 0 && s.next_recent >= s.recent.size()))
    wrong = "its kept excesses are not those of a stream";
  if (!wrong.empty())
    return fail(ErrorCode::corrupt, "the state of the stream cannot be taken up: " + wrong);
  return spot;
}

bool Spot::update(double score) {
  const double relative = score - mean();
  if (!(relative < state_.line))
    return true;
  ++state_.items;
  if (relative > state_.u) {
    ++state_.excesses;
    add_peak(relative - state_.u);
    if (++state_.unfitted >= state_.options.refit_after)
      refit();
  }
  remember(score);
  return false;
}

void Spot::remember(double score) {
  if (state_.recent.empty() || std::isinf(score))
    return;
  sum_ += score - state_.recent[state_.next_recent];
  state_.recent[state_.next_recent] = score;
  if (++state_.next_recent == state_.recent.size()) {
    state_.next_recent = 0;
    sum_ = std::accumulate(state_.recent.begin(), state_.recent.end(),
                           0.0); // differences would drift over a long stream
  }
}

void Spot::add_peak(double excess) {
  if (state_.peaks.size() < static_cast<std::size_t>(state_.options.kept_peaks)) {
    state_.peaks.push_back(excess);
    return;
  }
  state_.peaks[state_.next_peak] = excess;
  state_.next_peak = (state_.next_peak + 1) % state_.peaks.size();
}

void Spot::refit() {
  const auto sample = GpdSample::from(state_.peaks);
  ANDON_ASSERT(sample.has_value()); // peaks are positive and finite, and at least ten
  state_.law = fit_gpd(*sample).law;
  const double share = static_cast<double>(state_.excesses) / static_cast<double>(state_.items);
  state_.line = state_.u + state_.law.excess_at(std::min(1.0, state_.options.rate / share));
  state_.unfitted = 0;
}

std::string Spot::check_integrity() const {
  if (static_cast<std::int64_t>(state_.peaks.size()) > state_.options.kept_peaks)
    return "more peaks are kept than allowed";
  if (static_cast<std::int64_t>(state_.recent.size()) != state_.options.drift_window)
    return "the drift window changed its length";
  if (state_.excesses > state_.items || static_cast<std::int64_t>(state_.peaks.size()) > state_.excesses)
    return "more excesses than items";
  if (!(state_.line >= state_.u) || !std::isfinite(state_.line) || !(state_.law.scale > 0) ||
      state_.law.shape < -1)
    return "the line is not above the start of the tail";
  const double exact = std::accumulate(state_.recent.begin(), state_.recent.end(), 0.0);
  if (std::abs(exact - sum_) > 1e-9 * (1 + std::abs(exact)) * static_cast<double>(state_.recent.size() + 1))
    return "the mean of the drift window is wrong";
  return {};
}

} // namespace andon
