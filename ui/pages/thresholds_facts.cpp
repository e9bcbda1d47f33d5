#include "ui/pages/thresholds_facts.h"

#include "core/decision/alarm_logic.h"
#include "ui/plot/axis.h"
#include "ui/theme/theme.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <cmath>

namespace andon::ui {
namespace {

QString percent(double fraction) {
  return std::isfinite(fraction) ? quantity_text(100 * fraction, QStringLiteral("%")) : QStringLiteral("–");
}

QString interval(const Estimate& estimate) {
  return std::isnan(estimate.value)
             ? QStringLiteral("–")
             : QStringLiteral("%1  <small>[%2 … %3]</small>")
                   .arg(percent(estimate.value), percent(estimate.low), percent(estimate.high));
}

QDoubleSpinBox* money() {
  auto* box = new QDoubleSpinBox;
  box->setRange(0, 1e9);
  box->setDecimals(2);
  return box;
}

} // namespace

ThresholdsFacts::ThresholdsFacts(QWidget* parent)
    : QWidget(parent), escape_cost_(money()), overkill_cost_(money()), review_cost_(money()),
      fraction_(new QDoubleSpinBox) {
  const CostOptions defaults;
  escape_cost_->setValue(defaults.escape);
  overkill_cost_->setValue(defaults.overkill);
  review_cost_->setValue(defaults.review);
  fraction_->setRange(-1, 100);
  fraction_->setDecimals(3);
  fraction_->setSingleStep(0.1);
  fraction_->setValue(-1);
  auto* grid = new QGridLayout;
  grid->setSpacing(space_small);
  for (QLabel*& heading : headings_)
    heading = new QLabel;
  for (int i = 0; i < cell_count; ++i) {
    cells_[std::size_t(i)] = new QLabel;
    cells_[std::size_t(i)]->setAlignment(Qt::AlignCenter);
    cells_[std::size_t(i)]->setMinimumSize(72, 32);
    cells_[std::size_t(i)]->setFrameShape(QFrame::StyledPanel);
    grid->addWidget(cells_[std::size_t(i)], 1 + i / 3, 1 + i % 3);
  }
  grid->addWidget(headings_[0], 0, 1, Qt::AlignCenter);
  grid->addWidget(headings_[5], 0, 2, Qt::AlignCenter);
  grid->addWidget(headings_[1], 0, 3, Qt::AlignCenter);
  grid->addWidget(headings_[2], 1, 0);
  grid->addWidget(headings_[3], 2, 0);
  grid->setColumnStretch(4, 1);
  auto* form = new QFormLayout;
  form->setVerticalSpacing(space_small); // all figures fit beside the plots on a small screen
  for (int i = 0; i < row_count; ++i) {
    names_[std::size_t(i)] = new QLabel;
    values_[std::size_t(i)] = new QLabel;
    values_[std::size_t(i)]->setTextFormat(Qt::RichText);
    values_[std::size_t(i)]->setWordWrap(i == replay); // the others are short
    form->addRow(names_[std::size_t(i)], values_[std::size_t(i)]);
  }
  for (auto& [label, box] :
       {std::pair(&cost_names_[0], escape_cost_), std::pair(&cost_names_[1], overkill_cost_),
        std::pair(&cost_names_[2], review_cost_), std::pair(&cost_names_[3], fraction_)}) {
    *label = new QLabel;
    (*label)->setBuddy(box);
    form->addRow(*label, box);
    connect(box, &QDoubleSpinBox::valueChanged, this, &ThresholdsFacts::costs_changed);
  }
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space);
  column->addWidget(headings_[4]);
  column->addLayout(grid);
  column->addLayout(form);
  column->addStretch(1);
  retranslate();
}

CostOptions ThresholdsFacts::costs() const {
  CostOptions costs;
  costs.escape = escape_cost_->value();
  costs.overkill = overkill_cost_->value();
  costs.review = review_cost_->value();
  costs.abnormal_fraction = fraction_->value() < 0 ? -1 : fraction_->value() / 100;
  return costs;
}

void ThresholdsFacts::show_figures(const workflow::LineFigures& figures) {
  figures_ = figures;
  filled_ = true;
  show_cells();
}

void ThresholdsFacts::clear() {
  filled_ = false;
  show_cells();
}

void ThresholdsFacts::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    show_cells();
  QWidget::changeEvent(event);
}

QString ThresholdsFacts::text(const QString& name) const {
  for (const auto& labels : {std::span<QLabel* const>(cells_), std::span<QLabel* const>(values_)})
    for (const QLabel* label : labels)
      if (label->objectName() == name)
        return label->text();
  return {};
}

