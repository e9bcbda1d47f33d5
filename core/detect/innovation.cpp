#include "core/detect/detector_rows.h"

#include <algorithm>
#include <numeric>

namespace andon::detect {
namespace {

constexpr double fading_windows = 20;

/// One standardised channel of one stretch, differenced when it wanders (the first difference is 0).
std::vector<double> channel_of(const std::vector<double>& z, std::size_t channels, std::size_t channel,
                               const Stretch& stretch, bool wanders) {
  std::vector<double> x(static_cast<std::size_t>(stretch.rows()));
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = z[(static_cast<std::size_t>(stretch.begin) + i) * channels + channel];
  if (wanders) {
    std::adjacent_difference(x.begin(), x.end(), x.begin());
    x.front() = 0;
  }
  return x;
}

/// Share of the variance of a channel that lies between blocks of `window` rows; 0 with fewer than 3 blocks.
double share_between(const std::vector<double>& z, std::size_t channels, std::size_t channel,
                     const std::vector<Stretch>& parts, std::int64_t window) {
  std::vector<double> means;
  double total = 0, squares = 0, count = 0;
  for (const Stretch& part : parts)
    for (std::int64_t begin = part.begin; begin + window <= part.end; begin += window) {
      double sum = 0;
      for (std::int64_t r = begin; r < begin + window; ++r) {
        const double value = z[static_cast<std::size_t>(r) * channels + channel];
        sum += value;
        squares += value * value;
      }
      means.push_back(sum / static_cast<double>(window));
      total += sum;
      count += static_cast<double>(window);
    }
  if (means.size() < 3)
    return 0;
  const double centre = total / count, variance = squares / count - centre * centre;
  double between = 0;
  for (const double mean : means)
    between += (mean - centre) * (mean - centre);
  return variance > 0 ? between / static_cast<double>(means.size() - 1) / variance : 0;
}

struct FirstOrder {
  double slope = 0, intercept = 0;
};

FirstOrder fit_first_order(const std::vector<std::vector<double>>& parts, double ridge) {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (const std::vector<double>& x : parts)
    for (std::size_t t = 1; t < x.size(); ++t) {
      ++n;
      sx += x[t - 1];
      sy += x[t];
      sxx += x[t - 1] * x[t - 1];
      sxy += x[t - 1] * x[t];
    }
  const double cxx = sxx - sx * sx / n + ridge;
  FirstOrder fit;
  fit.slope = cxx > 0 ? (sxy - sx * sy / n) / cxx : 0;
  fit.intercept = (sy - fit.slope * sx) / n;
  return fit;
}

/// Sum of the last `window` innovations over `window`: smaller in magnitude while a stretch is younger than
/// that. The first value of a stretch is compared with the level that the autoregression returns to.
std::vector<double> smoothed_innovations(const std::vector<double>& x, const FirstOrder& fit, bool wanders,
                                         std::int64_t window) {
  std::vector<double> e(x.size(), 0), mean(x.size(), 0);
  double sum = 0;
  const auto w = static_cast<std::size_t>(window);
  for (std::size_t t = 0; t < x.size(); ++t) {
    if (t > 0)
      e[t] = x[t] - fit.slope * x[t - 1] - fit.intercept;
    else if (!wanders && std::abs(fit.slope) < 1)
      e[t] = (x[t] - fit.intercept / (1 - fit.slope)) * std::sqrt(1 - fit.slope * fit.slope);
    sum += e[t] - (t >= w ? e[t - w] : 0);
    mean[t] = sum / static_cast<double>(window);
  }
  return mean;
}

double deviation_of(const std::vector<std::vector<double>>& parts) {
  double n = 0, sum = 0, squares = 0;
  for (const std::vector<double>& part : parts)
    for (std::size_t t = 1; t < part.size(); ++t) {
      ++n;
      sum += part[t];
      squares += part[t] * part[t];
    }
  return std::sqrt(std::max(0.0, squares / n - sum / n * (sum / n)));
}

} // namespace

std::vector<Option> InnovationOptions::describe() {
  return {
      option("window", window, "Rows that innovations are averaged over; longer finds smaller changes later",
             "rows", 2, 100'000),
      option("wander", wander,
             "A channel wanders, and is differenced, when more than this share of its variance lies between "
             "blocks of a window",
             "", 0, 1),
      option("ridge", ridge, "Shrinks the autoregression towards none", "", 0, 1e9),
      option("settling", settling, "Share of an upset's peak below which the rest counts as settled", "", 0,
             1)};
}

Result<FittedValues> fit_innovation(const ChannelRows& normal, const OptionMap& values, Seed,
                                    std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<InnovationOptions>(values));
  if (normal.rows() < 3 * options.window)
    return fail(ErrorCode::insufficient_data,
                "the innovations chart needs at least " + std::to_string(3 * options.window) +
                    " normal rows (3 windows); there are " + std::to_string(normal.rows()));
  const Scaling scaling = scaling_of(normal);
  const std::vector<double> z = standardised(normal, scaling);
  const std::vector<Stretch> parts = stretches(normal);
  FittedValues fitted{{"centre", scaling.centre}, {"deviation", scaling.deviation}};
  for (std::size_t c = 0; c < normal.channels(); ++c) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "fitting cancelled at channel '" + normal.ids[c] + "'");
    const double share = share_between(z, normal.channels(), c, parts, options.window);
    const bool wanders = share > options.wander;
    std::vector<std::vector<double>> channel;
    for (const Stretch& part : parts)
      channel.push_back(channel_of(z, normal.channels(), c, part, wanders));
    const FirstOrder fit = fit_first_order(channel, options.ridge);
    for (std::vector<double>& part : channel)
      part = smoothed_innovations(part, fit, wanders, options.window);
    const double deviation = deviation_of(channel);
    fitted["wanders"].push_back(wanders ? 1 : 0);
    fitted["share_between"].push_back(share);
    fitted["slope"].push_back(fit.slope);
    fitted["intercept"].push_back(fit.intercept);
    fitted["chart_deviation"].push_back(deviation > 0 ? deviation : 1);
  }
  return fitted;
}

