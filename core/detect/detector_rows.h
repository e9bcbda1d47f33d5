#pragma once
#include "core/detect/detector.h"

#include <cmath>

namespace andon::detect {

// The functions behind the rows of detectors(), one file a detector. Contracts in detector.h; options and
// formulas here.

/// Drift-tolerant innovations chart. Each channel is standardised; one that wanders (more than
/// `wander` of its variance lies between blocks of `window` rows) is differenced. A first-order
/// autoregression x(t) ≈ a·x(t−1) + b (ridge) leaves innovations e(t); their mean over the last `window`
/// rows, divided by its deviation on normal rows, is the channel's chart. Score = max over channels |chart| −
/// settling·peak, where peak is the largest |chart| so far, fading by 1/e in 20 windows: after an upset of
/// size P the rest is counted as normal once it is below settling·P (10 %: the end of a 90 %–10 % fall time).
/// After Montgomery & Mastrangelo 1991 (charts of residuals of autocorrelated data) and Alwan & Roberts 1988.
struct InnovationOptions {
  std::int64_t window = 20;
  double wander = 0.75;
  double ridge = 1;
  double settling = 0.1;
  std::vector<Option> describe();
};
Result<FittedValues> fit_innovation(const ChannelRows& normal, const OptionMap& options, Seed seed,
                                    std::stop_token stop);
Result<RowScores> score_innovation(const FittedDetector& detector, const ChannelRows& rows,
                                   std::stop_token stop);
std::int64_t memory_innovation(const OptionMap& options);

/// Ridge vector autoregression: all channels at the last `lags` rows predict each channel. Score = running
/// median over the last `median` rows of the mean of squared residuals, each divided by its channel's mean
/// square on normal rows; the first `lags` rows of a stretch score 0.
struct AutoregressionOptions {
  std::int64_t lags = 5;
  double ridge = 1;
  std::int64_t median = 5;
  std::vector<Option> describe();
};
Result<FittedValues> fit_autoregression(const ChannelRows& normal, const OptionMap& options, Seed seed,
                                        std::stop_token stop);
Result<RowScores> score_autoregression(const FittedDetector& detector, const ChannelRows& rows,
                                       std::stop_token stop);
std::int64_t memory_autoregression(const OptionMap& options);

/// Q and T² of single rows, see core/metrics/pca.h; contributions are the squared residuals of the channels.
Result<FittedValues> fit_pca(const ChannelRows& normal, const OptionMap& options, Seed seed,
                             std::stop_token stop);
Result<RowScores> score_pca(const FittedDetector& detector, const ChannelRows& rows, std::stop_token stop);

/// Distance of the last `window` standardised rows to the nearest such window of the normal rows, over all
/// channels (an AB-join without z-normalisation, so that level changes count; cf. Yeh et al. 2016). Score =
/// √(mean squared difference). Windows are shorter at the beginning of a stretch. At most `reference` normal
/// windows are kept, evenly thinned. Cost: O(rows·min(normal, reference)·channels).
struct NearestOptions {
  std::int64_t window = 10;
  std::int64_t reference = 4000;
  std::vector<Option> describe();
};
Result<FittedValues> fit_nearest(const ChannelRows& normal, const OptionMap& options, Seed seed,
                                 std::stop_token stop);
Result<RowScores> score_nearest(const FittedDetector& detector, const ChannelRows& rows,
                                std::stop_token stop);
std::int64_t memory_nearest(const OptionMap& options);

/// Isolation forest (Liu, Ting & Zhou 2008): score = 2^(−mean depth/c(sample)). A channel's contribution is
/// the mean over trees of the share of the path's splits on it, early splits weighing more (1/level).
struct IsolationOptions {
  std::int64_t trees = 100;
  std::int64_t sample = 256;
  std::vector<Option> describe();
};
Result<FittedValues> fit_isolation(const ChannelRows& normal, const OptionMap& options, Seed seed,
                                   std::stop_token stop);
Result<RowScores> score_isolation(const FittedDetector& detector, const ChannelRows& rows,
                                  std::stop_token stop);
/// Mean depth of an unsuccessful search in a binary tree of n items: 2·H(n − 1) − 2(n − 1)/n; 0 for n <= 1.
double isolation_depth(std::int64_t n);

/// Spectral residual (Ren et al. 2019) of every channel over its whole stretch (so a score looks ahead, too):
/// saliency S = |F⁻¹ exp(log A − mean_q(log A) + iφ)|, score = max over channels of (S − local mean of the
/// last `local` rows)/local mean. Nothing is fitted.
struct SpectralOptions {
  std::int64_t smoothing = 3;
  std::int64_t local = 21;
  std::vector<Option> describe();
};
Result<FittedValues> fit_spectral(const ChannelRows& normal, const OptionMap& options, Seed seed,
                                  std::stop_token stop);
Result<RowScores> score_spectral(const FittedDetector& detector, const ChannelRows& rows,
                                 std::stop_token stop);

/// Scores that look at one row only.
inline std::int64_t memory_one(const OptionMap&) {
  return 1;
}

} // namespace andon::detect