void ThresholdsFacts::show_cells() {
  const Confusion& counts = figures_.confusion;
  const std::array<std::int64_t, cell_count> numbers{counts.caught,   counts.review_abnormal, counts.escapes,
                                                     counts.overkill, counts.review_normal,   counts.passed};
  const bool labelled = filled_ && counts.total() > 0;
  for (std::size_t i = 0; i < cell_count; ++i)
    cells_[i]->setText(labelled ? count_text(double(numbers[i])) : QStringLiteral("–"));
  // Red is for escapes that happened, amber for good parts thrown away.
  const auto mark = [&](Cell cell, const QColor& color, bool on) {
    QPalette look = palette();
    if (on)
      look.setColor(QPalette::WindowText, color);
    cells_[cell]->setPalette(look);
  };
  mark(escapes, colors(palette()).alarm, labelled && counts.escapes > 0);
  mark(overkill, colors(palette()).review, labelled && counts.overkill > 0);
  values_[escape_rate]->setText(labelled ? interval(figures_.escapes) : QStringLiteral("–"));
  values_[overkill_rate]->setText(labelled ? interval(figures_.overkill) : QStringLiteral("–"));
  values_[review_share]->setText(labelled ? interval(figures_.review) : QStringLiteral("–"));
  values_[cost]->setText(labelled && std::isfinite(figures_.cost_per_thousand)
                             ? quantity_text(figures_.cost_per_thousand, QString())
                             : QStringLiteral("–"));
  values_[false_rate]->setText(filled_ ? interval(figures_.false_rate) +
                                             (figures_.by_tail ? tr(" (tail)") : tr(" (counted)"))
                                       : QStringLiteral("–"));
  values_[load]->setText(
      filled_ && figures_.alarms_per_hour
          ? tr("at most %1 per hour").arg(quantity_text(*figures_.alarms_per_hour, QString()))
          : QStringLiteral("–"));
  values_[replay]->setText(filled_ ? replay_text() : QStringLiteral("–"));
}

QString ThresholdsFacts::replay_text() const {
  const workflow::ReplayFigures& seen = figures_.replay;
  QString text = tr("%1 alarms").arg(count_text(double(seen.alarms)));
  if (seen.events > 0)
    text +=
        tr(", %1 of %2 faults missed").arg(count_text(double(seen.missed)), count_text(double(seen.events)));
  if (!seen.false_load)
    return text;
  const Estimate& rate = seen.false_load->per_operator_hour;
  const AlarmBand band = seen.false_load->band;
  return tr("%1 false per operator-hour")
             .arg(QStringLiteral("%1 <small>[%2 … %3]</small>")
                      .arg(quantity_text(rate.value, QString()), quantity_text(rate.low, QString()),
                           quantity_text(rate.high, QString()))) +
         QStringLiteral(" · ") +
         (band == AlarmBand::green   ? tr("acceptable")
          : band == AlarmBand::amber ? tr("manageable")
                                     : tr("too many")) +
         QStringLiteral("<br>") + text;
}

void ThresholdsFacts::retranslate() {
  headings_[0]->setText(tr("called abnormal"));
  headings_[1]->setText(tr("passed"));
  headings_[2]->setText(tr("abnormal"));
  headings_[3]->setText(tr("normal"));
  headings_[5]->setText(tr("review"));
  headings_[4]->setText(tr("<b>What this line does</b>"));
  const QStringList cell_names{tr("caught"),   tr("abnormal, in review"), tr("escapes"),
                               tr("overkill"), tr("normal, in review"),   tr("passed")};
  const char* cell_ids[] = {"caught", "review_abnormal", "escapes", "overkill", "review_normal", "passed"};
  for (int i = 0; i < cell_count; ++i) {
    cells_[std::size_t(i)]->setObjectName(QLatin1String(cell_ids[i]));
    cells_[std::size_t(i)]->setAccessibleName(cell_names[i]);
    cells_[std::size_t(i)]->setToolTip(cell_names[i]);
  }
  const QStringList names{tr("Escapes"),
                          tr("Overkill"),
                          tr("To review"),
                          tr("Cost per 1,000 parts"),
                          tr("False-alarm rate"),
                          tr("False alarms expected"),
                          tr("As raised on these items")};
  const char* ids[] = {"escape_rate", "overkill_rate", "review_share", "cost",
                       "false_rate",  "load",          "replay"};
  for (int i = 0; i < row_count; ++i) {
    names_[std::size_t(i)]->setText(names[i]);
    names_[std::size_t(i)]->setToolTip(
        i == replay ? tr("Alarms that this line would have raised on the scored items, with minimum length, "
                         "hysteresis and merge gap; bands of ISA-18.2")
                    : QString());
    values_[std::size_t(i)]->setObjectName(QLatin1String(ids[i]));
    values_[std::size_t(i)]->setAccessibleName(names[i]);
  }
  cost_names_[0]->setText(tr("Cost of an escape"));
  cost_names_[1]->setText(tr("Cost of a false reject"));
  cost_names_[2]->setText(tr("Cost of a review"));
  cost_names_[3]->setText(tr("Abnormal in production"));
  fraction_->setSpecialValueText(tr("as labelled"));
  fraction_->setSuffix(QStringLiteral(" %"));
  show_cells();
}

} // namespace andon::ui