Result<RowScores> score_innovation(const FittedDetector& detector, const ChannelRows& rows,
                                   std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<InnovationOptions>(detector.options));
  const FittedValues& fitted = detector.values;
  const std::size_t channels = rows.channels();
  const std::vector<double> z = standardised(rows, {fitted.at("centre"), fitted.at("deviation")});
  RowScores result{std::vector<double>(static_cast<std::size_t>(rows.rows()), 0),
                   std::vector<float>(rows.values.size(), 0)};
  const double fade = std::exp(-1.0 / (fading_windows * static_cast<double>(options.window)));
  for (const Stretch& part : stretches(rows)) {
    for (std::size_t c = 0; c < channels; ++c) {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "scoring cancelled at row " + std::to_string(part.begin));
      const FirstOrder fit{fitted.at("slope")[c], fitted.at("intercept")[c]};
      const bool wanders = fitted.at("wanders")[c] != 0;
      const std::vector<double> chart =
          smoothed_innovations(channel_of(z, channels, c, part, wanders), fit, wanders, options.window);
      for (std::size_t t = 0; t < chart.size(); ++t)
        result.contributions[(static_cast<std::size_t>(part.begin) + t) * channels + c] =
            static_cast<float>(std::abs(chart[t]) / fitted.at("chart_deviation")[c]);
    }
    double peak = 0;
    for (std::int64_t r = part.begin; r < part.end; ++r) {
      const auto first = result.contributions.begin() + r * static_cast<std::int64_t>(channels);
      const double chart = *std::max_element(first, first + static_cast<std::int64_t>(channels));
      peak = std::max(peak * fade, chart);
      result.scores[static_cast<std::size_t>(r)] = chart - options.settling * peak;
    }
  }
  return result;
}

std::int64_t memory_innovation(const OptionMap& values) {
  const auto options = configured<InnovationOptions>(values);
  return options ? options->window : 1;
}

} // namespace andon::detect
