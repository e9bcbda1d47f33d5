#pragma once
#include "core/workflow/holdout_lock.h"
#include "core/workflow/labels.h"
#include "core/workflow/model_table.h"

#include <map>
#include <set>

namespace andon::workflow {

/// What an adaptation may learn from, and what it is judged on.
struct Feedback {
  std::vector<FeedbackSet> learn;                                 ///< one a data set
  std::map<std::string, std::map<std::string, int>> holdout;      ///< data set, item -> label
  std::map<std::string, std::map<std::string, std::string>> said; ///< data set, item -> agreed class
  std::int64_t normal = 0, abnormal = 0, marks = 0;
  std::int64_t learnt_before = 0; ///< labels in the hold-out's places that cannot judge: learnt already
  std::vector<std::int64_t> events;
  std::string sha256; ///< over the SHA-256 of the events used
};

struct FeedbackRules {
  std::int64_t min_labels = 20; ///< verdicts and marks, with the hold-out
  double holdout = 0.25;
  double min_kappa = 0.4; ///< asked of every two reviewers with 20 common items
  std::vector<Option> describe();
};

/// What decides which labels an adaptation gets.
struct FeedbackWish {
  std::vector<std::string> runs; ///< of the line
  std::string data; ///< only labels of this data set; "" = those given in the runs, and imported ones
  std::string modality;
  /// Items of the first training that are learnt one by one, and their data set: a hold-out must be unseen,
  /// so their labels are always learnt from.
  std::string learnt_data;
  std::set<std::string> learnt;
  bool one_class_will_do = false; ///< without abnormal labels there is still something to learn
  std::string recent; ///< of this data set all labels count, and it is asked for no label at all; "" = none
  HoldoutLock lock{}; ///< of the line
};

/// The locked hold-out: a recording or image whose place, drawn from its id alone, falls below `share`.
bool held_out(const std::string& data, const std::string& item, double share);
/// One recording in five decides early stopping, the same whatever else is labelled later.
bool for_early_stop(const std::string& data, const std::string& scene);

/// The share asked for, or that of the lock where it is larger: a hold-out never gets smaller.
double locked_share(const FeedbackRules& rules, const HoldoutLock& lock);

/// Labels of the line's runs and imported ones (or those of one data set) that stand, sorted into what is
/// learnt from and the locked hold-out: the recordings or images whose place, drawn from their ids, falls
/// below locked_share(), without those that the model has learnt before. Errors: insufficient_data, those of
/// open_data.
Result<Feedback> collect_feedback(Workspace& workspace, const FeedbackWish& wish, const FeedbackRules& rules);

} // namespace andon::workflow
