#include "core/base/assert.h"
#include "core/metrics/linear_map.h"

#include <cmath>
#include <string>

namespace andon {
namespace {

/// In-place Cholesky factor of the lower triangle; false when a pivot is not positive.
bool factorise(std::vector<double>& a, std::size_t n) {
  double largest = 0;
  for (std::size_t i = 0; i < n; ++i)
    largest = std::max(largest, a[i * n + i]);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; ++k)
        sum -= a[i * n + k] * a[j * n + k];
      if (i != j)
        a[i * n + j] = sum / a[j * n + j];
      else if (sum > 1e-14 * largest)
        a[i * n + i] = std::sqrt(sum);
      else
        return false;
    }
  return true;
}

/// Solves L·Lᵀ·X = B in place for B [n, outputs].
void substitute(const std::vector<double>& l, std::size_t n, std::vector<double>& b, std::size_t outputs) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k)
      for (std::size_t o = 0; o < outputs; ++o)
        b[i * outputs + o] -= l[i * n + k] * b[k * outputs + o];
    for (std::size_t o = 0; o < outputs; ++o)
      b[i * outputs + o] /= l[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k)
      for (std::size_t o = 0; o < outputs; ++o)
        b[i * outputs + o] -= l[k * n + i] * b[k * outputs + o];
    for (std::size_t o = 0; o < outputs; ++o)
      b[i * outputs + o] /= l[i * n + i];
  }
}

} // namespace

RidgeSums::RidgeSums(std::int64_t inputs, std::int64_t outputs)
    : inputs_(static_cast<std::size_t>(inputs)), outputs_(static_cast<std::size_t>(outputs)),
      xx_(inputs_ * inputs_, 0), xy_(inputs_ * outputs_, 0), sum_x_(inputs_, 0), sum_y_(outputs_, 0),
      shift_x_(inputs_, 0), shift_y_(outputs_, 0), x_(inputs_), y_(outputs_) {}

void RidgeSums::add(std::span<const double> x, std::span<const double> y) {
  ANDON_ASSERT(x.size() == inputs_ && y.size() == outputs_);
  if (rows_++ == 0) {
    shift_x_.assign(x.begin(), x.end());
    shift_y_.assign(y.begin(), y.end());
  }
  for (std::size_t i = 0; i < inputs_; ++i)
    sum_x_[i] += x_[i] = x[i] - shift_x_[i];
  for (std::size_t o = 0; o < outputs_; ++o)
    sum_y_[o] += y_[o] = y[o] - shift_y_[o];
  for (std::size_t i = 0; i < inputs_; ++i) {
    for (std::size_t j = 0; j <= i; ++j)
      xx_[i * inputs_ + j] += x_[i] * x_[j];
    for (std::size_t o = 0; o < outputs_; ++o)
      xy_[i * outputs_ + o] += x_[i] * y_[o];
  }
}

Result<RidgeFit> RidgeSums::solve(double ridge) const {
  if (rows_ == 0)
    return fail(ErrorCode::insufficient_data, "a linear map needs at least one row to be fitted on");
  const auto rows = static_cast<double>(rows_);
  std::vector<double> a = xx_, b = xy_;
  for (std::size_t i = 0; i < inputs_; ++i) {
    for (std::size_t j = 0; j <= i; ++j)
      a[i * inputs_ + j] -= sum_x_[i] * sum_x_[j] / rows;
    a[i * inputs_ + i] += ridge;
    for (std::size_t o = 0; o < outputs_; ++o)
      b[i * outputs_ + o] -= sum_x_[i] * sum_y_[o] / rows;
  }
  if (!factorise(a, inputs_))
    return fail(ErrorCode::insufficient_data, "a linear map of " + std::to_string(inputs_) +
                                                  " inputs cannot be told from " + std::to_string(rows_) +
                                                  " rows; raise the ridge or use more data");
  substitute(a, inputs_, b, outputs_);
  RidgeFit fit{static_cast<std::int64_t>(inputs_), static_cast<std::int64_t>(outputs_), std::move(b), {}};
  for (std::size_t o = 0; o < outputs_; ++o) {
    double intercept = shift_y_[o] + sum_y_[o] / rows;
    for (std::size_t i = 0; i < inputs_; ++i)
      intercept -= fit.weights[i * outputs_ + o] * (shift_x_[i] + sum_x_[i] / rows);
    fit.intercept.push_back(intercept);
  }
  return fit;
}

std::vector<double> RidgeFit::predict(std::span<const double> x) const {
  std::vector<double> y = intercept;
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t o = 0; o < y.size(); ++o)
      y[o] += x[i] * weights[i * y.size() + o];
  return y;
}

} // namespace andon
