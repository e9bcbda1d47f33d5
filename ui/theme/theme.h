#pragma once
#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

#include <span>

class QApplication;

namespace andon::ui {

/// Spacing in pixels; nothing in the window uses other distances.
inline constexpr int space_small = 4, space = 8, space_group = 16, space_section = 24;

enum class ThemeChoice { follow, light, dark }; ///< follow = as the desktop's palette was at start

/// Every colour by what it means. One accent for actions, one colour for selection; alarm (red) is for alarms
/// and escapes only, review (amber) for the review band, normal (grey) for what is healthy.
struct Colors {
  QColor window;  ///< behind everything
  QColor surface; ///< plots, tables, cards
  QColor raised;  ///< rail, headers, tool tips
  QColor border;  ///< hairlines and frames
  QColor text;
  QColor muted; ///< secondary text, at least 4.5:1 on surface
  QColor disabled;
  QColor accent;    ///< actions, links, focus
  QColor on_accent; ///< text on accent
  QColor selection; ///< selected rows and selected points
  QColor on_selection;
  QColor alarm;  ///< anomalous, failed
  QColor review; ///< review band, warnings
  QColor normal; ///< healthy
  QColor grid;   ///< grid lines in plots
  QColor axis;   ///< axis lines, ticks and their texts
  QColor cursor; ///< crosshair and first cursor
  QColor cursor_second;
};

/// Colours of the theme that `palette` belongs to; use the widget's own palette() and read them again on
/// QEvent::PaletteChange. Threads: any, immutable.
const Colors& colors(const QPalette& palette);
/// Decided by the luminance of the palette's window colour.
bool is_dark(const QPalette& palette);

/// Categorical colours of Okabe and Ito (2008) for series and classes, in order of use, black replaced by the
/// text colour and yellow placed last; 8 of them. Always pair with a second cue (shape, dash, hatch).
std::span<const QColor> categorical(const QPalette& palette);
QColor category(const QPalette& palette, int index); ///< repeats after 8

/// Sequential maps, t in [0, 1], clamped; NaN gives transparent. viridis for values, inferno over grey
/// images.
QColor viridis(double t);
QColor inferno(double t);

/// A line icon of resources/icons ("signals", "search"), drawn in the palette's text colour, accent when
/// checked, disabled grey otherwise; it follows a theme switch by itself. Errors: an unknown name gives an
/// empty icon.
QIcon icon(const QString& name, const QPalette& palette);

/// Sets Fusion, palette, font (10 pt, with a Hangul family) and the few style rules. Widgets get
/// PaletteChange and repaint; charts must re-read colors(). Threads: GUI.
void apply_theme(QApplication& application, ThemeChoice choice);
ThemeChoice theme_choice_from(const QString& text); ///< "light", "dark", anything else = follow
QString to_text(ThemeChoice choice);

} // namespace andon::ui
