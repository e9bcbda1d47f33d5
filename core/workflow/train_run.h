#pragma once
#include "core/workflow/run_session.h"

namespace andon::workflow {

/// A manifest filled from what a user asked for: everything checked and resolved before a run is added.
struct PlannedRun {
  const ModelEntry* model = nullptr;
  DataSource data;
  Manifest manifest; ///< without run name and creation time
};
Result<PlannedRun> plan_run(Workspace& workspace, const TrainIn& in);
/// The plan that repeats a stored run. Errors: conflict when its data have changed.
Result<PlannedRun> plan_repeat(Workspace& workspace, const Manifest& manifest);

/// Fits, keeps the files, stores validation scores and the default threshold, and ends the run in the store
/// as finished, cancelled or failed.
Result<TrainOut> carry_out(Workspace& workspace, const PlannedRun& plan, RunSession session, bool resumed,
                           Progress& progress, std::stop_token stop);

/// Percentile 99.5 of the healthy validation scores: every run's first decision line.
Result<void> add_default_threshold(Workspace& workspace, const store::Run& run,
                                   const std::vector<ScoreRow>& validation);

} // namespace andon::workflow
