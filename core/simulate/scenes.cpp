#include "core/simulate/scenes.h"

#include "core/signal/encoded_scene.h"
#include "core/simulate/scene_faults.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace andon {
namespace {

/// First samples at which the upper half differs from the sample before.
std::vector<std::size_t> rollovers_of(const std::vector<std::uint32_t>& count) {
  std::vector<std::size_t> result;
  for (std::size_t i = 1; i < count.size(); ++i)
    if ((count[i] >> 16) != (count[i - 1] >> 16))
      result.push_back(i);
  return result;
}

std::vector<std::size_t> torn(const SceneOptions& o, const PlannedSensor& sensor, const RunSignal& signal,
                              Seed seed) {
  if (sensor.wave != Waveform::pair_high)
    return {};
  Random random(seed);
  std::vector<std::size_t> late;
  for (const std::size_t at : rollovers_of(signal.count))
    if (random.uniform() < o.torn_reads)
      late.push_back(at);
  return late;
}

std::int64_t moving_bits(const std::vector<std::uint16_t>& words) {
  unsigned moved = 0;
  for (std::size_t i = 1; i < words.size(); ++i)
    moved |= static_cast<unsigned>(words[i] ^ words[i - 1]);
  return moved;
}

SensorMeta meta_of(const MachinePlan& plan, const PlannedSensor& sensor, const RunSignal& signal) {
  SensorMeta meta;
  meta.words = sensor.wave != Waveform::floating;
  meta.swapped_bytes = sensor.swapped;
  meta.group = sensor.group < 0 ? "" : "g" + std::to_string(sensor.group + 1);
  switch (sensor.wave) {
  case Waveform::bits:
    meta.type = SensorType::bits;
    meta.bit_mask = moving_bits(signal.bits);
    for (meta.bit_start = 0; meta.bit_start < 15 && !(meta.bit_mask >> meta.bit_start & 1);)
      ++meta.bit_start;
    break;
  case Waveform::pair_low:
  case Waveform::pair_high:
    meta.type = SensorType::two_words;
    meta.raw32 = true;
    meta.pair = plan.sensors[sensor.partner].id;
    meta.part = sensor.wave == Waveform::pair_low ? WordPart::low : WordPart::high;
    if (meta.part == WordPart::low)
      for (const std::size_t at : rollovers_of(signal.count))
        meta.rollovers.push_back(static_cast<double>(at) / sensor.rate);
    break;
  default:
    meta.type = SensorType::one_word;
  }
  return meta;
}

void open_gaps(const SceneOptions& o, Seed seed, Series& series) {
  Random random(seed);
  if (o.missing <= 0)
    return;
  series.missing.assign(series.values.size(), 0);
  constexpr double mean_gap = 0.5;
  for (double t = random.exponential() * mean_gap / o.missing; t < o.duration;) {
    const double length = random.exponential() * mean_gap;
    const auto from = static_cast<std::size_t>(t * series.rate);
    const auto to = std::min(static_cast<std::size_t>((t + length) * series.rate), series.values.size());
    for (std::size_t i = from; i < to; ++i) {
      series.missing[i] = 1;
      series.values[i] = 0;
    }
    t += length + random.exponential() * mean_gap / o.missing;
  }
}

std::string scene_id(const SceneItem& item) {
  std::string number = std::to_string(item.index);
  number.insert(0, number.size() < 5 ? 5 - number.size() : 0, '0');
  return item.part + (item.abnormal ? "-abnormal-" : "-") + number;
}

/// Scenes made by several threads, handed out in order; at most `ahead` wait.
class SceneLine {
public:
  SceneLine(const SceneOptions& options, Seed seed, const std::vector<SceneItem>& items)
      : options_(options), seed_(seed), items_(items) {
    const unsigned count = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < count; ++i)
      threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
  }
  ~SceneLine() {
    for (std::jthread& thread : threads_)
      thread.request_stop();
    room_.notify_all();
  }
  Result<EncodedScene> take(std::size_t index) {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [&] { return done_.contains(index); });
    Result<EncodedScene> scene = std::move(done_.extract(index).mapped());
    taken_ = index + 1;
    lock.unlock();
    room_.notify_all();
    return scene;
  }

