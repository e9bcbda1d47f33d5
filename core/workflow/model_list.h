#pragma once
#include "core/workflow/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace andon::workflow {

/// A finished run as something that can judge.
struct TrainedModel {
  /// in_use: scoring by the name of its line takes it. candidate: adapted, waits for a person. before: a
  /// rollback leads back to it. replaced: nothing leads to it any more.
  enum class Place { in_use, candidate, before, replaced };
  store::Run run;
  std::string method, modality; ///< title in the model table, "signals" or "images"
  std::string line;             ///< the first run of what it was adapted from; its own name otherwise
  Place place = Place::in_use;
  bool can_roll_back = false;      ///< in use, and another model was before it
  std::optional<double> threshold; ///< in use; nullopt = none yet
  std::int64_t threshold_version = 0;
  std::int64_t bytes = 0; ///< of its folder
  bool removable = true;  ///< remove_run() would take it
};
/// Finished runs, the newest first. Errors: cancelled, those of the store. Cost: lists the files of every
/// run.
Result<std::vector<TrainedModel>> list_models(Workspace& workspace, std::stop_token stop);

} // namespace andon::workflow
