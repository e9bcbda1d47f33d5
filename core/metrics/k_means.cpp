#include "core/metrics/k_means.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

namespace andon {
namespace {

double squared_distance(std::span<const float> row, const double* centre) {
  double sum = 0;
  for (std::size_t d = 0; d < row.size(); ++d)
    sum += (row[d] - centre[d]) * (row[d] - centre[d]);
  return sum;
}

/// Rows as spans of one matrix.
struct Matrix {
  std::span<const float> values;
  std::size_t dimension;
  std::size_t rows() const { return values.size() / dimension; }
  std::span<const float> row(std::size_t r) const { return values.subspan(r * dimension, dimension); }
};

/// k-means++: each further seed is a row drawn in proportion to its squared distance to the seeds so far.
std::vector<double> seeds_of(const Matrix& matrix, std::int64_t clusters, Random& random) {
  std::vector<double> centres;
  std::vector<double> distance(matrix.rows(), std::numeric_limits<double>::infinity());
  std::size_t chosen = random.below(matrix.rows());
  for (std::int64_t k = 0; k < clusters; ++k) {
    const auto row = matrix.row(chosen);
    centres.insert(centres.end(), row.begin(), row.end());
    double total = 0;
    for (std::size_t r = 0; r < matrix.rows(); ++r) {
      distance[r] =
          std::min(distance[r], squared_distance(matrix.row(r), &centres[centres.size() - row.size()]));
      total += distance[r];
    }
    double left = random.uniform() * total;
    chosen = matrix.rows() - 1;
    for (std::size_t r = 0; r < matrix.rows(); ++r)
      if ((left -= distance[r]) < 0) {
        chosen = r;
        break;
      }
  }
  return centres;
}

/// Assigns every row; returns whether any assignment changed.
bool assign(const Matrix& matrix, KMeans& fit, std::vector<double>& distance) {
  bool changed = false;
  fit.inertia = 0;
  for (std::size_t r = 0; r < matrix.rows(); ++r) {
    const auto [cluster, gap] = fit.nearest(matrix.row(r));
    changed = changed || fit.cluster[r] != cluster;
    fit.cluster[r] = cluster;
    distance[r] = gap;
    fit.inertia += gap;
  }
  return changed;
}

void move_centres(const Matrix& matrix, KMeans& fit, std::vector<double>& distance) {
  const std::size_t clusters = fit.centres.size() / matrix.dimension;
  std::vector<double> sums(fit.centres.size(), 0), counts(clusters, 0);
  for (std::size_t r = 0; r < matrix.rows(); ++r) {
    const auto k = static_cast<std::size_t>(fit.cluster[r]);
    ++counts[k];
    for (std::size_t d = 0; d < matrix.dimension; ++d)
      sums[k * matrix.dimension + d] += matrix.row(r)[d];
  }
  for (std::size_t k = 0; k < clusters; ++k) {
    if (counts[k] > 0) {
      for (std::size_t d = 0; d < matrix.dimension; ++d)
        fit.centres[k * matrix.dimension + d] = sums[k * matrix.dimension + d] / counts[k];
      continue;
    }
    const auto furthest =
        static_cast<std::size_t>(std::max_element(distance.begin(), distance.end()) - distance.begin());
    distance[furthest] = 0;
    const auto row = matrix.row(furthest);
    std::copy(row.begin(), row.end(),
              fit.centres.begin() + static_cast<std::ptrdiff_t>(k * matrix.dimension));
  }
}

double pairs(double n) {
  return n * (n - 1) / 2;
}

} // namespace

std::pair<std::int32_t, double> KMeans::nearest(std::span<const float> row) const {
  std::pair<std::int32_t, double> best{0, std::numeric_limits<double>::infinity()};
  for (std::size_t k = 0; k * row.size() < centres.size(); ++k)
    if (const double gap = squared_distance(row, &centres[k * row.size()]); gap < best.second)
      best = {static_cast<std::int32_t>(k), gap};
  return best;
}

Result<KMeans> k_means(std::span<const float> rows, std::int64_t dimension, const KMeansOptions& options,
                       std::stop_token stop) {
  if (dimension < 1 || rows.size() % static_cast<std::size_t>(dimension) != 0)
    return fail(ErrorCode::invalid_argument,
                std::to_string(rows.size()) + " values are no rows of " + std::to_string(dimension));
  const Matrix matrix{rows, static_cast<std::size_t>(dimension)};
  if (static_cast<std::int64_t>(matrix.rows()) < options.clusters || options.clusters < 1)
    return fail(ErrorCode::insufficient_data, std::to_string(matrix.rows()) + " rows cannot make " +
                                                  std::to_string(options.clusters) + " clusters");
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!std::isfinite(rows[i]))
      return fail(ErrorCode::invalid_argument,
                  "row " + std::to_string(i / matrix.dimension) + " is not finite");
  KMeans best;
  best.inertia = std::numeric_limits<double>::infinity();
  for (std::int64_t restart = 0; restart < std::max<std::int64_t>(1, options.restarts); ++restart) {
    Random random(options.seed.stream("k-means", static_cast<std::uint64_t>(restart)));
    KMeans fit{dimension, seeds_of(matrix, options.clusters, random),
               std::vector<std::int32_t>(matrix.rows(), -1), 0};
    std::vector<double> distance(matrix.rows(), 0);
    for (std::int64_t i = 0; assign(matrix, fit, distance) && i < options.iterations; ++i) {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "k-means was cancelled");
      move_centres(matrix, fit, distance);
    }
    if (fit.inertia < best.inertia)
      best = std::move(fit);
  }
  return best;
}

