#include "ui/pages/scene_lanes.h"

#include "core/signal/words.h"
#include "ui/plot/bit_lane.h"
#include "ui/plot/state_lane.h"

#include <QCoreApplication>

#include <algorithm>

namespace andon::ui {
namespace {

using workflow::DecodedValue;
using workflow::Halves;
using workflow::Recording;

constexpr int value_height = 44;

class LaneText {
  Q_DECLARE_TR_FUNCTIONS(SceneLanes)
};

Halves halves_from(const SensorInfo& low, const SensorInfo& high) {
  return {low.id, high.id, low.meta.swapped_bytes, high.meta.swapped_bytes};
}

SampleSource::Info info_of(const SensorInfo& sensor, double start) {
  return {QString::fromStdString(sensor.id),
          QString::fromStdString(sensor.unit),
          sensor.role,
          start,
          sensor.rate,
          sensor.samples};
}

/// The words in the order they have for people.
std::shared_ptr<SampleSource> straightened(const SampleSource::Info& info, const Series& recorded) {
  auto series = std::make_shared<Series>(recorded);
  const std::vector<std::uint16_t> words = words_of(recorded);
  for (std::size_t i = 0; i < words.size(); ++i)
    series->values[i] = swap_bytes(words[i]);
  auto envelope = std::make_shared<const Envelope>(Envelope::build(series->values, series->missing));
  return std::make_shared<SampleSource>(info, std::move(series), std::move(envelope));
}

std::shared_ptr<SampleSource> source_of(const SceneShown& shown, std::size_t index, JobList& jobs) {
  const workflow::RecordedSensor& recorded = shown.recording->sensors()[index];
  const SampleSource::Info info = info_of(shown.sensors[index], recorded.start);
  if (!recorded.whole)
    return std::make_shared<SampleSource>(
        info, recorded.envelope,
        [recording = shown.recording, id = recorded.info.id](std::int64_t from, std::int64_t count) {
          return recording->read(id, from, count);
        },
        jobs);
  if (shown.sensors[index].meta.swapped_bytes && holds_words(*recorded.whole))
    return straightened(info, *recorded.whole);
  return std::make_shared<SampleSource>(info, recorded.whole, recorded.envelope);
}

std::shared_ptr<SampleSource> source_of(const SceneShown& shown, const DecodedValue& value, JobList& jobs) {
  const SampleSource::Info info{
      decoded_id(value.halves), {}, Role::feature, value.start, value.rate, value.samples, value.offset};
  if (value.whole)
    return std::make_shared<SampleSource>(info, value.whole, value.envelope);
  return std::make_shared<SampleSource>(
      info, value.envelope,
      [recording = shown.recording, halves = value.halves, offset = value.offset](std::int64_t from,
                                                                                  std::int64_t count) {
        return workflow::decoded_range(*recording, halves, offset, from, count);
      },
      jobs);
}

std::size_t index_of(const SceneShown& shown, const std::string& id) {
  return static_cast<std::size_t>(std::ranges::find(shown.sensors, id, &SensorInfo::id) -
                                  shown.sensors.begin());
}

/// Sensors in the order of the page; halves follow each other, low first.
std::vector<std::size_t> page_order(const SceneShown& shown) {
  std::vector<std::size_t> order;
  std::vector<double> rates;
  for (const SensorInfo& sensor : shown.sensors)
    rates.push_back(sensor.rate);
  std::ranges::sort(rates, std::greater());
  rates.erase(std::unique(rates.begin(), rates.end()), rates.end());
  const auto add = [&](std::size_t i) {
    if (i < shown.sensors.size() && std::ranges::find(order, i) == order.end())
      order.push_back(i);
  };
  for (const double rate : rates)
    for (std::size_t i = 0; i < shown.sensors.size(); ++i) {
      const SensorInfo& sensor = shown.sensors[i];
      if (sensor.rate != rate)
        continue;
      if (sensor.meta.raw32) {
        const std::size_t other = index_of(shown, sensor.meta.pair);
        add(sensor.meta.part == WordPart::low ? i : other);
        add(sensor.meta.part == WordPart::low ? other : i);
      }
      add(i);
    }
  return order;
}

QString group_title(const SceneShown& shown, double rate) {
  const auto count = std::ranges::count(shown.sensors, rate, &SensorInfo::rate);
  return LaneText::tr("%1 · sensors: %2").arg(rate_text(rate)).arg(count);
}

/// The decoded value whose lane comes before this sensor: it is the low half.
const DecodedValue* value_before(const SceneShown& shown, const SensorInfo& sensor) {
  if (!sensor.meta.raw32 || sensor.meta.part != WordPart::low)
    return nullptr;
  const std::size_t other = index_of(shown, sensor.meta.pair);
  if (other >= shown.sensors.size())
    return nullptr;
  const auto found = shown.decoded.find(halves_from(sensor, shown.sensors[other]));
  return found == shown.decoded.end() ? nullptr : found->second.get();
}

std::unique_ptr<SignalLane> decoded_lane(const std::shared_ptr<SampleSource>& source, int color,
                                         const DecodedValue& value) {
  auto lane = std::make_unique<SignalLane>(source, color);
  std::vector<LaneMark> marks;
  for (const double time : value.rollovers)
    marks.push_back({time, false});
  for (const double time : value.torn)
    marks.push_back({time, true});
  std::ranges::stable_sort(marks, {}, &LaneMark::time);
  lane->set_marks(std::move(marks));
  lane->set_note(LaneText::tr("32-bit value  ·  roll-overs: %1  ·  torn reads: %2")
                     .arg(value.rollovers.size())
                     .arg(value.torn.size()));
  lane->set_plot_height(value_height + 16);
  return lane;
}

std::unique_ptr<SignalLane> sensor_lane(const SceneShown& shown, std::size_t index,
                                        const std::shared_ptr<SampleSource>& source) {
  const SensorInfo& sensor = shown.sensors[index];
  const auto words = index < shown.words.size() ? shown.words[index] : nullptr;
  const int color = static_cast<int>(index);
  std::unique_ptr<SignalLane> lane;
  const bool is_word = words ? words->words() : source->range().low >= 0 && source->range().high <= 65535;
  const bool plain = sensor.id == shown.plain;
  if (!plain && sensor.meta.type == SensorType::bits && is_word && sensor.meta.bit_mask != 0)
    lane = std::make_unique<BitLane>(source, color, words, sensor.meta.bit_mask);
  else if (!plain && !sensor.meta.raw32 && words && !words->states().empty())
    lane = std::make_unique<StateLane>(source, color, words->states());
  else
    lane = std::make_unique<SignalLane>(source, color);
  lane->set_plot_height(value_height);
  lane->set_note(meaning_text(sensor));
  return lane;
}

} // namespace

std::vector<Halves> halves_of(const std::vector<SensorInfo>& sensors) {
  std::vector<Halves> all;
  for (const SensorInfo& low : sensors) {
    const auto high = std::ranges::find(sensors, low.meta.pair, &SensorInfo::id);
    if (low.meta.raw32 && low.meta.part == WordPart::low && high != sensors.end() && high->rate == low.rate &&
        high->samples == low.samples)
      all.push_back(halves_from(low, *high));
  }
  return all;
}

QString decoded_id(const Halves& halves) {
  return QStringLiteral("%1 · %2").arg(QString::fromStdString(halves.low),
                                       QString::fromStdString(halves.high));
}

QString rate_text(double rate) {
  return rate >= 1000 ? QStringLiteral("%1\u202fkHz").arg(rate / 1000, 0, 'g', 4)
                      : QStringLiteral("%1\u202fHz").arg(rate, 0, 'g', 4);
}

QString meaning_text(const SensorInfo& sensor) {
  const SensorMeta& meta = sensor.meta;
  QString text;
  if (meta.raw32)
    text =
        (meta.part == WordPart::low ? LaneText::tr("low half, with %1") : LaneText::tr("high half, with %1"))
            .arg(QString::fromStdString(meta.pair));
  else if (meta.type == SensorType::bits)
    text = LaneText::tr("bits");
  else if (meta.type == SensorType::one_word)
    text = LaneText::tr("value");
  else
    text = LaneText::tr("meaning not known");
  if (meta.swapped_bytes)
    text += QStringLiteral("  ·  ") + LaneText::tr("bytes swapped");
  return text;
}

std::vector<std::shared_ptr<SampleSource>> scene_sources(const SceneShown& shown, JobList& jobs) {
  std::vector<std::shared_ptr<SampleSource>> sources;
  for (const std::size_t index : page_order(shown)) {
    if (const DecodedValue* value = value_before(shown, shown.sensors[index]))
      sources.push_back(source_of(shown, *value, jobs));
    sources.push_back(source_of(shown, index, jobs));
  }
  return sources;
}

TrackView::LaneMaker scene_lane_maker(const SceneShown& shown) {
  auto titled = std::make_shared<std::map<double, QString>>(); // rate -> source that carries its title
  return [shown, titled](const std::shared_ptr<SampleSource>& source, int) {
    const QString& id = source->info().id;
    const std::size_t index = index_of(shown, id.toStdString());
    std::unique_ptr<SignalLane> lane;
    if (index < shown.sensors.size())
      lane = sensor_lane(shown, index, source);
    for (const auto& [halves, value] : shown.decoded)
      if (!lane && decoded_id(halves) == id)
        lane = decoded_lane(source, static_cast<int>(index_of(shown, halves.low)), *value);
    if (!lane)
      lane = std::make_unique<SignalLane>(source, 0);
    if (titled->emplace(source->info().rate, id).first->second == id)
      lane->set_group(group_title(shown, source->info().rate));
    return lane;
  };
}

} // namespace andon::ui
