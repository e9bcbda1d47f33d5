#include "core/workflow/holdout_lock.h"

#include "core/workflow/adapt_file.h"
#include "core/workflow/feedback.h"
#include "core/workflow/item_id.h"

#include <nlohmann/json.hpp>

namespace andon::workflow {
namespace {

using nlohmann::json;

/// Of a candidate made before shares were written down: the default.
double share_of(const store::ModelEvent& event) {
  const json detail = json::parse(event.detail_json, nullptr, false);
  if (detail.is_object() && detail.contains("holdout") && detail["holdout"].is_number())
    return detail["holdout"];
  return FeedbackRules{}.holdout;
}

/// Adds what this candidate learnt; an adaptation without labels may have learnt none.
void add_learnt(const AdaptOut& report, double share, const std::vector<LabelEvent>& events,
                HoldoutLock& lock) {
  if (report.normal + report.abnormal + report.marks == 0)
    return;
  for (const std::int64_t number : report.events)
    if (number >= 1 && number <= static_cast<std::int64_t>(events.size())) {
      const LabelEvent& event = events[static_cast<std::size_t>(number - 1)];
      if (!held_out(event.data_name, event.item, share))
        lock.learnt.insert({event.data_name, scene_of(event.item)});
    }
}

} // namespace

std::string candidate_detail(std::size_t labels, const std::string& labels_sha256, double holdout) {
  return json{{"labels", labels}, {"labels_sha256", labels_sha256}, {"holdout", holdout}}.dump();
}

Result<HoldoutLock> holdout_lock(Workspace& workspace, const ModelLine& line, const store::Run& run) {
  HoldoutLock lock;
  std::map<std::string, double> shares;
  for (const store::ModelEvent& event : line.history)
    if (event.kind == store::ModelEvent::Kind::candidate) {
      const double share = shares[event.after] = share_of(event);
      if (share > lock.share) {
        lock.share = share;
        lock.candidate = event.after;
      }
    }
  if (!shares.contains(run.name))
    return lock; // the first model of the line has learnt no labels
  ANDON_ASSIGN(const std::vector<LabelEvent> events, workspace.store().label_events());
  std::string name = run.name;
  for (std::size_t steps = 0; steps < shares.size() && shares.contains(name); ++steps) {
    const auto report = read_adaptation(workspace.run_folder(name));
    if (!report && report.error().code != ErrorCode::not_found)
      return fail(report.error());
    const auto ancestor = workspace.store().find_run(name);
    if (!report || !ancestor)
      break; // deleted since
    add_learnt(*report, shares.at(name), events, lock);
    name = ancestor->parent;
  }
  return lock;
}

} // namespace andon::workflow
