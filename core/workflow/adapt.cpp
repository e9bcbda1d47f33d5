#include "core/base/atomic_file.h"
#include "core/decision/confusion.h"
#include "core/metrics/ranking.h"
#include "core/training/device.h"
#include "core/workflow/adapt_file.h"
#include "core/workflow/adapt_plan.h"
#include "core/workflow/item_id.h"
#include "core/workflow/line_fit.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"
#include "core/workflow/train_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t most_changed = 200;

Result<std::string> free_name(Workspace& workspace, const std::string& line) {
  ANDON_ASSIGN(const std::vector<store::Run> runs, workspace.store().runs());
  for (int n = 1;; ++n) {
    std::string name = line + "-c" + std::to_string(n);
    if (std::none_of(runs.begin(), runs.end(), [&](const store::Run& run) { return run.name == name; }))
      return name;
  }
}

/// The parent's way of choosing a line, on the candidate's healthy scores.
Result<void> refit_threshold(Workspace& workspace, const AdaptPlan& plan, const store::Run& candidate,
                             const std::vector<ScoreRow>& validation, std::stop_token stop) {
  ANDON_ASSIGN(const auto versions, workspace.store().thresholds(plan.parent.id));
  const auto parent = std::find_if(versions.begin(), versions.end(),
                                   [](const auto& version) { return !std::isnan(version.threshold); });
  ANDON_ASSIGN(const std::vector<ScoreRow> old, read_scores(validation_scores_file(plan.job.parent_folder)));
  ANDON_ASSIGN(FittedLine line, refit_line(*parent, old, validation, std::move(stop)));
  store::ThresholdVersion& version = line.version;
  std::vector<std::string> conditions;
  for (const ConditionSet& known : plan.job.conditions)
    conditions.push_back(known.data.name);
  if (plan.job.recent)
    conditions.push_back(plan.job.recent->data.name);
  version.run = candidate.id;
  version.threshold = raised_for_conditions(version.threshold, validation, conditions);
  version.author = "andon";
  version.reason = plan.job.recent ? "refitted after adapting " + plan.parent.name + " to '" +
                                         plan.job.recent->data.name + "'"
                                   : "refitted after fine-tuning " + plan.parent.name;
  if (parent->supported && !version.supported)
    version.reason += "; what was promised is not supported any more";
  ANDON_TRY(workspace.store().add_threshold(std::move(version)));
  return {};
}

/// Scores of all reviewed data sets by one model, and its healthy validation scores.
struct Judged {
  std::map<std::string, std::vector<ScoreRow>> rows;
  std::vector<ScoreRow> validation;
};

Result<Judged> judge(const AdaptPlan& plan, const fs::path& folder, const DecisionLine& line,
                     Progress& progress, std::stop_token stop) {
  Judged judged;
  ANDON_ASSIGN(judged.validation, read_scores(validation_scores_file(folder)));
  if (const auto said = plan.feedback.said.find(plan.job.train_data.name); said != plan.feedback.said.end())
    std::erase_if(judged.validation, [&](const ScoreRow& row) { // called abnormal, so it is no healthy item
      const auto label = said->second.find(id_of(row));
      return label != said->second.end() && label->second == label_class::abnormal;
    });
  decide_rows(judged.validation, line);
  for (const FeedbackSet& set : plan.feedback.learn) {
    ApplyJob job;
    job.data = set.data;
    job.part = "all";
    job.options = plan.job.run_options;
    job.device = plan.job.device;
    job.folder = folder;
    ANDON_ASSIGN(std::vector<ScoreRow> rows, plan.model->score(job, progress, stop));
    decide_rows(rows, line);
    judged.rows[set.data.name] = std::move(rows);
  }
  return judged;
}

Result<AdaptSide> side_of(const AdaptPlan& plan, const Judged& judged, const std::string& run,
                          const DecisionLine& line) {
  AdaptSide side;
  side.run = run;
  side.threshold = line.threshold.value_or(0);
  std::vector<double> scores, margins;
  std::vector<int> labels;
  for (const auto& [data, rows] : judged.rows) {
    const auto held = plan.feedback.holdout.find(data);
    const std::vector<double> all = line.threshold ? margins_of(rows, line) : raw_scores(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      side.flagged += rows[i].decision == 1;
      if (held == plan.feedback.holdout.end())
        continue;
      if (const auto label = held->second.find(id_of(rows[i])); label != held->second.end()) {
        scores.push_back(rows[i].score);
        margins.push_back(all[i]);
        labels.push_back(label->second);
      }
    }
  }
  if (plan.job.recent) {
    side.metrics =
        flagged_shares(*plan.job.recent, judged.rows.at(plan.job.recent->data.name), judged.validation);
    const auto abnormal = std::count(labels.begin(), labels.end(), 1);
    if (abnormal == 0 || abnormal == static_cast<std::ptrdiff_t>(labels.size()))
      return side; // a metric of one class would be made up
  } else {
    const std::vector<double> all =
        line.threshold ? margins_of(judged.validation, line) : raw_scores(judged.validation);
    margins.insert(margins.end(), all.begin(), all.end());
    for (const ScoreRow& row : judged.validation) {
      scores.push_back(row.score);
      labels.push_back(0);
    }
  }
  ANDON_ASSIGN(side.metrics["auroc"], auroc(scores, labels));
  ANDON_ASSIGN(side.metrics["aupr"], aupr(scores, labels));
  ANDON_ASSIGN(const SortedScores sorted, SortedScores::from(margins, labels));
  const DecisionRates rates = decision_rates(sorted.at(0));
  side.metrics["recall"] = rates.recall;
  side.metrics["precision"] = rates.precision;
  side.metrics["f1"] = rates.f1;
  side.metrics["escape_rate"] = rates.escape_rate;
  side.metrics["overkill_rate"] = rates.overkill_rate;
  return side;
}

