#include "core/workflow/run_choice.h"

#include "core/workflow/model_table.h"

namespace andon::workflow {

Result<std::string> run_of_model(Workspace& workspace, const std::string& run, const std::string& model) {
  ANDON_ASSIGN(const std::vector<store::Run> runs, workspace.store().runs());
  const store::Run* newest = nullptr;
  for (const store::Run& each : runs) {
    if (each.model != model)
      continue;
    if (each.name == run)
      return run;
    if (each.state == store::RunState::finished && (!newest || each.created > newest->created))
      newest = &each;
  }
  if (newest)
    return newest->name;
  return fail(ErrorCode::not_found, "there is no finished run of the model '" + model +
                                        "' yet; train one with: andon train " + model + " --data …");
}

Result<void> expect_images(const store::Run& run) {
  ANDON_ASSIGN(const ModelEntry* model, model_table().find(run.model));
  if (model->modality != "images")
    return fail(ErrorCode::unsupported,
                "run '" + run.name + "' is of model '" + run.model + "', which does not look at images");
  return {};
}

} // namespace andon::workflow
