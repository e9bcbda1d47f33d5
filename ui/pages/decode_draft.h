#pragma once
#include "core/signal/decode.h"

#include <QObject>

#include <vector>

namespace andon::ui {

/// What a person says of a scene's sensors before it is saved: changes over what is stored, with undo and
/// redo. Threads: GUI.
class DecodeDraft : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;
  /// Forgets all changes.
  void start(std::vector<SensorInfo> stored);
  /// The sensors with all changes applied.
  const std::vector<SensorInfo>& sensors() const { return sensors_; }
  const SensorInfo* find(const std::string& id) const;
  /// What is stored of it.
  const SensorInfo* stored(const std::string& id) const;
  const std::vector<DecodeChange>& changes() const { return changes_; }
  bool dirty() const { return !changes_.empty(); }
  bool can_redo() const { return !undone_.empty(); }
  /// Errors: those of apply_change; then nothing changed.
  Result<void> apply(const DecodeChange& change);
  void undo();
  void redo();

Q_SIGNALS:
  void changed();

private:
  void replay();
  std::vector<SensorInfo> stored_, sensors_;
  std::vector<DecodeChange> changes_, undone_;
};

} // namespace andon::ui
