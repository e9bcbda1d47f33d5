#include "core/metrics/pca.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace andon {
namespace {

/// Tridiagonal form T = QᵀAQ: diagonal d, off-diagonal e (e[i] couples i and i+1), and Qᵀ in rows.
struct Tridiagonal {
  std::vector<double> d, e, q;
};

/// Column k is cleared below its sub-diagonal by H = I − 2vvᵀ: A ← HAH as the symmetric rank-2 update
/// A − vwᵀ − wvᵀ, and Qᵀ ← H·Qᵀ.
Tridiagonal tridiagonalise(std::vector<double>& a, std::size_t n) {
  Tridiagonal t{std::vector<double>(n), std::vector<double>(n, 0), std::vector<double>(n * n, 0)};
  for (std::size_t i = 0; i < n; ++i)
    t.q[i * n + i] = 1;
  std::vector<double> v(n), w(n);
  for (std::size_t k = 0; k + 2 < n; ++k) {
    double squares = 0;
    for (std::size_t i = k + 1; i < n; ++i)
      squares += a[i * n + k] * a[i * n + k];
    const double first = a[(k + 1) * n + k];
    if (squares - first * first <= 0) {
      t.e[k] = first;
      continue;
    }
    const double alpha = first > 0 ? -std::sqrt(squares) : std::sqrt(squares);
    t.e[k] = alpha;
    const double length = std::sqrt(2 * (squares - alpha * first));
    std::fill(v.begin(), v.end(), 0.0);
    for (std::size_t i = k + 1; i < n; ++i)
      v[i] = a[i * n + k] / length;
    v[k + 1] = (first - alpha) / length;
    double projection = 0;
    for (std::size_t i = k + 1; i < n; ++i) {
      w[i] = 2 * std::inner_product(&a[i * n + k + 1], &a[i * n + n], &v[k + 1], 0.0);
      projection += w[i] * v[i];
    }
    for (std::size_t i = k + 1; i < n; ++i)
      w[i] -= projection * v[i];
    for (std::size_t i = k + 1; i < n; ++i)
      for (std::size_t j = k + 1; j < n; ++j)
        a[i * n + j] -= v[i] * w[j] + w[i] * v[j];
    // Qᵀ ← H·Qᵀ touches rows k+1… only; w is free again.
    std::fill(w.begin(), w.end(), 0.0);
    for (std::size_t i = k + 1; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        w[j] += v[i] * t.q[i * n + j];
    for (std::size_t i = k + 1; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        t.q[i * n + j] -= 2 * v[i] * w[j];
  }
  if (n >= 2)
    t.e[n - 2] = a[(n - 1) * n + n - 2];
  for (std::size_t i = 0; i < n; ++i)
    t.d[i] = a[i * n + i];
  return t;
}

/// One implicitly shifted QL sweep over rows l…m (Wilkinson shift), rotating the rows of q along.
void ql_sweep(Tridiagonal& t, std::size_t l, std::size_t m, std::size_t n) {
  const double half_gap = (t.d[l + 1] - t.d[l]) / (2 * t.e[l]);
  const double root = std::hypot(half_gap, 1.0);
  double g = t.d[m] - t.d[l] + t.e[l] / (half_gap + (half_gap >= 0 ? root : -root));
  double sine = 1, cosine = 1, p = 0;
  for (std::size_t i = m; i-- > l;) {
    const double f = sine * t.e[i], b = cosine * t.e[i], r = std::hypot(f, g);
    t.e[i + 1] = r;
    if (r == 0) { // underflow splits the block here
      t.d[i + 1] -= p;
      t.e[m] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    const double shifted = t.d[i + 1] - p, step = (t.d[i] - shifted) * sine + 2 * cosine * b;
    p = sine * step;
    t.d[i + 1] = shifted + p;
    g = cosine * step - b;
    double* upper = &t.q[(i + 1) * n];
    double* lower = &t.q[i * n];
    for (std::size_t k = 0; k < n; ++k) {
      const double x = upper[k];
      upper[k] = sine * lower[k] + cosine * x;
      lower[k] = cosine * lower[k] - sine * x;
    }
  }
  t.d[l] -= p;
  t.e[l] = g;
  t.e[m] = 0;
}

void diagonalise(Tridiagonal& t, std::size_t n) {
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  for (std::size_t l = 0; l + 1 < n; ++l) {
    for (int sweep = 0; sweep < 100; ++sweep) {
      std::size_t m = l;
      while (m + 1 < n && std::abs(t.e[m]) > epsilon * (std::abs(t.d[m]) + std::abs(t.d[m + 1])))
        ++m;
      if (m == l)
        break;
      ql_sweep(t, l, m, n);
    }
  }
}

} // namespace

SymmetricEigen symmetric_eigen(std::vector<double> matrix, std::int64_t size) {
  const auto n = static_cast<std::size_t>(size);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j)
      matrix[j * n + i] = matrix[i * n + j];
  Tridiagonal t = tridiagonalise(matrix, n);
  diagonalise(t, n);
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return t.d[a] < t.d[b]; });
  SymmetricEigen result;
  for (const std::size_t i : order) {
    result.values.push_back(t.d[i]);
    result.vectors.insert(result.vectors.end(), t.q.begin() + static_cast<std::ptrdiff_t>(i * n),
                          t.q.begin() + static_cast<std::ptrdiff_t>((i + 1) * n));
  }
  return result;
}

} // namespace andon
