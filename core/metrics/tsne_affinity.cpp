#include "core/metrics/tsne_affinity.h"

#include "core/metrics/parallel_ranges.h"

#include <atomic>

#include <cmath>
#include <limits>
#include <utility>

namespace andon {
namespace {

float squared_distance(const float* a, const float* b, std::int64_t dimension) {
  float lanes[8] = {};
  std::int64_t j = 0;
  for (; j + 8 <= dimension; j += 8)
    for (int lane = 0; lane < 8; ++lane) {
      const float difference = a[j + lane] - b[j + lane];
      lanes[lane] += difference * difference;
    }
  float tail = 0;
  for (; j < dimension; ++j)
    tail += (a[j] - b[j]) * (a[j] - b[j]);
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7])) +
         tail;
}

/// Conditional probabilities of one point over its neighbours' squared distances, entropy log(perplexity).
void conditional(std::span<const double> distances, double perplexity, std::span<double> p) {
  const double target = std::log(perplexity);
  double nearest = std::numeric_limits<double>::infinity(), mean = 0;
  for (const double distance : distances) {
    nearest = std::min(nearest, distance);
    mean += distance;
  }
  mean = mean / static_cast<double>(distances.size()) - nearest;
  double beta = mean > 0 ? 1 / mean : 1, low = 0, high = std::numeric_limits<double>::infinity();
  for (int step = 0; step < 200; ++step) {
    double sum = 0, weighted = 0;
    for (std::size_t j = 0; j < distances.size(); ++j) {
      p[j] = std::exp(-beta * (distances[j] - nearest));
      sum += p[j];
      weighted += p[j] * (distances[j] - nearest);
    }
    for (double& value : p)
      value /= sum;
    const double excess = std::log(sum) + beta * weighted / sum - target;
    if (std::abs(excess) < 1e-9 || mean <= 0)
      return;
    (excess > 0 ? low : high) = beta;
    beta = std::isinf(high) ? beta * 2 : (low + high) / 2;
  }
}

struct Neighbours {
  std::vector<std::int32_t> index; ///< [n, k]
  std::vector<double> p;           ///< [n, k]
};

Result<Neighbours> neighbours(std::span<const float> rows, std::int64_t dimension, double perplexity,
                              std::int64_t k, std::int64_t threads, Progress& progress,
                              const std::stop_token& stop) {
  const std::int64_t n = static_cast<std::int64_t>(rows.size()) / dimension;
  Neighbours out{std::vector<std::int32_t>(n * k), std::vector<double>(n * k)};
  progress.stage("neighbours", n);
  constexpr std::int64_t block = 256;
  for (std::int64_t first = 0; first < n; first += block) {
    const std::int64_t count = std::min(block, n - first);
    parallel_ranges(count, threads, 8, [&](std::int64_t begin, std::int64_t end) {
      std::vector<std::pair<float, std::int32_t>> found(n);
      std::vector<double> distances(k);
      for (std::int64_t i = first + begin; i < first + end && !stop.stop_requested(); ++i) {
        for (std::int64_t j = 0; j < n; ++j)
          found[j] = {squared_distance(&rows[i * dimension], &rows[j * dimension], dimension),
                      static_cast<std::int32_t>(j)};
        found[i].first = std::numeric_limits<float>::infinity();
        std::nth_element(found.begin(), found.begin() + (k - 1), found.end());
        std::sort(found.begin(), found.begin() + k);
        for (std::int64_t j = 0; j < k; ++j) {
          out.index[i * k + j] = found[j].second;
          distances[j] = found[j].first;
        }
        conditional(distances, perplexity, std::span(out.p).subspan(i * k, k));
      }
    });
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the projection was cancelled");
    progress.advance(first + count);
  }
  return out;
}

} // namespace

Result<TsneAffinities> tsne_affinities(std::span<const float> rows, std::int64_t dimension, double perplexity,
                                       std::int64_t k, std::int64_t threads, Progress& progress,
                                       std::stop_token stop) {
  ANDON_ASSIGN(const Neighbours near, neighbours(rows, dimension, perplexity, k, threads, progress, stop));
  const std::int64_t n = static_cast<std::int64_t>(near.index.size()) / k;
  std::vector<std::vector<std::pair<std::int32_t, double>>> lists(n);
  const double scale = 1.0 / (2.0 * static_cast<double>(n));
  for (std::int64_t i = 0; i < n; ++i)
    for (std::int64_t j = 0; j < k; ++j) {
      const std::int32_t other = near.index[i * k + j];
      lists[i].emplace_back(other, near.p[i * k + j] * scale);
      lists[other].emplace_back(static_cast<std::int32_t>(i), near.p[i * k + j] * scale);
    }
  TsneAffinities out;
  out.offsets.push_back(0);
  for (auto& list : lists) {
    std::sort(list.begin(), list.end());
    for (std::size_t j = 0; j < list.size(); ++j) {
      if (j > 0 && list[j].first == list[j - 1].first) {
        out.values.back() += list[j].second;
        continue;
      }
      out.columns.push_back(list[j].first);
      out.values.push_back(list[j].second);
    }
    out.offsets.push_back(static_cast<std::int64_t>(out.columns.size()));
  }
  return out;
}

} // namespace andon
