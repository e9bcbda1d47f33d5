#pragma once
#include "ui/settings/settings.h"

namespace andon::ui {

/// Who labels on this machine: as set, else the user's name.
inline QString reviewer_name(const Settings& settings) {
  const QString chosen = settings.text(QStringLiteral("reviewer"));
  return chosen.isEmpty() ? qEnvironmentVariable("USER", QStringLiteral("unknown")) : chosen;
}

} // namespace andon::ui
