#include "core/workflow/run_choice.h"

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

} // namespace andon::workflow
