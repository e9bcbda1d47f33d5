#include "core/signal/encoded_scene.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <zlib.h>

namespace andon {
namespace {

/// The byte shuffle of HDF5: all first bytes, then all second bytes…
template <class Value>
std::string shuffled(std::span<const Value> values) {
  constexpr std::size_t width = sizeof(Value);
  const std::size_t count = values.size();
  std::string bytes(count * width, '\0');
  const auto* from = reinterpret_cast<const char*>(values.data());
  for (std::size_t b = 0; b < width; ++b) {
    char* to = bytes.data() + b * count;
    for (std::size_t i = 0; i < count; ++i)
      to[i] = from[i * width + b];
  }
  return bytes;
}

Result<std::string> deflated(const std::string& bytes) {
  uLongf length = compressBound(bytes.size());
  std::string packed(length, '\0');
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &length,
                reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 1) != Z_OK)
    return fail(ErrorCode::limit_exceeded, "samples cannot be compressed: not enough memory");
  packed.resize(length);
  return packed;
}

/// Chunks have one size on disk, so the last is filled up with zeros.
template <class Value>
Result<std::vector<std::string>> chunks_of(std::vector<Value> values) {
  const std::size_t count = values.size(), chunk = std::min<std::size_t>(count, EncodedSensor::chunk_samples);
  std::vector<std::string> chunks;
  if (chunk == 0)
    return chunks;
  values.resize((count + chunk - 1) / chunk * chunk);
  for (std::size_t from = 0; from < values.size(); from += chunk) {
    ANDON_ASSIGN(std::string packed, deflated(shuffled(std::span<const Value>(values).subspan(from, chunk))));
    chunks.push_back(std::move(packed));
  }
  return chunks;
}

Result<std::vector<std::string>> encode_words(const std::string& where, const Series& series) {
  std::vector<std::uint16_t> words(series.values.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const float value = series.is_missing(i) ? 0.0F : series.values[i];
    if (!(value >= 0 && value <= 65535) || value != std::floor(value))
      return fail(ErrorCode::invalid_argument, where + ", sample " + std::to_string(i) + " is " +
                                                   std::to_string(value) +
                                                   ", not a 16-bit word; words are whole numbers 0 … 65535");
    words[i] = static_cast<std::uint16_t>(value);
  }
  return chunks_of(std::move(words));
}

Result<std::vector<std::string>> encode_floats(const std::string& where, const Series& series) {
  std::vector<float> values = series.values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (series.is_missing(i))
      values[i] = 0;
    else if (!std::isfinite(values[i]))
      return fail(ErrorCode::invalid_argument,
                  where + ", sample " + std::to_string(i) + " is not finite; mark it as missing");
  }
  return chunks_of(std::move(values));
}

} // namespace

Result<EncodedScene> encode_scene(const Scene& scene) {
  EncodedScene encoded;
  encoded.info = {scene.id, scene.part, scene.label, 0, scene.attributes, {}, scene.intervals};
  for (const Sensor& sensor : scene.sensors) {
    const std::string where = "scene '" + scene.id + "', sensor '" + sensor.info.id + "'";
    const Series& series = sensor.series;
    if (!series.missing.empty() && series.missing.size() != series.values.size())
      return fail(ErrorCode::invalid_argument, where + ": as many missing flags as values were expected");
    EncodedSensor out;
    out.info = sensor.info;
    out.info.rate = series.rate;
    out.info.samples = static_cast<std::int64_t>(series.values.size());
    out.start = series.start;
    ANDON_ASSIGN(out.values,
                 out.info.meta.words ? encode_words(where, series) : encode_floats(where, series));
    if (std::any_of(series.missing.begin(), series.missing.end(),
                    [](std::uint8_t flag) { return flag != 0; })) {
      ANDON_ASSIGN(out.missing, chunks_of(series.missing));
    }
    encoded.info.duration = std::max(encoded.info.duration, series.end());
    encoded.info.sensors.push_back(out.info);
    encoded.sensors.push_back(std::move(out));
  }
  return encoded;
}

} // namespace andon
