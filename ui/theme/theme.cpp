#include "ui/theme/theme.h"

#include "ui/theme/icon_engine.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>

#include <array>

namespace andon::ui {

namespace {

const Colors& light_colors() {
  static const Colors value{
      .window = QColor(0xf3, 0xf4, 0xf6),
      .surface = QColor(0xff, 0xff, 0xff),
      .raised = QColor(0xe9, 0xeb, 0xef),
      .border = QColor(0xcd, 0xd2, 0xd9),
      .text = QColor(0x1d, 0x22, 0x2a),
      .muted = QColor(0x59, 0x62, 0x6f),
      .disabled = QColor(0x9a, 0xa2, 0xad),
      .accent = QColor(0x1f, 0x5f, 0xa8),
      .on_accent = QColor(0xff, 0xff, 0xff),
      .selection = QColor(0xc9, 0xde, 0xf5),
      .on_selection = QColor(0x10, 0x1a, 0x28),
      .alarm = QColor(0xc6, 0x28, 0x28),
      .review = QColor(0xb2, 0x6a, 0x00),
      .normal = QColor(0x7b, 0x84, 0x90),
      .grid = QColor(0xe3, 0xe6, 0xea),
      .axis = QColor(0x59, 0x62, 0x6f),
      .cursor = QColor(0x1f, 0x5f, 0xa8),
      .cursor_second = QColor(0x7a, 0x3e, 0x9d),
  };
  return value;
}

const Colors& dark_colors() {
  static const Colors value{
      .window = QColor(0x1c, 0x1f, 0x24),
      .surface = QColor(0x23, 0x27, 0x2d),
      .raised = QColor(0x2b, 0x30, 0x38),
      .border = QColor(0x3e, 0x45, 0x4f),
      .text = QColor(0xe4, 0xe7, 0xeb),
      .muted = QColor(0xa3, 0xac, 0xb8),
      .disabled = QColor(0x6b, 0x74, 0x80),
      .accent = QColor(0x6c, 0xae, 0xf2),
      .on_accent = QColor(0x0e, 0x1a, 0x27),
      .selection = QColor(0x2d, 0x4f, 0x74),
      .on_selection = QColor(0xf2, 0xf6, 0xfb),
      .alarm = QColor(0xf4, 0x6a, 0x63),
      .review = QColor(0xe8, 0xa8, 0x38),
      .normal = QColor(0x8b, 0x95, 0xa3),
      .grid = QColor(0x31, 0x37, 0x40),
      .axis = QColor(0xa3, 0xac, 0xb8),
      .cursor = QColor(0x6c, 0xae, 0xf2),
      .cursor_second = QColor(0xc7, 0x9a, 0xe6),
  };
  return value;
}

QPalette palette_of(const Colors& c) {
  QPalette p;
  p.setColor(QPalette::Window, c.window);
  p.setColor(QPalette::WindowText, c.text);
  p.setColor(QPalette::Base, c.surface);
  p.setColor(QPalette::AlternateBase, c.window);
  p.setColor(QPalette::Text, c.text);
  p.setColor(QPalette::Button, c.raised);
  p.setColor(QPalette::ButtonText, c.text);
  p.setColor(QPalette::BrightText, c.alarm);
  p.setColor(QPalette::ToolTipBase, c.raised);
  p.setColor(QPalette::ToolTipText, c.text);
  p.setColor(QPalette::PlaceholderText, c.muted);
  p.setColor(QPalette::Link, c.accent);
  p.setColor(QPalette::LinkVisited, c.accent);
  p.setColor(QPalette::Highlight, c.selection);
  p.setColor(QPalette::HighlightedText, c.on_selection);
  p.setColor(QPalette::Light, c.surface);
  p.setColor(QPalette::Midlight, c.raised);
  p.setColor(QPalette::Mid, c.border);
  p.setColor(QPalette::Dark, c.border.darker(115));
  p.setColor(QPalette::Shadow, c.border.darker(160));
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, c.disabled);
  p.setColor(QPalette::Disabled, QPalette::Highlight, c.border);
  return p;
}

QFont window_font() {
  QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  QStringList families;
  const QStringList known = QFontDatabase::families();
  for (const char* family : {"Noto Sans", "Noto Sans CJK KR", "NanumGothic", "DejaVu Sans"})
    if (known.contains(QLatin1String(family)))
      families << QLatin1String(family);
  if (!families.isEmpty())
    font.setFamilies(families);
  font.setPointSizeF(10);
  return font;
}

/// Every style rule of the window, with {role} for the theme's colours: a theme switch replaces them all at
/// once.
constexpr const char* rules = R"(
QToolTip{color:{text};background:{raised};border:1px solid {border};padding:4px;}
QMenu::item:selected{background:{selection};color:{on_selection};}
QMenuBar{background:{raised};border-bottom:1px solid {border};}
QMenuBar::item{background:transparent;padding:6px 10px;}
QMenuBar::item:selected{background:{selection};color:{on_selection};}
QStatusBar{background:{raised};border-top:1px solid {border};}
QStatusBar::item{border:none;}
#rail{background:{raised};border-right:1px solid {border};}
#rail QToolButton{border:1px solid transparent;border-radius:6px;color:{text};padding:1px 0;}
#rail QToolButton:hover{background:{window};}
#rail QToolButton:checked{background:{surface};color:{accent};font-weight:600;}
#rail QToolButton:focus{border:1px solid {accent};}
#message_bar{background:{raised};border-top:1px solid {border};border-left:4px solid {accent};}
#message_bar[kind="warning"]{border-left-color:{review};}
#message_bar[kind="error"]{border-left-color:{alarm};}
#command_palette,#key_overlay{border:1px solid {border};}
#card{background:{surface};border:1px solid {border};border-radius:8px;}
#motor_demo{background:{accent};color:{on_accent};border:2px solid {accent};border-radius:4px;padding:7px 16px;font-weight:600;}
#motor_demo:disabled{background:{border};border-color:{border};color:{disabled};}
#import_data{background:{surface};color:{accent};border:2px solid {border};border-radius:4px;padding:7px 16px;font-weight:600;}
#motor_demo:focus,#import_data:focus{border-color:{text};}
)";

