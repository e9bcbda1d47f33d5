#pragma once
#include "core/workflow/runs.h"

#include <functional>

namespace andon::workflow {

/// How the demonstration trains: in this process, or in a child so that a crash there costs nothing.
using Trainer = std::function<Result<TrainOut>(Workspace&, const TrainIn&, Progress&, std::stop_token)>;

struct DemoIn {
  std::uint64_t seed = 1;
  Trainer trainer;              ///< empty = train() of this process
  std::filesystem::path report; ///< .html to write, "" = none
};
struct DemoOut {
  std::string data, run;
  std::vector<ScoreRow> rows; ///< scores of the test part
  ScoreRow top;               ///< the highest score
  std::int64_t flagged = 0;   ///< rows above the threshold of healthy validation data
  double auroc = 0;           ///< against the simulator's ground truth
  std::filesystem::path report;
  double seconds = 0;
};
/// The motor story with the simulator's defaults: simulate, import as "motor-demo" (kept when it is there
/// already), train, choose a threshold from healthy validation data, score, evaluate, and write the report
/// when asked. Errors: those of the steps, prefixed with the step. Cancels as the steps do; what is finished
/// is kept. Threads: any, one workspace a thread. Cost: under a minute on two cores.
Result<DemoOut> motor_demo(Workspace& workspace, const DemoIn& in, Progress& progress, std::stop_token stop);
/// The same story with the patch memory on pictures of stamped parts with simulated defects, imported as
/// "surface-demo". Cost: about a minute on two cores, four where features must be learnt first because no
/// pre-trained weights are at hand.
Result<DemoOut> surface_demo(Workspace& workspace, const DemoIn& in, Progress& progress, std::stop_token stop);

} // namespace andon::workflow
