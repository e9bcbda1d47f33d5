#include "core/workflow/adapt_plan.h"

#include "core/training/device.h"
#include "core/workflow/image_fit.h"

#include <algorithm>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> runs_of(const ModelLine& line) {
  std::vector<std::string> runs{line.line, line.active};
  for (const store::ModelEvent& event : line.history)
    runs.push_back(event.after);
  return runs;
}

/// The options of the feedback rules, and the rest for the model.
std::pair<OptionMap, OptionMap> divided(const OptionMap& options) {
  FeedbackRules rules;
  std::pair<OptionMap, OptionMap> result{{}, options};
  for (const OptionInfo& info : infos(rules.describe()))
    if (const auto found = result.second.find(info.key); found != result.second.end()) {
      result.first.insert(*found);
      result.second.erase(found);
    }
  return result;
}

/// The conditions known, and the new one among what is judged.
Result<void> plan_conditions(Workspace& workspace, const AdaptIn& in, AdaptPlan& plan) {
  ANDON_ASSIGN(plan.known, conditions_of(plan.job.parent_folder));
  if (!in.recent.empty()) {
    ANDON_ASSIGN(plan.job.recent, condition_set(workspace, in.recent, in.recent_part, plan.holdout));
    std::erase_if(plan.known, [&](const AdaptCondition& each) {
      return each.data == plan.job.recent->data.name && each.part == plan.job.recent->part;
    });
  }
  for (const AdaptCondition& each : plan.known) {
    auto set = condition_set(workspace, each.path, each.part, each.holdout);
    if (!set)
      return fail_in("the model in use was adapted to data set '" + each.data + "'", set.error());
    plan.job.conditions.push_back(std::move(*set));
  }
  return {};
}

/// Why the hold-out is another than was asked for.
void add_notes(const FeedbackRules& rules, const HoldoutLock& lock, AdaptPlan& plan) {
  const auto text = [](double share) { return to_text(OptionValue(share)); };
  if (rules.holdout < lock.share)
    plan.notes.push_back("the hold-out stays at a share of " + text(lock.share) + ": candidate " +
                         lock.candidate + " was judged on it, and what has judged is never learnt; holdout=" +
                         text(rules.holdout) + " is ignored");
  if (plan.feedback.learnt_before > 0)
    plan.notes.push_back(std::to_string(plan.feedback.learnt_before) +
                         " labels would be held out but were learnt by the model in use or before it, so "
                         "they do not judge");
}

} // namespace

Error cannot_adapt(const std::string& model, bool without_labels) {
  return {ErrorCode::unsupported,
          "model '" + model +
              (without_labels ? "' cannot be adapted to a new condition without labels"
                              : "' cannot be fine-tuned on labels")};
}

Result<AdaptPlan> plan_adaptation(Workspace& workspace, const AdaptIn& in) {
  AdaptPlan plan;
  ANDON_ASSIGN(plan.line, model_line(workspace, in.run));
  ANDON_ASSIGN(plan.parent, workspace.store().find_run(plan.line.active));
  const fs::path folder = workspace.run_folder(plan.parent.name);
  if (plan.parent.state != store::RunState::finished)
    return fail(ErrorCode::unsupported, "run '" + plan.parent.name + "' is not finished");
  ANDON_ASSIGN(plan.manifest, read_manifest(folder));
  ANDON_ASSIGN(plan.model, model_table().find(plan.parent.model));
  const bool without_labels = !in.recent.empty();
  if (without_labels ? !plan.model->adapt_recent : !plan.model->adapt)
    return fail(cannot_adapt(plan.parent.model, without_labels));
  const auto [rule_options, model_options] = divided(in.options);
  ANDON_ASSIGN(const FeedbackRules rules, configured<FeedbackRules>(rule_options));
  // What the model would refuse is refused here, before there is a candidate.
  ANDON_TRY(images::completed(without_labels ? plan.model->recent_options() : plan.model->adapt_options(),
                              model_options));
  std::string data;
  if (!in.data.empty()) {
    ANDON_ASSIGN(const DataSource source, open_data(workspace, in.data));
    data = source.name;
  }
  ANDON_ASSIGN(plan.job.train_data, open_data(workspace, plan.manifest.data_path));
  plan.job.train_part = plan.manifest.part;
  ANDON_ASSIGN(const HoldoutLock lock, holdout_lock(workspace, plan.line, plan.parent));
  plan.holdout = locked_share(rules, lock);
  plan.job.parent_folder = folder;
  ANDON_TRY(plan_conditions(workspace, in, plan));
  FeedbackWish wish{runs_of(plan.line),
                    data,
                    plan.model->modality,
                    plan.job.train_data.name,
                    {},
                    plan.model->adapts_to_one_class,
                    "",
                    lock};
  if (plan.model->learnt_items) {
    ANDON_ASSIGN(wish.learnt, plan.model->learnt_items(plan.job.train_data, plan.job.train_part));
  }
  if (without_labels)
    wish.recent = plan.job.recent->data.name;
  ANDON_ASSIGN(plan.feedback, collect_feedback(workspace, wish, rules));
  add_notes(rules, lock, plan);
  if (without_labels && std::none_of(plan.feedback.learn.begin(), plan.feedback.learn.end(),
                                     [&](const auto& set) { return set.data.name == wish.recent; }))
    plan.feedback.learn.push_back({plan.job.recent->data, {}, {}});
  ANDON_ASSIGN(plan.decision, newest_line(workspace.store(), plan.parent.id));
  if (!plan.decision.threshold)
    return fail(ErrorCode::insufficient_data,
                "run '" + plan.parent.name + "' has no threshold to start from");
  plan.job.feedback = plan.feedback.learn;
  ANDON_ASSIGN(plan.job.run_options, option_map_from_json(plan.manifest.options_json));
  plan.job.options = model_options;
  plan.job.seed = plan.manifest.seed;
  ANDON_ASSIGN(plan.job.device, resolve_device(workspace.session().device));
  plan.job.threshold = *plan.decision.threshold;
  return plan;
}

} // namespace andon::workflow