void add_changes(const AdaptPlan& plan, const Judged& before, const Judged& after, AdaptOut& out) {
  for (const auto& [data, rows] : before.rows) {
    const std::vector<ScoreRow>& later = after.rows.at(data);
    const auto said = plan.feedback.said.find(data);
    for (std::size_t i = 0; i < std::min(rows.size(), later.size()); ++i) {
      const std::string id = id_of(rows[i]);
      if (rows[i].decision == later[i].decision || id != id_of(later[i]))
        continue;
      ++out.changed_total;
      std::string label;
      if (said != plan.feedback.said.end())
        if (const auto found = said->second.find(id); found != said->second.end())
          label = found->second;
      out.changed.push_back({data, id, rows[i].start, rows[i].end, rows[i].score, later[i].score,
                             rows[i].decision, later[i].decision, label});
    }
  }
  // What people have spoken about comes first, then what changes most.
  std::stable_sort(out.changed.begin(), out.changed.end(), [](const ChangedItem& a, const ChangedItem& b) {
    return a.label.empty() != b.label.empty()
               ? b.label.empty()
               : std::abs(a.score_after - a.score_before) > std::abs(b.score_after - b.score_before);
  });
  if (out.changed.size() > most_changed)
    out.changed.resize(most_changed);
}

Result<AdaptOut> compared(Workspace& workspace, const AdaptPlan& plan, const RunSession& session,
                          Progress& progress, std::stop_token stop) {
  progress.stage("comparing before and after");
  AdaptOut out;
  out.candidate = session.run().name;
  out.line = plan.line.line;
  out.normal = plan.feedback.normal;
  out.abnormal = plan.feedback.abnormal;
  out.marks = plan.feedback.marks;
  out.events = plan.feedback.events;
  out.data_sha256 = plan.feedback.sha256;
  out.holdout_share = plan.holdout;
  out.notes = plan.notes;
  for (const auto& [data, items] : plan.feedback.holdout)
    for (const auto& [item, label] : items) {
      ++out.holdout;
      out.holdout_abnormal += label;
    }
  out.conditions = plan.known;
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), session.run().id));
  ANDON_ASSIGN(const Judged before, judge(plan, plan.job.parent_folder, plan.decision, progress, stop));
  ANDON_ASSIGN(const Judged after, judge(plan, session.folder(), line, progress, stop));
  ANDON_ASSIGN(out.before, side_of(plan, before, plan.parent.name, plan.decision));
  ANDON_ASSIGN(out.after, side_of(plan, after, out.candidate, line));
  add_changes(plan, before, after, out);
  if (plan.job.recent) {
    out.without_labels = true;
    if (!plan.model->recent_keeps_labels)
      out.normal = out.abnormal = out.marks = 0; // labels only say what to leave out, and judge
    out.conditions.push_back(
        counted(*plan.job.recent, before.rows.at(plan.job.recent->data.name), plan.holdout));
  }
  return out;
}

Result<AdaptOut> fit_candidate(Workspace& workspace, AdaptPlan& plan, RunSession& session, Progress& progress,
                               std::stop_token stop, RunSummary& summary) {
  plan.job.folder = session.folder();
  set_threads(session.manifest().threads);
  HistoryRecorder recorder(workspace.store(), session.run().id, progress, false);
  auto outcome = (plan.job.recent ? plan.model->adapt_recent : plan.model->adapt)(plan.job, recorder, stop);
  ANDON_TRY(recorder.flush());
  if (!outcome)
    return fail(outcome.error());
  summary.epochs = outcome->report.epochs;
  summary.steps = outcome->report.steps;
  summary.best_epoch = outcome->report.best_epoch;
  summary.loss = outcome->report.best_validation_loss;
  ANDON_TRY(write_scores(validation_scores_file(session.folder()), outcome->validation));
  ANDON_TRY(refit_threshold(workspace, plan, session.run(), outcome->validation, stop));
  ANDON_ASSIGN(AdaptOut out, compared(workspace, plan, session, progress, stop));
  ANDON_TRY(write_atomic(adaptation_file(session.folder()), adaptation_text(out)));
  outcome->files.push_back(validation_scores_file(session.folder()).filename().string());
  outcome->files.push_back(adaptation_file(session.folder()).filename().string());
  ANDON_TRY(session.keep_files(workspace, outcome->files));
  return out;
}

