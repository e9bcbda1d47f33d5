#include "core/base/random.h"
#include "core/metrics/projection.h"
#include "core/metrics/tsne_gradient.h"

#include <cmath>

namespace andon {
namespace {

constexpr std::int64_t max_points = 50000;

Result<std::vector<double>> start_positions(std::span<const float> rows, std::int64_t dimension,
                                            std::uint64_t seed, Progress& progress,
                                            const std::stop_token& stop) {
  ANDON_ASSIGN(const PcaProjection pca, pca_projection(rows, dimension, 2, progress, stop));
  double squares = 0;
  for (std::size_t i = 0; i < pca.coordinates.size(); i += 2)
    squares += static_cast<double>(pca.coordinates[i]) * pca.coordinates[i];
  const double deviation = std::sqrt(squares / (static_cast<double>(pca.coordinates.size()) / 2));
  const double scale = deviation > 0 ? 1e-4 / deviation : 0;
  Random random(Seed(seed).stream("tsne"));
  std::vector<double> xy(pca.coordinates.size());
  for (std::size_t i = 0; i < xy.size(); ++i)
    xy[i] = pca.coordinates[i] * scale + 1e-6 * random.normal();
  return xy;
}

/// One step of gradient descent with momentum and gains (Jacobs 1988).
class Descent {
public:
  Descent(std::size_t size, double rate) : update_(size, 0.0), gains_(size, 1.0), rate_(rate) {}
  /// Returns the norm of the gradient.
  double step(std::span<double> xy, std::span<const double> gradient, double momentum) {
    double norm = 0;
    for (std::size_t i = 0; i < xy.size(); ++i) {
      gains_[i] = std::max(0.01, update_[i] * gradient[i] < 0 ? gains_[i] + 0.2 : gains_[i] * 0.8);
      update_[i] = momentum * update_[i] - rate_ * gains_[i] * gradient[i];
      xy[i] += update_[i];
      norm += gradient[i] * gradient[i];
    }
    return std::sqrt(norm);
  }

private:
  std::vector<double> update_, gains_;
  double rate_;
};

void centre(std::span<double> xy) {
  double mean[2] = {};
  for (std::size_t i = 0; i < xy.size(); ++i)
    mean[i % 2] += xy[i];
  for (std::size_t i = 0; i < xy.size(); ++i)
    xy[i] -= mean[i % 2] / (static_cast<double>(xy.size()) / 2);
}

} // namespace

std::vector<Option> TsneOptions::describe() {
  return {
      option("perplexity", perplexity,
             "Number of neighbours a point keeps near it; at most a third of the points is used", "points", 1,
             1000),
      option("iterations", iterations, "Steps of gradient descent, early exaggeration included", "", 1,
             100000),
      option("exaggeration", exaggeration, "Factor on attraction at the start, so that clusters form", "", 1,
             100),
      option("exaggeration_iterations", exaggeration_iterations, "Steps with exaggeration", "", 0, 100000),
      option("learning_rate", learning_rate, "Step size; 0 = max(points / exaggeration / 4, 50)", "", 0, 1e6),
      option("theta", theta, "Accuracy of repulsion: 0 is exact and slow, 0.5 usual", "", 0, 0.7),
      option("threads", threads, "Threads to use; 0 = all cores. Never changes the result", "", 0, 256),
  };
}

Result<TsneProjection> tsne_projection(std::span<const float> rows, std::int64_t dimension,
                                       const TsneOptions& options, std::uint64_t seed, Progress& progress,
                                       std::stop_token stop) {
  TsneOptions checked;
  TsneOptions given = options;
  ANDON_TRY(andon::apply(checked.describe(), values_of(given.describe())));
  const std::int64_t n = static_cast<std::int64_t>(rows.size()) / dimension;
  if (n < 4)
    return fail(ErrorCode::insufficient_data,
                "t-SNE needs at least 4 points, there are " + std::to_string(n) + "; use PCA");
  if (n > max_points)
    return fail(ErrorCode::limit_exceeded, "t-SNE takes at most 50000 points, there are " +
                                               std::to_string(n) + "; thin them or use PCA");
  ANDON_ASSIGN(std::vector<double> xy, start_positions(rows, dimension, seed, progress, stop));
  TsneProjection out;
  out.perplexity = std::min(checked.perplexity, static_cast<double>(n - 1) / 3);
  const std::int64_t k = std::min(n - 1, static_cast<std::int64_t>(3 * out.perplexity + 1));
  ANDON_ASSIGN(const TsneAffinities p,
               tsne_affinities(rows, dimension, out.perplexity, k, checked.threads, progress, stop));

  const double rate = checked.learning_rate > 0
                          ? checked.learning_rate
                          : std::max(static_cast<double>(n) / checked.exaggeration / 4, 50.0);
  Descent early(xy.size(), rate), late(xy.size(), rate);
  progress.stage("t-SNE", checked.iterations);
  while (out.iterations < checked.iterations) {
    const bool exaggerated = out.iterations < checked.exaggeration_iterations;
    const TsneGradient now =
        tsne_gradient(p, xy, exaggerated ? checked.exaggeration : 1, checked.theta, checked.threads, stop);
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the projection was cancelled");
    const double norm = (exaggerated ? early : late).step(xy, now.gradient, exaggerated ? 0.5 : 0.8);
    ++out.iterations;
    if (out.iterations % 50 == 0)
      progress.metric("kl", out.iterations, now.kl);
    progress.advance(out.iterations);
    if (!exaggerated && norm < 1e-7)
      break;
  }
  centre(xy);
  out.kl = tsne_gradient(p, xy, 1, checked.theta, checked.threads, stop).kl;
  out.xy.assign(xy.begin(), xy.end());
  return out;
}

} // namespace andon
