#include "core/signal/normalise.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

std::vector<float> present(const Series& series) {
  if (series.missing.empty())
    return series.values;
  std::vector<float> values;
  for (std::size_t i = 0; i < series.values.size(); ++i)
    if (!series.is_missing(i))
      values.push_back(series.values[i]);
  return values;
}

double median(std::vector<float>& values) {
  const std::size_t middle = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(middle), values.end());
  const double upper = values[middle];
  if (values.size() % 2 == 1)
    return upper;
  return (upper + *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(middle))) /
         2;
}

double deviation(const std::vector<float>& values) {
  double sum = 0, squares = 0;
  for (const float value : values)
    sum += value;
  const double mean = sum / static_cast<double>(values.size());
  for (const float value : values)
    squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

} // namespace

SensorScale robust_scale(const Series& series) {
  std::vector<float> values = present(series);
  if (values.empty())
    return {};
  SensorScale scale;
  scale.centre = median(values);
  const double otherwise = deviation(values);
  for (float& value : values)
    value = static_cast<float>(std::abs(value - scale.centre));
  scale.spread = 1.4826 * median(values);
  if (!(scale.spread > 0))
    scale.spread = otherwise > 0 ? otherwise : 1;
  return scale;
}

SensorScale min_max_scale(const Series& series) {
  const std::vector<float> values = present(series);
  if (values.empty())
    return {};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double spread = static_cast<double>(*high) - *low;
  return {*low, spread > 0 ? spread : 1};
}

void apply_scale(const SensorScale& scale, Series& series) {
  for (std::size_t i = 0; i < series.values.size(); ++i)
    series.values[i] =
        series.is_missing(i) ? 0.0F : static_cast<float>((series.values[i] - scale.centre) / scale.spread);
}

Result<void> fill_gaps(Series& series, GapFill fill) {
  if (series.missing.empty())
    return {};
  const std::size_t count = series.values.size();
  std::size_t last = count; // the present value before i, count = none yet
  for (std::size_t i = 0; i <= count; ++i) {
    if (i < count && series.is_missing(i))
      continue;
    const std::size_t from = last == count ? 0 : last + 1;
    if (i == count && last == count && count > 0)
      return fail(ErrorCode::insufficient_data,
                  "every sample is missing; there is nothing to fill the gaps from");
    for (std::size_t k = from; k < i; ++k) {
      const double share = static_cast<double>(k - last) / static_cast<double>(i - last);
      const float before = last == count ? series.values[i] : series.values[last];
      const bool line = fill == GapFill::linear && last != count && i != count;
      series.values[k] =
          line ? static_cast<float>(before + share * (static_cast<double>(series.values[i]) - before))
               : before;
    }
    last = i;
  }
  series.missing.clear();
  return {};
}

} // namespace andon
