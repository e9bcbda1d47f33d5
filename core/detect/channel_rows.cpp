#include "core/detect/channel_rows.h"

#include <cmath>

namespace andon::detect {

std::vector<Stretch> stretches(const ChannelRows& rows) {
  std::vector<Stretch> result;
  for (std::size_t i = 0; i < rows.starts.size(); ++i)
    result.push_back({rows.starts[i], i + 1 < rows.starts.size() ? rows.starts[i + 1] : rows.rows()});
  return result;
}

Result<void> check_rows(const ChannelRows& rows) {
  std::int64_t last = -1;
  for (std::size_t i = 0; i < rows.starts.size(); ++i) {
    if (rows.starts[i] <= last || rows.starts[i] >= rows.rows() || rows.starts[0] != 0)
      return fail(ErrorCode::invalid_argument,
                  "stretch " + std::to_string(i) + " starts at row " + std::to_string(rows.starts[i]) +
                      "; starts ascend from 0 and lie below " + std::to_string(rows.rows()));
    last = rows.starts[i];
  }
  if (rows.rows() > 0 && rows.starts.empty())
    return fail(ErrorCode::invalid_argument, "rows without a first stretch");
  for (std::size_t i = 0; i < rows.values.size(); ++i)
    if (!std::isfinite(rows.values[i]))
      return fail(ErrorCode::invalid_argument, "row " + std::to_string(i / rows.channels()) +
                                                   " of channel '" + rows.ids[i % rows.channels()] +
                                                   "' is not finite; fill or leave out missing values first");
  return {};
}

Result<void> check_channels(const std::vector<std::string>& fitted, const ChannelRows& rows) {
  if (fitted == rows.ids)
    return check_rows(rows);
  for (std::size_t c = 0; c < std::max(fitted.size(), rows.ids.size()); ++c) {
    const std::string was = c < fitted.size() ? "'" + fitted[c] + "'" : "nothing";
    const std::string is = c < rows.ids.size() ? "'" + rows.ids[c] + "'" : "nothing";
    if (was != is)
      return fail(ErrorCode::invalid_argument, "channel " + std::to_string(c + 1) + " is " + is +
                                                   ", but the detector was fitted on " + was +
                                                   "; score data with the same sensors in the same order");
  }
  return {};
}

ChannelRows without(const ChannelRows& rows, std::int64_t begin, std::int64_t end) {
  ChannelRows result;
  result.ids = rows.ids;
  for (const Stretch& stretch : stretches(rows))
    for (const Stretch& part : {Stretch{stretch.begin, std::min(stretch.end, begin)},
                                Stretch{std::max(stretch.begin, end), stretch.end}}) {
      if (part.rows() <= 0)
        continue;
      result.starts.push_back(result.rows());
      const auto from = rows.values.begin() + part.begin * static_cast<std::int64_t>(rows.channels());
      result.values.insert(result.values.end(), from,
                           from + part.rows() * static_cast<std::int64_t>(rows.channels()));
    }
  return result;
}

Scaling scaling_of(const ChannelRows& rows) {
  const std::size_t channels = rows.channels();
  const auto n = static_cast<double>(rows.rows());
  Scaling scaling{std::vector<double>(channels, 0), std::vector<double>(channels, 0)};
  for (std::size_t i = 0; i < rows.values.size(); ++i)
    scaling.centre[i % channels] += rows.values[i];
  for (double& centre : scaling.centre)
    centre /= n;
  for (std::size_t i = 0; i < rows.values.size(); ++i) {
    const double d = rows.values[i] - scaling.centre[i % channels];
    scaling.deviation[i % channels] += d * d;
  }
  for (std::size_t c = 0; c < channels; ++c) {
    double& deviation = scaling.deviation[c];
    deviation = n > 1 ? std::sqrt(deviation / (n - 1)) : 0;
    if (deviation <= 1e-12 * std::abs(scaling.centre[c]))
      deviation = 1;
  }
  return scaling;
}

std::vector<double> standardised(const ChannelRows& rows, const Scaling& scaling) {
  const std::size_t channels = rows.channels();
  std::vector<double> z(rows.values.size());
  for (std::size_t i = 0; i < z.size(); ++i)
    z[i] = (rows.values[i] - scaling.centre[i % channels]) / scaling.deviation[i % channels];
  return z;
}

} // namespace andon::detect
