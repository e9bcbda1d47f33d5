#include "core/workflow/model_list.h"

#include "core/workflow/decision_line.h"
#include "core/workflow/model_table.h"
#include "core/workflow/models_in_use.h"

#include <algorithm>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

std::int64_t bytes_of(const fs::path& folder) {
  std::int64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->is_regular_file(error))
      bytes += static_cast<std::int64_t>(at->file_size(error));
  return bytes;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

Result<TrainedModel> model_of(Workspace& workspace, const store::Run& run) {
  TrainedModel model;
  model.run = run;
  model.method = run.model;
  if (const auto entry = model_table().find(run.model)) {
    model.method = (*entry)->title;
    model.modality = (*entry)->modality;
  }
  ANDON_ASSIGN(const ModelLine line, model_line(workspace, run.name));
  using Place = TrainedModel::Place;
  model.line = line.line;
  model.place = line.active == run.name            ? Place::in_use
                : holds(line.candidates, run.name) ? Place::candidate
                : holds(line.before, run.name)     ? Place::before
                                                   : Place::replaced;
  model.can_roll_back = model.place == Place::in_use && !line.before.empty();
  model.removable = line.history.empty() ||
                    (model.place != Place::in_use && model.place != Place::before && run.name != line.line);
  ANDON_ASSIGN(const DecisionLine threshold, newest_line(workspace.store(), run.id));
  model.threshold = threshold.threshold;
  model.threshold_version = threshold.version;
  model.bytes = bytes_of(workspace.run_folder(run.name));
  return model;
}

} // namespace

Result<std::vector<TrainedModel>> list_models(Workspace& workspace, std::stop_token stop) {
  ANDON_ASSIGN(std::vector<store::Run> runs, workspace.store().runs());
  std::ranges::stable_sort(runs, [](const store::Run& a, const store::Run& b) { return a.id > b.id; });
  std::vector<TrainedModel> models;
  for (const store::Run& run : runs) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "listing the models was cancelled");
    if (run.state != store::RunState::finished)
      continue;
    ANDON_ASSIGN(models.emplace_back(), model_of(workspace, run));
  }
  return models;
}

} // namespace andon::workflow
