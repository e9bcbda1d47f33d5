#pragma once
#include "core/base/error.h"

#include <filesystem>

class QString;

namespace andon::ui {

/// Pictures of every page, empty, failed and filled by the motor demonstration, light and dark, English and
/// Korean:
/// `<page>-<state>-<theme>-<language>.png` in `folder`. Works in a scratch workspace inside `folder`, removed
/// at the end. Errors: io, or those of the demonstration. Threads: GUI. Cost: about a minute.
Result<void> take_screenshots(const std::filesystem::path& folder, const QString& program);

} // namespace andon::ui
