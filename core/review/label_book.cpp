#include "core/review/label_book.h"

#include "core/base/assert.h"

#include <algorithm>
#include <set>

namespace andon {

namespace {

bool is_action(const LabelEvent& event) {
  return event.kind == LabelKind::verdict || event.kind == LabelKind::mark;
}

bool in_scope(const LabelEvent& event, const std::string& reviewer, const std::string& data) {
  return event.reviewer == reviewer && (data.empty() || event.data_name == data);
}

bool by_number(const LabelEvent* a, const LabelEvent* b) {
  return a->number < b->number;
}

} // namespace

void LabelBook::apply(LabelEvent event) {
  ANDON_ASSERT(event.number == count() + 1);
  const bool points_back = event.target >= 1 && event.target < event.number;
  if (event.kind == LabelKind::verdict)
    items_[{event.data_name, event.item}].push_back(events_.size());
  else if (event.kind == LabelKind::undo && points_back)
    undone_[static_cast<std::size_t>(event.target - 1)] = 1;
  else if (event.kind == LabelKind::redo && points_back)
    undone_[static_cast<std::size_t>(event.target - 1)] = 0;
  events_.push_back(std::move(event));
  undone_.push_back(0);
}

const LabelEvent* LabelBook::newest(const std::vector<std::size_t>& places, const std::string& reviewer,
                                    const LabelEvent* except) const {
  for (auto place = places.rbegin(); place != places.rend(); ++place)
    if (!undone_[*place] && events_[*place].reviewer == reviewer && &events_[*place] != except)
      return &events_[*place];
  return nullptr;
}

const LabelEvent* LabelBook::verdict(const std::string& data, const std::string& item,
                                     const std::string& reviewer) const {
  const auto found = items_.find({data, item});
  return found == items_.end() ? nullptr : newest(found->second, reviewer, nullptr);
}

AgreedLabel LabelBook::agreed(const std::string& data, const std::string& item) const {
  AgreedLabel result;
  const auto found = items_.find({data, item});
  if (found == items_.end())
    return result;
  std::set<std::string> seen;
  int normal = 0, abnormal = 0;
  for (auto place = found->second.rbegin(); place != found->second.rend(); ++place) {
    const LabelEvent& event = events_[*place];
    if (undone_[*place] || !seen.insert(event.reviewer).second)
      continue;
    if (!result.event)
      result.event = &event;
    ++result.reviewers;
    normal += event.new_class == label_class::normal;
    abnormal += event.new_class == label_class::abnormal;
  }
  result.contradicted = normal > 0 && abnormal > 0;
  if (result.event)
    result.label = normal > abnormal   ? label_class::normal
                   : abnormal > normal ? label_class::abnormal
                                       : label_class::unsure;
  return result;
}

std::vector<const LabelEvent*> LabelBook::verdicts() const {
  std::vector<const LabelEvent*> result;
  for (const auto& [key, places] : items_) {
    std::set<std::string> seen;
    for (auto place = places.rbegin(); place != places.rend(); ++place)
      if (!undone_[*place] && seen.insert(events_[*place].reviewer).second)
        result.push_back(&events_[*place]);
  }
  std::sort(result.begin(), result.end(), by_number);
  return result;
}

std::vector<const LabelEvent*> LabelBook::marks() const {
  std::vector<const LabelEvent*> result;
  for (const LabelEvent& event : events_)
    if (event.kind == LabelKind::mark && stands(event))
      result.push_back(&event);
  return result;
}

std::vector<AgreedLabel> LabelBook::agreed() const {
  std::vector<AgreedLabel> result;
  for (const auto& [key, places] : items_)
    if (const AgreedLabel label = agreed(key.first, key.second); label.event)
      result.push_back(label);
  std::sort(result.begin(), result.end(),
            [](const AgreedLabel& a, const AgreedLabel& b) { return by_number(a.event, b.event); });
  return result;
}

const LabelEvent* LabelBook::undo_target(const std::string& reviewer, const std::string& data) const {
  for (auto event = events_.rbegin(); event != events_.rend(); ++event)
    if (is_action(*event) && in_scope(*event, reviewer, data) && stands(*event))
      return &*event;
  return nullptr;
}

const LabelEvent* LabelBook::redo_target(const std::string& reviewer, const std::string& data) const {
  for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
    if (!in_scope(*event, reviewer, data))
      continue;
    if (is_action(*event))
      return nullptr;
    const LabelEvent& target = events_[static_cast<std::size_t>(event->target - 1)];
    if (event->kind == LabelKind::undo && !stands(target))
      return &target;
  }
  return nullptr;
}

std::string LabelBook::class_without(const LabelEvent& target) const {
  if (target.kind == LabelKind::mark)
    return {};
  const auto found = items_.find({target.data_name, target.item});
  const LabelEvent* other = found == items_.end() ? nullptr : newest(found->second, target.reviewer, &target);
  return other ? other->new_class : std::string();
}

std::string LabelBook::class_with(const LabelEvent& target) const {
  if (target.kind == LabelKind::mark)
    return target.new_class;
  const LabelEvent* other = verdict(target.data_name, target.item, target.reviewer);
  return other && other->number > target.number ? other->new_class : target.new_class;
}

} // namespace andon
