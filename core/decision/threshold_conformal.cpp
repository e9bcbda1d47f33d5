#include "core/decision/conformal.h"
#include "core/decision/threshold_methods.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace andon {

std::vector<Option> ConformalOptions::describe() {
  return {option("rate", rate, "False-alarm rate an item, used when no rate is promised", "", 1e-9, 0.5)};
}

Result<ThresholdFit> fit_conformal(const ThresholdInput& input, const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<ConformalOptions>(values));
  ANDON_ASSIGN(const Conformal conformal, Conformal::from(input.normal));
  ThresholdFit fit;
  fit.alpha = input.alpha.value_or(options.rate);
  fit.threshold = conformal.threshold(fit.alpha);
  fit.supported = !std::isnan(fit.threshold);
  fit.needed_more = std::max<std::int64_t>(0, conformal_items(fit.alpha) - conformal.size());
  const std::int64_t accepted = std::count_if(input.normal.begin(), input.normal.end(),
                                              [&](double score) { return !decide(score, fit.threshold); });
  fit.diagnostics["n"] = static_cast<double>(conformal.size());
  fit.diagnostics["risk_above_alpha"] =
      fit.supported ? exceedance_risk(conformal.size(), accepted, fit.alpha) : 1;
  char text[256];
  if (fit.supported)
    std::snprintf(text, sizeof text,
                  "a new normal item is called anomalous with probability at most %.4g %%, on average over "
                  "calibrations; "
                  "with these %lld the rate is above that with probability %.2g",
                  100 * fit.alpha, static_cast<long long>(conformal.size()),
                  fit.diagnostics["risk_above_alpha"]);
  else
    std::snprintf(
        text, sizeof text,
        "a false-alarm rate of %.4g %% is not supported by these data; %lld more normal items are needed",
        100 * fit.alpha, static_cast<long long>(fit.needed_more));
  fit.message = text;
  return fit;
}

Result<ThresholdFit> fit_mondrian(const ThresholdInput& input, const OptionMap& values) {
  if (input.groups.empty())
    return fit_conformal(input, values);
  ANDON_ASSIGN(const auto options, configured<ConformalOptions>(values));
  ANDON_ASSIGN(const MondrianConformal conformal, MondrianConformal::from(input.normal, input.groups));
  ThresholdFit fit;
  fit.alpha = input.alpha.value_or(options.rate);
  fit.threshold = -std::numeric_limits<double>::infinity();
  std::string lacking;
  for (const auto& [group, scores] : conformal.groups()) {
    const double line = scores.threshold(fit.alpha);
    fit.diagnostics["line/" + group] = line;
    fit.group_lines[group] = line;
    fit.threshold = std::max(fit.threshold, line);
    const std::int64_t missing = conformal_items(fit.alpha) - scores.size();
    if (missing <= 0)
      continue;
    fit.needed_more += missing;
    lacking += (lacking.empty() ? "" : ", ") + std::to_string(missing) + " of '" + group + "'";
  }
  fit.diagnostics["n"] = static_cast<double>(input.normal.size());
  fit.diagnostics["groups"] = static_cast<double>(conformal.groups().size());
  fit.supported = fit.needed_more == 0;
  char rate[32];
  std::snprintf(rate, sizeof rate, "%.4g %%", 100 * fit.alpha);
  if (fit.supported) {
    fit.message = "in each of the " + std::to_string(conformal.groups().size()) +
                  " groups a new normal item is called anomalous with probability at most " + rate +
                  ", on average over calibrations";
  } else {
    fit.threshold = std::numeric_limits<double>::quiet_NaN();
    fit.group_lines.clear();
    fit.message = std::string("a false-alarm rate of ") + rate +
                  " in every group is not supported by these data; more normal items are needed: " + lacking;
  }
  return fit;
}

} // namespace andon
