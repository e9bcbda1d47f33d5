#include "core/decision/pot.h"
#include "core/decision/threshold_methods.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

/// Scores between two looks at the stop token.
constexpr std::size_t stop_every = 65536;

Result<ThresholdFit> fit_stream(const ThresholdInput& input, const SpotMethodOptions& options) {
  SpotOptions spot = options.spot;
  spot.rate = input.alpha.value_or(spot.rate);
  const auto n = static_cast<std::int64_t>(input.normal.size());
  ThresholdFit fit;
  fit.alpha = spot.rate;
  fit.diagnostics["n"] = static_cast<double>(n);
  PotOptions tail;
  tail.percentile = spot.percentile;
  const auto first = static_cast<std::size_t>(std::ceil(options.calibration * static_cast<double>(n)));
  if (const std::int64_t missing = pot_items_missing(n, spot.rate, tail); missing > 0) {
    fit.supported = false;
    fit.needed_more = missing;
    fit.message = "too few normal items for a tail that follows the stream; " + std::to_string(missing) +
                  " more are needed";
    return fit;
  }
  ANDON_ASSIGN(Spot stream, Spot::calibrate(input.normal.first(first), spot));
  std::int64_t alarms = 0;
  for (std::size_t i = first; i < input.normal.size(); ++i) {
    if (i % stop_every == 0 && input.stop.stop_requested())
      return fail(ErrorCode::cancelled, "the fit was stopped before its end");
    alarms += stream.update(input.normal[i]);
  }
  fit.threshold = stream.threshold();
  fit.stream = std::make_shared<const SpotState>(stream.state());
  fit.diagnostics["calibration"] = static_cast<double>(first);
  fit.diagnostics["alarms"] = static_cast<double>(alarms);
  fit.diagnostics["excesses"] = static_cast<double>(stream.excesses());
  fit.diagnostics["shape"] = stream.law().shape;
  fit.diagnostics["scale"] = stream.law().scale;
  fit.message =
      "where the streaming tail stands after " + std::to_string(n) + " normal items, " +
      std::to_string(alarms) +
      " alarms on the way; it moves on with every score that follows; a best guess that keeps no promise";
  return fit;
}

} // namespace

std::vector<Option> SpotMethodOptions::describe() {
  std::vector<Option> all = spot.describe();
  all.push_back(option("calibration", calibration,
                       "Share of the normal items that the tail is first fitted to; the rest streams past",
                       "", 0.05, 1));
  return all;
}

Result<ThresholdFit> fit_spot(const ThresholdInput& input, const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<SpotMethodOptions>(values));
  return fit_stream(input, options);
}

Result<ThresholdFit> fit_dspot(const ThresholdInput& input, const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<DspotMethodOptions>(values));
  return fit_stream(input, options);
}

} // namespace andon
