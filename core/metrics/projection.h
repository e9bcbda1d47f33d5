#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace andon {

/// Two or three coordinates a point, for looking at embeddings. Matrices are [n, d], row-major, compact.
struct PcaProjection {
  std::int64_t components = 0;
  std::vector<float> coordinates; ///< [n, components], centred
  std::vector<double> axes;       ///< [components, d], unit rows; the largest entry by magnitude is positive
  std::vector<double> explained;  ///< [components], λ_k / Σλ; 0 when nothing varies
};

/// Centred principal components by the eigenvectors of the covariance (Pearson 1901): coordinates = (x −
/// mean)·axisᵀ, no standardisation, because embeddings share one scale. requires dimension >= 1 and
/// rows.size() a multiple of it. Components beyond d, or beyond what varies, are 0. Errors: insufficient_data
/// (< 2 rows), invalid_argument (a value is not finite; names the row), limit_exceeded (dimension > 4,096),
/// cancelled. Cost: O(n·d² + d³). Threads: any.
Result<PcaProjection> pca_projection(std::span<const float> rows, std::int64_t dimension,
                                     std::int64_t components, Progress& progress, std::stop_token stop);

struct TsneOptions {
  double perplexity = 30;
  std::int64_t iterations = 1000;
  double exaggeration = 12;
  std::int64_t exaggeration_iterations = 250;
  double learning_rate = 0;
  double theta = 0.5;
  std::int64_t threads = 0;
  std::vector<Option> describe();
};

struct TsneProjection {
  std::vector<float> xy; ///< [n, 2]
  double kl = 0;         ///< Kullback–Leibler divergence at the end, natural logarithm
  double perplexity = 0; ///< the one used: at most (n − 1)/3
  std::int64_t iterations = 0;
};

/// t-SNE (van der Maaten & Hinton 2008) with Barnes–Hut repulsion (van der Maaten 2014): exact ⌊3·perplexity⌋
/// + 1 nearest neighbours, start from the first two principal components scaled to deviation 1e-4 plus a
/// seeded jitter of 1e-6, early exaggeration, momentum 0.5 then 0.8, gains. Learning rate 0 means max(n /
/// exaggeration / 4, 50) (Belkina et al. 2019). Reports metric "kl" every 50 iterations and advances once an
/// iteration. The same bits for every number of threads. Errors: insufficient_data (< 4 rows), limit_exceeded
/// (n > 50,000 or dimension > 4,096), invalid_argument (a value is not finite, an option out of its range),
/// cancelled. Cost: O(n²·d) once, then O(n·log n) an iteration. Threads: any; uses `threads`.
Result<TsneProjection> tsne_projection(std::span<const float> rows, std::int64_t dimension,
                                       const TsneOptions& options, std::uint64_t seed, Progress& progress,
                                       std::stop_token stop);

} // namespace andon
