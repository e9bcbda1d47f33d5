#include "app/answer_json.h"
#include "app/command.h"
#include "core/decision/threshold_table.h"
#include "core/workflow/promise.h"

#include <cmath>

namespace andon::cli {
namespace {

using nlohmann::json;

std::string method_ids() {
  std::string ids;
  for (const ThresholdMethod& row : threshold_methods().rows())
    ids += (ids.empty() ? "" : ", ") + row.id;
  return ids;
}

std::string line_text(const workflow::ThresholdOut& out) {
  const store::ThresholdVersion& version = out.version;
  if (std::isnan(version.threshold))
    return "not supported by these data: " + std::to_string(out.needed_more) +
           " more normal items are needed\n";
  return "threshold " + to_text(OptionValue(version.threshold)) + " (" +
         (version.version > 0 ? "version " + std::to_string(version.version) + ", " : "not stored, ") +
         version.method + ")" + (version.supported ? "" : ", weakly supported") + "\n";
}

Answer answer(const workflow::ThresholdOut& out) {
  const store::ThresholdVersion& version = out.version;
  json diagnostics = json::object();
  for (const auto& [name, value] : out.diagnostics)
    diagnostics[name] = number(value);
  json interval = json::array();
  if (out.interval)
    interval = {number(out.interval->low), number(out.interval->high)};
  std::string text = line_text(out);
  for (const std::string& more : {out.message, out.sentence})
    text += more.empty() ? "" : more + "\n";
  return {{{"threshold", number(version.threshold)},
           {"low", version.low ? number(*version.low) : json()},
           {"method", version.method},
           {"alpha", version.alpha},
           {"interval", interval},
           {"supported", version.supported},
           {"needed_more", out.needed_more},
           {"hours_needed", out.hours_needed},
           {"diagnostics", diagnostics},
           {"message", out.message},
           {"promise", out.sentence},
           {"version", version.version}},
          text};
}

json audit_json(const Audit& audit) {
  return {{"alarms", audit.alarms},
          {"hours", audit.hours},
          {"per_period", to_json(audit.per_period)},
          {"chance", number(audit.chance)},
          {"status", to_string(audit.status)},
          {"proven", audit.proven}};
}

json realised_json(const workflow::Realised& realised) {
  return {{"since", realised.since},
          {"last", realised.last},
          {"scorings", realised.scorings},
          {"items", realised.items},
          {"normal_items", realised.normal_items},
          {"normal_hours", realised.normal_hours},
          {"alarms", realised.alarms},
          {"false_alarms", realised.false_alarms},
          {"unjudged", realised.unjudged},
          {"on_faults", realised.on_faults}};
}

json groups_json(const std::vector<workflow::GroupAudit>& groups) {
  json all = json::array();
  for (const workflow::GroupAudit& each : groups)
    all.push_back({{"group", each.group},
                   {"threshold", number(each.threshold)},
                   {"items", each.seen.items},
                   {"normal_hours", each.seen.normal_hours},
                   {"alarms", each.seen.alarms},
                   {"false_alarms", each.seen.false_alarms},
                   {"unjudged", each.seen.unjudged},
                   {"on_faults", each.seen.on_faults},
                   {"audit", each.audit ? audit_json(*each.audit) : json()}});
  return all;
}

std::string groups_text(const std::vector<workflow::GroupAudit>& groups) {
  std::string text;
  for (const workflow::GroupAudit& each : groups)
    text += "  " + (each.group.empty() ? std::string("items of no known group") : each.group) + ": line " +
            to_text(OptionValue(each.threshold)) + ", " + std::to_string(each.seen.held_against()) +
            " false alarms on " + std::to_string(each.seen.normal_items) + " normal items" +
            (each.audit ? " — " + to_string(each.audit->status) : "") + "\n";
  return text;
}

/// "since 2026-05-04: 3 alarms on 90000 items of 2 scorings (1 false, 1 not judged, 1 on faults)".
std::string realised_text(const workflow::Realised& realised) {
  const auto count = [](std::int64_t n) { return std::to_string(n); };
  return "since " + realised.since.substr(0, 10) + ": " + count(realised.alarms) + " alarms on " +
         count(realised.items) + " items of " + count(realised.scorings) +
         (realised.scorings == 1 ? " scoring (" : " scorings (") + count(realised.false_alarms) + " false, " +
         count(realised.unjudged) + " not judged, " + count(realised.on_faults) + " on faults)\n";
}

Answer answer(const workflow::AuditOut& out) {
  json budget = json();
  if (out.promise)
    budget = {{"alarms", out.promise->budget.alarms},
              {"period", out.promise->budget.period},
              {"confidence", out.promise->budget.confidence},
              {"items_per_hour", out.promise->budget.items_per_hour},
              {"rate", out.promise->rate}};
  return {{{"version", out.version.version},
           {"threshold", number(out.version.threshold)},
           {"promise", out.sentence},
           {"budget", budget},
           {"audit", out.audit ? audit_json(*out.audit) : json()},
           {"realised", out.realised ? realised_json(*out.realised) : json()},
           {"groups", groups_json(out.groups)},
           {"alarms", to_json(out.alarms, true)}},
          out.sentence + "\n" + (out.realised ? realised_text(*out.realised) : "") + groups_text(out.groups) +
              (out.alarms.items == 0 ? "" : (out.realised ? "newest scores: " : "") + to_text(out.alarms))};
}

void add_data_options(CLI::App& app, std::string& data, std::string& part, const char* help) {
  app.add_option("--data", data, help);
  app.add_option("--part", part, "Part of that data")->check(CLI::IsMember({"train", "val", "test", "all"}));
}

/// What was typed, before it is known which of it was.
struct Typed {
  workflow::ThresholdIn in;
  std::string method, per;
  double alpha = 0, budget = 0, low = 0;
  bool dry = false;
};

/// A budget promises by the default method and a week, a rate by the item.
Result<workflow::ThresholdIn> resolved(Invocation& call, const Typed& typed, bool alpha, bool budget,
                                       bool low) {
  workflow::ThresholdIn in = typed.in;
  if (alpha && budget)
    return fail(ErrorCode::invalid_argument, "--alpha and --budget exclude each other");
  if (budget && typed.per == "item")
    return fail(ErrorCode::invalid_argument,
                "--budget counts alarms in a period; use --per hour, shift, day or week, or --alpha");
  ANDON_ASSIGN(in.options, call.options());
  const bool by_options = in.options.contains("budget.alarms") || in.options.contains("budget.period");
  if (alpha || budget)
    in.alpha = alpha ? typed.alpha : typed.budget;
  in.per = !typed.per.empty() ? typed.per : budget ? "week" : by_options ? "" : "item";
  const bool promise = budget || by_options || in.per != "item";
  in.method = !typed.method.empty() ? typed.method : promise ? default_threshold_method : "percentile";
  if (low)
    in.low = typed.low;
  in.keep = !typed.dry;
  ANDON_TRY(check_id("threshold", in.method));
  return in;
}

} // namespace

Command declare_threshold(CLI::App& root) {
  auto typed = std::make_shared<Typed>();
  typed->in.author = user_name();
  CLI::App* app = root.add_subcommand("threshold", "Choose a decision line and store it as a new version");
  app->add_option("RUN", typed->in.run, "Run id, name or latest")->required();
  app->add_option("--method", typed->method, method_ids());
  CLI::Option* alpha =
      app->add_option("--alpha", typed->alpha, "False-alarm rate an item to promise, or alarms in --per");
  CLI::Option* budget =
      app->add_option("--budget", typed->budget, "False alarms per line in --per that are promised at most");
  app->add_option("--per", typed->per, "Unit of alpha (item) or of the budget (week)")
      ->check(CLI::IsMember({"item", "hour", "shift", "day", "week"}));
  CLI::Option* low = app->add_option("--low", typed->low, "Lower line of a review band");
  add_data_options(*app, typed->in.data, typed->in.part,
                   "Labelled data to choose from instead of the run's validation scores");
  app->add_option("--by", typed->in.author, "Who decides");
  app->add_option("--reason", typed->in.reason, "Why");
  app->add_flag("--dry-run", typed->dry, "Answer only, store nothing");
  return {app, [typed, alpha, budget, low](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(const workflow::ThresholdIn in,
                         resolved(call, *typed, alpha->count() > 0, budget->count() > 0, low->count() > 0));
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::ThresholdOut out,
                         workflow::fit_threshold(workspace, in, call.progress(), call.stop()));
            return answer(out);
          }};
}

Command declare_audit(CLI::App& root) {
  auto in = std::make_shared<workflow::AuditIn>();
  CLI::App* app = root.add_subcommand(
      "audit", "Hold a decision line to its promise: realised alarms, exact intervals, alarm load");
  app->add_option("RUN", in->run, "Run id, name or latest")->required();
  app->add_option("--version", in->version, "Version of the line; the newest when left out");
  add_data_options(*app, in->data, in->part,
                   "Data to score now instead of all that was scored since the line came into use");
  app->add_option("--operators", in->operators, "Operators who share the alarms")
      ->check(CLI::Range(0.01, 1000.0));
  return {app, [in](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::AuditOut out,
                         workflow::audit_run(workspace, *in, call.progress(), call.stop()));
            return answer(out);
          }};
}

} // namespace andon::cli
