#include "core/signal/decode.h"

#include "core/base/atomic_file.h"
#include "core/base/options.h"
#include "core/signal/dataset.h"
#include "core/signal/manifest.h"
#include "core/signal/words.h"

#include <algorithm>
#include <bit>
#include <set>

namespace andon {
namespace {

constexpr std::int64_t chunk = 1 << 20;
constexpr std::size_t most_rollovers = 65'536;
constexpr std::int64_t all_bits = 0xffff;

Result<SensorInfo*> find_sensor(const std::string& id, std::vector<SensorInfo>& sensors) {
  const auto found = std::ranges::find(sensors, id, &SensorInfo::id);
  if (found != sensors.end())
    return &*found;
  std::vector<std::string> ids;
  for (const SensorInfo& sensor : sensors)
    ids.push_back(sensor.id);
  std::string message = "there is no sensor '" + id + "'";
  if (const std::string near = nearest(id, ids); !near.empty())
    message += "; did you mean '" + near + "'?";
  return fail(ErrorCode::not_found, message);
}

void leave_pair(SensorInfo& sensor) {
  SensorMeta& meta = sensor.meta;
  if (meta.type == SensorType::two_words)
    meta.type = SensorType::unknown;
  meta.raw32 = false;
  meta.part = WordPart::none;
  meta.pair.clear();
  meta.rollovers.clear();
}

/// Whoever names the sensor as its other half, and the sensor itself.
void take_apart(SensorInfo& sensor, std::vector<SensorInfo>& sensors) {
  for (SensorInfo& each : sensors)
    if (each.meta.pair == sensor.id)
      leave_pair(each);
  leave_pair(sensor);
}

void join(SensorInfo& half, WordPart part, const std::string& other) {
  SensorMeta& meta = half.meta;
  meta.type = SensorType::two_words;
  meta.words = meta.raw32 = true;
  meta.part = part;
  meta.pair = other;
  meta.bit_mask = 0;
  meta.bit_start = -1;
}

Result<void> pair_up(const DecodeChange& change, SensorInfo& low, std::vector<SensorInfo>& sensors) {
  ANDON_ASSIGN(SensorInfo* const high, find_sensor(change.other, sensors));
  if (high == &low)
    return fail(ErrorCode::invalid_argument,
                "sensor '" + low.id + "' cannot be both halves of a value; name two sensors");
  if (high->rate != low.rate || high->samples != low.samples)
    return fail(ErrorCode::invalid_argument, "sensors '" + low.id + "' and '" + high->id +
                                                 "' cannot make one value: their rates or lengths differ");
  take_apart(low, sensors);
  take_apart(*high, sensors);
  join(low, WordPart::low, high->id);
  join(*high, WordPart::high, low.id);
  return {};
}

Result<void> mark_bits(const DecodeChange& change, SensorInfo& sensor, std::vector<SensorInfo>& sensors) {
  if (change.mask < 0 || change.mask > all_bits)
    return fail(ErrorCode::invalid_argument,
                "sensor '" + sensor.id + "': a bit mask is a number from 0 to 0xffff");
  take_apart(sensor, sensors);
  sensor.meta.bit_mask = change.mask;
  sensor.meta.type = change.mask ? SensorType::bits : SensorType::unknown;
  sensor.meta.bit_start = change.mask ? std::countr_zero(static_cast<std::uint64_t>(change.mask)) : -1;
  sensor.meta.words = sensor.meta.words || change.mask;
  return {};
}

Result<void> set_type(const DecodeChange& change, SensorInfo& sensor, std::vector<SensorInfo>& sensors) {
  if (change.type == SensorType::two_words)
    return fail(ErrorCode::invalid_argument,
                "sensor '" + sensor.id + "' needs its other half to be two_words; make a pair instead");
  take_apart(sensor, sensors);
  sensor.meta.type = change.type;
  if (change.type != SensorType::bits) {
    sensor.meta.bit_mask = 0;
    sensor.meta.bit_start = -1;
  }
  return {};
}

std::set<std::string> names_in(std::span<const DecodeChange> changes) {
  std::set<std::string> names;
  for (const DecodeChange& change : changes) {
    names.insert(change.sensor);
    if (change.kind == DecodeChange::Kind::pair)
      names.insert(change.other);
  }
  return names;
}

bool has_all(const ItemInfo& item, const std::set<std::string>& names) {
  return std::ranges::all_of(names, [&](const std::string& name) {
    return std::ranges::find(item.sensors, name, &SensorInfo::id) != item.sensors.end();
  });
}

/// Reads a sensor once: it must hold words; a low half gets the times at which it rolls over.
Result<void> read_through(const Dataset& dataset, std::size_t item, SensorInfo& sensor,
                          const std::stop_token& stop) {
  SensorMeta& meta = sensor.meta;
  meta.rollovers.clear();
  std::uint16_t before = 0;
  for (std::int64_t from = 0; from < sensor.samples; from += chunk) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "decoding was cancelled; nothing was changed");
    ANDON_ASSIGN(const Series series, dataset.read_range(item, sensor.id, from, chunk));
    if (!holds_words(series))
      return fail(ErrorCode::invalid_argument,
                  "scene '" + dataset.items()[item].id + "', sensor '" + sensor.id +
                      "' does not hold 16-bit words (whole numbers from 0 to 65535), so it has neither "
                      "halves nor bits");
    if (meta.part != WordPart::low)
      continue;
    std::vector<std::uint16_t> words = words_of(series);
    if (meta.swapped_bytes)
      std::ranges::transform(words, words.begin(), swap_bytes);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if ((from > 0 || i > 0) && rolls_over(before, words[i]) && meta.rollovers.size() < most_rollovers)
        meta.rollovers.push_back(series.time_of(i));
      before = words[i];
    }
  }
  return {};
}

