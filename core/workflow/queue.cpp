#include "core/workflow/queue.h"

#include "core/review/queue_policy.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/item_id.h"
#include "core/workflow/item_vectors.h"
#include "core/workflow/review_note.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <unordered_map>

namespace andon::workflow {

namespace {

AuditLabel audit_label(const AgreedLabel& label) {
  if (!label.event)
    return AuditLabel::none;
  return label.label == label_class::normal     ? AuditLabel::normal
         : label.label == label_class::abnormal ? AuditLabel::abnormal
                                                : AuditLabel::unsure;
}

/// What the review knows of every scored item.
struct Reviewed {
  std::vector<ScoreRow> rows;
  std::vector<double> scores;
  std::vector<std::size_t> order; ///< of the audit
  std::vector<char> open, labelled;
  std::vector<AuditItem> in_order;
};

Reviewed reviewed(std::vector<ScoreRow> rows, const LabelBook& book, const std::string& data,
                  const QueuePolicy& policy, const std::string& by) {
  Reviewed result;
  result.rows = std::move(rows);
  std::vector<std::string> names;
  for (const ScoreRow& row : result.rows) {
    names.push_back(id_of(row));
    result.scores.push_back(row.score);
  }
  result.order = audit_order(data, names);
  std::vector<AuditLabel> labels;
  for (const std::string& name : names) {
    const AgreedLabel agreed = book.agreed(data, name);
    const bool mine = !by.empty() && book.verdict(data, name, by);
    labels.push_back(audit_label(agreed));
    result.labelled.push_back(agreed.event != nullptr);
    result.open.push_back(policy.pool == QueuePool::unlabelled           ? !agreed.event
                          : policy.pool == QueuePool::labelled_by_others ? agreed.event && !mine
                                                                         : mine);
  }
  for (const std::size_t i : result.order)
    result.in_order.push_back({result.rows[i].decision == 1, labels[i]});
  return result;
}

Result<std::vector<ScoreRow>> scored_rows(Workspace& workspace, const QueueIn& in,
                                          const LabelContext& context, Progress& progress,
                                          std::stop_token stop) {
  const auto file = scores_file(workspace.run_folder(context.run), context.data_name, in.part);
  std::error_code error;
  if (in.reuse && std::filesystem::exists(file, error))
    return read_scores(file);
  ANDON_ASSIGN(ScoreOut scored,
               score(workspace, {.run = context.run, .data = context.data_path, .part = in.part, .out = {}},
                     progress, stop));
  return std::move(scored.rows);
}

Result<std::vector<QueuedItem>> picked(Workspace& workspace, const OpenedRun& opened, const Reviewed& known,
                                       const QueuePolicy& policy, const QueueOptions& options,
                                       double threshold, Progress& progress, std::stop_token stop) {
  if (policy.needs_embedding && !has_vectors(*opened.model))
    return fail(ErrorCode::unsupported,
                "the policy '" + policy.id + "' compares items by their vectors, and model '" +
                    opened.model->id + "' has none; use top, uncertain, audit or mixed");
  FeatureSet vectors;
  const bool mixed = policy.id == "mixed" && options.diverse > 0 && has_vectors(*opened.model);
  if (policy.needs_embedding || mixed) {
    ANDON_ASSIGN(vectors, item_vectors(workspace, opened, known.rows, progress, stop));
  }
  ANDON_ASSIGN(const std::vector<QueuePick> picks,
               policy.pick({known.scores, threshold, known.order, known.open, known.labelled, vectors.values,
                            vectors.dimension, stop},
                           options));
  std::vector<QueuedItem> items;
  for (const QueuePick& pick : picks)
    items.push_back({known.rows[pick.index], pick.policy});
  return items;
}

Result<std::vector<QueuedItem>> chosen(const std::vector<ScoreRow>& rows,
                                       const std::vector<std::string>& ids) {
  std::unordered_map<std::string, const ScoreRow*> by_id;
  for (const ScoreRow& row : rows)
    by_id[id_of(row)] = &row;
  std::vector<QueuedItem> items;
  for (const std::string& id : ids) {
    const auto found = by_id.find(id);
    if (found == by_id.end())
      return fail(ErrorCode::not_found, "item '" + id + "' was not scored; score its data set with this run");
    items.push_back({*found->second, "chosen"});
  }
  return items;
}

} // namespace

std::vector<OptionInfo> queue_options() {
  return describe_defaults<QueueOptions>();
}

Result<QueueOut> review_queue(Workspace& workspace, const QueueIn& in, Progress& progress,
                              std::stop_token stop) {
  const auto found = queue_policies().find(in.policy);
  if (!found)
    return fail(ErrorCode::invalid_argument, found.error().message);
  const QueuePolicy* policy = *found;
  ANDON_ASSIGN(QueueOptions options, configured<QueueOptions>(in.options));
  if (in.k < 1)
    return fail(ErrorCode::invalid_argument,
                "the queue needs at least one item; --k is " + std::to_string(in.k));
  options.k = in.k;
  if (policy->pool != QueuePool::unlabelled && in.by.empty())
    return fail(ErrorCode::invalid_argument,
                "the policy '" + in.policy + "' needs to know who reviews; name the reviewer with --by");
  QueueOut out;
  ANDON_ASSIGN(out.context, label_context(workspace, in.run, in.data));
  out.context.part = in.part;
  out.run = out.context.run;
  ANDON_ASSIGN(std::vector<ScoreRow> rows, scored_rows(workspace, in, out.context, progress, stop));
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, out.run, out.context.data_path, in.part));
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), opened.run.id));
  if (!line.threshold)
    return fail(ErrorCode::insufficient_data,
                "run '" + out.run + "' has no threshold yet; use: andon threshold " + out.run);
  out.threshold = *line.threshold;
  decide_rows(rows, line);
  ANDON_ASSIGN(const LabelLog log, LabelLog::open(workspace));
  const std::vector<double> margins = margins_of(rows, line);
  Reviewed known = reviewed(std::move(rows), log.book(), out.context.data_name, *policy, in.by);
  if (!is_one_number(line)) // how high a score is depends on its own line
    known.scores = margins;
  if (in.items.empty()) {
    ANDON_ASSIGN(out.items, picked(workspace, opened, known, *policy, options,
                                   is_one_number(line) ? out.threshold : 0, progress, stop));
  } else {
    ANDON_ASSIGN(out.items, chosen(known.rows, in.items));
  }
  ANDON_ASSIGN(out.feedback, feedback_state(workspace, out.run, log));
  out.audit = audit_estimate(known.in_order);
  out.total = static_cast<std::int64_t>(known.rows.size());
  out.labelled = std::count(known.labelled.begin(), known.labelled.end(), char{1});
  if (has_vectors(*opened.model))
    out.rows = std::move(known.rows);
  ANDON_TRY(write_review_note(workspace.run_folder(out.run), {out.context.data_path, in.part}));
  return out;
}

} // namespace andon::workflow
