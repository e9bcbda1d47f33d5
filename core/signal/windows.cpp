#include "core/signal/windows.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

namespace andon {
namespace {

constexpr std::uint8_t dropped_flag = 1;
constexpr std::int64_t longest_automatic_scene = 4096, automatic_length = 64;

struct Window {
  std::size_t item = 0;
  double start = 0, end = 0;
  bool whole = false;
};

std::vector<std::string> ids_of(const ItemInfo& item, Role role) {
  std::vector<std::string> ids;
  for (const SensorInfo& sensor : item.sensors)
    if (sensor.role == role)
      ids.push_back(sensor.id);
  return ids;
}

bool is_pair_sensor(const SensorInfo& sensor) {
  return sensor.role == Role::command || sensor.role == Role::current;
}

std::vector<std::size_t> chosen_items(const Dataset& dataset, const std::vector<std::string>& parts) {
  std::vector<std::size_t> chosen;
  const auto items = dataset.items();
  for (std::size_t i = 0; i < items.size(); ++i)
    if (parts.empty() || std::find(parts.begin(), parts.end(), items[i].part) != parts.end())
      chosen.push_back(i);
  return chosen;
}

Result<void> check_items(const Dataset& dataset, const std::vector<std::size_t>& chosen, PairWindows& out) {
  if (chosen.empty())
    return fail(ErrorCode::insufficient_data,
                "data set '" + dataset.name() + "' has no item in the chosen part");
  const ItemInfo& first = dataset.items()[chosen.front()];
  out.command_ids = ids_of(first, Role::command);
  out.current_ids = ids_of(first, Role::current);
  if (out.command_ids.empty() || out.current_ids.empty())
    return fail(ErrorCode::insufficient_data,
                "item '" + first.id + "' of data set '" + dataset.name() + "' has no sensor of role " +
                    (out.command_ids.empty() ? "command" : "current") + "; give the roles in a column map");
  for (const std::size_t index : chosen) {
    const ItemInfo& item = dataset.items()[index];
    if (ids_of(item, Role::command) != out.command_ids || ids_of(item, Role::current) != out.current_ids)
      return fail(ErrorCode::invalid_argument,
                  "item '" + item.id + "' has other command or current sensors than '" + first.id +
                      "'; give both the same sensors in the column map");
  }
  return {};
}

std::int64_t longest_of(const ItemInfo& item) {
  std::int64_t samples = 0;
  for (const SensorInfo& sensor : item.sensors)
    if (is_pair_sensor(sensor))
      samples = std::max(samples, sensor.samples);
  return samples;
}

double duration_of(const ItemInfo& item) {
  double duration = 0;
  for (const SensorInfo& sensor : item.sensors)
    if (is_pair_sensor(sensor))
      duration = std::max(duration, static_cast<double>(sensor.samples) / sensor.rate);
  return duration;
}

void place_windows(const ItemInfo& item, std::size_t index, const WindowOptions& options,
                   std::vector<Window>& windows) {
  if (options.length == 0) {
    if (longest_of(item) > 0)
      windows.push_back({index, 0, duration_of(item), true});
    return;
  }
  double rate = 0;
  for (const SensorInfo& sensor : item.sensors)
    if (is_pair_sensor(sensor))
      rate = std::max(rate, sensor.rate);
  const std::int64_t total = std::llround(duration_of(item) * rate);
  const std::int64_t stride = options.stride > 0 ? options.stride : options.length;
  for (std::int64_t from = 0; from + options.length <= total; from += stride)
    windows.push_back({index, static_cast<double>(from) / rate,
                       static_cast<double>(from + options.length) / rate,
                       from == 0 && options.length == total});
}

double covered_by_anomalies(const ItemInfo& item, const Window& window) {
  std::vector<std::pair<double, double>> spans;
  for (const Interval& interval : item.intervals)
    if (interval.label == 1)
      spans.emplace_back(std::max(interval.start, window.start), std::min(interval.end, window.end));
  std::sort(spans.begin(), spans.end());
  double covered = 0, reached = window.start;
  for (const auto& [start, end] : spans) {
    covered += std::max(0.0, end - std::max(start, reached));
    reached = std::max(reached, end);
  }
  return covered;
}

WindowRef reference(const ItemInfo& item, const Window& window) {
  WindowRef ref{item.id, window.item, window.start, window.end, item.label};
  if (window.whole)
    return ref;
  char text[40];
  std::snprintf(text, sizeof text, "@%.9g", window.start);
  ref.id += text;
  if (!item.intervals.empty())
    ref.label = covered_by_anomalies(item, window) > 0.5 * (window.end - window.start) ? 1 : 0;
  return ref;
}

// Linear across gaps, nearest value beyond the first and last present sample.
void fill_missing(Series& series) {
  if (series.missing.empty())
    return;
  std::optional<std::size_t> before;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (series.missing[i] != 0)
      continue;
    const std::size_t first = before ? *before + 1 : 0;
    for (std::size_t k = first; k < i; ++k) {
      const float share = before ? static_cast<float>(k - *before) / static_cast<float>(i - *before) : 1.0F;
      const float left = before ? series.values[*before] : series.values[i];
      series.values[k] = left + share * (series.values[i] - left);
    }
    before = i;
  }
  for (std::size_t k = before ? *before + 1 : 0; k < series.values.size(); ++k)
    series.values[k] = before ? series.values[*before] : 0.0F;
}

// One window of one sensor. Returns how many of the `length` samples had no value of their own.
std::int64_t resample(const Series& filled, const Window& window, std::int64_t length, float* out) {
  const double step = filled.rate * (window.end - window.start) / static_cast<double>(length);
  const double ratio = std::abs(step - std::round(step)) < 1e-9 ? std::round(step) : step;
  double offset = (window.start - filled.start) * filled.rate;
  if (std::abs(offset - std::round(offset)) < 1e-6)
    offset = std::round(offset);
  const auto n = static_cast<std::int64_t>(filled.values.size());
  std::int64_t absent = 0;
  for (std::int64_t k = 0; k < length; ++k) {
    const double position = offset + static_cast<double>(k) * ratio;
    const std::int64_t left = std::clamp(static_cast<std::int64_t>(std::floor(position)), std::int64_t{0},
                                         std::max<std::int64_t>(n - 1, 0));
    if (n == 0 || position < 0 || position >= static_cast<double>(n) ||
        filled.is_missing(static_cast<std::size_t>(left)))
      ++absent;
    if (n == 0) {
      out[k] = 0;
      continue;
    }
    const std::int64_t right = std::min(left + 1, n - 1);
    const double share = std::clamp(position - static_cast<double>(left), 0.0, 1.0);
    const double a = filled.values[static_cast<std::size_t>(left)],
                 b = filled.values[static_cast<std::size_t>(right)];
    out[k] = static_cast<float>(a + share * (b - a));
  }
  return absent;
}

struct Target {
  const std::vector<std::string>* ids;
  std::vector<float>* values;
};

Result<void> fill_item(const Dataset& dataset, std::span<const Window> windows, std::size_t first,
                       std::int64_t length, const Target& target, std::vector<std::uint8_t>& flags,
                       const std::stop_token& stop) {
  const std::size_t channels = target.ids->size();
  for (std::size_t c = 0; c < channels; ++c) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "cutting windows was cancelled");
    ANDON_ASSIGN(Series series, dataset.read_range(windows.front().item, (*target.ids)[c], 0, INT64_MAX));
    fill_missing(series);
    for (std::size_t w = 0; w < windows.size(); ++w) {
      float* out = target.values->data() + ((first + w) * channels + c) * static_cast<std::size_t>(length);
      if (2 * resample(series, windows[w], length, out) > length)
        flags[first + w] = dropped_flag;
    }
  }
  return {};
}