QString style_rules(const Colors& c) {
  QString text = QString::fromUtf8(rules);
  const std::pair<const char*, QColor> roles[] = {
      {"{text}", c.text},         {"{raised}", c.raised},       {"{border}", c.border},
      {"{window}", c.window},     {"{surface}", c.surface},     {"{selection}", c.selection},
      {"{accent}", c.accent},     {"{on_accent}", c.on_accent}, {"{on_selection}", c.on_selection},
      {"{disabled}", c.disabled}, {"{review}", c.review},       {"{alarm}", c.alarm}};
  for (const auto& [role, color] : roles)
    text.replace(QLatin1String(role), color.name());
  return text;
}

/// The palette the desktop gave us, read once before we replace it.
bool desktop_is_dark(QApplication& application) {
  const QVariant known = application.property("andon_desktop_dark");
  if (known.isValid())
    return known.toBool();
  const bool dark = is_dark(application.palette());
  application.setProperty("andon_desktop_dark", dark);
  return dark;
}

} // namespace

bool is_dark(const QPalette& palette) {
  return palette.color(QPalette::Window).lightnessF() < 0.5F;
}

const Colors& colors(const QPalette& palette) {
  return is_dark(palette) ? dark_colors() : light_colors();
}

QIcon icon(const QString& name, const QPalette&) {
  return QIcon(new IconEngine(QStringLiteral(":/icons/%1.svg").arg(name)));
}

void apply_theme(QApplication& application, ThemeChoice choice) {
  const bool desktop_dark = desktop_is_dark(application);
  const bool dark = choice == ThemeChoice::dark || (choice == ThemeChoice::follow && desktop_dark);
  const Colors& chosen = dark ? dark_colors() : light_colors();
  if (application.style()->name() != QLatin1String("fusion"))
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  application.setFont(window_font());
  application.setPalette(palette_of(chosen));
  application.setStyleSheet(style_rules(chosen));
}

ThemeChoice theme_choice_from(const QString& text) {
  if (text == QLatin1String("light"))
    return ThemeChoice::light;
  if (text == QLatin1String("dark"))
    return ThemeChoice::dark;
  return ThemeChoice::follow;
}

QString to_text(ThemeChoice choice) {
  switch (choice) {
  case ThemeChoice::light:
    return QStringLiteral("light");
  case ThemeChoice::dark:
    return QStringLiteral("dark");
  case ThemeChoice::follow:
    break;
  }
  return QStringLiteral("follow");
}

} // namespace andon::ui
