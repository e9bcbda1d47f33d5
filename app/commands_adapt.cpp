#include "app/answer_json.h"
#include "app/command.h"
#include "core/workflow/adapt.h"

#include <cmath>

namespace andon::cli {
namespace {

using andon::cli::to_json; // of estimates, beside those below
using nlohmann::json;

json number(double value) {
  return std::isfinite(value) ? json(value) : json();
}

json to_json(const workflow::AdaptSide& side) {
  return {{"run", side.run},
          {"threshold", number(side.threshold)},
          {"flagged", side.flagged},
          {"metrics", to_json(side.metrics)}};
}

Answer answer(const workflow::AdaptOut& out) {
  json changed = json::array();
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
  std::string text = "candidate " + out.candidate + " from " + out.before.run + ": learnt from " +
                     std::to_string(out.abnormal) + " abnormal and " + std::to_string(out.normal) +
                     " normal labels and " + std::to_string(out.marks) + " marked intervals\n";
  for (const char* name : {"auroc", "recall", "overkill_rate"})
    text += std::string(name) + ": before " + to_text(out.before.metrics.at(name)) + ", after " +
            to_text(out.after.metrics.at(name)) + "\n";
  text += "judged on " + std::to_string(out.holdout) + " held-out labels (" +
          std::to_string(out.holdout_abnormal) + " abnormal) and the healthy validation items; " +
          std::to_string(out.changed_total) +
          " verdicts change\nin use until you accept it: " + out.before.run + "; andon accept " +
          out.candidate + "\n";
  return {{{"candidate", out.candidate},
           {"line", out.line},
           {"before", to_json(out.before)},
           {"after", to_json(out.after)},
           {"learnt", {{"normal", out.normal}, {"abnormal", out.abnormal}, {"marks", out.marks}}},
           {"holdout", out.holdout},
           {"holdout_abnormal", out.holdout_abnormal},
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
  CLI::App* app = root.add_subcommand("adapt", "Fine-tune on what people said; yields a candidate");
  app->add_option("RUN", in->run, "A run whose model in use is adapted, or with --show a candidate")
      ->required();
  app->add_option("--data", in->data, "Only labels of this data set");
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
