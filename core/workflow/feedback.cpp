#include "core/workflow/feedback.h"

#include "core/base/hash.h"
#include "core/review/audit.h"
#include "core/workflow/item_id.h"

#include <algorithm>

namespace andon::workflow {

namespace {

constexpr std::int64_t common_items_for_kappa = 20;
constexpr std::uint64_t places = 1000, early_stop_of = 5;

/// What people say of a whole item.
struct ItemVerdict {
  const LabelEvent* event = nullptr;
  std::string label;
};
/// A painted region says that its image is abnormal, where nobody judged the image itself.
std::vector<ItemVerdict> item_verdicts(const LabelBook& book) {
  std::vector<ItemVerdict> verdicts;
  for (const AgreedLabel& label : book.agreed())
    verdicts.push_back({label.event, label.label});
  std::map<std::pair<std::string, std::string>, const LabelEvent*> regions;
  for (const LabelEvent* mark : book.marks())
    if (is_region(*mark) && !book.agreed(mark->data_name, mark->item).event)
      regions[{mark->data_name, mark->item}] = mark; // the newest
  for (const auto& [place, mark] : regions)
    if (mark->new_class == label_class::abnormal)
      verdicts.push_back({mark, mark->new_class});
  return verdicts;
}

/// The set of a data set, opened at its first label.
Result<FeedbackSet*> set_of(Workspace& workspace, Feedback& feedback, const LabelEvent& event,
                            const std::string& modality) {
  for (FeedbackSet& set : feedback.learn)
    if (set.data.name == event.data_name)
      return &set;
  auto source = open_data(workspace, event.data_path);
  if (!source)
    return fail_in("labels " + std::to_string(event.number) + " and others are of data set '" +
                       event.data_name + "', which cannot be opened",
                   source.error());
  if (source->modality != modality)
    return nullptr;
  feedback.learn.push_back({std::move(*source), {}, {}});
  return &feedback.learn.back();
}

/// Every two reviewers must agree well enough for their labels to teach anything.
Result<void> check_agreement(Workspace& workspace, double min_kappa) {
  ANDON_ASSIGN(const AgreementOut out, label_agreement(workspace, ""));
  for (const ReviewerPair& pair : out.pairs)
    if (pair.agreement.n >= common_items_for_kappa && pair.agreement.kappa.value < min_kappa)
      return fail(ErrorCode::insufficient_data,
                  pair.first + " and " + pair.second + " agree too little to learn from: kappa " +
                      to_text(OptionValue(pair.agreement.kappa.value)) + " on " +
                      std::to_string(pair.agreement.n) +
                      " items; settle the contradictions that 'andon label agreement' lists, or lower "
                      "min_kappa");
  return {};
}

Result<void> check_enough(const Feedback& feedback, const FeedbackRules& rules, bool one_class_will_do) {
  std::int64_t held = 0;
  for (const auto& [data, items] : feedback.holdout)
    held += static_cast<std::int64_t>(items.size());
  const std::int64_t all = feedback.normal + feedback.abnormal + feedback.marks + held;
  if (all < rules.min_labels)
    return fail(ErrorCode::insufficient_data,
                "there are " + std::to_string(all) + " labels that say normal or abnormal, and " +
                    std::to_string(rules.min_labels) + " are needed; review more, or lower min_labels");
  if (feedback.abnormal + feedback.marks == 0 && !(one_class_will_do && feedback.normal > 0))
    return fail(ErrorCode::insufficient_data,
                "none of the labels to learn from is abnormal; review more flagged items");
  return {};
}

} // namespace

bool held_out(const std::string& data, const std::string& item, double share) {
  const std::uint64_t place = audit_place("hold-out\n" + data, scene_of(item)) % places;
  return static_cast<double>(place) < share * static_cast<double>(places);
}

double locked_share(const FeedbackRules& rules, const HoldoutLock& lock) {
  return std::max(rules.holdout, lock.share);
}

bool for_early_stop(const std::string& data, const std::string& scene) {
  return audit_place("early stop\n" + data, scene) % early_stop_of == 0;
}

std::vector<Option> FeedbackRules::describe() {
  return {
      option("min_labels", min_labels, "Labels below which nothing is learnt", "", 1, 1e9),
      option("holdout", holdout,
             "Share of the reviewed recordings or images that is never learnt from and judges the candidate",
             "", 0, 0.9),
      option("min_kappa", min_kappa, "Agreement of two reviewers below which nothing is learnt", "", -1, 1)};
}

Result<Feedback> collect_feedback(Workspace& workspace, const FeedbackWish& wish,
                                  const FeedbackRules& rules) {
  if (wish.recent.empty())
    ANDON_TRY(check_agreement(workspace, rules.min_kappa));
  ANDON_ASSIGN(const LabelLog log, LabelLog::open(workspace));
  const auto wanted = [&](const LabelEvent& event) {
    if (!wish.data.empty())
      return event.data_name == wish.data;
    if (!wish.recent.empty() && event.data_name == wish.recent)
      return true;
    const bool imported = event.run.empty() && !event.data_path.empty();
    return imported || std::find(wish.runs.begin(), wish.runs.end(), event.run) != wish.runs.end();
  };
  const double share = locked_share(rules, wish.lock);
  Feedback feedback;
  Sha256 hash;
  const auto used = [&](const LabelEvent& event) {
    feedback.events.push_back(event.number);
    hash.update(event.sha256);
  };
  for (const ItemVerdict& said : item_verdicts(log.book())) {
    const LabelEvent& event = *said.event;
    if (!wanted(event))
      continue;
    ANDON_ASSIGN(FeedbackSet* const set, set_of(workspace, feedback, event, wish.modality));
    if (!set)
      continue;
    feedback.said[event.data_name][event.item] = said.label;
    if (said.label == label_class::unsure)
      continue;
    const int abnormal = said.label == label_class::abnormal ? 1 : 0;
    used(event);
    const bool place = held_out(event.data_name, event.item, share);
    const bool trained = event.data_name == wish.learnt_data && wish.learnt.contains(event.item);
    const bool adapted = wish.lock.learnt.contains({event.data_name, scene_of(event.item)});
    feedback.learnt_before += place && adapted && !trained;
    if (place && !trained && !adapted) {
      feedback.holdout[event.data_name][event.item] = abnormal;
    } else {
      set->items.push_back({event.item, abnormal});
      ++(abnormal ? feedback.abnormal : feedback.normal);
    }
  }
  for (const LabelEvent* mark : log.book().marks()) {
    if (is_region(*mark) || !wanted(*mark) || mark->new_class == label_class::unsure ||
        held_out(mark->data_name, mark->item, share))
      continue;
    ANDON_ASSIGN(FeedbackSet* const set, set_of(workspace, feedback, *mark, wish.modality));
    if (!set)
      continue;
    set->marks.push_back(
        {mark->item, mark->start, mark->end, mark->new_class == label_class::abnormal ? 1 : 0});
    ++(mark->new_class == label_class::abnormal ? feedback.marks : feedback.normal);
    used(*mark);
  }
  feedback.sha256 = hash.text();
  if (wish.recent.empty())
    ANDON_TRY(check_enough(feedback, rules, wish.one_class_will_do));
  return feedback;
}

} // namespace andon::workflow
