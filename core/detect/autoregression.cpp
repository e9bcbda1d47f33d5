#include "core/detect/detector_rows.h"
#include "core/metrics/linear_map.h"

#include <algorithm>

namespace andon::detect {
namespace {

/// Calls visit(row, inputs, outputs) for every row that has all its lags.
template <class Visit>
Result<void> for_each_row(const ChannelRows& rows, const std::vector<double>& z, std::int64_t lags,
                          const std::stop_token& stop, Visit visit) {
  const std::size_t channels = rows.channels();
  std::vector<double> x(channels * static_cast<std::size_t>(lags));
  for (const Stretch& part : stretches(rows))
    for (std::int64_t r = part.begin + lags; r < part.end; ++r) {
      if (r % 4096 == 0 && stop.stop_requested())
        return fail(ErrorCode::cancelled, "autoregression cancelled at row " + std::to_string(r));
      for (std::int64_t k = 1; k <= lags; ++k)
        std::copy_n(z.begin() + (r - k) * static_cast<std::int64_t>(channels), channels,
                    x.begin() + (k - 1) * static_cast<std::int64_t>(channels));
      visit(r, std::span<const double>(x),
            std::span(z).subspan(static_cast<std::size_t>(r) * channels, channels));
    }
  return {};
}

RidgeFit map_of(const FittedValues& fitted, std::size_t channels) {
  RidgeFit map;
  map.outputs = static_cast<std::int64_t>(channels);
  map.weights = fitted.at("weights");
  map.intercept = fitted.at("intercept");
  map.inputs = static_cast<std::int64_t>(map.weights.size() / channels);
  return map;
}

/// Median of the last `width` values; of fewer at the beginning.
void running_median(std::span<double> values, std::int64_t width) {
  const std::vector<double> raw(values.begin(), values.end());
  std::vector<double> recent;
  for (std::size_t t = 0; t < raw.size(); ++t) {
    const std::size_t from =
        t + 1 > static_cast<std::size_t>(width) ? t + 1 - static_cast<std::size_t>(width) : 0;
    recent.assign(raw.begin() + static_cast<std::ptrdiff_t>(from),
                  raw.begin() + static_cast<std::ptrdiff_t>(t + 1));
    const auto middle = recent.begin() + static_cast<std::ptrdiff_t>(recent.size() / 2);
    std::nth_element(recent.begin(), middle, recent.end());
    values[t] = recent.size() % 2 == 1 ? *middle : (*middle + *std::max_element(recent.begin(), middle)) / 2;
  }
}

} // namespace

std::vector<Option> AutoregressionOptions::describe() {
  return {
      option("lags", lags, "Earlier rows that predict the next one", "rows", 1, 1000),
      option("ridge", ridge, "Shrinks the weights; raise it with many channels and few rows", "", 0, 1e9),
      option("median", median, "Rows of the running median over the squared residuals", "rows", 1, 10'001)};
}

Result<FittedValues> fit_autoregression(const ChannelRows& normal, const OptionMap& values, Seed,
                                        std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<AutoregressionOptions>(values));
  const std::size_t channels = normal.channels();
  const Scaling scaling = scaling_of(normal);
  const std::vector<double> z = standardised(normal, scaling);
  RidgeSums sums(options.lags * static_cast<std::int64_t>(channels), static_cast<std::int64_t>(channels));
  std::int64_t used = 0;
  ANDON_TRY(for_each_row(normal, z, options.lags, stop, [&](std::int64_t, auto x, auto y) {
    sums.add(x, y);
    ++used;
  }));
  if (used < 2)
    return fail(ErrorCode::insufficient_data, "no stretch of the normal rows is longer than " +
                                                  std::to_string(options.lags + 1) + " rows; use fewer lags");
  ANDON_ASSIGN(RidgeFit map, sums.solve(options.ridge));
  std::vector<double> energy(channels, 0);
  ANDON_TRY(for_each_row(normal, z, options.lags, stop, [&](std::int64_t, auto x, auto y) {
    const std::vector<double> predicted = map.predict(x);
    for (std::size_t c = 0; c < channels; ++c)
      energy[c] += (y[c] - predicted[c]) * (y[c] - predicted[c]);
  }));
  for (double& each : energy)
    each = each > 0 ? each / static_cast<double>(used) : 1;
  return FittedValues{{"centre", scaling.centre},
                      {"deviation", scaling.deviation},
                      {"weights", std::move(map.weights)},
                      {"intercept", std::move(map.intercept)},
                      {"residual", std::move(energy)}};
}

Result<RowScores> score_autoregression(const FittedDetector& detector, const ChannelRows& rows,
                                       std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<AutoregressionOptions>(detector.options));
  const FittedValues& fitted = detector.values;
  const std::size_t channels = rows.channels();
  const std::vector<double> z = standardised(rows, {fitted.at("centre"), fitted.at("deviation")});
  const RidgeFit map = map_of(fitted, channels);
  const std::vector<double>& residual = fitted.at("residual");
  RowScores result{std::vector<double>(static_cast<std::size_t>(rows.rows()), 0),
                   std::vector<float>(rows.values.size(), 0)};
  ANDON_TRY(for_each_row(rows, z, options.lags, stop, [&](std::int64_t r, auto x, auto y) {
    const std::vector<double> predicted = map.predict(x);
    double sum = 0;
    for (std::size_t c = 0; c < channels; ++c) {
      const double share = (y[c] - predicted[c]) * (y[c] - predicted[c]) / residual[c];
      result.contributions[static_cast<std::size_t>(r) * channels + c] = static_cast<float>(share);
      sum += share;
    }
    result.scores[static_cast<std::size_t>(r)] = sum / static_cast<double>(channels);
  }));
  for (const Stretch& part : stretches(rows))
    running_median(std::span(result.scores)
                       .subspan(static_cast<std::size_t>(part.begin), static_cast<std::size_t>(part.rows())),
                   options.median);
  return result;
}

std::int64_t memory_autoregression(const OptionMap& values) {
  const auto options = configured<AutoregressionOptions>(values);
  return options ? options->median : 1;
}

} // namespace andon::detect
