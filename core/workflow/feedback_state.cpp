#include "core/workflow/feedback_state.h"

#include "core/workflow/model_table.h"
#include "core/workflow/models_in_use.h"

#include <set>

namespace andon::workflow {

Result<FeedbackState> feedback_state(Workspace& workspace, const std::string& run, const LabelLog& log) {
  ANDON_ASSIGN(const ModelLine line, model_line(workspace, run));
  ANDON_ASSIGN(const store::Run active, workspace.store().find_run(line.active));
  FeedbackState state;
  state.line = line.line;
  const auto model = model_table().find(active.model);
  state.can_adapt = model && (*model)->adapt;
  std::set<std::string> runs{line.line};
  std::string learnt; ///< when the newest candidate was made; times of the logs compare as texts
  for (const store::ModelEvent& event : line.history) {
    runs.insert(event.after);
    if (event.kind == store::ModelEvent::Kind::candidate)
      learnt = event.created;
  }
  const auto counts = [&](const LabelEvent& event) {
    return event.created > learnt && event.new_class != label_class::unsure &&
           (event.run.empty() || runs.contains(event.run));
  };
  for (const AgreedLabel& label : log.book().agreed())
    state.fresh += counts(*label.event);
  for (const LabelEvent* mark : log.book().marks())
    state.fresh += counts(*mark);
  return state;
}

std::string proposal(const FeedbackState& state, std::int64_t goal) {
  if (!state.can_adapt || state.fresh < goal)
    return {};
  return std::to_string(state.fresh) +
         " labels were given since the last fine-tuning; learn from them with: andon adapt " + state.line;
}

} // namespace andon::workflow
