#pragma once
#include "core/decision/promise.h"

#include <QString>

#include <optional>

namespace andon::ui {

/// The promise with its audit as one sentence in the language of the window, see promise_sentence(). `since`
/// is the ISO time from which alarms were counted, "" leaves it out.
QString promise_text(const Promise& promise, const std::optional<Audit>& audit, const QString& since = {});

} // namespace andon::ui
