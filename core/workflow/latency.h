#pragma once
#include "core/base/progress.h"
#include "core/workflow/workspace.h"

#include <limits>
#include <vector>

namespace andon::workflow {

struct LatencyIn {
  std::string run;             ///< run id, name, latest, or the folder of a bundle
  std::string images;          ///< data set or folder of images, "" = what the run was trained on
  double takt_ms = 0;          ///< time that the line gives an image; 0 = none
  std::int64_t repeats = 1000; ///< warm measurements; the images are taken in turn
};
/// Milliseconds. A percentile that too few measurements support is NaN: p99 needs 100, p99.9 needs 1,000.
struct StageLatency {
  std::string stage; ///< decode, prepare, backbone, search, map, or total
  double cold = 0;   ///< of the first image after the detector was opened
  double p50 = 0, p95 = 0;
  double p99 = std::numeric_limits<double>::quiet_NaN(), p999 = std::numeric_limits<double>::quiet_NaN();
};
struct LatencyOut {
  std::string run, model, device;
  std::int64_t images = 0, repeats = 0; ///< different images, measurements
  int threads = 0;
  double open_ms = 0;               ///< reading the detector and its network
  std::vector<StageLatency> stages; ///< in the order of work; total, file to decision, comes last
  std::vector<double> totals;       ///< of every warm measurement, file to decision, ascending
  double takt_ms = 0;
  double over_takt = 0; ///< share of the warm measurements that took longer than the takt
};
/// Times every stage of the run's detector, one image after another as on a line. The percentiles of the
/// stages need not add up to those of the total. Errors: not_found, unsupported (no image run),
/// insufficient_data (no image that can be read), cancelled, those of the method's load.
Result<LatencyOut> latency(Workspace& workspace, const LatencyIn& in, Progress& progress,
                           std::stop_token stop);

} // namespace andon::workflow
