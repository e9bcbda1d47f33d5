#include "core/decision/pot.h"
#include "core/decision/tail_posterior.h"
#include "core/decision/threshold_methods.h"

#include <cmath>
#include <cstdio>

namespace andon {
namespace {

/// Anderson–Darling p-value under which the tail is not believed.
constexpr double disbelief = 0.005;

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

Result<void> describe_tail(ThresholdFit& fit, const PotFit& pot, double confidence) {
  ANDON_ASSIGN(const GpdSample sample, GpdSample::from(pot.fitted));
  const Estimate shape = shape_interval(sample, pot.fit, confidence);
  fit.diagnostics = {{"n", static_cast<double>(pot.tail.total)},
                     {"u", pot.tail.u},
                     {"excesses", static_cast<double>(pot.tail.excesses.size())},
                     {"shape", pot.fit.law.shape},
                     {"shape_error", pot.fit.shape_error},
                     {"shape_low", shape.low},
                     {"shape_high", shape.high},
                     {"clusters", static_cast<double>(pot.fitted.size())},
                     {"scale", pot.fit.law.scale},
                     {"scale_error", pot.fit.scale_error},
                     {"extremal_index", pot.dependence},
                     {"fit_p", pot.p_value}};
  return {};
}

ThresholdFit not_supported(double alpha, std::int64_t n, std::int64_t missing) {
  ThresholdFit fit;
  fit.alpha = alpha;
  fit.supported = false;
  fit.needed_more = missing;
  fit.diagnostics["n"] = static_cast<double>(n);
  fit.message = "a false-alarm rate of " + number(100 * alpha) + " % is not supported by these data; " +
                std::to_string(missing) + " more normal items are needed (" + std::to_string(n) + " of " +
                std::to_string(n + missing) + ")";
  return fit;
}

/// A distribution-free limit instead of a tail: alpha is too common for a tail, or no tail fits.
Result<ThresholdFit> without_tail(const ThresholdInput& input, double alpha, const PotOptions& options,
                                  const std::string& why) {
  ThresholdInput same = input;
  same.alpha = alpha;
  ANDON_ASSIGN(ThresholdFit fit, fit_percentile(same, {{"confidence", options.confidence}}));
  fit.message = why + "; " + fit.message;
  fit.diagnostics["without_tail"] = 1;
  return fit;
}

/// The tail at the asked start, or at the automatic one where it does not fit; rejected when neither does.
Result<PotFit> believable_tail(std::span<const double> scores, const PotOptions& options) {
  ANDON_ASSIGN(PotFit pot, fit_pot(scores, options));
  if (pot.p_value >= disbelief && !pot.rejected)
    return pot;
  PotOptions automatic = options;
  automatic.start = "automatic";
  if (auto other = fit_pot(scores, automatic); other && !other->rejected && other->p_value >= disbelief)
    return other;
  pot.rejected = true;
  return pot;
}

bool infinite_score(std::span<const double> scores) {
  for (const double score : scores)
    if (std::isinf(score))
      return true;
  return false;
}

} // namespace

Result<ThresholdFit> fit_pot_line(const ThresholdInput& input, const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<PotOptions>(values));
  const double alpha = input.alpha.value_or(options.rate);
  const auto n = static_cast<std::int64_t>(input.normal.size());
  if (input.normal.empty())
    return fail(ErrorCode::insufficient_data, "pot needs scores of normal items and got none");
  if (const std::int64_t missing = pot_items_missing(n, alpha, options); missing > 0)
    return not_supported(alpha, n, missing);
  ANDON_ASSIGN(const PotFit pot, fit_pot(input.normal, options));
  ThresholdFit fit;
  fit.alpha = alpha;
  fit.threshold = pot.level(alpha);
  ANDON_TRY(describe_tail(fit, pot, options.confidence));
  if (const double p = alpha / pot.tail.share(); p < 1) {
    ANDON_ASSIGN(const GpdSample sample, GpdSample::from(pot.fitted));
    const Estimate excess = excess_interval(sample, pot.fit, p, options.confidence);
    fit.interval = Estimate{fit.threshold, pot.tail.u + excess.low, pot.tail.u + excess.high};
  }
  fit.message = "best guess from " + std::to_string(pot.fitted.size()) +
                (pot.fitted.size() < pot.tail.excesses.size() ? " clusters" : " excesses") +
                ": the rate is above " + number(100 * alpha) + " % about as often as below" +
                (pot.p_value < disbelief ? "; the tail fits badly (p = " + number(pot.p_value) + ")" : "");
  return fit;
}

Result<ThresholdFit> fit_pot_bound(const ThresholdInput& input, const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<PotOptions>(values));
  const double alpha = input.alpha.value_or(options.rate);
  const auto n = static_cast<std::int64_t>(input.normal.size());
  if (input.normal.empty())
    return fail(ErrorCode::insufficient_data, "pot-bound needs scores of normal items and got none");
  if (alpha > (1 - options.percentile / 100) / 2)
    return without_tail(input, alpha, options, "the rate is too high to need a tail");
  if (const std::int64_t missing = pot_items_missing(n, alpha, options); missing > 0)
    return not_supported(alpha, n, missing);
  if (infinite_score(input.normal))
    return without_tail(input, alpha, options, "some normal scores are infinite, so no tail fits them");
  const auto tail = believable_tail(input.normal, options);
  if (!tail && tail.error().code != ErrorCode::insufficient_data)
    return fail(tail.error());
  if (!tail || tail->rejected)
    return without_tail(
        input, alpha, options,
        "the largest normal scores do not follow a smooth tail (many equal values, or a mixture)");
  ANDON_ASSIGN(const GpdSample sample, GpdSample::from(tail->fitted));
  const TailPosterior posterior(sample, tail->tail.u, static_cast<double>(n), tail->information(), {},
                                static_cast<double>(tail->tail.excesses.size()));
  const Estimate level = posterior.level(alpha, options.confidence);
  ThresholdFit fit;
  fit.alpha = alpha;
  fit.threshold = level.high;
  fit.interval = Estimate{level.high, level.low, level.high};
  ANDON_TRY(describe_tail(fit, *tail, options.confidence));
  fit.diagnostics["level_median"] = level.value;
  fit.diagnostics["expected_exceedances"] = alpha * static_cast<double>(n);
  fit.message = "with these " + std::to_string(n) + " normal items the false-alarm rate is at most " +
                number(100 * alpha) + " % at " + number(100 * options.confidence) + " % confidence" +
                (alpha * static_cast<double>(n) < 10
                     ? "; extrapolated from " + std::to_string(sample.size()) + " excesses"
                     : "");
  return fit;
}

} // namespace andon
