#include "core/drift/random_features.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr std::size_t pairs = 500;
constexpr std::size_t block = 64; ///< rows mapped at a time
constexpr double rounding = 1e-6; ///< of a column in fp32, relative to its root mean square

/// cos and sin of 2π·x for |x| < 2^22, to 1e-6: reduced to a quarter turn, then polynomials. Plain arithmetic
/// in a loop without branches, so that compilers can use vector instructions.
void turn(const float* x, float* cosine, float* sine, std::size_t n, float scale) {
  for (std::size_t i = 0; i < n; ++i) {
    const float whole = static_cast<float>(static_cast<std::int32_t>(x[i] + (x[i] >= 0 ? 0.5F : -0.5F)));
    const float r = x[i] - whole;                                             // [−½, ½] turns
    const float folded = r > 0.25F ? 0.5F - r : (r < -0.25F ? -0.5F - r : r); // same sine, quarter turn
    const float sign = r > 0.25F || r < -0.25F ? -1.0F : 1.0F;                // of the cosine
    const float t = folded * 6.28318531F, t2 = t * t;
    sine[i] = scale * t *
              (1 + t2 * (-1.0F / 6 +
                         t2 * (1.0F / 120 + t2 * (-1.0F / 5040 + t2 * (1.0F / 362880 - t2 / 39916800)))));
    cosine[i] =
        scale * sign *
        (1 + t2 * (-0.5F +
                   t2 * (1.0F / 24 + t2 * (-1.0F / 720 +
                                           t2 * (1.0F / 40320 + t2 * (-1.0F / 3628800 + t2 / 479001600))))));
  }
}

std::vector<double> means(std::span<const float> rows, std::size_t width) {
  std::vector<double> mean(width);
  for (std::size_t i = 0; i < rows.size(); ++i)
    mean[i % width] +=
        static_cast<double>(rows[i]) * static_cast<double>(width) / static_cast<double>(rows.size());
  return mean;
}

/// Standard deviations, 0 where a column does not move.
std::vector<double> deviations(std::span<const float> rows, const std::vector<double>& mean) {
  const std::size_t width = mean.size(), n = rows.size() / width;
  std::vector<double> square(width);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double off = static_cast<double>(rows[i]) - mean[i % width];
    square[i % width] += off * off / static_cast<double>(n);
  }
  for (std::size_t c = 0; c < width; ++c) {
    const double deviation = std::sqrt(square[c]);
    square[c] = deviation > rounding * std::hypot(mean[c], deviation) ? deviation : 0;
  }
  return square;
}

double median_distance(std::span<const float> rows, const std::vector<double>& deviation, Random& random) {
  const std::size_t width = deviation.size(), n = rows.size() / width;
  std::vector<double> distances;
  for (std::size_t k = 0; k < pairs; ++k) {
    const std::size_t i = random.below(n), j = (i + 1 + random.below(n - 1)) % n;
    double sum = 0;
    for (std::size_t c = 0; c < width; ++c)
      if (deviation[c] > 0) {
        const double gap =
            (static_cast<double>(rows[i * width + c]) - static_cast<double>(rows[j * width + c])) /
            deviation[c];
        sum += gap * gap;
      }
    distances.push_back(std::sqrt(sum));
  }
  std::nth_element(distances.begin(), distances.begin() + pairs / 2, distances.end());
  return distances[pairs / 2] > 0 ? distances[pairs / 2] : 1;
}

} // namespace

Result<RandomFeatures> RandomFeatures::from(std::span<const float> rows, std::size_t width,
                                            std::size_t features, Seed seed) {
  if (width == 0 || features < 2 || features % 2 != 0)
    return fail(ErrorCode::invalid_argument, "features must be an even number of at least 2, of rows with "
                                             "at least one column");
  if (rows.size() < 2 * width)
    return fail(ErrorCode::insufficient_data, "a feature reference needs at least 2 rows");
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!std::isfinite(rows[i]))
      return fail(ErrorCode::invalid_argument, "feature " + std::to_string(i % width) + " of reference row " +
                                                   std::to_string(i / width) + " is not finite");
  RandomFeatures result;
  result.width_ = width;
  result.frequencies_ = features / 2;
  Random random(seed.stream("random features"));
  const std::vector<double> mean = means(rows, width), deviation = deviations(rows, mean);
  result.centre_.assign(mean.begin(), mean.end());
  result.bandwidth_ = median_distance(rows, deviation, random);
  result.omega_.resize(width * result.frequencies_);
  for (std::size_t f = 0; f < result.frequencies_; ++f)
    for (std::size_t c = 0; c < width; ++c) {
      const double omega = random.normal() / result.bandwidth_ / 6.283185307179586;
      // A column that never moved in the reference counts as soon as it moves, in its own unit.
      result.omega_[c * result.frequencies_ + f] =
          static_cast<float>(omega / (deviation[c] > 0 ? deviation[c] : 1));
    }
  return result;
}

void RandomFeatures::map(std::span<const float> rows, std::span<float> into) const {
  const float scale = std::sqrt(1 / static_cast<float>(frequencies_));
  std::vector<float> angle(frequencies_), row(width_);
  for (std::size_t i = 0; i < rows.size() / width_; ++i) {
    std::fill(angle.begin(), angle.end(), 0.0F);
    for (std::size_t c = 0; c < width_; ++c)
      row[c] = rows[i * width_ + c] - centre_[c];
    std::size_t c = 0;
    for (; c + 4 <= width_; c += 4) {
      const float *w0 = omega_.data() + c * frequencies_, *w1 = w0 + frequencies_, *w2 = w1 + frequencies_,
                  *w3 = w2 + frequencies_;
      const float x0 = row[c], x1 = row[c + 1], x2 = row[c + 2], x3 = row[c + 3];
      for (std::size_t f = 0; f < frequencies_; ++f)
        angle[f] += (x0 * w0[f] + x1 * w1[f]) + (x2 * w2[f] + x3 * w3[f]);
    }
    for (; c < width_; ++c)
      for (std::size_t f = 0; f < frequencies_; ++f)
        angle[f] += row[c] * omega_[c * frequencies_ + f];
    // Beyond this many turns an angle is noise anyway, and whole turns must fit an integer.
    for (float& each : angle)
      each = std::clamp(each, -1e6F, 1e6F);
    float* out = into.data() + i * 2 * frequencies_;
    turn(angle.data(), out, out + frequencies_, frequencies_, scale);
  }
}

double mmd_squared(const RandomFeatures& features, std::span<const float> a, std::span<const float> b) {
  const std::size_t size = features.size(), width = features.width();
  std::vector<double> gap(size);
  std::vector<float> mapped(block * size), sum(size);
  for (const auto& [rows, sign] : {std::pair{a, 1.0}, std::pair{b, -1.0}}) {
    const std::size_t n = rows.size() / width;
    for (std::size_t from = 0; from < n; from += block) {
      const std::size_t count = std::min(block, n - from);
      features.map(rows.subspan(from * width, count * width), mapped);
      std::fill(sum.begin(), sum.end(), 0.0F);
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 0; k < size; ++k)
          sum[k] += mapped[i * size + k];
      for (std::size_t k = 0; k < size; ++k)
        gap[k] += sign * static_cast<double>(sum[k]) / static_cast<double>(n);
    }
  }
  double total = 0;
  for (const double each : gap)
    total += each * each;
  return total;
}

} // namespace andon
