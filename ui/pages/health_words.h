#pragma once
#include <QString>

#include <span>
#include <string>

namespace andon::ui {

/// The titles, reasons and advice of core's checks, so that they can be translated. A test holds that none is
/// forgotten.
std::span<const char* const> health_words();
/// A text of core in the language of the window; itself when it is not in health_words().
QString health_word(const std::string& text);

} // namespace andon::ui
