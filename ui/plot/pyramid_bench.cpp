#include "ui/plot/pyramid_bench.h"

#include "core/base/random.h"
#include "core/workflow/bench_table.h"
#include "core/workflow/recording.h"
#include "ui/jobs/job_list.h"
#include "ui/plot/track_view.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QPainter>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace andon::ui {
namespace {

constexpr int tracks = 4;
constexpr std::int64_t default_samples = 100'000'000;
constexpr double rate = 10'000;
constexpr std::int64_t chunk = 1 << 20;
constexpr int rounds = 4, pans_a_scale = 6, frame_width = 1600, frame_height = 900;
constexpr double zoom_step = 0.75;

std::string track_id(int track) {
  return "track " + std::to_string(track + 1);
}

Result<void> write_recording(const std::filesystem::path& folder, std::int64_t samples) {
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(folder, "pyramid", true));
  ItemInfo info;
  info.id = "long";
  for (int track = 0; track < tracks; ++track)
    info.sensors.push_back({track_id(track), Role::feature, "A", rate, 0});
  ANDON_TRY(writer.begin_scene(info));
  std::vector<float> values(static_cast<std::size_t>(chunk));
  for (int track = 0; track < tracks; ++track) {
    Random random{Seed(1).stream("pyramid", static_cast<std::uint64_t>(track))};
    for (std::int64_t from = 0; from < samples; from += chunk) {
      const auto count = static_cast<std::size_t>(std::min(chunk, samples - from));
      const double level = std::sin(static_cast<double>(from) * 3e-8 * (track + 1));
      for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<float>(level + 0.3 * random.uniform());
      if (random.below(8) == 0)
        values[random.below(count)] = 4;
      ANDON_TRY(writer.append(track_id(track), {values.data(), count}));
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

/// Ranges to show, one a frame.
std::vector<TimeRange> journey(TimeRange limits, double shortest) {
  Random random{Seed(2)};
  std::vector<TimeRange> ranges;
  for (int round = 0; round < rounds; ++round) {
    const double target = random.uniform(limits.start, limits.end);
    std::vector<TimeRange> inward;
    for (double span = limits.span(); span > shortest; span *= zoom_step) {
      const double start =
          std::clamp(target - random.uniform(0.2, 0.8) * span, limits.start, limits.end - span);
      inward.push_back({start, start + span});
      for (int pan = 1; pan <= pans_a_scale; ++pan)
        inward.push_back({start + 0.03 * pan * span, start + (1 + 0.03 * pan) * span});
    }
    ranges.insert(ranges.end(), inward.begin(), inward.end());
    ranges.insert(ranges.end(), inward.rbegin(), inward.rend());
  }
  return ranges;
}

} // namespace

std::vector<double> bench_frames(TrackView& view) {
  const std::vector<TimeRange> ranges = journey(view.time().limits(), view.time().shortest());
  auto* scroll = view.findChild<QScrollBar*>();
  std::vector<double> milliseconds;
  QImage target(view.size(), QImage::Format_RGB32);
  QEventLoop loop;
  QTimer timer;
  std::size_t next = 0;
  QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
    if (next == ranges.size()) {
      loop.quit();
      return;
    }
    QElapsedTimer clock;
    clock.start();
    view.time().show(ranges[next++]);
    if (scroll && scroll->maximum() > 0)
      scroll->setValue(static_cast<int>(next * 40) % scroll->maximum());
    view.time().set_crosshair(view.time().visible().start + 0.3 * view.time().visible().span());
    view.render(&target);
    milliseconds.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
  });
  timer.start(0);
  loop.exec();
  return milliseconds;
}

double peak_memory_mb() {
  QFile status(QStringLiteral("/proc/self/status"));
  if (!status.open(QIODevice::ReadOnly))
    return std::nan("");
  for (const QByteArray& line : status.readAll().split('\n'))
    if (line.startsWith("VmHWM:"))
      return line.mid(6).trimmed().split(' ').front().toDouble() / 1024;
  return std::nan("");
}

Result<PyramidFigures> bench_pyramid(const std::filesystem::path& folder, std::int64_t samples) {
  if (samples < 1000)
    return fail(ErrorCode::insufficient_data, "the pyramid bench needs at least 1,000 samples a track");
  PyramidFigures figures;
  ANDON_TRY(write_recording(folder / "data", samples));
  QElapsedTimer clock;
  clock.start();
  ANDON_TRY(open(folder));
  figures.build_seconds = static_cast<double>(clock.nsecsElapsed()) * 1e-9;

  clock.start();
  ANDON_ASSIGN(auto recording, open(folder));
  figures.open_seconds = static_cast<double>(clock.nsecsElapsed()) * 1e-9;
  {
    JobList jobs;
    TrackView view;
    view.resize(frame_width, frame_height);
    view.set_recording(sample_sources(recording, jobs));
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

std::string results_json(std::span<const std::tuple<const char*, double, const char*>> rows) {
  std::string json = "{\"results\":[";
  for (const auto& [name, value, unit] : rows) {
    char text[160];
    std::snprintf(text, sizeof text, "%s{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\"}",
                  json.back() == '[' ? "" : ",", name, value, unit);
    json += text;
  }
  return json + "]}";
}

std::string to_json(const PyramidFigures& figures) {
  const std::tuple<const char*, double, const char*> rows[] = {
      {"frame_ms_p50", figures.frame_ms_p50, "ms"},       {"frame_ms_p95", figures.frame_ms_p95, "ms"},
      {"frame_ms_max", figures.frame_ms_max, "ms"},       {"open_seconds", figures.open_seconds, "s"},
      {"build_seconds", figures.build_seconds, "s"},      {"memory_mb", figures.memory_mb, "MB"},
      {"frames", static_cast<double>(figures.frames), ""}};
  return results_json(rows);
}

QString bench_value(const QStringList& arguments, const char* flag) {
  const qsizetype at = arguments.indexOf(QLatin1String(flag));
  return at < 0 ? QString() : arguments.value(at + 1);
}

std::int64_t bench_number(const QStringList& arguments, const char* flag, std::int64_t otherwise) {
  const qint64 number = bench_value(arguments, flag).toLongLong();
  return number > 0 ? number : otherwise;
}

bool bench_wanted(const QStringList& arguments, const char* name) {
  return bench_value(arguments, "--bench") == QLatin1String(name) &&
         !bench_value(arguments, "--bench-folder").isEmpty();
}

std::optional<int> run_bench(const QStringList& arguments) {
  if (!arguments.contains(QStringLiteral("--bench")))
    return std::nullopt;
  if (!bench_wanted(arguments, "pyramid")) {
    std::fputs("usage: andon-workbench --bench pyramid --bench-folder DIR [--bench-samples N]\n", stderr);
    return 2;
  }
  const QString samples = bench_value(arguments, "--bench-samples");
  return bench_answer(bench_pyramid(bench_value(arguments, "--bench-folder").toStdString(),
                                    samples.isEmpty() ? default_samples : samples.toLongLong()));
}

} // namespace andon::ui
