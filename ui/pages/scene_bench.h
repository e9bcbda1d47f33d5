#pragma once
#include "core/base/error.h"

#include <QStringList>

#include <filesystem>
#include <optional>
#include <string>

namespace andon::ui {

struct SceneFigures {
  double frame_ms_p50 = 0, frame_ms_p95 = 0, frame_ms_max = 0;
  std::int64_t frames = 0, lanes = 0;
  double open_seconds = 0;  ///< data set and overviews from disk
  double words_seconds = 0; ///< looking at all samples for bits and states, in the background of a page
  double memory_mb = 0;     ///< peak resident memory of the process
};

/// Writes a scene of `sensors` sensors (values, bit words, states, halves of 32-bit values in equal shares)
/// of `samples` samples each to `folder` and times each frame of a 1600×900 view of the Scene page's lanes
/// while zooming, panning and scrolling the tracks. Errors: io (4 bytes of disk a sample), insufficient_data.
Result<SceneFigures> bench_scene_page(const std::filesystem::path& folder, std::int64_t sensors,
                                      std::int64_t samples);
std::string to_json(const SceneFigures& figures);

/// `--bench scene_page --bench-folder DIR [--bench-sensors N] [--bench-samples N]`, as run_bench of the
/// pyramid.
std::optional<int> run_scene_bench(const QStringList& arguments);

} // namespace andon::ui
