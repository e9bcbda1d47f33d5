#include "core/detect/detector_rows.h"

#include <algorithm>
#include <limits>

namespace andon::detect {
namespace {

double squared_gap(const double* a, const double* b, std::size_t channels) {
  double sum = 0;
  for (std::size_t c = 0; c < channels; ++c)
    sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

/// For every row of a stretch the end of the nearest reference window, and its mean squared difference.
struct Nearest {
  std::vector<double> distance;
  std::vector<std::int64_t> end; ///< row of the reference
};

/// Walks along every diagonal with a running sum over the window: one new difference a pair of rows.
Result<Nearest> nearest_of(std::span<const double> x, std::span<const double> reference,
                           std::span<const double> reference_starts, std::size_t channels,
                           std::int64_t window, const std::stop_token& stop) {
  const auto rows = static_cast<std::int64_t>(x.size() / channels);
  const auto known = static_cast<std::int64_t>(reference.size() / channels);
  Nearest result{std::vector<double>(static_cast<std::size_t>(rows), std::numeric_limits<double>::infinity()),
                 std::vector<std::int64_t>(static_cast<std::size_t>(rows), 0)};
  std::vector<double> gaps(static_cast<std::size_t>(window), 0);
  std::vector<std::uint8_t> begins(static_cast<std::size_t>(known), 0);
  for (const double start : reference_starts)
    begins[static_cast<std::size_t>(start)] = 1;
  for (std::int64_t shift = -(rows - 1); shift < known; ++shift) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the search for nearest windows was cancelled");
    double sum = 0;
    std::int64_t filled = 0;
    for (std::int64_t i = std::max<std::int64_t>(0, -shift); i < rows && i + shift < known; ++i) {
      const std::int64_t j = i + shift;
      if (begins[static_cast<std::size_t>(j)]) {
        sum = 0;
        filled = 0;
      }
      double& slot = gaps[static_cast<std::size_t>(i % window)];
      const double gap = squared_gap(&x[static_cast<std::size_t>(i) * channels],
                                     &reference[static_cast<std::size_t>(j) * channels], channels);
      sum += gap - (filled >= window ? slot : 0);
      slot = gap;
      ++filled;
      const std::int64_t wanted = std::min(window, i + 1); // the first rows of a stretch have shorter windows
      if (filled < wanted)
        continue;
      const double distance = std::max(0.0, sum) / static_cast<double>(std::min(filled, window));
      if (distance < result.distance[static_cast<std::size_t>(i)]) {
        result.distance[static_cast<std::size_t>(i)] = distance;
        result.end[static_cast<std::size_t>(i)] = j;
      }
    }
  }
  return result;
}

} // namespace

std::vector<Option> NearestOptions::describe() {
  return {option("window", window, "Rows that are compared at a time", "rows", 1, 10'000),
          option("reference", reference, "Normal rows to keep; the cost of a score grows with them", "rows",
                 10, 1'000'000)};
}

Result<FittedValues> fit_nearest(const ChannelRows& normal, const OptionMap& values, Seed, std::stop_token) {
  ANDON_ASSIGN(const auto options, configured<NearestOptions>(values));
  const std::vector<Stretch> parts = stretches(normal);
  if (std::none_of(parts.begin(), parts.end(),
                   [&](const Stretch& part) { return part.rows() >= 2 * options.window; }))
    return fail(ErrorCode::insufficient_data,
                "nearest windows of " + std::to_string(options.window) +
                    " rows need normal rows in stretches at least twice as long");
  const Scaling scaling = scaling_of(normal);
  FittedValues fitted{{"centre", scaling.centre}, {"deviation", scaling.deviation}};
  // Whole runs of rows are kept, evenly spaced, so that every kept window is one that happened.
  const std::int64_t run = 4 * options.window;
  const std::int64_t runs = std::max<std::int64_t>(1, options.reference / run);
  const bool all = normal.rows() <= options.reference;
  std::vector<double>& kept = fitted["reference"];
  std::vector<double>& starts = fitted["starts"];
  const std::vector<double> z = standardised(normal, scaling);
  const auto channels = static_cast<std::int64_t>(normal.channels());
  const auto keep = [&](std::int64_t begin, std::int64_t end) {
    starts.push_back(static_cast<double>(static_cast<std::int64_t>(kept.size()) / channels));
    kept.insert(kept.end(), z.begin() + begin * channels, z.begin() + end * channels);
  };
  for (const Stretch& part : parts) {
    if (all) {
      keep(part.begin, part.end);
      continue;
    }
    const std::int64_t share = std::max<std::int64_t>(1, runs * part.rows() / normal.rows());
    for (std::int64_t k = 0; k < share; ++k) {
      const std::int64_t begin = part.begin + k * part.rows() / share;
      keep(begin, std::min(begin + run, part.begin + (k + 1) * part.rows() / share));
    }
  }
  return fitted;
}

Result<RowScores> score_nearest(const FittedDetector& detector, const ChannelRows& rows,
                                std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<NearestOptions>(detector.options));
  const FittedValues& fitted = detector.values;
  const std::size_t channels = rows.channels();
  const std::vector<double>& reference = fitted.at("reference");
  const std::vector<double> z = standardised(rows, {fitted.at("centre"), fitted.at("deviation")});
  RowScores result{{}, std::vector<float>(rows.values.size(), 0)};
  for (const Stretch& part : stretches(rows)) {
    const auto x = std::span(z).subspan(static_cast<std::size_t>(part.begin) * channels,
                                        static_cast<std::size_t>(part.rows()) * channels);
    ANDON_ASSIGN(const Nearest nearest,
                 nearest_of(x, reference, fitted.at("starts"), channels, options.window, stop));
    for (std::int64_t i = 0; i < part.rows(); ++i) {
      const std::int64_t end = nearest.end[static_cast<std::size_t>(i)];
      const std::int64_t width = std::min(options.window, i + 1);
      for (std::int64_t back = 0; back < width; ++back)
        for (std::size_t c = 0; c < channels; ++c) {
          const double gap = x[static_cast<std::size_t>(i - back) * channels + c] -
                             reference[static_cast<std::size_t>(end - back) * channels + c];
          result.contributions[static_cast<std::size_t>(part.begin + i) * channels + c] +=
              static_cast<float>(gap * gap / static_cast<double>(width));
        }
      result.scores.push_back(
          std::sqrt(nearest.distance[static_cast<std::size_t>(i)] / static_cast<double>(channels)));
    }
  }
  return result;
}

std::int64_t memory_nearest(const OptionMap& values) {
  const auto options = configured<NearestOptions>(values);
  return options ? options->window : 1;
}

} // namespace andon::detect
