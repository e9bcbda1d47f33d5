#pragma once
#include "core/base/error.h"

#include <QStringList>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace andon::ui {

class TrackView;

/// Milliseconds of every frame while the view zooms in and out at changing places, pans at every
/// scale and scrolls its tracks. Runs an event loop of its own.
std::vector<double> bench_frames(TrackView& view);
/// Peak resident memory of this process, NaN where the system does not tell.
double peak_memory_mb();

struct PyramidFigures {
  double frame_ms_p50 = 0, frame_ms_p95 = 0, frame_ms_max = 0;
  std::int64_t frames = 0;
  double open_seconds = 0;  ///< data set and overviews from disk to the first picture being possible
  double build_seconds = 0; ///< overviews of all tracks, once
  double memory_mb = 0;     ///< peak resident memory of the process, writing and building included
};

/// Writes four tracks of `samples` noisy samples to `folder`, builds their overviews, opens them again, and
/// times each frame of a 1600×900 TrackView while zooming in and out at changing places and panning at every
/// scale. Needs a QApplication; runs an event loop of its own. The folder's data set and cache are removed at
/// the end. Errors: io (16 bytes of disk a sample are needed), insufficient_data (fewer than 1,000 samples).
Result<PyramidFigures> bench_pyramid(const std::filesystem::path& folder, std::int64_t samples);
/// {"results":[{"name":…,"value":…,"unit":…},…]} of name, value and unit.
std::string results_json(std::span<const std::tuple<const char*, double, const char*>> rows);
/// {"results":[{"name":"frame_ms_p50","value":…,"unit":"ms"},…]}
std::string to_json(const PyramidFigures& figures);

/// What follows a flag among a program's arguments, "" without it.
QString bench_value(const QStringList& arguments, const char* flag);
/// The same as a number; `otherwise` where it is none above 0.
std::int64_t bench_number(const QStringList& arguments, const char* flag, std::int64_t otherwise);
/// Whether the arguments ask for this measurement and name a folder for it.
bool bench_wanted(const QStringList& arguments, const char* name);
/// Prints the figures to stdout or the error to stderr and gives the exit code.
template <class Figures>
int bench_answer(const Result<Figures>& figures) {
  if (!figures) {
    std::fprintf(stderr, "%s\n", figures.error().message.c_str());
    return 1;
  }
  std::puts(to_json(*figures).c_str());
  return 0;
}

/// `--bench pyramid --bench-folder DIR [--bench-samples N]` among a program's arguments: measures, prints the
/// JSON to stdout and gives the exit code. nullopt when there is no --bench.
std::optional<int> run_bench(const QStringList& arguments);

} // namespace andon::ui
