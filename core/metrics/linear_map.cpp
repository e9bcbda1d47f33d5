#include "core/metrics/linear_map.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace andon {
namespace {

Result<void> check_pairs(const Features& features) {
  if (features.command_channels < 1 || features.current_channels < 1)
    return fail(ErrorCode::unsupported,
                "a linear map explains currents by commands; these features hold no command/current pairs");
  return check_finite(features);
}

std::span<const float> row_of(const Features& features, std::int64_t row) {
  return std::span(features.values)
      .subspan(static_cast<std::size_t>(row * features.columns), static_cast<std::size_t>(features.columns));
}

/// Mean and deviation of every column over all rows; deviation 1 where a column is constant.
struct ColumnScale {
  std::vector<double> mean, deviation;
};

ColumnScale column_scale(const Features& features) {
  const auto columns = static_cast<std::size_t>(features.columns);
  ColumnScale scale{std::vector<double>(columns, 0), std::vector<double>(columns, 0)};
  for (std::int64_t r = 0; r < features.rows; ++r) {
    const auto row = row_of(features, r);
    for (std::size_t c = 0; c < columns; ++c) {
      const double step = row[c] - scale.mean[c];
      scale.mean[c] += step / static_cast<double>(r + 1);
      scale.deviation[c] += step * (row[c] - scale.mean[c]);
    }
  }
  for (std::size_t c = 0; c < columns; ++c) {
    scale.deviation[c] = std::sqrt(scale.deviation[c] / static_cast<double>(features.rows));
    if (!(scale.deviation[c] > 1e-12 * std::abs(scale.mean[c])))
      scale.deviation[c] = 1;
  }
  return scale;
}

tl::unexpected<Error> cancelled() {
  return fail(ErrorCode::cancelled, "fitting the linear baseline was cancelled");
}

/// Root mean square of the deviations of the columns of each command channel.
std::vector<double> channel_deviation(const Features& features) {
  std::vector<double> result;
  for (std::int64_t channel = 0; channel < features.command_channels; ++channel) {
    double sum = 0, squares = 0;
    for (std::int64_t r = 0; r < features.rows; ++r)
      for (const float value : row_of(features, r)
                                   .subspan(static_cast<std::size_t>(channel * features.length),
                                            static_cast<std::size_t>(features.length))) {
        sum += value;
        squares += static_cast<double>(value) * value;
      }
    const double count = static_cast<double>(features.rows * features.length), mean = sum / count;
    const double deviation = std::sqrt(std::max(0.0, squares / count - mean * mean));
    result.push_back(deviation > 1e-12 * std::abs(mean) ? deviation : 1);
  }
  return result;
}

} // namespace

std::vector<Option> LagRegressionOptions::describe() {
  return {option("lags", lags, "Commands this many samples before and after a moment explain its current",
                 "samples", 0, 256),
          option("ridge", ridge, "Shrinkage of the weights, relative to the number of samples", "", 0, 1e3)};
}

void LagRegression::inputs_at(std::span<const float> row, std::int64_t t, std::vector<double>& x) const {
  x.clear();
  for (std::int64_t channel = 0; channel < command_channels_; ++channel)
    for (std::int64_t k = -lags_; k <= lags_; ++k)
      x.push_back(row[static_cast<std::size_t>(channel * length_ + t + k)] /
                  command_scale_[static_cast<std::size_t>(channel)]);
}

void LagRegression::outputs_at(std::span<const float> row, std::int64_t t, std::vector<double>& y) const {
  y.clear();
  for (std::int64_t channel = 0; channel < current_channels_; ++channel)
    y.push_back(row[static_cast<std::size_t>((command_channels_ + channel) * length_ + t)]);
}

std::vector<double> LagRegression::residual_energy(std::span<const float> row) const {
  std::vector<double> energy(static_cast<std::size_t>(current_channels_), 0), x, y;
  for (std::int64_t t = lags_; t < length_ - lags_; ++t) {
    inputs_at(row, t, x);
    outputs_at(row, t, y);
    const std::vector<double> predicted = map_.predict(x);
    for (std::size_t o = 0; o < y.size(); ++o)
      energy[o] += (y[o] - predicted[o]) * (y[o] - predicted[o]);
  }
  return energy;
}