Result<void> change_item(const Dataset& dataset, std::size_t index, std::span<const DecodeChange> changes,
                         Manifest::Item& item, const std::stop_token& stop) {
  std::vector<SensorInfo>& sensors = item.info.sensors;
  const std::vector<SensorInfo> before = sensors;
  for (const DecodeChange& change : changes)
    ANDON_TRY(apply_change(change, sensors));
  for (std::size_t i = 0; i < sensors.size(); ++i) {
    const SensorMeta& meta = sensors[i].meta;
    if (meta == before[i].meta)
      continue;
    if (meta.raw32) {
      const auto other = std::ranges::find(sensors, meta.pair, &SensorInfo::id) - sensors.begin();
      if (item.starts[i] != item.starts[static_cast<std::size_t>(other)])
        return fail(ErrorCode::invalid_argument,
                    "sensors '" + sensors[i].id + "' and '" + meta.pair +
                        "' cannot make one value: they start at different times");
    }
    if (meta.raw32 || meta.bit_mask != 0)
      ANDON_TRY(read_through(dataset, index, sensors[i], stop));
  }
  return {};
}

} // namespace

Result<void> apply_change(const DecodeChange& change, std::vector<SensorInfo>& sensors) {
  ANDON_ASSIGN(SensorInfo* const sensor, find_sensor(change.sensor, sensors));
  switch (change.kind) {
  case DecodeChange::Kind::pair:
    return pair_up(change, *sensor, sensors);
  case DecodeChange::Kind::apart:
    take_apart(*sensor, sensors);
    return {};
  case DecodeChange::Kind::bits:
    return mark_bits(change, *sensor, sensors);
  case DecodeChange::Kind::type:
    return set_type(change, *sensor, sensors);
  case DecodeChange::Kind::swap_bytes:
    sensor->meta.swapped_bytes = change.on;
    sensor->meta.rollovers.clear();
    return {};
  }
  return {};
}

Result<DecodeWritten> decode_dataset(const std::filesystem::path& folder, const std::string& scene,
                                     std::span<const DecodeChange> changes, Progress& progress,
                                     std::stop_token stop) {
  ANDON_ASSIGN(const Dataset dataset, Dataset::open(folder));
  ANDON_ASSIGN(const std::string text, read_file(folder / manifest_file));
  DecodeWritten written;
  ANDON_ASSIGN(Manifest manifest, parse_manifest(text, (folder / manifest_file).string(), written.sha256));
  const std::set<std::string> names = names_in(changes);
  progress.stage("reading the sensors", static_cast<std::int64_t>(manifest.items.size()));
  for (std::size_t i = 0; i < manifest.items.size(); ++i) {
    Manifest::Item& item = manifest.items[i];
    if (scene.empty() ? !has_all(item.info, names) : item.info.id != scene)
      continue;
    ANDON_TRY(change_item(dataset, i, changes, item, stop));
    ++written.scenes;
    progress.advance(static_cast<std::int64_t>(i) + 1);
  }
  if (written.scenes == 0)
    return fail(ErrorCode::not_found, scene.empty()
                                          ? "no scene of " + dataset.name() + " has all the sensors named"
                                          : dataset.name() + " has no scene '" + scene + "'");
  ANDON_ASSIGN(const std::string changed, manifest_text(manifest, written.sha256));
  ANDON_TRY(write_atomic(folder / manifest_file, changed));
  return written;
}

} // namespace andon
