#pragma once
#include "core/workflow/runs.h"

#include <span>

namespace andon::workflow {

/// Metrics of rows that follow each other in time (bins of a scene, rows of a recording), see
/// core/metrics/event_metrics.h: vus_pr, vus_roc (buffer: vus_buffer rows), range_f1 with range_precision and
/// range_recall, affiliation_f1 with its two parts, segment_iou, event_recall, detection_delay (median
/// seconds of the events that were found). Rows of sensors count as moments of their scene: the highest
/// score, abnormal where any sensor is. Nothing is added when rows overlap, or no recording holds normal and
/// abnormal rows. Intervals: bootstrap over recordings where there are at least five (NaN limits otherwise);
/// Clopper–Pearson for event_recall. `scores` follow `rows`. Errors: those of volume_under_surface.
Result<void> add_interval_metrics(const std::vector<ScoreRow>& rows, const std::vector<double>& scores,
                                  double threshold, std::uint64_t seed, Metrics& metrics);

} // namespace andon::workflow
