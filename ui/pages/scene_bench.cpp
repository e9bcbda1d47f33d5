#include "ui/pages/scene_bench.h"

#include "core/base/random.h"
#include "core/workflow/bench_table.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/scene_lanes.h"
#include "ui/plot/pyramid_bench.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace andon::ui {
namespace {

constexpr std::int64_t default_sensors = 64, default_samples = 10'000'000, chunk = 1 << 20;
constexpr int kinds = 4, frame_width = 1600, frame_height = 900;
constexpr double rate = 2000;

std::vector<SensorInfo> sensors_of(std::int64_t count) {
  std::vector<SensorInfo> sensors;
  for (std::int64_t i = 0; i < count; ++i) {
    SensorInfo sensor;
    sensor.id = "s" + std::to_string(i);
    sensor.rate = rate;
    SensorMeta& meta = sensor.meta;
    meta.words = true;
    const std::int64_t kind = i % kinds;
    meta.type = kind == 1 ? SensorType::bits : SensorType::one_word;
    meta.bit_mask = kind == 1 ? 0x0f3f : 0;
    if (i / kinds % 4 == 0 && kind >= 2 &&
        i / kinds * kinds + 3 < count) { // every fourth group ends in a pair
      meta.type = SensorType::two_words;
      meta.raw32 = true;
      meta.part = kind == 2 ? WordPart::low : WordPart::high;
      meta.pair = "s" + std::to_string(kind == 2 ? i + 1 : i - 1);
    }
    sensors.push_back(std::move(sensor));
  }
  return sensors;
}

float value_at(const SensorInfo& sensor, std::int64_t kind, std::int64_t at, Random& random) {
  const auto count = static_cast<std::uint32_t>(at) * 7U + 1'000'000U;
  if (sensor.meta.raw32)
    return static_cast<float>(sensor.meta.part == WordPart::low ? count & 0xffffU : count >> 16);
  if (kind == 1)
    return static_cast<float>((at >> 6 & 0x3f) | (random.below(1000) == 0 ? 0xf00 : 0x100));
  if (kind == 3)
    return static_cast<float>(at / 3000 % 5 * 100);
  return static_cast<float>(
      std::floor(30'000 + 9'000 * std::sin(static_cast<double>(at) * 1e-4) + 600 * random.uniform()));
}

Result<void> write_scene(const std::filesystem::path& folder, std::int64_t sensors, std::int64_t samples) {
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(folder, "scene", true));
  ItemInfo info;
  info.id = "long";
  info.sensors = sensors_of(sensors);
  ANDON_TRY(writer.begin_scene(info));
  std::vector<float> values;
  for (std::size_t s = 0; s < info.sensors.size(); ++s) {
    Random random{Seed(1).stream("scene", s)};
    for (std::int64_t from = 0; from < samples; from += chunk) {
      values.resize(static_cast<std::size_t>(std::min(chunk, samples - from)));
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = value_at(info.sensors[s], static_cast<std::int64_t>(s) % kinds,
                             from + static_cast<std::int64_t>(i), random);
      ANDON_TRY(writer.append(info.sensors[s].id, values));
    }
  }
  ANDON_TRY(writer.end_scene(info));
  ANDON_TRY(writer.finish());
  return {};
}

Result<std::shared_ptr<const workflow::Recording>> open(const std::filesystem::path& folder) {
  ANDON_ASSIGN(Dataset dataset, Dataset::open(folder / "data"));
  Progress quiet;
  return workflow::open_recording(folder / "cache", std::make_shared<const Dataset>(std::move(dataset)),
                                  "long", quiet, {});
}

Result<SceneShown> shown_of(const std::shared_ptr<const workflow::Recording>& recording) {
  SceneShown shown;
  shown.recording = recording;
  shown.sensors = recording->scene().sensors;
  Progress quiet;
  ANDON_ASSIGN(shown.words, workflow::scene_words(*recording, quiet, {}));
  for (const workflow::Halves& halves : halves_of(shown.sensors)) {
    ANDON_ASSIGN(workflow::DecodedValue value, workflow::decoded_value(*recording, halves, {}));
    shown.decoded[halves] = std::make_shared<const workflow::DecodedValue>(std::move(value));
  }
  return shown;
}

} // namespace

Result<SceneFigures> bench_scene_page(const std::filesystem::path& folder, std::int64_t sensors,
                                      std::int64_t samples) {
  if (samples < 1000 || sensors < kinds)
    return fail(ErrorCode::insufficient_data,
                "the scene page bench needs at least 4 sensors of 1,000 samples each");
  SceneFigures figures;
  ANDON_TRY(write_scene(folder / "data", sensors, samples));
  ANDON_TRY(open(folder)); // builds the overviews
  QElapsedTimer clock;
  clock.start();
  ANDON_ASSIGN(const auto recording, open(folder));
  figures.open_seconds = static_cast<double>(clock.restart()) * 1e-3;
  ANDON_ASSIGN(const SceneShown shown, shown_of(recording));
  figures.words_seconds = static_cast<double>(clock.elapsed()) * 1e-3;
  {
    JobList jobs;
    TrackView view;
    view.resize(frame_width, frame_height);
    view.set_lane_maker(scene_lane_maker(shown));
    view.set_recording(scene_sources(shown, jobs));
    figures.lanes = static_cast<std::int64_t>(view.signal_lanes().size());
    const std::vector<double> frames = bench_frames(view);
    figures.frames = static_cast<std::int64_t>(frames.size());
    figures.frame_ms_p50 = workflow::at_share(frames, 0.5);
    figures.frame_ms_p95 = workflow::at_share(frames, 0.95);
    figures.frame_ms_max = workflow::at_share(frames, 1);
  }
  figures.memory_mb = peak_memory_mb();
  std::error_code ignored;
  std::filesystem::remove_all(folder / "data", ignored);
  std::filesystem::remove_all(folder / "cache", ignored);
  return figures;
}

std::string to_json(const SceneFigures& figures) {
  const std::tuple<const char*, double, const char*> rows[] = {
      {"frame_ms_p50", figures.frame_ms_p50, "ms"},      {"frame_ms_p95", figures.frame_ms_p95, "ms"},
      {"frame_ms_max", figures.frame_ms_max, "ms"},      {"open_seconds", figures.open_seconds, "s"},
      {"words_seconds", figures.words_seconds, "s"},     {"memory_mb", figures.memory_mb, "MB"},
      {"lanes", static_cast<double>(figures.lanes), ""}, {"frames", static_cast<double>(figures.frames), ""}};
  return results_json(rows);
}

std::optional<int> run_scene_bench(const QStringList& arguments) {
  if (!bench_wanted(arguments, "scene_page"))
    return std::nullopt;
  const QString sensors = bench_value(arguments, "--bench-sensors"),
                samples = bench_value(arguments, "--bench-samples");
  return bench_answer(bench_scene_page(bench_value(arguments, "--bench-folder").toStdString(),
                                       sensors.isEmpty() ? default_sensors : sensors.toLongLong(),
                                       samples.isEmpty() ? default_samples : samples.toLongLong()));
}

} // namespace andon::ui
