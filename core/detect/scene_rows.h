#pragma once
#include "core/base/options.h"
#include "core/detect/channel_rows.h"
#include "core/signal/series.h"

namespace andon::detect {

/// How scenes become rows.
struct RowOptions {
  double grid_rate = 0;             ///< rows a second; 0 = the slowest sensor's rate
  std::string features = "samples"; ///< "samples": one row a grid point; "bands": one row a frame
  std::int64_t frame = 1024;        ///< samples of a frame
  std::int64_t hop = 0;             ///< samples from one frame to the next; 0 = frame
  std::vector<Option> describe();
};

/// Where a row came from.
struct RowRef {
  std::size_t item = 0;
  double start = 0, end = 0; ///< seconds
  int label = -1;
};

struct SceneRows {
  ChannelRows rows;
  std::vector<RowRef> refs; ///< [rows]
};

/// Adds a scene as one more stretch. Every sensor that is not a label or ignored becomes a channel (for
/// "bands": several, see band_features.h, named "<sensor>/<feature>"). A sensor faster than the grid is
/// averaged over the grid's step, a slower one is interpolated; missing samples are interpolated between
/// their neighbours; rows at which every sensor is missing are left out. A row's label is 1 when intervals of
/// label 1 cover more than half of it, else 0; without intervals it is the scene's. Errors: invalid_argument
/// (other sensors than before: names them), insufficient_data (no sensor; shorter than a frame),
/// limit_exceeded (more than 500 million values).
Result<void> append_scene(const Scene& scene, std::size_t item, const RowOptions& options, SceneRows& into);

/// The rows that are not labelled abnormal; a stretch is cut where rows are taken out.
ChannelRows normal_rows(const SceneRows& rows);
/// Rows that take part in normal_rows(), in order.
std::vector<std::size_t> normal_indices(const SceneRows& rows);

} // namespace andon::detect