void remove_dropped(std::vector<float>& values, std::size_t window_size,
                    const std::vector<std::uint8_t>& flags) {
  std::size_t kept = 0;
  for (std::size_t w = 0; w < flags.size(); ++w) {
    if (flags[w] == dropped_flag)
      continue;
    if (kept != w)
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(w * window_size), window_size,
                  values.begin() + static_cast<std::ptrdiff_t>(kept * window_size));
    ++kept;
  }
  values.resize(kept * window_size);
}

Result<std::vector<Window>> all_windows(const Dataset& dataset, const std::vector<std::size_t>& chosen,
                                        const WindowOptions& options) {
  std::vector<Window> windows;
  std::int64_t longest = 0;
  for (const std::size_t index : chosen) {
    place_windows(dataset.items()[index], index, options, windows);
    longest = std::max(longest, longest_of(dataset.items()[index]));
  }
  if (windows.empty())
    return fail(ErrorCode::insufficient_data,
                "no scene of data set '" + dataset.name() + "' is as long as a window of " +
                    std::to_string(options.length) + " samples; the longest has " + std::to_string(longest) +
                    ". Choose a shorter length");
  return windows;
}

} // namespace

std::vector<Option> WindowOptions::describe() {
  return {option("length", length,
                 "Samples of a window at the fastest sensor's rate; 0 takes whole scenes where all are "
                 "equally long, "
                 "else 64 samples every 16",
                 "samples", 0, 1 << 24),
          option("stride", stride, "Samples from one window to the next; 0 = length, smaller values overlap",
                 "samples", 0, 1 << 24)};
}

