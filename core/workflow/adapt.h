#pragma once
#include "core/workflow/models_in_use.h"
#include "core/workflow/runs.h"

namespace andon::workflow {

struct AdaptIn {
  std::string run;  ///< a run of the line; its model in use is the one that is adapted
  std::string data; ///< only labels of this data set; "" = all labels given in the line, and imported ones
  /// Recent data of a new condition: adapted to without labels instead (SPEC S8), see adapt(). "" = labels.
  std::string recent, recent_part = "all";
  bool force = false; ///< also where labels say that the change is a fault
  OptionMap options;  ///< of FeedbackRules and of the model's own adaptation
  std::string author;
};

/// One model of the comparison, on the locked hold-out.
struct AdaptSide {
  std::string run;
  double threshold = 0;
  std::int64_t flagged = 0; ///< of all items of the reviewed data sets
  /// auroc, aupr, recall, precision, f1, escape_rate, overkill_rate; after an adaptation without labels these
  /// only where the labelled hold-out has both classes, and flagged_recent and flagged_healthy
  Metrics metrics;
};
struct ChangedItem {
  std::string data, item;
  double start = 0, end = 0;
  double score_before = 0, score_after = 0;
  int decision_before = 0, decision_after = 0;
  std::string label; ///< what people said, "" = nothing
};
/// Recent data that a line was adapted to without labels, and its windows.
struct AdaptCondition {
  std::string data, path, part, sha256;
  double holdout = 0; ///< share of the recordings
  std::int64_t learnt = 0, checked = 0, held = 0, left_out = 0;
};
struct AdaptOut {
  std::string candidate, line;
  AdaptSide before, after;
  std::int64_t normal = 0, abnormal = 0, marks = 0; ///< feedback that was learnt from
  std::int64_t holdout = 0, holdout_abnormal = 0;   ///< items of the hold-out
  double holdout_share = 0;         ///< of the recordings or images; never less than an earlier candidate's
  std::vector<std::string> notes;   ///< why the hold-out is another than was asked for
  std::vector<ChangedItem> changed; ///< items whose verdict changes, at most 200
  std::int64_t changed_total = 0;
  std::vector<std::int64_t> events;       ///< numbers of the label events that were used
  std::string data_sha256;                ///< of the labels used: SHA-256 over their events' SHA-256
  bool without_labels = false;            ///< adapted to the last of the conditions
  std::vector<AdaptCondition> conditions; ///< that the candidate knows beside its training data, oldest first
};

/// Fine-tunes the model in use on what people said (SPEC S7.3), or adapts it to `recent` without labels (SPEC
/// S8: contrastive with replay, normalisation statistics anew, lower layers frozen), and leaves a candidate:
/// a finished run with its weights, a refitted threshold and this report. Nothing else changes until a person
/// accepts it; cancelled, failed or killed at any point, the model in use is what it was. The hold-out is a
/// quarter of the reviewed recordings or images, chosen by their ids alone and never trained on, with the
/// healthy validation items of the first training; its share never falls below that of an earlier candidate
/// of the line, and what the model has learnt before does not join it (HoldoutLock). Reviewers who contradict
/// each other count as unsure; unsure items are left out. Of recent data, a quarter of the recordings is held
/// out in the same way, and of the others windows that people did not call abnormal count as healthy. Errors:
/// conflict (labels say that the recent data show a new fault), insufficient_data (too few labels or recent
/// recordings, one class only, reviewers who agree too little), unsupported (a model that cannot), cancelled,
/// those of the model's adapt.
Result<AdaptOut> adapt(Workspace& workspace, const AdaptIn& in, Progress& progress, std::stop_token stop);
/// The stored report of a candidate. Errors: not_found, parse.
Result<AdaptOut> adapt_report(Workspace& workspace, const std::string& candidate);

/// Options of an adaptation of this kind of model on labels, or without them. Errors: not_found, unsupported.
Result<std::vector<OptionInfo>> adapt_options(const std::string& model, bool without_labels = false);

} // namespace andon::workflow
