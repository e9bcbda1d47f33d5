#include "core/detect/detector_rows.h"
#include "core/detect/fourier.h"

#include <algorithm>
#include <limits>

namespace andon::detect {
namespace {

/// Mean of the last `width` values; of fewer at the beginning.
std::vector<double> trailing_mean(std::span<const double> values, std::int64_t width) {
  std::vector<double> mean(values.size());
  double sum = 0;
  const auto w = static_cast<std::size_t>(width);
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += values[i] - (i >= w ? values[i - w] : 0);
    mean[i] = sum / static_cast<double>(std::min(i + 1, w));
  }
  return mean;
}

std::vector<double> saliency_of(std::span<const double> x, std::int64_t smoothing) {
  std::vector<std::complex<float>> z(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    z[i] = static_cast<float>(x[i]);
  transform(z, false);
  std::vector<double> level(z.size());
  for (std::size_t k = 0; k < z.size(); ++k)
    level[k] = std::log(std::max<double>(std::abs(z[k]), 1e-8));
  const std::vector<double> usual = trailing_mean(level, smoothing);
  for (std::size_t k = 0; k < z.size(); ++k)
    z[k] = std::polar(static_cast<float>(std::exp(level[k] - usual[k])), std::arg(z[k]));
  transform(z, true);
  std::vector<double> saliency(z.size());
  for (std::size_t i = 0; i < z.size(); ++i)
    saliency[i] = std::abs(z[i]) / static_cast<double>(z.size());
  return saliency;
}

} // namespace

std::vector<Option> SpectralOptions::describe() {
  return {
      option("smoothing", smoothing, "Frequencies that the log spectrum is averaged over", "", 1, 1001),
      option("local", local, "Rows of the local mean that saliency is compared with", "rows", 2, 100'000)};
}

Result<FittedValues> fit_spectral(const ChannelRows& normal, const OptionMap& values, Seed, std::stop_token) {
  ANDON_TRY(configured<SpectralOptions>(values));
  const Scaling scaling = scaling_of(normal);
  return FittedValues{{"centre", scaling.centre}, {"deviation", scaling.deviation}};
}

Result<RowScores> score_spectral(const FittedDetector& detector, const ChannelRows& rows,
                                 std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<SpectralOptions>(detector.options));
  const std::size_t channels = rows.channels();
  const std::vector<double> z =
      standardised(rows, {detector.values.at("centre"), detector.values.at("deviation")});
  RowScores result{
      std::vector<double>(static_cast<std::size_t>(rows.rows()), -std::numeric_limits<double>::infinity()),
      std::vector<float>(rows.values.size(), 0)};
  for (const Stretch& part : stretches(rows))
    for (std::size_t c = 0; c < channels; ++c) {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "scoring cancelled at row " + std::to_string(part.begin));
      std::vector<double> x(static_cast<std::size_t>(part.rows()));
      for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = z[(static_cast<std::size_t>(part.begin) + i) * channels + c];
      const std::vector<double> saliency = saliency_of(x, options.smoothing);
      const std::vector<double> usual = trailing_mean(saliency, options.local);
      for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t r = static_cast<std::size_t>(part.begin) + i;
        const double score = usual[i] > 0 ? (saliency[i] - usual[i]) / usual[i] : 0;
        result.contributions[r * channels + c] = static_cast<float>(std::max(0.0, score));
        result.scores[r] = std::max(result.scores[r], score);
      }
    }
  return result;
}

} // namespace andon::detect
