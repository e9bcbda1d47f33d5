#pragma once
#include "core/workflow/bench_table.h"

namespace andon::workflow {

struct PyramidBenchOptions {
  std::int64_t samples = 100'000'000;
  std::vector<Option> describe();
};
/// frame_ms_p50, frame_ms_p95, open_seconds, memory_mb of four linked tracks, measured by `andon-workbench
/// --bench` in a child process without a screen, because this library knows no window. Errors: not_found (no
/// andon-workbench beside this program), the child's own error, cancelled.
Result<std::vector<BenchResult>> bench_pyramid(const OptionMap& options, Progress& progress,
                                               std::stop_token stop);

struct ScenePageBenchOptions {
  std::int64_t sensors = 64;
  std::int64_t samples = 10'000'000;
  std::vector<Option> describe();
};
/// frame_ms_p50, frame_ms_p95, words_seconds, memory_mb of the lanes of the Scene page, as bench_pyramid.
/// Errors: those of bench_pyramid.
Result<std::vector<BenchResult>> bench_scene_page(const OptionMap& options, Progress& progress,
                                                  std::stop_token stop);

struct ReviewBenchOptions {
  std::int64_t queued = 100'000;
  std::int64_t keys = 300;
  std::vector<Option> describe();
};
/// next_ms_p50, next_ms_p95, next_ms_max: from a verdict's key to the next item painted, commit included,
/// over a queue of so many windows, as bench_pyramid. Errors: those of bench_pyramid.
Result<std::vector<BenchResult>> bench_review(const OptionMap& options, Progress& progress,
                                              std::stop_token stop);

struct GalleryBenchOptions {
  std::int64_t images = 10'000;
  std::int64_t side = 256;
  std::vector<Option> describe();
};
/// frame_ms_p50, frame_ms_p95 (beside a strip that reads the images while it paints), thumbnail_ms (beside
/// one made from the image), fill_ms (from a jump to every thumbnail in sight), open_ms (an image with its
/// heatmap) of the Images page, as bench_pyramid. Errors: those of bench_pyramid.
Result<std::vector<BenchResult>> bench_gallery(const OptionMap& options, Progress& progress,
                                               std::stop_token stop);

struct ThresholdsBenchOptions {
  std::int64_t scores = 100'000;
  std::vector<Option> describe();
};
/// line_ms_p50, line_ms_p95, start_ms_p50, start_ms_p95: a step of the dragged line, and of the dragged start
/// of the tail, until the whole Thresholds page is painted, as bench_pyramid. Errors: those of bench_pyramid.
Result<std::vector<BenchResult>> bench_thresholds(const OptionMap& options, Progress& progress,
                                                  std::stop_token stop);

struct StartupBenchOptions {
  std::int64_t runs = 5;
  std::vector<Option> describe();
};
/// first_paint_s: seconds from the start of the process to the first painted window, median of warm starts on
/// an empty workspace. Errors: those of bench_pyramid.
Result<std::vector<BenchResult>> bench_startup(const OptionMap& options, Progress& progress,
                                               std::stop_token stop);

} // namespace andon::workflow
