#pragma once
#include <QString>

namespace andon::ui {

/// How well `pattern` is found in `text`: its letters in order, in any case. 0 = not at all; more for letters
/// in a row, at starts of words and near the beginning. An empty pattern matches everything with 1.
int fuzzy_score(const QString& pattern, const QString& text);

} // namespace andon::ui