/// The candidate enters the log before its run is finished: a run that is finished and in no log could be
/// taken for one that a person trained.
Result<void> add_candidate(Workspace& workspace, const AdaptPlan& plan, const AdaptOut& out,
                           const std::string& author) {
  store::ModelEvent event;
  event.line = plan.line.line;
  event.before = plan.parent.name;
  event.after = out.candidate;
  event.author = author;
  // A share that held nothing out has judged nothing, so it locks nothing.
  const bool judged = out.holdout > 0 || plan.job.recent.has_value();
  event.detail_json = candidate_detail(out.events.size(), out.data_sha256, judged ? out.holdout_share : 0);
  for (;;) {
    ANDON_ASSIGN(const auto events, workspace.store().model_events());
    auto added = workspace.store().add_model_event(event, static_cast<std::int64_t>(events.size()));
    if (added)
      return {};
    if (added.error().code != ErrorCode::conflict)
      return fail(added.error());
  }
}

/// Labels of recent windows, where there are any, must not say that this is a fault.
Result<void> check_recent(const AdaptPlan& plan, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Judged now, judge(plan, plan.job.parent_folder, plan.decision, progress, stop));
  return check_condition(*plan.job.recent, plan.feedback, now.rows.at(plan.job.recent->data.name));
}

} // namespace

Result<AdaptOut> adapt(Workspace& workspace, const AdaptIn& in, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(AdaptPlan plan, plan_adaptation(workspace, in));
  if (plan.job.recent && !in.force)
    ANDON_TRY(check_recent(plan, progress, stop));
  Manifest manifest = plan.manifest;
  manifest.parent = plan.parent.name;
  manifest.device = plan.job.device;
  manifest.threads = resolved_threads(workspace.session().threads);
  manifest.files.clear();
  ANDON_ASSIGN(const std::string name, free_name(workspace, plan.line.line));
  ANDON_ASSIGN(RunSession session, RunSession::start(workspace, std::move(manifest), name));
  // Until the report replaces it, it only says that this run was not trained and cannot be resumed.
  ANDON_TRY(write_atomic(adaptation_file(session.folder()), "{}\n"));
  progress.message("candidate " + session.run().name + " from " + plan.parent.name);
  RunSummary summary;
  const auto begin = std::chrono::steady_clock::now();
  auto out = fit_candidate(workspace, plan, session, progress, stop, summary);
  if (out)
    if (auto added = add_candidate(workspace, plan, *out, in.author); !added)
      out = fail(added.error());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (out) {
    ANDON_TRY(workspace.store().finish_run(session.run().id, store::RunState::finished, seconds,
                                           summary_text(summary), ""));
    return out;
  }
  const bool cancelled = out.error().code == ErrorCode::cancelled;
  const std::string message =
      cancelled ? "fine-tuning was cancelled; the model in use is unchanged" : out.error().message;
  ANDON_TRY(workspace.store().finish_run(session.run().id,
                                         cancelled ? store::RunState::cancelled : store::RunState::failed,
                                         seconds, "{}", message));
  return fail(out.error().code, "candidate '" + session.run().name + "': " + message);
}

Result<AdaptOut> adapt_report(Workspace& workspace, const std::string& candidate) {
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(candidate));
  std::error_code error;
  if (!fs::exists(adaptation_file(workspace.run_folder(run.name)), error))
    return fail(ErrorCode::not_found, "'" + run.name + "' is no candidate: it was trained, not adapted");
  if (run.state != store::RunState::finished)
    return fail(ErrorCode::not_found,
                "candidate '" + run.name + "' is " + to_string(run.state) + ", so there is no report of it");
  return read_adaptation(workspace.run_folder(run.name));
}

Result<std::vector<OptionInfo>> adapt_options(const std::string& model, bool without_labels) {
  ANDON_ASSIGN(const ModelEntry* entry, model_table().find(model));
  if (without_labels ? !entry->adapt_recent : !entry->adapt)
    return fail(cannot_adapt(model, without_labels));
  std::vector<OptionInfo> all = without_labels ? entry->recent_options() : entry->adapt_options();
  const std::vector<OptionInfo> rules = describe_defaults<FeedbackRules>();
  all.insert(all.end(), rules.begin(), rules.end());
  return all;
}

} // namespace andon::workflow
