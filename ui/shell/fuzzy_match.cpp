#include "ui/shell/fuzzy_match.h"

namespace andon::ui {

namespace {
constexpr int found = 1, in_a_row = 8, word_start = 6, whole_substring = 40, at_front = 20;
}

int fuzzy_score(const QString& pattern, const QString& text) {
  const QString wanted = pattern.toCaseFolded().remove(QLatin1Char(' '));
  const QString in = text.toCaseFolded();
  if (wanted.isEmpty())
    return 1;
  int score = 0;
  qsizetype last = -2;
  for (const QChar letter : wanted) {
    const qsizetype at = in.indexOf(letter, last < 0 ? 0 : last + 1);
    if (at < 0)
      return 0;
    score += found;
    if (at == last + 1)
      score += in_a_row;
    if (at == 0 || !in[at - 1].isLetterOrNumber())
      score += word_start;
    last = at;
  }
  const qsizetype whole = in.indexOf(pattern.toCaseFolded().trimmed());
  if (whole >= 0)
    score += whole_substring + (whole == 0 ? at_front : 0);
  return score;
}

} // namespace andon::ui