double adjusted_rand(std::span<const std::int32_t> first, std::span<const std::int32_t> second) {
  std::map<std::pair<std::int32_t, std::int32_t>, double> both;
  std::map<std::int32_t, double> rows, columns;
  for (std::size_t i = 0; i < first.size(); ++i) {
    ++both[{first[i], second[i]}];
    ++rows[first[i]];
    ++columns[second[i]];
  }
  double together = 0, in_rows = 0, in_columns = 0;
  for (const auto& [key, n] : both)
    together += pairs(n);
  for (const auto& [key, n] : rows)
    in_rows += pairs(n);
  for (const auto& [key, n] : columns)
    in_columns += pairs(n);
  const double all = pairs(static_cast<double>(first.size()));
  const double expected = all > 0 ? in_rows * in_columns / all : 0, most = (in_rows + in_columns) / 2;
  return most > expected ? (together - expected) / (most - expected) : 1;
}

Result<ClusterStability> cluster_stability(std::span<const float> rows, std::int64_t dimension,
                                           const KMeansOptions& options, std::int64_t fits,
                                           std::int64_t blocks, std::stop_token stop) {
  const Matrix matrix{rows, static_cast<std::size_t>(std::max<std::int64_t>(1, dimension))};
  const std::size_t n = matrix.rows();
  std::vector<std::vector<std::int32_t>> partitions;
  for (std::int64_t f = 0; f < fits; ++f) {
    std::vector<std::size_t> order(n);
    for (std::size_t i = 0; i < n; ++i)
      order[i] = i;
    Random random(options.seed.stream("half", static_cast<std::uint64_t>(f)));
    shuffle(order, random);
    std::vector<float> half;
    for (std::size_t i = 0; i < n / 2; ++i)
      half.insert(half.end(), matrix.row(order[i]).begin(), matrix.row(order[i]).end());
    ANDON_ASSIGN(const KMeans fit, k_means(half, dimension, options, stop));
    partitions.emplace_back();
    for (std::size_t r = 0; r < n; ++r)
      partitions.back().push_back(fit.nearest(matrix.row(r)).first);
  }
  ClusterStability stability;
  double compared = 0;
  for (std::size_t a = 0; a < partitions.size(); ++a)
    for (std::size_t b = a + 1; b < partitions.size(); ++b, ++compared)
      stability.agreement += adjusted_rand(partitions[a], partitions[b]);
  stability.agreement = compared > 0 ? stability.agreement / compared : 1;
  const std::size_t size = n / static_cast<std::size_t>(std::max<std::int64_t>(1, blocks));
  ANDON_ASSIGN(const KMeans first,
               k_means(rows.subspan(0, size * matrix.dimension), dimension, options, stop));
  const double usual = first.inertia / static_cast<double>(size);
  for (std::int64_t b = 0; b < blocks; ++b) {
    double sum = 0;
    for (std::size_t r = static_cast<std::size_t>(b) * size; r < static_cast<std::size_t>(b + 1) * size; ++r)
      sum += first.nearest(matrix.row(r)).second;
    stability.inertia.push_back(usual > 0 ? sum / static_cast<double>(size) / usual : 1);
  }
  return stability;
}

} // namespace andon
