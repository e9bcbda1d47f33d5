#include "core/detect/scene_rows.h"

#include "core/detect/band_features.h"

#include <algorithm>
#include <cmath>

namespace andon::detect {
namespace {

constexpr double value_limit = 5e8;

bool is_channel(const Sensor& sensor) {
  return sensor.info.role != Role::label && sensor.info.role != Role::ignore;
}

/// One sensor on the grid; `present` says which points have a sample of their own.
struct OnGrid {
  std::vector<float> values;
  std::vector<std::uint8_t> present;
};

void fill_gaps(OnGrid& grid) {
  std::int64_t before = -1;
  const auto n = static_cast<std::int64_t>(grid.values.size());
  const auto fill = [&](std::int64_t after) {
    const float left = before >= 0 ? grid.values[static_cast<std::size_t>(before)]
                       : after < n ? grid.values[static_cast<std::size_t>(after)]
                                   : 0.0F;
    const float right = after < n ? grid.values[static_cast<std::size_t>(after)] : left;
    for (std::int64_t k = before + 1; k < after; ++k)
      grid.values[static_cast<std::size_t>(k)] =
          left + (right - left) * static_cast<float>(k - before) / static_cast<float>(after - before);
  };
  for (std::int64_t i = 0; i < n; ++i)
    if (grid.present[static_cast<std::size_t>(i)]) {
      fill(i);
      before = i;
    }
  fill(n);
}

OnGrid on_grid(const Series& series, double rate, std::int64_t points) {
  OnGrid grid{std::vector<float>(static_cast<std::size_t>(points), 0),
              std::vector<std::uint8_t>(static_cast<std::size_t>(points), 0)};
  const auto samples = static_cast<std::int64_t>(series.values.size());
  for (std::int64_t g = 0; g < points; ++g) {
    const double at = (static_cast<double>(g) / rate - series.start) * series.rate;
    const auto from = static_cast<std::int64_t>(std::ceil(at - 1e-6));
    const auto to = std::max(from + 1, static_cast<std::int64_t>(std::ceil(at + series.rate / rate - 1e-6)));
    double sum = 0;
    std::int64_t count = 0;
    if (series.rate < rate * (1 - 1e-9)) { // slower than the grid: points between samples are filled later
      if (std::abs(at - std::round(at)) > 0.5 * series.rate / rate)
        continue;
      const auto nearest = static_cast<std::int64_t>(std::llround(at));
      if (nearest >= 0 && nearest < samples && !series.is_missing(static_cast<std::size_t>(nearest))) {
        sum = series.values[static_cast<std::size_t>(nearest)];
        count = 1;
      }
    } else {
      for (std::int64_t i = std::max<std::int64_t>(0, from); i < std::min(to, samples); ++i)
        if (!series.is_missing(static_cast<std::size_t>(i))) {
          sum += series.values[static_cast<std::size_t>(i)];
          ++count;
        }
    }
    if (count > 0) {
      grid.values[static_cast<std::size_t>(g)] = static_cast<float>(sum / static_cast<double>(count));
      grid.present[static_cast<std::size_t>(g)] = 1;
    }
  }
  fill_gaps(grid);
  return grid;
}

/// Seconds of [start, end) that intervals of label 1 cover; overlapping intervals count once.
double covered(const std::vector<Interval>& sorted, double start, double end) {
  double sum = 0, reached = start;
  for (const Interval& interval : sorted) {
    const double from = std::max(interval.start, reached), to = std::min(interval.end, end);
    if (to > from) {
      sum += to - from;
      reached = to;
    }
  }
  return sum;
}

class Labels {
public:
  explicit Labels(const Scene& scene) : scene_label_(scene.label), any_(!scene.intervals.empty()) {
    for (const Interval& interval : scene.intervals)
      if (interval.label == 1)
        abnormal_.push_back(interval);
    std::sort(abnormal_.begin(), abnormal_.end(),
              [](const auto& a, const auto& b) { return a.start < b.start; });
  }
  int of(double start, double end) const {
    return any_ ? (covered(abnormal_, start, end) > 0.5 * (end - start) ? 1 : 0) : scene_label_;
  }

private:
  int scene_label_;
  bool any_;
  std::vector<Interval> abnormal_;
};

Result<void> check_ids(const std::vector<std::string>& ids, const Scene& scene, SceneRows& into) {
  if (into.rows.ids.empty())
    into.rows.ids = ids;
  if (into.rows.ids == ids)
    return {};
  return fail(ErrorCode::invalid_argument,
              "scene '" + scene.id + "' has other sensors (" + std::to_string(ids.size()) +
                  ") than those before it (" + std::to_string(into.rows.ids.size()) +
                  "); detectors need the same sensors in every scene: choose them with a column map");
}

struct Grid {
  double rate = 0;
  std::int64_t points = 0;
};

Result<Grid> grid_of(const Scene& scene, const RowOptions& options) {
  Grid grid{options.grid_rate, 0};
  double end = 0;
  std::size_t channels = 0;
  for (const Sensor& sensor : scene.sensors) {
    if (!is_channel(sensor))
      continue;
    ++channels;
    end = std::max(end, sensor.series.end());
    if (options.grid_rate <= 0 && (grid.rate <= 0 || sensor.series.rate < grid.rate))
      grid.rate = sensor.series.rate;
  }
  if (channels == 0)
    return fail(ErrorCode::insufficient_data, "scene '" + scene.id +
                                                  "' has no sensor to look at; give roles in a "
                                                  "column map");
  const double points = std::floor(end * grid.rate + 1e-6);
  if (points * static_cast<double>(channels) > value_limit)
    return fail(ErrorCode::limit_exceeded, "scene '" + scene.id + "' gives more than 500 million values at " +
                                               std::to_string(grid.rate) + " rows a second; lower grid_rate");
  grid.points = static_cast<std::int64_t>(points);
  return grid;
}

} // namespace

std::vector<Option> RowOptions::describe() {
  return {option("grid_rate", grid_rate,
                 "Rows a second; faster sensors are averaged, slower ones interpolated; 0 = the slowest "
                 "sensor's rate",
                 "Hz", 0, 1e7),
          choice("features", features,
                 "What a row holds: the samples of all sensors at one time, or the spectral bands of a frame "
                 "(for vibration and sound)",
                 {"samples", "bands"}),
          option("frame", frame, "Samples of a frame when features = bands", "samples", 64, 1 << 20),
          option("hop", hop, "Samples from one frame to the next; 0 = frame", "samples", 0, 1 << 20)};
}

Result<void> append_scene(const Scene& scene, std::size_t item, const RowOptions& options, SceneRows& into) {
  if (options.features == "bands")
    return append_frames(scene, item, options, into);
  ANDON_ASSIGN(const Grid grid, grid_of(scene, options));
  std::vector<std::string> ids;
  std::vector<OnGrid> channels;
  for (const Sensor& sensor : scene.sensors)
    if (is_channel(sensor)) {
      ids.push_back(sensor.info.id);
      channels.push_back(on_grid(sensor.series, grid.rate, grid.points));
    }
  ANDON_TRY(check_ids(ids, scene, into));
  const Labels labels(scene);
  const std::int64_t first = into.rows.rows();
  for (std::int64_t g = 0; g < grid.points; ++g) {
    const auto at = static_cast<std::size_t>(g);
    if (std::none_of(channels.begin(), channels.end(),
                     [&](const OnGrid& each) { return each.present[at] != 0; }))
      continue;
    for (const OnGrid& channel : channels)
      into.rows.values.push_back(channel.values[at]);
    const double start = static_cast<double>(g) / grid.rate, end = static_cast<double>(g + 1) / grid.rate;
    into.refs.push_back({item, start, end, labels.of(start, end)});
  }
  if (into.rows.rows() > first)
    into.rows.starts.push_back(first);
  return {};
}

Result<void> append_frames(const Scene& scene, std::size_t item, const RowOptions& options, SceneRows& into) {
  std::vector<std::string> ids;
  std::vector<OnGrid> channels;
  double rate = 0;
  std::int64_t points = 0;
  for (const Sensor& sensor : scene.sensors)
    if (is_channel(sensor))
      rate = std::max(rate, options.grid_rate > 0 ? options.grid_rate : sensor.series.rate);
  for (const Sensor& sensor : scene.sensors) {
    if (!is_channel(sensor))
      continue;
    const auto count = static_cast<std::int64_t>(std::floor(sensor.series.end() * rate + 1e-6));
    points = channels.empty() ? count : std::min(points, count);
    channels.push_back(on_grid(sensor.series, rate, count));
    for (const std::string& name : band_names(rate))
      ids.push_back(sensor.info.id + "/" + name);
  }
  if (channels.empty())
    return fail(ErrorCode::insufficient_data, "scene '" + scene.id + "' has no sensor to look at");
  ANDON_TRY(check_ids(ids, scene, into));
  const Labels labels(scene);
  const std::int64_t first = into.rows.rows(), hop = options.hop > 0 ? options.hop : options.frame;
  for (std::int64_t from = 0; from + options.frame <= points; from += hop) {
    for (const OnGrid& channel : channels) {
      const std::vector<float> features =
          band_features(std::span(channel.values)
                            .subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(options.frame)),
                        rate);
      into.rows.values.insert(into.rows.values.end(), features.begin(), features.end());
    }
    const double start = static_cast<double>(from) / rate,
                 end = static_cast<double>(from + options.frame) / rate;
    into.refs.push_back({item, start, end, labels.of(start, end)});
  }
  if (into.rows.rows() == first)
    return fail(ErrorCode::insufficient_data, "scene '" + scene.id + "' is shorter than a frame of " +
                                                  std::to_string(options.frame) +
                                                  " samples; use a shorter frame");
  into.rows.starts.push_back(first);
  return {};
}

std::vector<std::size_t> normal_indices(const SceneRows& rows) {
  std::vector<std::size_t> result;
  for (std::size_t r = 0; r < rows.refs.size(); ++r)
    if (rows.refs[r].label != 1)
      result.push_back(r);
  return result;
}

ChannelRows normal_rows(const SceneRows& rows) {
  ChannelRows result;
  result.ids = rows.rows.ids;
  for (const Stretch& part : stretches(rows.rows)) {
    bool open = false;
    for (std::int64_t r = part.begin; r < part.end; ++r) {
      const bool normal = rows.refs[static_cast<std::size_t>(r)].label != 1;
      if (normal) {
        if (!open)
          result.starts.push_back(result.rows());
        const auto row = rows.rows.row(r);
        result.values.insert(result.values.end(), row.begin(), row.end());
      }
      open = normal;
    }
  }
  return result;
}

} // namespace andon::detect