private:
  void work(const std::stop_token& stop) {
    for (;;) {
      std::unique_lock lock(mutex_);
      room_.wait(lock,
                 [&] { return stop.stop_requested() || next_ < taken_ + ahead || next_ >= items_.size(); });
      if (stop.stop_requested() || next_ >= items_.size())
        return;
      const std::size_t index = next_++;
      lock.unlock();
      Result<EncodedScene> scene = encode_scene(simulate_scene(options_, seed_, items_[index]));
      lock.lock();
      done_.emplace(index, std::move(scene));
      lock.unlock();
      ready_.notify_one();
    }
  }

  static constexpr std::size_t ahead = 16;
  const SceneOptions& options_;
  Seed seed_;
  const std::vector<SceneItem>& items_;
  std::mutex mutex_;
  std::condition_variable ready_, room_;
  std::map<std::size_t, Result<EncodedScene>> done_;
  std::size_t next_ = 0, taken_ = 0;
  std::vector<std::jthread> threads_; // last: it stops before what it uses is gone
};

} // namespace

std::vector<SceneItem> scene_items(const SceneOptions& o) {
  const auto abnormal = static_cast<std::int64_t>(std::round(o.abnormal * static_cast<double>(o.test)));
  std::vector<SceneItem> items;
  const auto add = [&](const char* part, std::int64_t count, bool is_abnormal) {
    for (std::int64_t i = 0; i < count; ++i)
      items.push_back({part, i, is_abnormal});
  };
  add("train", o.train, false);
  add("val", o.validation, false);
  add("test", o.test - abnormal, false);
  add("test", abnormal, true);
  return items;
}

Scene simulate_scene(const SceneOptions& o, Seed seed, const SceneItem& item) {
  Scene scene;
  scene.id = scene_id(item);
  scene.part = item.part;
  scene.label = 0;
  const auto number = static_cast<std::uint64_t>(item.index);
  const Seed run = seed.stream(item.part + (item.abnormal ? "-abnormal" : ""), number);
  const std::uint64_t machine = o.machines > 0 ? number % static_cast<std::uint64_t>(o.machines) : 0;
  const MachinePlan plan = draw_machine(o, o.machines > 0 ? seed.stream("machines", machine) : run);
  if (o.machines > 0)
    scene.attributes["machine"] = std::to_string(machine);
  std::vector<RunSignal> signals = run_machine(o, plan, run);
  std::vector<SceneFault> faults;
  if (item.abnormal)
    faults = draw_faults(o, plan, run);
  const std::vector<std::vector<float>> unrelated =
      faults.empty() ? std::vector<std::vector<float>>{} : group_causes(o, plan, run, 1);
  for (const SceneFault& fault : faults)
    apply_to_machine(o, plan, fault, unrelated, run, signals);
  std::vector<std::vector<float>> values;
  for (std::size_t i = 0; i < plan.sensors.size(); ++i)
    values.push_back(
        recorded(plan.sensors[i], signals[i], torn(o, plan.sensors[i], signals[i], run.stream("torn", i))));
  for (const SceneFault& fault : faults) {
    apply_to_record(plan, fault, values);
    for (Interval& interval : intervals_of(plan, fault))
      scene.intervals.push_back(std::move(interval));
    scene.label = 1;
  }
  for (std::size_t i = 0; i < plan.sensors.size(); ++i) {
    Sensor sensor;
    sensor.series.rate = plan.sensors[i].rate;
    sensor.series.values = std::move(values[i]);
    open_gaps(o, run.stream("gaps", i), sensor.series);
    sensor.info = {plan.sensors[i].id,
                   Role::feature,
                   "",
                   sensor.series.rate,
                   static_cast<std::int64_t>(sensor.series.values.size()),
                   meta_of(plan, plan.sensors[i], signals[i])};
    scene.sensors.push_back(std::move(sensor));
  }
  return scene;
}

Result<std::int64_t> write_scenes(const SceneOptions& options, Seed seed, DatasetWriter& writer,
                                  Progress& progress, std::stop_token stop) {
  ANDON_TRY(check(options));
  const std::vector<SceneItem> items = scene_items(options);
  progress.stage("simulating", static_cast<std::int64_t>(items.size()));
  SceneLine line(options, seed, items);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "scene simulation cancelled after " + std::to_string(i) + " of " +
                                            std::to_string(items.size()) + " scenes; nothing was written");
    ANDON_ASSIGN(const EncodedScene scene, line.take(i));
    ANDON_TRY(writer.write_scene(scene));
    progress.advance(static_cast<std::int64_t>(i) + 1);
  }
  return static_cast<std::int64_t>(items.size());
}

} // namespace andon
