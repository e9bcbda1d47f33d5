#pragma once
#include "core/review/label_event.h"

#include <map>
#include <string>
#include <vector>

namespace andon {

/// What the reviewers together say of an item.
struct AgreedLabel {
  const LabelEvent* event = nullptr; ///< the newest verdict on the item
  std::string label;                 ///< what most reviewers say; unsure when as many say normal as abnormal
  int reviewers = 0;
  bool contradicted = false; ///< one says normal and another abnormal
};

/// The state that a log of label events leads to. Undo and redo are events like the others, so the state, and
/// what can be undone, survive a restart. Threads: one at a time. Pointers stay valid until the next apply().
class LabelBook {
public:
  /// requires event.number == count() + 1.
  void apply(LabelEvent event);
  std::int64_t count() const { return static_cast<std::int64_t>(events_.size()); }
  const std::vector<LabelEvent>& events() const { return events_; }

  /// The verdict of a reviewer on an item that stands, nullptr when there is none.
  const LabelEvent* verdict(const std::string& data, const std::string& item,
                            const std::string& reviewer) const;
  /// Of all reviewers, nullopt-like (event == nullptr) when nobody gave one.
  AgreedLabel agreed(const std::string& data, const std::string& item) const;

  /// Verdicts that stand, one a reviewer and item, by number.
  std::vector<const LabelEvent*> verdicts() const;
  /// Marked intervals that stand, by number.
  std::vector<const LabelEvent*> marks() const;
  /// One a labelled item, by number of its newest verdict.
  std::vector<AgreedLabel> agreed() const;

  /// The newest action of the reviewer that stands (on data set `data`, "" = any): what undo takes back.
  const LabelEvent* undo_target(const std::string& reviewer, const std::string& data) const;
  /// What the reviewer's newest undo took back, while nothing new was done since.
  const LabelEvent* redo_target(const std::string& reviewer, const std::string& data) const;
  /// Class of the target's item by its reviewer if the target did not stand (undo) or stood (redo).
  std::string class_without(const LabelEvent& target) const;
  std::string class_with(const LabelEvent& target) const;
  bool stands(const LabelEvent& event) const { return !undone_[static_cast<std::size_t>(event.number - 1)]; }

private:
  using Key = std::pair<std::string, std::string>; ///< data set, item
  const LabelEvent* newest(const std::vector<std::size_t>& places, const std::string& reviewer,
                           const LabelEvent* except) const;
  std::vector<LabelEvent> events_;
  std::vector<char> undone_;
  std::map<Key, std::vector<std::size_t>> items_; ///< places of verdicts
};

} // namespace andon
