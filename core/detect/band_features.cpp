#include "core/detect/band_features.h"

#include "core/detect/fourier.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace andon::detect {
namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double silence = 1e-20;

/// Band edges: third octaves downwards from half the rate, at least 4/1024 of the rate wide below.
std::vector<double> third_octaves(double rate) {
  std::vector<double> edges{rate / 2};
  while (edges.back() / std::cbrt(2.0) > rate * 4 / 1024)
    edges.push_back(edges.back() / std::cbrt(2.0));
  std::reverse(edges.begin(), edges.end());
  return edges;
}

std::vector<double> envelope_octaves(double rate) {
  std::vector<double> edges{rate / 16};
  while (edges.back() / 2 > rate * 2 / 1024)
    edges.push_back(edges.back() / 2);
  std::reverse(edges.begin(), edges.end());
  return edges;
}

/// Mean power of each band of a Hann-windowed, mean-free frame; a band narrower than a bin takes the nearest.
std::vector<double> band_powers(std::span<const float> frame, double rate, const std::vector<double>& edges) {
  const std::size_t n = frame.size();
  double mean = 0;
  for (const float value : frame)
    mean += value;
  mean /= static_cast<double>(n);
  std::vector<float> windowed(n);
  for (std::size_t i = 0; i < n; ++i)
    windowed[i] = static_cast<float>(
        (frame[i] - mean) * (0.5 - 0.5 * std::cos(2 * pi * static_cast<double>(i) / static_cast<double>(n))));
  const auto spectrum = real_spectrum(windowed);
  std::vector<double> powers;
  for (std::size_t b = 0; b + 1 < edges.size(); ++b) {
    const double bin = rate / static_cast<double>(n);
    auto from = static_cast<std::size_t>(std::ceil(edges[b] / bin));
    const auto to = std::min(static_cast<std::size_t>(std::ceil(edges[b + 1] / bin)), spectrum.size());
    from = std::min(from, to > 0 ? to - 1 : 0);
    double sum = 0;
    for (std::size_t k = from; k < to; ++k)
      sum += std::norm(std::complex<double>(spectrum[k]));
    powers.push_back(sum / static_cast<double>(std::max<std::size_t>(1, to - from)));
  }
  return powers;
}

double kurtosis_of(std::span<const float> frame) {
  double mean = 0, second = 0, fourth = 0;
  for (const float value : frame)
    mean += value;
  mean /= static_cast<double>(frame.size());
  for (const float value : frame) {
    const double d = (value - mean) * (value - mean);
    second += d;
    fourth += d * d;
  }
  return second > 0 ? fourth * static_cast<double>(frame.size()) / (second * second) : 3;
}

std::string hertz(double low, double high) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g Hz", std::sqrt(low * high));
  return text;
}

} // namespace

std::vector<float> band_features(std::span<const float> frame, double rate) {
  std::vector<float> features;
  const auto add = [&](double power) {
    features.push_back(static_cast<float>(std::log(std::max(power, silence))));
  };
  for (const double power : band_powers(frame, rate, third_octaves(rate)))
    add(power);
  for (const double power : band_powers(envelope_of(frame), rate, envelope_octaves(rate)))
    add(power);
  add(kurtosis_of(frame));
  return features;
}

std::vector<std::string> band_names(double rate) {
  std::vector<std::string> names;
  const std::vector<double> bands = third_octaves(rate), envelope = envelope_octaves(rate);
  for (std::size_t b = 0; b + 1 < bands.size(); ++b)
    names.push_back(hertz(bands[b], bands[b + 1]));
  for (std::size_t b = 0; b + 1 < envelope.size(); ++b)
    names.push_back("envelope " + hertz(envelope[b], envelope[b + 1]));
  names.push_back("kurtosis");
  return names;
}

} // namespace andon::detect
