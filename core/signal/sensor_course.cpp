#include "core/signal/sensor_course.h"

#include "core/signal/normalise.h"
#include "core/signal/words.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr float largest = 12;

float squeezed(double z) {
  return static_cast<float>(std::clamp<double>(z, -largest, largest));
}

double mean_step_of(const std::vector<std::uint16_t>& words) {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < words.size(); ++i)
    sum += std::abs(word_step(words[i - 1], words[i]));
  return words.size() > 1 ? static_cast<double>(sum) / static_cast<double>(words.size() - 1) : 0;
}

/// Last present value stands where one is missing.
std::vector<std::uint16_t> held_words(const Series& series) {
  if (series.missing.empty())
    return words_of(series);
  Series filled = series;
  if (!fill_gaps(filled, GapFill::forward))
    filled.missing.clear();
  return words_of(filled);
}

using BitCounts = std::array<std::int64_t, 16>;
/// Ones of each bit in [from, to): lanes of 16 bits, so that a processor adds many words at once.
void add_ones(const std::vector<std::uint16_t>& words, std::size_t from, std::size_t to, BitCounts& counts) {
  constexpr std::size_t most = 32'768; // fits a lane
  for (; from < to; from += most) {
    const std::size_t end = std::min(to, from + most);
    for (unsigned bit = 0; bit < 16; ++bit) {
      std::uint16_t sum = 0;
      for (std::size_t i = from; i < end; ++i)
        sum = static_cast<std::uint16_t>(sum + ((words[i] >> bit) & 1U));
      counts[bit] += sum;
    }
  }
}

/// Bits that differ from the sample before, and those of them whose lower neighbour differs too.
struct BitMoves {
  std::vector<std::uint16_t> changed, carried;
  explicit BitMoves(const std::vector<std::uint16_t>& words)
      : changed(words.size(), 0), carried(words.size(), 0) {
    for (std::size_t i = 1; i < words.size(); ++i) {
      changed[i] = words[i] ^ words[i - 1];
      carried[i] = static_cast<std::uint16_t>(changed[i] & (changed[i] << 1));
    }
  }
};

void count_events(const std::vector<std::uint16_t>& words, const Series& series, SensorCourse& course) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const int step = word_step(words[i - 1], words[i]);
    course.still += step == 0;
    course.unit_steps += step == 1 || step == -1;
    if (step == 0)
      continue;
    if (course.moves.size() <= SensorCourse::most_moves)
      course.moves.push_back({series.time_of(i), step == 1 || step == -1 ? step : 0});
    if (rolls_over(words[i - 1], words[i]))
      course.rollovers.push_back({series.time_of(i), step > 0 ? 1 : -1});
  }
}

/// The values that frames describe: robust z-scores of the readings, or of their differences for rolling
/// words.
std::vector<float> followed(const Sensor& sensor, const std::vector<std::uint16_t>& words,
                            const SensorCourse& course) {
  Series series;
  if (course.rolling) {
    series.values.resize(words.size());
    for (std::size_t i = 1; i < words.size(); ++i)
      series.values[i] = static_cast<float>(word_step(words[i - 1], words[i]));
    if (words.size() > 1)
      series.values[0] = series.values[1];
  } else if (course.words) {
    series.values.assign(words.begin(), words.end());
  } else {
    series = sensor.series;
    if (!fill_gaps(series, GapFill::forward))
      series.missing.clear();
  }
  Series sample;
  const std::size_t stride = series.values.size() / 4096 + 1;
  for (std::size_t i = 0; i < series.values.size(); i += stride)
    sample.values.push_back(series.values[i]);
  apply_scale(robust_scale(sample), series);
  return std::move(series.values);
}

struct FrameSpan {
  std::size_t from = 0, to = 0;
};

