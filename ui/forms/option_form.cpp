#include "ui/forms/option_form.h"

#include "ui/forms/option_editor.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace andon::ui {

namespace {

QString range_text(const OptionInfo& info) {
  const bool low = std::isfinite(info.minimum), high = std::isfinite(info.maximum);
  if (low && high)
    return OptionForm::tr("Range: %1 to %2").arg(info.minimum).arg(info.maximum);
  if (low)
    return OptionForm::tr("At least %1").arg(info.minimum);
  return high ? OptionForm::tr("At most %1").arg(info.maximum) : QString();
}

QString tip_of(const OptionInfo& info) {
  QStringList lines{
      QString::fromStdString(info.help),
      OptionForm::tr("Default: %1").arg(QString::fromStdString(::andon::to_text(info.default_value))),
      range_text(info), OptionForm::tr("Key: %1").arg(QString::fromStdString(info.key))};
  lines.removeAll(QString());
  return lines.join(QLatin1Char('\n'));
}

QString label_of(const OptionInfo& info) {
  QString text = QString::fromStdString(info.key);
  return text.replace(QLatin1Char('_'), QLatin1Char(' ')).replace(QLatin1Char('.'), QStringLiteral(" · "));
}

} // namespace

struct OptionForm::Row {
  OptionInfo info;
  QWidget* line = nullptr;
  QLabel* label = nullptr;
  OptionEditor editor;
  QToolButton* reset = nullptr;
};

OptionForm::OptionForm(std::vector<OptionInfo> options, QWidget* parent)
    : QWidget(parent), filter_(new QLineEdit(this)), nothing_(new QLabel(this)) {
  filter_->setObjectName(QStringLiteral("option_filter"));
  filter_->setClearButtonEnabled(true);
  auto* content = new QWidget(this);
  auto* lines = new QVBoxLayout(content);
  lines->setContentsMargins(0, 0, space, 0);
  lines->setSpacing(space_small);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(content);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space);
  column->addWidget(filter_);
  column->addWidget(scroll, 1);
  for (const OptionInfo& info : options) {
    add_row(info);
    lines->addWidget(rows_.back()->line);
  }
  lines->addWidget(nothing_);
  lines->addStretch(1);
  connect(filter_, &QLineEdit::textChanged, this, &OptionForm::filter);
  retranslate();
  filter({});
}

OptionForm::~OptionForm() = default;

void OptionForm::add_row(const OptionInfo& info) {
  rows_.push_back(std::make_unique<Row>());
  Row& row = *rows_.back();
  row.info = info;
  row.line = new QWidget(this);
  row.label = new QLabel(label_of(info), row.line);
  row.label->setWordWrap(true);
  row.editor = make_editor(info, row.line, [this, &row] {
    show_row(row);
    Q_EMIT edited();
  });
  row.editor.widget->setObjectName(QString::fromStdString(info.key));
  row.reset = new QToolButton(row.line);
  row.reset->setAutoRaise(true);
  row.label->setBuddy(row.editor.widget);
  auto* layout = new QHBoxLayout(row.line);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space);
  layout->addWidget(row.label, 2);
  layout->addWidget(row.editor.widget, 3);
  layout->addWidget(row.reset);
  connect(row.reset, &QToolButton::clicked, this, [&row] { row.editor.set(row.info.default_value); });
  const QSignalBlocker quiet(row.editor.widget);
  row.editor.set(info.default_value);
}

void OptionForm::show_row(Row& row) {
  const bool changed = row.editor.value() != row.info.default_value;
  QFont font = row.label->font();
  font.setBold(changed);
  row.label->setFont(font);
  row.reset->setEnabled(changed);
}

OptionMap OptionForm::changed_values() const {
  OptionMap values;
  for (const auto& row : rows_)
    if (OptionValue value = row->editor.value(); value != row->info.default_value)
      values[row->info.key] = std::move(value);
  return values;
}

void OptionForm::set_values(const OptionMap& values) {
  for (const auto& row : rows_) {
    const auto found = values.find(row->info.key);
    const bool fits = found != values.end() && found->second.index() == row->info.default_value.index();
    row->editor.set(fits ? found->second : row->info.default_value);
  }
}

void OptionForm::reset_all() {
  set_values({});
}

void OptionForm::filter(const QString& text) {
  bool any = false;
  for (const auto& row : rows_) {
    const QString all = label_of(row->info) + QString::fromStdString(row->info.key + ' ' + row->info.help);
    const bool fits = all.contains(text.trimmed(), Qt::CaseInsensitive);
    row->line->setVisible(fits);
    any = any || fits;
  }
  nothing_->setVisible(!any);
}

void OptionForm::retranslate() {
  setAccessibleName(tr("Options"));
  filter_->setPlaceholderText(tr("Search options"));
  filter_->setAccessibleName(tr("Search options"));
  nothing_->setText(tr("No option matches."));
  for (const auto& row : rows_) {
    const QString tip = tip_of(row->info);
    row->label->setToolTip(tip);
    row->editor.widget->setToolTip(tip);
    row->editor.widget->setAccessibleName(label_of(row->info));
    row->editor.widget->setAccessibleDescription(tip);
    row->reset->setToolTip(tr("Reset to the default"));
    row->reset->setAccessibleName(tr("Reset %1 to the default").arg(label_of(row->info)));
    row->reset->setIcon(icon(QStringLiteral("reset"), palette()));
    show_row(*row);
  }
}

void OptionForm::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
    retranslate();
  QWidget::changeEvent(event);
}

} // namespace andon::ui
