#include "app/answer_json.h"
#include "app/command.h"
#include "core/workflow/item_id.h"
#include "core/workflow/queue.h"

namespace andon::cli {
namespace {

using andon::cli::to_json; // of estimates, beside those below
using nlohmann::json;

json to_json(const LabelEvent& e) {
  json value{{"event", e.number},
             {"kind", store::to_string(e.kind)},
             {"item", e.item},
             {"start", number(e.start)},
             {"end", number(e.end)},
             {"label", e.new_class},
             {"old", e.old_class},
             {"by", e.reviewer},
             {"reason", e.reason},
             {"purpose", e.purpose},
             {"data", e.data_name},
             {"run", e.run},
             {"model_sha256", e.model_sha256},
             {"threshold_version", e.threshold_version},
             {"score", number(e.score)},
             {"created", e.created}};
  if (e.target > 0)
    value["target"] = e.target;
  return value;
}

std::string line_of(const LabelEvent& e) {
  return std::to_string(e.number) + "  " + store::to_string(e.kind) + "  " + e.item + "  " +
         (e.new_class.empty() ? "no label" : e.new_class) + "  " + e.reviewer + "  " + e.created + "\n";
}

Answer one(const LabelEvent& event) {
  return {to_json(event), line_of(event)};
}

Result<Answer> list(workflow::Workspace& workspace, const std::string& run, bool history) {
  std::vector<LabelEvent> labels;
  if (history) {
    ANDON_ASSIGN(labels, workspace.store().label_events());
  } else {
    ANDON_ASSIGN(labels, workflow::standing_labels(workspace, run));
  }
  ANDON_ASSIGN(const workflow::ChainState chain, workflow::verify_labels(workspace));
  json rows = json::array();
  std::string text;
  for (const LabelEvent& label : labels) {
    rows.push_back(to_json(label));
    text += line_of(label);
  }
  text += std::to_string(labels.size()) + (history ? " events" : " labels") +
          (chain.ok ? ", chain ok\n" : ", CHAIN BROKEN: " + chain.problem + "\n");
  return Answer{{{"labels", rows}, {"chain_ok", chain.ok}, {"events", chain.events}}, text};
}

Result<Answer> verify(workflow::Workspace& workspace) {
  ANDON_ASSIGN(const workflow::ChainState chain, workflow::verify_labels(workspace));
  return Answer{
      {{"chain_ok", chain.ok}, {"events", chain.events}, {"head", chain.head}, {"problem", chain.problem}},
      chain.ok ? "chain ok: " + std::to_string(chain.events) + " events, head " + chain.head + "\n"
               : "CHAIN BROKEN: " + chain.problem + "\n",
      chain.ok ? 0 : 1};
}

json to_json(const workflow::ReviewerPair& pair) {
  const Agreement& a = pair.agreement;
  return {{"first", pair.first},        {"second", pair.second},  {"n", a.n},
          {"kappa", to_json(a.kappa)},  {"observed", a.observed}, {"expected", a.expected},
          {"prevalence", a.prevalence}, {"bias", a.bias},         {"table", a.table}};
}

Result<Answer> agreement(workflow::Workspace& workspace, const std::string& run) {
  ANDON_ASSIGN(const workflow::AgreementOut out, workflow::label_agreement(workspace, run));
  json pairs = json::array(), repeats = json::array(), contradictions = json::array(),
       unlikely = json::array();
  std::string text;
  for (const auto& pair : out.pairs) {
    pairs.push_back(to_json(pair));
    text += pair.first + " and " + pair.second + ": kappa " + to_text(pair.agreement.kappa) + " on " +
            std::to_string(pair.agreement.n) + " items\n";
  }
  for (const auto& pair : out.repeats) {
    repeats.push_back(to_json(pair));
    text += pair.first + " with themselves: kappa " + to_text(pair.agreement.kappa) + " on " +
            std::to_string(pair.agreement.n) + " repeated items\n";
  }
  for (const auto& each : out.contradictions) {
    contradictions.push_back({{"data", each.data}, {"item", each.item}, {"said", each.said}});
    text += "contradiction: " + each.item;
    for (const auto& [reviewer, label] : each.said)
      text += "  " + reviewer + " " + label;
    text += "\n";
  }
  for (const auto& each : out.unlikely) {
    unlikely.push_back({{"data", each.data},
                        {"item", each.item},
                        {"by", each.reviewer},
                        {"label", each.given},
                        {"likely", each.likely},
                        {"score", each.score},
                        {"margin", each.margin}});
    text += "unlikely: " + each.item + "  " + each.reviewer + " said " + each.given + "\n";
  }
  text += out.unlikely_reason.empty() ? "" : out.unlikely_reason + "\n";
  return Answer{{{"pairs", pairs},
                 {"repeats", repeats},
                 {"contradictions", contradictions},
                 {"unlikely", unlikely},
                 {"unlikely_reason", out.unlikely_reason}},
                text.empty() ? "no labels yet\n" : text};
}

json to_json(const AuditEstimate& audit) {
  return {{"population", audit.population},
          {"flagged", audit.flagged},
          {"audited", audit.audited},
          {"unsure", audit.unsure},
          {"missed_share", to_json(audit.missed_share)},
          {"missed", to_json(audit.missed)},
          {"false_alarm_rate", to_json(audit.false_alarm_rate)},
          {"recall", to_json(audit.recall)},
          {"prevalence", to_json(audit.prevalence)}};
}

Answer answer(const workflow::QueueOut& out, std::int64_t goal) {
  json items = json::array();
  std::string text;
  for (const workflow::QueuedItem& each : out.items) {
    const workflow::ScoreRow& row = each.row;
    const std::string id = workflow::id_of(row);
    json item{{"id", id}, {"score", number(row.score)}, {"decision", row.decision}, {"policy", each.policy}};
    if (row.path.empty()) {
      item["start"] = row.start;
      item["end"] = row.end;
    } else {
      item["path"] = row.path;
    }
    items.push_back(item);
    text += id + "  " + to_text(OptionValue(row.score)) + "  " + each.policy + "\n";
  }
  text += std::to_string(out.items.size()) + " items to review, " + std::to_string(out.labelled) + " of " +
          std::to_string(out.total) + " labelled\n";
  if (out.audit.audited > 0)
    text += "audit of " + std::to_string(out.audit.audited) + " random items: missed share " +
            to_text(out.audit.missed_share) + ", false alarms " + to_text(out.audit.false_alarm_rate) + "\n";
  if (const std::string more = workflow::proposal(out.feedback, goal); !more.empty())
    text += more + "\n";
  return {{{"run", out.run},
           {"data", out.context.data_name},
           {"items", items},
           {"labels_since_adapt", out.feedback.fresh},
           {"review_goal", goal},
           {"threshold", number(out.threshold)},
           {"total", out.total},
           {"labelled", out.labelled},
           {"audit", to_json(out.audit)}},
          text};
}

/// What the parts of "label" share.
struct LabelWords {
  workflow::LabelIn in;
  double start = 0, end = 0;
  std::string file;
  bool history = false;
  std::int64_t goal = workflow::default_review_goal;
};

std::shared_ptr<LabelWords> shared_words() {
  auto words = std::make_shared<LabelWords>();
  words->in.who.reviewer = user_name();
  return words;
}

void item_options(CLI::App* app, LabelWords& words) {
  app->add_option("RUN", words.in.run, "Run id, name or latest")->required();
  app->add_option("ITEM", words.in.item, "Id of a window, a recording or an image, as 'queue' lists them")
      ->required();
  app->add_option("--data", words.in.data, "Data set of the item; by default what was queued last");
  app->add_option("--reason", words.in.who.reason, "Why");
}

Result<Answer> through_file(workflow::Workspace& workspace, const LabelWords& words, bool out) {
  ANDON_ASSIGN(const workflow::LabelFileOut done,
               out ? workflow::export_labels(workspace, words.file)
                   : workflow::import_labels(workspace, words.file, words.in.who.reviewer));
  return Answer{
      {{"labels", done.labels}, {"events", done.events}, {"skipped", done.skipped}, {"file", words.file}},
      std::to_string(done.labels) + " labels, " + words.file + "\n"};
}

/// A label, and whether there are enough of them by now to learn from.
Result<Answer> given(workflow::Workspace& workspace, const LabelEvent& event, std::int64_t goal) {
  Answer answer = one(event);
  ANDON_ASSIGN(const workflow::LabelLog log, workflow::LabelLog::open(workspace));
  ANDON_ASSIGN(const workflow::FeedbackState state, workflow::feedback_state(workspace, event.run, log));
  answer.json["labels_since_adapt"] = state.fresh;
  answer.json["review_goal"] = goal;
  if (const std::string more = workflow::proposal(state, goal); !more.empty())
    answer.text += more + "\n";
  return answer;
}

Result<Answer> taken_back(workflow::Workspace& workspace, const LabelWords& words, bool redo) {
  ANDON_ASSIGN(workflow::LabelLog log, workflow::LabelLog::open(workspace));
  const std::string &who = words.in.who.reviewer, &data = words.in.data;
  ANDON_ASSIGN(const LabelEvent event,
               redo ? log.redo(workspace, who, data) : log.undo(workspace, who, data));
  return one(event);
}

void goal_option(CLI::App* app, std::int64_t& goal) {
  app->add_option("--review-goal", goal, "Labels from which on fine-tuning is proposed")
      ->check(CLI::Range(1, 1'000'000'000));
}

void who_option(CLI::App* app, LabelWords& words) {
  app->add_option("--by", words.in.who.reviewer, "Who labels; by default the user's name");
}

} // namespace

Command declare_label(CLI::App& root) {
  CLI::App* app = root.add_subcommand("label", "Labels and their audit chain");
  app->require_subcommand(1, 1);
  const auto words = shared_words();
  CLI::App* add = app->add_subcommand("add", "Say what an item is");
  item_options(add, *words);
  add->add_option("LABEL", words->in.label, "normal, abnormal or unsure")->required();
  CLI::App* mark = app->add_subcommand("mark", "Say what an interval of a recording is (a weak label)");
  item_options(mark, *words);
  mark->add_option("--start", words->start, "Seconds from the start of the recording")->required();
  mark->add_option("--end", words->end, "Seconds from the start of the recording")->required();
  mark->add_option("LABEL", words->in.label, "normal, abnormal or unsure")->required();
  CLI::App* shown = app->add_subcommand("list", "Labels that stand");
  shown->add_option("RUN", words->in.run, "Only those given with this run's scores");
  shown->add_flag("--history", words->history, "Every event instead");
  CLI::App* out = app->add_subcommand("export", "Write labels to a .csv or .json file");
  out->add_option("FILE,--out", words->file, "File to write")->required();
  CLI::App* in = app->add_subcommand("import", "Add the labels of an exported file");
  in->add_option("FILE", words->file, ".csv or .json")->required();
  CLI::App* check = app->add_subcommand("verify", "Find alteration, removal and reordering");
  CLI::App* undo = app->add_subcommand("undo", "Take back the last label");
  CLI::App* redo = app->add_subcommand("redo", "Give it again");
  for (CLI::App* each : {undo, redo})
    each->add_option("--data", words->in.data, "Only labels of this data set");
  CLI::App* agree = app->add_subcommand("agreement", "Kappa, contradictions and unlikely labels");
  agree->add_option("RUN", words->in.run, "Only labels given with this run's scores");
  for (CLI::App* each : {add, mark, in, undo, redo})
    who_option(each, *words);
  for (CLI::App* each : {add, mark})
    goal_option(each, words->goal);
  return {app, [=](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            if (shown->parsed())
              return list(workspace, words->in.run, words->history);
            if (check->parsed())
              return verify(workspace);
            if (agree->parsed())
              return agreement(workspace, words->in.run);
            if (out->parsed() || in->parsed())
              return through_file(workspace, *words, out->parsed());
            if (undo->parsed() || redo->parsed())
              return taken_back(workspace, *words, redo->parsed());
            if (mark->parsed()) {
              words->in.start = words->start;
              words->in.end = words->end;
            }
            ANDON_ASSIGN(const LabelEvent event, mark->parsed()
                                                     ? workflow::mark_interval(workspace, words->in)
                                                     : workflow::add_label(workspace, words->in));
            return given(workspace, event, words->goal);
          }};
}

Command declare_queue(CLI::App& root) {
  auto in = std::make_shared<workflow::QueueIn>();
  auto goal = std::make_shared<std::int64_t>(workflow::default_review_goal);
  CLI::App* app = root.add_subcommand("queue", "What to review next");
  app->add_option("RUN", in->run, "Run id, name or latest")->required();
  app->add_option("--data", in->data, "Data set; by default what was queued or evaluated last");
  app->add_option("--part", in->part, "Part of it")->check(CLI::IsMember({"train", "val", "test", "all"}));
  app->add_option("--k", in->k, "Number of items");
  app->add_option("--policy", in->policy, "top, uncertain, diverse, audit, mixed, second, repeat");
  app->add_option("--by", in->by, "Reviewer, for second and repeat");
  goal_option(app, *goal);
  return {app, [in, goal](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(in->options, call.options());
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::QueueOut out,
                         workflow::review_queue(workspace, *in, call.progress(), call.stop()));
            return answer(out, *goal);
          }};
}

} // namespace andon::cli
