#pragma once
#include "core/base/error.h"

#include <QStringList>

#include <filesystem>
#include <optional>
#include <string>

namespace andon::ui {

struct GalleryBenchIn {
  std::filesystem::path folder; ///< for images, workspace and cache; left to the caller to remove
  std::int64_t images = 10'000;
  std::int64_t side = 256; ///< of a square image, pixels
};
struct GalleryFigures {
  double frame_ms_p50 = 0, frame_ms_p95 = 0, frame_ms_max = 0; ///< the strip scrolled, from frame to frame
  double plain_frame_ms_p95 = 0; ///< the same strip, every thumbnail made from its file when it is painted
  double fill_ms_p50 = 0, fill_ms_p95 = 0; ///< from a jump until every thumbnail in sight is there
  double cached_ms = 0, uncached_ms = 0;   ///< one thumbnail from the cache, and from the image, medians
  double open_ms_p50 = 0, open_ms_p95 = 0; ///< from choosing an image to image and heatmap painted
  double open_first_ms = 0;                ///< the same for the first image, reading of the model included
  std::int64_t frames = 0;
};
/// The Images page with so many images, whose files are names of a few simulated ones. Needs a QApplication;
/// runs an event loop of its own. Errors: io, those of training a small model, internal (nothing was painted
/// within half a minute).
Result<GalleryFigures> bench_gallery(const GalleryBenchIn& in);
std::string to_json(const GalleryFigures& figures);

/// `--bench gallery --bench-folder DIR [--bench-images N] [--bench-side N]`, as run_bench of the pyramid.
std::optional<int> run_gallery_bench(const QStringList& arguments);

} // namespace andon::ui
