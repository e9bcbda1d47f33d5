#include "core/drift/moved_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {
namespace {

constexpr std::size_t least_rows = 5;
constexpr double level = 0.05;

std::vector<double> sorted_column(std::span<const double> rows, std::size_t columns, std::size_t column) {
  std::vector<double> result;
  for (std::size_t i = column; i < rows.size(); i += columns)
    if (std::isfinite(rows[i]))
      result.push_back(rows[i]);
  std::sort(result.begin(), result.end());
  return result;
}

struct Moments {
  double mean = 0, deviation = 0;
};
Moments moments(const std::vector<double>& values) {
  Moments result;
  for (const double value : values)
    result.mean += value / static_cast<double>(values.size());
  for (const double value : values)
    result.deviation += (value - result.mean) * (value - result.mean) / static_cast<double>(values.size());
  result.deviation = std::sqrt(result.deviation);
  return result;
}

double median(const std::vector<double>& sorted) {
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/// Largest gap of the two distribution functions.
double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const double x = std::min(a[i], b[j]);
    while (i < a.size() && a[i] == x)
      ++i;
    while (j < b.size() && b[j] == x)
      ++j;
    largest = std::max(largest, std::abs(static_cast<double>(i) / static_cast<double>(a.size()) -
                                         static_cast<double>(j) / static_cast<double>(b.size())));
  }
  return largest;
}

/// Kolmogorov's law: P(√m·D > λ) = 2 Σ (−1)^(k−1) exp(−2k²λ²).
double kolmogorov(double lambda) {
  if (lambda < 0.2)
    return 1;
  double sum = 0;
  for (int k = 1; k <= 100; ++k)
    sum += (k % 2 ? 2 : -2) * std::exp(-2.0 * k * k * lambda * lambda);
  return std::clamp(sum, 0.0, 1.0);
}

MovedColumn compared(const std::vector<double>& a, const std::vector<double>& b, double effective) {
  MovedColumn column;
  const Moments before = moments(a), after = moments(b);
  column.before = median(a);
  column.after = median(b);
  const double gap = after.mean - before.mean;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  column.shift = gap == 0 ? 0 : before.deviation > 0 ? gap / before.deviation : std::copysign(infinity, gap);
  column.spread = before.deviation > 0  ? after.deviation / before.deviation
                  : after.deviation > 0 ? infinity
                                        : 1;
  column.distance = distance(a, b);
  column.p_value = kolmogorov(std::sqrt(effective) * column.distance);
  return column;
}

} // namespace

Result<std::vector<MovedColumn>> moved_columns(std::span<const double> before, std::span<const double> after,
                                               const std::vector<std::string>& names, double block_before,
                                               double block_after) {
  const std::size_t columns = names.size();
  if (columns == 0 || before.size() % columns != 0 || after.size() % columns != 0)
    return fail(ErrorCode::invalid_argument, "the rows do not have " + std::to_string(columns) + " columns");
  std::vector<MovedColumn> result;
  for (std::size_t c = 0; c < columns; ++c) {
    const std::vector<double> a = sorted_column(before, columns, c), b = sorted_column(after, columns, c);
    if (a.size() < least_rows || b.size() < least_rows)
      return fail(ErrorCode::insufficient_data, "column '" + names[c] + "' has " + std::to_string(a.size()) +
                                                    " rows before and " + std::to_string(b.size()) +
                                                    " after; at least 5 are needed on each side");
    const double n = static_cast<double>(a.size()) / block_before,
                 m = static_cast<double>(b.size()) / block_after;
    result.push_back(compared(a, b, n * m / (n + m)));
    result.back().name = names[c];
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const MovedColumn& a, const MovedColumn& b) { return a.p_value < b.p_value; });
  std::size_t rejected = 0;
  for (std::size_t i = 0; i < columns; ++i)
    if (result[i].p_value <= level * static_cast<double>(i + 1) / static_cast<double>(columns))
      rejected = i + 1;
  for (std::size_t i = 0; i < rejected; ++i)
    result[i].moved = true;
  std::stable_sort(result.begin(), result.end(),
                   [](const MovedColumn& a, const MovedColumn& b) { return a.distance > b.distance; });
  return result;
}

} // namespace andon
