#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace andon::detect {

/// Several channels on one clock, row by row: what the classical detectors work on. A row is a time step, or
/// the features of a window (see band_features.h). Rows follow each other in time inside a stretch; a stretch
/// ends where a recording ends. Values are finite: missing ones were filled or their rows left out.
struct ChannelRows {
  std::vector<std::string> ids; ///< one a channel
  std::vector<float> values;    ///< [rows, channels], row-major
  std::vector<std::int64_t>
      starts; ///< first row of every stretch, ascending; starts[0] = 0 when there are rows

  std::size_t channels() const { return ids.size(); }
  std::int64_t rows() const {
    return ids.empty() ? 0 : static_cast<std::int64_t>(values.size() / ids.size());
  }
  std::span<const float> row(std::int64_t r) const {
    return std::span(values).subspan(static_cast<std::size_t>(r) * channels(), channels());
  }
};

/// Rows [begin, end).
struct Stretch {
  std::int64_t begin = 0, end = 0;
  std::int64_t rows() const { return end - begin; }
};
std::vector<Stretch> stretches(const ChannelRows& rows);

/// invalid_argument naming row and channel of the first value that is not finite, or saying which start is
/// out of order.
Result<void> check_rows(const ChannelRows& rows);
/// invalid_argument when the channels differ from those that a detector was fitted on.
Result<void> check_channels(const std::vector<std::string>& fitted, const ChannelRows& rows);

/// Everything but the rows [begin, end): the stretch they lie in is cut in two.
ChannelRows without(const ChannelRows& rows, std::int64_t begin, std::int64_t end);

/// Centre and deviation (n − 1) of every channel; a constant channel has deviation 1, so that it is only
/// centred. requires rows.
struct Scaling {
  std::vector<double> centre, deviation;
};
Scaling scaling_of(const ChannelRows& rows);
/// (value − centre)/deviation, [rows, channels].
std::vector<double> standardised(const ChannelRows& rows, const Scaling& scaling);

} // namespace andon::detect
