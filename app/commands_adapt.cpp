#include "app/answer_json.h"
#include "app/command.h"
#include "core/workflow/adapt.h"

namespace andon::cli {
namespace {

using andon::cli::to_json; // of estimates, beside those below
using nlohmann::json;

json to_json(const workflow::AdaptSide& side) {
  return {{"run", side.run},
          {"threshold", number(side.threshold)},
          {"flagged", side.flagged},
          {"metrics", to_json(side.metrics)}};
}

json to_json(const workflow::AdaptCondition& each) {
  return {{"data", each.data},       {"part", each.part}, {"holdout", each.holdout},  {"learnt", each.learnt},
          {"checked", each.checked}, {"held", each.held}, {"left_out", each.left_out}};
}

/// What was learnt from.
std::string lesson(const workflow::AdaptOut& out) {
  const std::string begin = "candidate " + out.candidate + " from " + out.before.run + ": ";
  if (!out.without_labels)
    return begin + "learnt from " + std::to_string(out.abnormal) + " abnormal and " +
           std::to_string(out.normal) + " normal labels and " + std::to_string(out.marks) +
           " marked intervals\n";
  const workflow::AdaptCondition& recent = out.conditions.back();
  return begin + "adapted to " + std::to_string(recent.learnt) + " recent items of '" + recent.data +
         "' without labels, checked with " + std::to_string(recent.checked) + ", " +
         std::to_string(recent.left_out) + " left out as not normal\n";
}

/// What it is judged on.
std::string judgement(const workflow::AdaptOut& out) {
  const std::string labels = std::to_string(out.holdout) + " held-out labels (" +
                             std::to_string(out.holdout_abnormal) + " abnormal)";
  if (!out.without_labels)
    return "judged on " + labels + " and the healthy validation items; ";
  return "judged on " + std::to_string(out.conditions.back().held) + " held-out recent items, " + labels +
         " and the healthy validation items known before; ";
}

Answer answer(const workflow::AdaptOut& out) {
  json changed = json::array(), conditions = json::array();
  for (const workflow::AdaptCondition& each : out.conditions)
    conditions.push_back(to_json(each));
  for (const workflow::ChangedItem& each : out.changed)
    changed.push_back({{"data", each.data},
                       {"id", each.item},
                       {"start", number(each.start)},
                       {"end", number(each.end)},
                       {"score_before", number(each.score_before)},
                       {"score_after", number(each.score_after)},
                       {"decision_before", each.decision_before},
                       {"decision_after", each.decision_after},
                       {"label", each.label}});
  std::string text = lesson(out);
  for (const char* name : {"flagged_recent", "flagged_healthy", "auroc", "recall", "overkill_rate"})
    if (out.before.metrics.contains(name) && out.after.metrics.contains(name))
      text += std::string(name) + ": before " + to_text(out.before.metrics.at(name)) + ", after " +
              to_text(out.after.metrics.at(name)) + "\n";
  for (const std::string& note : out.notes)
    text += note + "\n";
  text += judgement(out) + std::to_string(out.changed_total) +
          " verdicts change\nin use until you accept it: " + out.before.run + "; andon accept " +
          out.candidate + "\n";
  return {{{"candidate", out.candidate},
           {"line", out.line},
           {"before", to_json(out.before)},
           {"after", to_json(out.after)},
           {"learnt", {{"normal", out.normal}, {"abnormal", out.abnormal}, {"marks", out.marks}}},
           {"without_labels", out.without_labels},
           {"conditions", conditions},
           {"holdout", out.holdout},
           {"holdout_abnormal", out.holdout_abnormal},
           {"holdout_share", out.holdout_share},
           {"notes", out.notes},
           {"changed", changed},
           {"changed_total", out.changed_total},
           {"events", out.events}},
          text};
}

Answer answer(const workflow::SwitchOut& out) {
  return {{{"line", out.line}, {"active", out.active}, {"before", out.before}},
          out.line + " now uses " + out.active + " instead of " + out.before + "\n"};
}

Command declare_switch(CLI::App& root, const char* name, const char* help,
                       Result<workflow::SwitchOut> (*act)(workflow::Workspace&, const workflow::SwitchIn&)) {
  auto in = std::make_shared<workflow::SwitchIn>();
  in->author = user_name();
  CLI::App* app = root.add_subcommand(name, help);
  app->add_option("RUN", in->run, "Run id or name")->required();
  app->add_option("--by", in->author, "Who decides");
  app->add_option("--reason", in->reason, "Why");
  return {app, [in, act](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::SwitchOut out, act(workspace, *in));
            return answer(out);
          }};
}

} // namespace

Command declare_adapt(CLI::App& root) {
  auto in = std::make_shared<workflow::AdaptIn>();
  in->author = user_name();
  auto shown = std::make_shared<bool>(false);
  CLI::App* app = root.add_subcommand(
      "adapt", "Fine-tune on what people said, or adapt to a new condition; yields a candidate");
  app->add_option("RUN", in->run, "A run whose model in use is adapted, or with --show a candidate")
      ->required();
  app->add_option("--data", in->data, "Only labels of this data set");
  CLI::Option* recent = app->add_option(
      "--recent", in->recent, "Recent data of a new condition: adapt to them without labels instead");
  app->add_option("--part", in->recent_part, "Part of the recent data")
      ->check(CLI::IsMember({"train", "val", "test", "all"}))
      ->needs(recent);
  app->add_flag("--force", in->force, "Also where labels say that the recent data show a new fault")
      ->needs(recent);
  app->add_option("--by", in->author, "Who asks for it");
  app->add_flag("--show", *shown, "Show the report of a candidate again");
  return {app, [in, shown](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(in->options, call.options());
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::AdaptOut out,
                         *shown ? workflow::adapt_report(workspace, in->run)
                                : workflow::adapt(workspace, *in, call.progress(), call.stop()));
            return answer(out);
          }};
}

Command declare_accept(CLI::App& root) {
  return declare_switch(root, "accept", "Put a candidate into use", &workflow::accept_candidate);
}

Command declare_rollback(CLI::App& root) {
  return declare_switch(root, "rollback", "Back to the model before the last accepted one",
                        &workflow::roll_back);
}

} // namespace andon::cli
