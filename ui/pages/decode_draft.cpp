#include "ui/pages/decode_draft.h"

#include "core/base/assert.h"

#include <algorithm>

namespace andon::ui {
namespace {

const SensorInfo* find_in(const std::vector<SensorInfo>& sensors, const std::string& id) {
  const auto found = std::ranges::find(sensors, id, &SensorInfo::id);
  return found == sensors.end() ? nullptr : &*found;
}

} // namespace

void DecodeDraft::start(std::vector<SensorInfo> stored) {
  stored_ = std::move(stored);
  sensors_ = stored_;
  changes_.clear();
  undone_.clear();
  Q_EMIT changed();
}

const SensorInfo* DecodeDraft::find(const std::string& id) const {
  return find_in(sensors_, id);
}
const SensorInfo* DecodeDraft::stored(const std::string& id) const {
  return find_in(stored_, id);
}

Result<void> DecodeDraft::apply(const DecodeChange& change) {
  std::vector<SensorInfo> tried = sensors_;
  ANDON_TRY(apply_change(change, tried));
  sensors_ = std::move(tried);
  changes_.push_back(change);
  undone_.clear();
  Q_EMIT changed();
  return {};
}

void DecodeDraft::undo() {
  if (changes_.empty())
    return;
  undone_.push_back(std::move(changes_.back()));
  changes_.pop_back();
  replay();
}

void DecodeDraft::redo() {
  if (undone_.empty())
    return;
  changes_.push_back(std::move(undone_.back()));
  undone_.pop_back();
  replay();
}

void DecodeDraft::replay() {
  sensors_ = stored_;
  for (const DecodeChange& change : changes_)
    ANDON_ASSERT(apply_change(change, sensors_));
  Q_EMIT changed();
}

} // namespace andon::ui
