#include "core/signal/scene_tokens.h"

#include "core/metrics/parallel_ranges.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr float clipped = 8;
constexpr double ridge = 0.05;

/// Inverse of a symmetric positive definite matrix, in place, by Gauss–Jordan without pivots.
void invert(std::vector<double>& matrix, std::size_t n) {
  for (std::size_t k = 0; k < n; ++k) {
    const double pivot = 1 / matrix[k * n + k];
    matrix[k * n + k] = 1;
    for (std::size_t j = 0; j < n; ++j)
      matrix[k * n + j] *= pivot;
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k)
        continue;
      const double factor = matrix[i * n + k];
      matrix[i * n + k] = 0;
      for (std::size_t j = 0; j < n; ++j)
        matrix[i * n + j] -= factor * matrix[k * n + j];
    }
  }
}

void centre_row(const float* row, std::size_t bins, float floor, float* out, std::vector<float>& scratch) {
  scratch.assign(row, row + bins);
  const auto middle = scratch.begin() + static_cast<std::ptrdiff_t>(bins / 2);
  std::nth_element(scratch.begin(), middle, scratch.end());
  const float centre = *middle;
  for (float& value : scratch)
    value = std::abs(value - centre);
  std::nth_element(scratch.begin(), middle, scratch.end());
  const float spread = 1.4826F * *middle + floor;
  for (std::size_t b = 0; b < bins; ++b)
    out[b] = std::clamp((row[b] - centre) / spread, -clipped, clipped);
}

/// Standardised, clipped means of all sensors: [sensors, bins].
std::vector<double> standard_means(const SceneTokens& tokens) {
  const auto n = static_cast<std::size_t>(tokens.sensors), bins = static_cast<std::size_t>(tokens.bins);
  std::vector<double> x(n * bins);
  for (std::size_t i = 0; i < n; ++i) {
    const float* mean = &tokens.values[i * SceneTokens::channels * bins + SceneFacts::channels * bins];
    double sum = 0, squares = 0;
    for (std::size_t b = 0; b < bins; ++b) {
      x[i * bins + b] = std::clamp<double>(mean[b], -4, 4);
      sum += x[i * bins + b];
      squares += x[i * bins + b] * x[i * bins + b];
    }
    const double average = sum / static_cast<double>(bins);
    const double deviation =
        std::sqrt(std::max(squares / static_cast<double>(bins) - average * average, 1e-6));
    for (std::size_t b = 0; b < bins; ++b)
      x[i * bins + b] = (x[i * bins + b] - average) / deviation;
  }
  return x;
}

constexpr std::size_t most_partners = 4;

/// The sensors whose means move most alike with those of sensor i, at most four, none below one half.
std::vector<std::size_t> partners_of(const std::vector<double>& x, std::size_t n, std::size_t bins,
                                     std::size_t i) {
  std::vector<std::pair<double, std::size_t>> alike;
  for (std::size_t j = 0; j < n; ++j) {
    double sum = 0;
    for (std::size_t b = 0; b < bins; ++b)
      sum += x[i * bins + b] * x[j * bins + b];
    if (j != i && std::abs(sum) > 0.5 * static_cast<double>(bins))
      alike.emplace_back(-std::abs(sum), j);
  }
  std::sort(alike.begin(), alike.end());
  std::vector<std::size_t> partners;
  for (std::size_t k = 0; k < std::min(alike.size(), most_partners); ++k)
    partners.push_back(alike[k].second);
  return partners;
}

/// Ridge regression of sensor i on its partners over the bins kept; the residual of all bins.
void regress(const std::vector<double>& x, std::size_t bins, std::size_t i,
             const std::vector<std::size_t>& partners, const std::vector<std::uint8_t>& kept,
             std::vector<double>& residual) {
  const std::size_t p = partners.size();
  std::vector<double> gram(p * p), weight(p);
  for (std::size_t a = 0; a < p; ++a)
    for (std::size_t c = 0; c < p; ++c) {
      double sum = 0;
      for (std::size_t b = 0; b < bins; ++b)
        sum += kept[b] * x[partners[a] * bins + b] * x[partners[c] * bins + b];
      gram[a * p + c] = sum + (a == c ? ridge * static_cast<double>(bins) : 0);
    }
  invert(gram, p);
  for (std::size_t a = 0; a < p; ++a)
    for (std::size_t c = 0; c < p; ++c) {
      double sum = 0;
      for (std::size_t b = 0; b < bins; ++b)
        sum += kept[b] * x[partners[c] * bins + b] * x[i * bins + b];
      weight[a] += gram[a * p + c] * sum;
    }
  for (std::size_t b = 0; b < bins; ++b) {
    residual[b] = x[i * bins + b];
    for (std::size_t a = 0; a < p; ++a)
      residual[b] -= weight[a] * x[partners[a] * bins + b];
  }
}

/// The residual of sensor i, signed and absolute; 0 when nothing lets expect anything.
void add_residual(SceneTokens& tokens, const std::vector<double>& x, std::size_t i) {
  const auto n = static_cast<std::size_t>(tokens.sensors), bins = static_cast<std::size_t>(tokens.bins);
  const std::vector<std::size_t> partners = partners_of(x, n, bins, i);
  if (partners.empty())
    return;
  std::vector<double> residual(bins), sizes(bins);
  std::vector<std::uint8_t> kept(bins, 1);
  regress(x, bins, i, partners, kept, residual);
  // Once more without the fifth of the bins that fits worst, so that what is wrong does not bend the fit.
  std::transform(residual.begin(), residual.end(), sizes.begin(), [](double r) { return std::abs(r); });
  const auto edge = sizes.begin() + static_cast<std::ptrdiff_t>(bins * 4 / 5);
  std::nth_element(sizes.begin(), edge, sizes.end());
  for (std::size_t b = 0; b < bins; ++b)
    kept[b] = std::abs(residual[b]) <= *edge;
  regress(x, bins, i, partners, kept, residual);
  const std::vector<float> rounded(residual.begin(), residual.end());
  std::vector<float> scratch;
  float* out = &tokens.values[(i * SceneTokens::channels + 2 * SceneFacts::channels) * bins];
  centre_row(rounded.data(), bins, 0.02F, out, scratch);
  for (std::size_t b = 0; b < bins; ++b)
    out[bins + b] = std::abs(out[b]);
}

} // namespace

SceneTokens tokens_of(const SceneFacts& facts) {
  SceneTokens tokens;
  tokens.sensors = facts.sensors;
  tokens.bins = facts.frames;
  tokens.start = facts.start;
  tokens.facts = facts.fact;
  tokens.rate_class = facts.rate_class;
  const auto n = static_cast<std::size_t>(facts.sensors), bins = static_cast<std::size_t>(facts.frames);
  tokens.values.resize(n * SceneTokens::channels * bins);
  parallel_ranges(tokens.sensors, 0, 4, [&](std::int64_t begin, std::int64_t end) {
    std::vector<float> scratch;
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      const float* from = &facts.course[i * SceneFacts::channels * bins];
      float* to = &tokens.values[i * SceneTokens::channels * bins];
      std::copy_n(from, SceneFacts::channels * bins, to);
      for (std::size_t c = 0; c < SceneFacts::channels; ++c)
        centre_row(from + c * bins, bins, c < SceneFacts::value_channels ? 0.05F : 0.02F,
                   to + (SceneFacts::channels + c) * bins, scratch);
    }
  });
  const std::vector<double> x = standard_means(tokens);
  parallel_ranges(tokens.sensors, 0, 4, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i)
      add_residual(tokens, x, static_cast<std::size_t>(i));
  });
  return tokens;
}

} // namespace andon