Result<LagRegression> LagRegression::fit(const Features& train, const LagRegressionOptions& options,
                                         std::stop_token stop) {
  ANDON_TRY(check_pairs(train));
  LagRegression model;
  model.command_channels_ = train.command_channels;
  model.current_channels_ = train.current_channels;
  model.length_ = train.length;
  model.lags_ = options.lags;
  if (train.rows < 1 || model.samples() < 1)
    return fail(ErrorCode::insufficient_data,
                "the linear baseline needs windows longer than " + std::to_string(2 * options.lags) +
                    " samples and got " + std::to_string(train.rows) + " of " + std::to_string(train.length));
  model.command_scale_ = channel_deviation(train);
  RidgeSums sums(train.command_channels * (2 * options.lags + 1), train.current_channels);
  std::vector<double> x, y;
  for (std::int64_t r = 0; r < train.rows; ++r) {
    if (stop.stop_requested())
      return cancelled();
    for (std::int64_t t = model.lags_; t < model.length_ - model.lags_; ++t) {
      model.inputs_at(row_of(train, r), t, x);
      model.outputs_at(row_of(train, r), t, y);
      sums.add(x, y);
    }
  }
  const double count = static_cast<double>(train.rows * model.samples());
  ANDON_ASSIGN(model.map_, sums.solve(options.ridge * count));
  model.residual_.assign(static_cast<std::size_t>(train.current_channels), 0);
  for (std::int64_t r = 0; r < train.rows; ++r) {
    if (stop.stop_requested())
      return cancelled();
    const std::vector<double> energy = model.residual_energy(row_of(train, r));
    for (std::size_t o = 0; o < energy.size(); ++o)
      model.residual_[o] += energy[o] / count;
  }
  return model;
}

double LagRegression::score(std::span<const float> row) const {
  const std::vector<double> energy = residual_energy(row);
  double sum = 0;
  for (std::size_t o = 0; o < energy.size(); ++o) // a channel explained without error would divide by 0
    sum += energy[o] / static_cast<double>(samples()) / std::max(residual_[o], 1e-30);
  return sum / static_cast<double>(energy.size());
}

Result<Retrieval> linear_retrieval(const Features& train, const Features& test, double ridge,
                                   const RetrievalOptions& options, std::stop_token stop) {
  ANDON_TRY(check_pairs(train));
  ANDON_TRY(check_pairs(test));
  if (train.columns != test.columns || train.command_channels != test.command_channels ||
      train.length != test.length)
    return fail(ErrorCode::invalid_argument, "training and test windows differ in channels or length");
  if (train.rows < 2)
    return fail(ErrorCode::insufficient_data,
                "linear retrieval needs at least 2 training windows and got " + std::to_string(train.rows));
  const ColumnScale scale = column_scale(train);
  const auto commands = static_cast<std::size_t>(train.command_channels * train.length);
  std::vector<double> z(static_cast<std::size_t>(train.columns));
  const auto standardise = [&](std::span<const float> row) {
    for (std::size_t c = 0; c < z.size(); ++c)
      z[c] = (row[c] - scale.mean[c]) / scale.deviation[c];
  };
  RidgeSums sums(static_cast<std::int64_t>(commands), train.columns - static_cast<std::int64_t>(commands));
  for (std::int64_t r = 0; r < train.rows; ++r) {
    if (stop.stop_requested())
      return cancelled();
    standardise(row_of(train, r));
    sums.add(std::span(z).first(commands), std::span(z).subspan(commands));
  }
  ANDON_ASSIGN(const RidgeFit map, sums.solve(ridge * static_cast<double>(train.rows)));
  std::vector<float> predicted, actual;
  for (std::int64_t r = 0; r < test.rows; ++r) {
    if (stop.stop_requested())
      return cancelled();
    standardise(row_of(test, r));
    const std::vector<double> y = map.predict(std::span(z).first(commands));
    predicted.insert(predicted.end(), y.begin(), y.end());
    actual.insert(actual.end(), z.begin() + static_cast<std::ptrdiff_t>(commands), z.end());
  }
  return retrieval_at_1(predicted, actual, map.outputs, options);
}

} // namespace andon
