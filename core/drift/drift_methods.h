#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/drift/drift_statistic.h"

#include <memory>
#include <span>

namespace andon {

// The statistics behind the rows of drift_methods(), one file each. `chosen` are the rows of the reference
// that count as reference, possibly repeated. Errors: invalid_argument (options), insufficient_data (fewer
// than 20 chosen rows).

using StatisticOf = Result<std::unique_ptr<DriftStatistic>>;

/// Kullback–Leibler divergence of the last `window` scores from the reference, in nats: Σ p ln(p/r) over
/// bins that are equally probable under the reference, r with half a count added to each bin. NaN until the
/// window is full. Cost: O(log bins).
struct KlOptions {
  std::int64_t window = 200, bins = 10;
  std::vector<Option> describe();
};
StatisticOf fit_kl(const DriftRows& reference, std::span<const std::size_t> chosen, const OptionMap& options);

/// Maximum mean discrepancy (Gretton et al. 2012) between the last `window` rows and the reference with a
/// Gaussian kernel, by random Fourier features (Rahimi & Recht 2007): ‖mean φ(window) − mean φ(reference)‖².
/// Its rows are φ, see random_features.h. Cost: O(features).
struct MmdOptions {
  std::int64_t window = 200;
  std::int64_t features = 128;
  std::vector<Option> describe();
};
StatisticOf fit_mmd(const DriftRows& reference, std::span<const std::size_t> chosen,
                    const OptionMap& options);

/// Median, 95th and 99.9th percentile over the last `window` scores. Statistic: the largest binomial deviance
/// 2·window·KL(share above ‖ expected share above) of the reference's three quantiles. state(): the window's
/// own quantiles. Cost: O(1).
struct QuantileOptions {
  std::int64_t window = 1000;
  std::vector<Option> describe();
};
StatisticOf fit_quantiles(const DriftRows& reference, std::span<const std::size_t> chosen,
                          const OptionMap& options);

/// ADWIN (Bifet & Gavaldà 2007) on ranks in the reference, which lie in (0, 1) whatever the scores: a window
/// of buckets of 1, 2, 4, … items, `buckets` of each size, that begins with the reference. Statistic: the
/// largest y over all cuts with |mean of the older − mean of the newer| = √(2σ²y/m) + 2y/(3m), m = 1/(1/n₀ +
/// 1/n₁); their bound has y = ln(2/δ′). An alarm drops old buckets until no cut exceeds the limit. Looks
/// every `every` items.
struct AdwinOptions {
  std::int64_t buckets = 5, every = 8;
  std::vector<Option> describe();
};
StatisticOf fit_adwin(const DriftRows& reference, std::span<const std::size_t> chosen,
                      const OptionMap& options);

/// Page–Hinkley (Page 1954, Hinkley 1971), both sides, on normal scores z (standard normal quantile of the
/// rank in the reference): U ← max(0, U + z − z̄ − delta), D ← max(0, D + z̄ − z − delta), z̄ the running mean
/// with the reference as its start. Statistic: max(U, D).
struct PageHinkleyOptions {
  double delta = 0.25;
  std::vector<Option> describe();
};
StatisticOf fit_page_hinkley(const DriftRows& reference, std::span<const std::size_t> chosen,
                             const OptionMap& options);

/// Conformal test martingale (Vovk, Nouretdinov & Gammerman 2003; simple jumper, Vovk et al. 2021): bets
/// f(p) = 1 + ε·2(p − ½) and 1 + ε·(6(p − ½)² − ½) with ε = ±0.9, and not betting, on the p-values
/// p = (#{reference > s} + ½(#{reference = s} + 1))/(n + 1); a share `jump` of the capital is spread evenly
/// before every bet. Statistic: ln of the largest factor that the capital has grown by since some earlier
/// time (CUSUM of its increments).
struct MartingaleOptions {
  double jump = 0.01;
  std::vector<Option> describe();
};
StatisticOf fit_martingale(const DriftRows& reference, std::span<const std::size_t> chosen,
                           const OptionMap& options);

} // namespace andon