WindowOptions fitting_windows(const Dataset& dataset, const std::vector<std::string>& parts,
                              const WindowOptions& options, std::int64_t model_length) {
  if (options.length > 0)
    return options;
  const std::vector<std::size_t> chosen = chosen_items(dataset, parts);
  const std::int64_t wanted =
      model_length > 0 || chosen.empty() ? model_length : longest_of(dataset.items()[chosen.front()]);
  const bool whole = std::all_of(chosen.begin(), chosen.end(), [&](std::size_t index) {
    return longest_of(dataset.items()[index]) == wanted;
  });
  if (whole && (model_length > 0 || wanted <= longest_automatic_scene))
    return {};
  const std::int64_t length = model_length > 0 ? model_length : automatic_length;
  return {length, options.stride > 0 ? options.stride : std::max<std::int64_t>(1, length / 4)};
}

Result<PairWindows> cut_pair_windows(const Dataset& dataset, const std::vector<std::string>& parts,
                                     const WindowOptions& options, std::stop_token stop,
                                     std::int64_t* dropped) {
  PairWindows out;
  const std::vector<std::size_t> chosen = chosen_items(dataset, parts);
  ANDON_TRY(check_items(dataset, chosen, out));
  ANDON_ASSIGN(const std::vector<Window> windows, all_windows(dataset, chosen, options));
  out.length = options.length;
  if (out.length == 0)
    for (const std::size_t index : chosen)
      out.length = std::max(out.length, longest_of(dataset.items()[index]));
  const std::size_t length = static_cast<std::size_t>(out.length);
  out.command.resize(windows.size() * out.command_ids.size() * length);
  out.current.resize(windows.size() * out.current_ids.size() * length);
  std::vector<std::uint8_t> flags(windows.size(), 0);
  for (std::size_t first = 0; first < windows.size();) {
    std::size_t last = first;
    while (last < windows.size() && windows[last].item == windows[first].item)
      ++last;
    const std::span<const Window> of_item(windows.data() + first, last - first);
    ANDON_TRY(fill_item(dataset, of_item, first, out.length, {&out.command_ids, &out.command}, flags, stop));
    ANDON_TRY(fill_item(dataset, of_item, first, out.length, {&out.current_ids, &out.current}, flags, stop));
    first = last;
  }
  remove_dropped(out.command, out.command_ids.size() * length, flags);
  remove_dropped(out.current, out.current_ids.size() * length, flags);
  for (std::size_t w = 0; w < windows.size(); ++w)
    if (flags[w] != dropped_flag)
      out.refs.push_back(reference(dataset.items()[windows[w].item], windows[w]));
  if (dropped)
    *dropped = std::count(flags.begin(), flags.end(), dropped_flag);
  return out;
}

} // namespace andon