void write_values(const std::vector<float>& z, const Series& series, FrameSpan span, double usual_step,
                  std::size_t f, std::size_t frames, float* out) {
  const auto put = [&](std::size_t channel, double value) { out[channel * frames + f] = squeezed(value); };
  float sum = 0, squares = 0, low = z[span.from], high = low, steps = 0, widest = 0;
  int still = 0, crossings = 0, missing = 0, zeros = 0;
  for (std::size_t i = span.from; i < span.to; ++i) {
    const float value = z[i];
    sum += value;
    squares += value * value;
    low = std::min(low, value);
    high = std::max(high, value);
    zeros += series.values[i] == 0;
  }
  for (std::size_t i = std::max<std::size_t>(span.from, 1); i < span.to; ++i) {
    const float step = std::abs(z[i] - z[i - 1]);
    steps += step;
    widest = std::max(widest, step);
    still += step == 0;
    crossings += (z[i] > 0) != (z[i - 1] > 0);
  }
  for (std::size_t i = span.from; !series.missing.empty() && i < span.to; ++i)
    missing += series.missing[i] != 0;
  const double count = static_cast<double>(span.to - span.from), mean = sum / count;
  put(0, mean);
  put(1, low);
  put(2, high);
  put(3, std::log(std::sqrt(std::max(0.0, squares / count - mean * mean)) + 1e-3));
  put(4, std::log((steps / count + 1e-4) / usual_step));
  put(5, std::log((widest + 1e-4) / usual_step));
  put(6, still / count);
  put(7, crossings / count * 4);
  put(SceneFacts::missing_channel, missing / count);
  put(9, zeros / count);
}

void write_words(const std::vector<std::uint16_t>& raw, const BitMoves& moves,
                 const std::vector<std::uint16_t>& words, FrameSpan span, std::size_t f, std::size_t frames,
                 float* out, SensorCourse& course, BitCounts& ones) {
  const float share = 1.0F / static_cast<float>(span.to - span.from);
  BitCounts here{}, toggles{};
  add_ones(raw, span.from, span.to, here);
  add_ones(moves.changed, span.from, span.to, toggles);
  add_ones(moves.carried, span.from, span.to, course.carries);
  int rollovers = 0, units = 0;
  for (std::size_t i = std::max<std::size_t>(span.from, 1); i < span.to; ++i) {
    const int step = word_step(words[i - 1], words[i]);
    units += (step == 1) + (step == -1);
    rollovers += rolls_over(words[i - 1], words[i]);
  }
  out[10 * frames + f] = std::log1p(static_cast<float>(rollovers));
  out[11 * frames + f] = static_cast<float>(units) * share;
  for (std::size_t bit = 0; bit < 16; ++bit) {
    course.toggles[bit] += toggles[bit];
    ones[bit] += here[bit];
    const std::size_t at = static_cast<std::size_t>(SceneFacts::value_channels) + bit;
    out[at * frames + f] = static_cast<float>(toggles[bit]) * share;
    out[(at + 16) * frames + f] = static_cast<float>(here[bit]) * share;
  }
}

} // namespace

SensorCourse course_of(const Sensor& sensor, double start, std::int64_t frames, float* out) {
  const Series& series = sensor.series;
  SensorCourse course;
  course.words = sensor.info.meta.words;
  std::vector<std::uint16_t> raw, words;
  if (course.words) {
    raw = words = held_words(series);
    std::transform(raw.begin(), raw.end(), words.begin(), swap_bytes);
    const double plain = mean_step_of(raw), other = mean_step_of(words);
    course.swapped = other < plain;
    course.mean_step = std::min(plain, other);
    if (!course.swapped)
      words = raw;
    count_events(words, series, course);
    course.rolling = !course.rollovers.empty() && course.mean_step < 4096;
  }
  if (series.values.empty())
    return course;
  const std::vector<float> z = followed(sensor, words, course);
  const BitMoves moves(raw);
  BitCounts ones{};
  double usual = 0;
  for (std::size_t i = 1; i < z.size(); ++i)
    usual += std::abs(z[i] - z[i - 1]);
  usual = usual / static_cast<double>(z.size()) + 1e-4;
  for (std::size_t f = 0; f < static_cast<std::size_t>(frames); ++f) {
    const auto at = [&](std::size_t frame) {
      const double place =
          (start + static_cast<double>(frame) * SceneFacts::frame_seconds - series.start) * series.rate;
      return static_cast<std::size_t>(
          std::clamp(std::ceil(place - 1e-6), 0.0, static_cast<double>(z.size())));
    };
    const FrameSpan span{at(f), at(f + 1)};
    if (span.from == span.to) { // no sample in this frame: nothing is known but that
      out[SceneFacts::missing_channel * frames + static_cast<std::int64_t>(f)] = 1;
      continue;
    }
    write_values(z, series, span, usual, f, static_cast<std::size_t>(frames), out);
    if (course.words)
      write_words(raw, moves, words, span, f, static_cast<std::size_t>(frames), out, course, ones);
  }
  for (std::size_t bit = 0; bit < 16; ++bit)
    course.ones[bit] = static_cast<double>(ones[bit]) / static_cast<double>(z.size());
  return course;
}

} // namespace andon
