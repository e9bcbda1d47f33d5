#include "core/workflow/scene_words.h"

#include "core/signal/words.h"

#include <algorithm>

namespace andon::workflow {
namespace {

constexpr std::int64_t block = 1 << 20;

Result<Sensor> half_of(const Recording& recording, const std::string& id, bool swapped, std::int64_t from,
                       std::int64_t count) {
  Sensor half;
  half.info.id = id;
  half.info.meta.swapped_bytes = swapped;
  ANDON_ASSIGN(half.series, recording.read(id, from, count));
  return half;
}

Result<Decoded32> decoded_words(const Recording& recording, const Halves& halves, std::int64_t from,
                                std::int64_t count, Series& out) {
  ANDON_ASSIGN(Sensor low, half_of(recording, halves.low, halves.low_swapped, from, count));
  ANDON_ASSIGN(const Sensor high, half_of(recording, halves.high, halves.high_swapped, from, count));
  ANDON_ASSIGN(Decoded32 decoded, decode_pair(low, high));
  out = std::move(low.series);
  if (!high.series.missing.empty())
    out.missing.resize(out.values.size(), 0);
  for (std::size_t i = 0; i < high.series.missing.size(); ++i)
    out.missing[i] = out.missing[i] | high.series.missing[i];
  return decoded;
}

} // namespace

Result<std::vector<std::shared_ptr<const WordEnvelope>>>
scene_words(const Recording& recording, Progress& progress, std::stop_token stop) {
  std::vector<std::shared_ptr<const WordEnvelope>> all;
  progress.stage("looking at the words", static_cast<std::int64_t>(recording.sensors().size()));
  for (const RecordedSensor& sensor : recording.sensors()) {
    auto words = std::make_shared<WordEnvelope>();
    for (std::int64_t from = 0; from < sensor.info.samples; from += block) {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "looking at the words was cancelled");
      if (sensor.whole) {
        words->add(*sensor.whole);
        break;
      }
      ANDON_ASSIGN(const Series series, recording.read(sensor.info.id, from, block));
      words->add(series);
    }
    words->finish();
    all.push_back(std::move(words));
    progress.advance(static_cast<std::int64_t>(all.size()));
  }
  return all;
}

Result<DecodedValue> decoded_value(const Recording& recording, const Halves& halves, std::stop_token stop) {
  const auto sensors = recording.sensors();
  const auto low =
      std::ranges::find(sensors, halves.low, [](const RecordedSensor& sensor) { return sensor.info.id; });
  if (low == sensors.end())
    return fail(ErrorCode::not_found, "the scene has no sensor '" + halves.low + "'");
  auto series = std::make_shared<Series>();
  ANDON_ASSIGN(const Decoded32 decoded, decoded_words(recording, halves, 0, low->info.samples, *series));
  if (stop.stop_requested())
    return fail(ErrorCode::cancelled, "decoding was cancelled");
  DecodedValue value;
  value.halves = halves;
  value.start = series->start;
  value.rate = series->rate;
  value.samples = static_cast<std::int64_t>(decoded.value.size());
  const auto lowest = std::ranges::min_element(decoded.value);
  value.offset = lowest == decoded.value.end() ? 0 : static_cast<double>(*lowest);
  for (std::size_t i = 0; i < decoded.value.size(); ++i)
    series->values[i] = static_cast<float>(static_cast<double>(decoded.value[i]) - value.offset);
  value.envelope = std::make_shared<const Envelope>(Envelope::build(series->values, series->missing));
  for (const std::int64_t at : decoded.rollovers)
    value.rollovers.push_back(series->time_of(static_cast<std::size_t>(at)));
  for (const std::int64_t at : decoded.torn)
    value.torn.push_back(series->time_of(static_cast<std::size_t>(at)));
  if (value.samples <= Recording::whole_limit)
    value.whole = std::move(series);
  return value;
}

Result<Series> decoded_range(const Recording& recording, const Halves& halves, double offset,
                             std::int64_t from, std::int64_t count) {
  // A torn read shows only beside its neighbours, so one more sample is read on either side.
  const std::int64_t first = std::max<std::int64_t>(from - 1, 0), before = from - first;
  Series series;
  ANDON_ASSIGN(const Decoded32 decoded, decoded_words(recording, halves, first, count + before + 1, series));
  const auto length = static_cast<std::int64_t>(decoded.value.size());
  const std::int64_t kept = std::clamp<std::int64_t>(length - before, 0, count);
  Series range;
  range.rate = series.rate;
  range.start = series.time_of(static_cast<std::size_t>(before));
  for (std::int64_t i = before; i < before + kept; ++i) {
    range.values.push_back(
        static_cast<float>(static_cast<double>(decoded.value[static_cast<std::size_t>(i)]) - offset));
    if (!series.missing.empty())
      range.missing.push_back(series.missing[static_cast<std::size_t>(i)]);
  }
  return range;
}

} // namespace andon::workflow
