#include "core/workflow/models_in_use.h"

#include <algorithm>

namespace andon::workflow {

namespace {

using Kind = store::ModelEvent::Kind;

std::string line_of(const std::vector<store::ModelEvent>& events, const std::string& run) {
  for (const store::ModelEvent& event : events)
    if (event.kind == Kind::candidate && event.after == run)
      return event.line;
  return run;
}

/// What the events of a line lead to.
ModelLine read_line(const std::vector<store::ModelEvent>& events, const std::string& line) {
  ModelLine result;
  result.line = line;
  std::vector<std::string> used{line};
  for (const store::ModelEvent& event : events) {
    if (event.line != line)
      continue;
    result.history.push_back(event);
    if (event.kind == Kind::candidate)
      result.candidates.push_back(event.after);
    else if (event.kind == Kind::accept)
      used.push_back(event.after);
    else if (used.size() > 1)
      used.pop_back();
  }
  result.active = used.back();
  used.pop_back();
  result.before = std::move(used);
  std::erase(result.candidates, result.active);
  return result;
}

/// Appends the event that `decide` makes of the line as it is now; decides again when others were quicker.
template <class Decide>
Result<SwitchOut> switch_model(Workspace& workspace, const SwitchIn& in, Decide decide) {
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(in.run));
  for (;;) {
    ANDON_ASSIGN(const std::vector<store::ModelEvent> events, workspace.store().model_events());
    const ModelLine line = read_line(events, line_of(events, run.name));
    Result<store::ModelEvent> event = decide(line, run);
    if (!event)
      return fail(event.error());
    event->line = line.line;
    event->before = line.active;
    event->author = in.author;
    event->reason = in.reason;
    event->detail_json = "{}";
    auto added = workspace.store().add_model_event(*event, static_cast<std::int64_t>(events.size()));
    if (added)
      return SwitchOut{line.line, added->after, line.active};
    if (added.error().code != ErrorCode::conflict)
      return fail(added.error());
  }
}

} // namespace

Result<ModelLine> model_line(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(name));
  ANDON_ASSIGN(const std::vector<store::ModelEvent> events, workspace.store().model_events());
  ModelLine line = read_line(events, line_of(events, run.name));
  ANDON_ASSIGN(const std::vector<store::Run> runs, workspace.store().runs());
  std::erase_if(line.candidates, [&](const std::string& candidate) {
    return std::none_of(runs.begin(), runs.end(), [&](const store::Run& each) {
      return each.name == candidate && each.state == store::RunState::finished;
    });
  });
  return line;
}

Result<store::Run> run_in_use(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(store::Run found, workspace.store().find_run(name));
  if (name != found.name && name != "latest")
    return found;
  ANDON_ASSIGN(const std::vector<store::ModelEvent> events, workspace.store().model_events());
  const ModelLine line = read_line(events, line_of(events, found.name));
  if (line.active == found.name || (name != "latest" && line.line != found.name))
    return found;
  return workspace.store().find_run(line.active);
}

Result<SwitchOut> accept_candidate(Workspace& workspace, const SwitchIn& in) {
  return switch_model(
      workspace, in, [](const ModelLine& line, const store::Run& run) -> Result<store::ModelEvent> {
        if (run.state != store::RunState::finished)
          return fail(ErrorCode::conflict, "'" + run.name + "' is " + to_string(run.state) +
                                               ", so there is nothing to put into use; adapt again");
        if (line.active == run.name)
          return fail(ErrorCode::conflict, "'" + run.name + "' is in use already");
        const bool candidate =
            std::find(line.candidates.begin(), line.candidates.end(), run.name) != line.candidates.end();
        if (!candidate)
          return fail(ErrorCode::unsupported,
                      "'" + run.name + "' is no candidate; make one with: andon adapt " + line.line);
        return store::ModelEvent{.kind = Kind::accept, .after = run.name};
      });
}

Result<SwitchOut> roll_back(Workspace& workspace, const SwitchIn& in) {
  return switch_model(workspace, in,
                      [](const ModelLine& line, const store::Run&) -> Result<store::ModelEvent> {
                        if (line.before.empty())
                          return fail(ErrorCode::not_found, "there is nothing to roll back: '" + line.line +
                                                                "' still uses its first model");
                        return store::ModelEvent{.kind = Kind::rollback, .after = line.before.back()};
                      });
}

} // namespace andon::workflow
