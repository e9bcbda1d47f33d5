#include "ui/pages/thresholds_tail.h"

#include "ui/models/threshold_model.h"
#include "ui/plot/axis.h"
#include "ui/plot/band_plot.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

namespace andon::ui {
namespace {

constexpr int steps_a_percent = 10; ///< of the slider
constexpr double lowest_start = 80, highest_start = 99.5;

BandCurve curve_of(const TailCurve& curve, const QString& name, int color, bool points = false) {
  return {name, curve.x, curve.y, curve.low, curve.high, points, color};
}

/// A straight line cut where the curve beside it ends, so that it does not widen the picture.
TailCurve up_to(TailCurve line, const TailCurve& beside) {
  if (line.x.size() == 2 && !beside.x.empty() && line.x[0] < beside.x.back() && beside.x.back() < line.x[1]) {
    const double share = (beside.x.back() - line.x[0]) / (line.x[1] - line.x[0]);
    line.y[1] = line.y[0] + share * (line.y[1] - line.y[0]);
    line.x[1] = beside.x.back();
  }
  return line;
}

} // namespace

ThresholdsTail::ThresholdsTail(QWidget* parent)
    : QTabWidget(parent), slider_(new QSlider(Qt::Horizontal)), start_(new QLabel),
      model_(new ThresholdModel(this)), table_(new QTableView) {
  for (BandPlot*& plot : plots_)
    plot = new BandPlot;
  const std::array<std::vector<Plot>, 5> tabs{
      {{survival_plot}, {life_plot}, {shape_plot, scale_plot}, {quantile_plot}, {return_plot}}};
  for (std::size_t tab = 0; tab < tabs.size(); ++tab) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    for (const Plot plot : tabs[tab])
      row->addWidget(plots_[plot]);
    notes_[tab] = new QLabel;
    notes_[tab]->setWordWrap(true);
    column->addLayout(row, 1);
    column->addWidget(notes_[tab]);
    addTab(content, QString());
  }
  plots_[survival_plot]->set_powers(false, true);
  plots_[return_plot]->set_powers(true, false);
  table_->setModel(model_);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setTabKeyNavigation(false);
  table_->setAlternatingRowColors(true);
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setStretchLastSection(true);
  addTab(table_, QString());
  connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
    if (const store::ThresholdVersion* row = model_->row(index.row()))
      Q_EMIT version_wanted(row->threshold, row->low.value_or(std::numeric_limits<double>::quiet_NaN()));
  });
  slider_->setRange(qRound(lowest_start * steps_a_percent), qRound(highest_start * steps_a_percent));
  slider_->setPageStep(steps_a_percent);
  slider_->setFixedWidth(110);
  auto* corner = new QWidget;
  auto* line = new QHBoxLayout(corner);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space);
  line->addWidget(start_);
  line->addWidget(slider_);
  setCornerWidget(corner);
  connect(slider_, &QSlider::valueChanged, this, [this](int value) {
    Q_EMIT start_moved(double(value) / steps_a_percent);
    if (!slider_->isSliderDown()) // by keys or the wheel
      Q_EMIT start_settled();
  });
  connect(slider_, &QSlider::sliderReleased, this, &ThresholdsTail::start_settled);
  retranslate();
}

void ThresholdsTail::set_start(double percentile, double u) {
  const QSignalBlocker quiet(slider_);
  if (!slider_->isSliderDown())
    slider_->setValue(qRound(percentile * steps_a_percent));
  u_ = u;
  show_start();
}

void ThresholdsTail::show_start() {
  start_->setText(
      tr("u = %1 (%2 %)")
          .arg(quantity_text(u_, {}), QString::number(double(slider_->value()) / steps_a_percent, 'f', 1)));
}

QString ThresholdsTail::tail_note() const {
  return notes_[0]->text();
}

void ThresholdsTail::show_trouble(const QString& why) {
  trouble_ = why;
  show_notes();
}

void ThresholdsTail::show_fit(const workflow::TailFit& fit) {
  if (!tail_)
    return;
  tail_->fit = fit;
  trouble_.clear();
  show_curves();
}

void ThresholdsTail::show_view(const workflow::ThresholdView& view) {
  tail_ = view.tail;
  trouble_.clear();
  cornerWidget()->setVisible(tail_.has_value());
  note_ = QString::fromStdString(view.tail_note);
  model_->set_rows(std::make_shared<const std::vector<store::ThresholdVersion>>(view.versions));
  table_->resizeColumnsToContents();
  show_curves();
}

void ThresholdsTail::show_curves() {
  for (BandPlot* plot : plots_) {
    plot->set_curves({});
    plot->setVisible(tail_.has_value());
  }
  for (QLabel* note : notes_) { // alone it stands in the middle
    auto* column = qobject_cast<QBoxLayout*>(note->parentWidget()->layout());
    column->setStretch(0, tail_ ? 1 : 0);
    column->setStretch(1, tail_ ? 0 : 1);
    note->setAlignment(tail_ ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignCenter);
  }
  if (!tail_) {
    for (QLabel* note : notes_)
      note->setText(note_.isEmpty() ? QString() : tr("No tail could be fitted: %1.").arg(note_));
    return;
  }
  const workflow::TailFit& fit = tail_->fit;
  const double u = fit.pot.tail.u;
  const QString law = tr("fitted tail");
  plots_[survival_plot]->set_curves(
      {curve_of(tail_->survival, tr("normal items"), 0, true), curve_of(fit.survival, law, 1)});
  plots_[life_plot]->set_curves(
      {curve_of(tail_->life, {}, 0), curve_of(up_to(fit.life, tail_->life), law, 1)});
  plots_[life_plot]->set_marker(u, {});
  plots_[shape_plot]->set_curves({curve_of(tail_->stability.shape, {}, 0),
                                  curve_of(up_to(fit.shape_level, tail_->stability.shape), law, 1)});
  plots_[shape_plot]->set_marker(u, {});
  plots_[scale_plot]->set_curves({curve_of(tail_->stability.modified_scale, {}, 0),
                                  curve_of(up_to(fit.scale_level, tail_->stability.modified_scale), law, 1)});
  plots_[scale_plot]->set_marker(u, {});
  plots_[quantile_plot]->set_curves({curve_of(fit.quantiles, {}, 0, true)}, true);
  plots_[return_plot]->set_curves({curve_of(fit.returns, {}, 0)});
  show_notes();
}

void ThresholdsTail::show_notes() {
  if (!tail_)
    return;
  if (!trouble_.isEmpty()) {
    for (QLabel* note : notes_)
      note->setText(tr("No tail could be fitted: %1.").arg(trouble_));
    return;
  }
  const PotFit& pot = tail_->fit.pot;
  const Estimate& shape = tail_->fit.shape;
  const QString limits = std::isfinite(shape.low)
                             ? tr(" [%1 … %2]").arg(shape.low, 0, 'f', 3).arg(shape.high, 0, 'f', 3)
                             : QString();
  const QString fitted =
      pot.fitted.size() < pot.tail.excesses.size()
          ? tr("%1 clusters of %2 excesses").arg(pot.fitted.size()).arg(pot.tail.excesses.size())
          : tr("%1 excesses").arg(pot.fitted.size());
  notes_[0]->setText(
      tr("Tail above %1 from %2: shape %3, fit p = %4, extremal index %5.")
          .arg(quantity_text(pot.tail.u, {}), fitted, QString::number(pot.fit.law.shape, 'f', 3) + limits)
          .arg(pot.p_value, 0, 'g', 2)
          .arg(pot.dependence, 0, 'f', 2));
  notes_[1]->setText(
      tr("Mean excess over u: straight above a good start of the tail, which is marked; dashed as the fitted "
         "tail has it."));
  notes_[2]->setText(tr("Both stay level above a good start of the tail, which is marked. 95 % limits."));
  notes_[3]->setText(tr("Excesses against the fitted law: on the dashed line when the tail fits."));
  notes_[4]->setText(tr("Score that is reached once in so many normal items, with one-sided 95 % limits; the "
                        "horizontal line is the threshold."));
}

void ThresholdsTail::set_line(double line, double rate) {
  plots_[survival_plot]->set_marker(line, rate > 0 ? std::optional(std::log10(rate)) : std::nullopt);
  plots_[return_plot]->set_marker(rate > 0 ? std::optional(-std::log10(rate)) : std::nullopt, line);
}

void ThresholdsTail::retranslate() {
  const QStringList names{tr("Tail"),      tr("Mean residual life"), tr("Stability"),
                          tr("Quantiles"), tr("Return levels"),      tr("Versions")};
  for (int i = 0; i < names.size(); ++i)
    setTabText(i, names[i]);
  table_->setAccessibleName(tr("Versions of the threshold"));
  plots_[survival_plot]->set_axis_titles(tr("Anomaly score"), tr("Share of normal items above"));
  plots_[life_plot]->set_axis_titles(tr("u (anomaly score)"), tr("Mean excess over u"));
  plots_[shape_plot]->set_axis_titles(tr("u (anomaly score)"), tr("Shape"));
  plots_[scale_plot]->set_axis_titles(tr("u (anomaly score)"), tr("Modified scale"));
  plots_[quantile_plot]->set_axis_titles(tr("Quantile of the fitted law"), tr("Excess"));
  plots_[return_plot]->set_axis_titles(tr("Normal items between alarms"), tr("Anomaly score"));
  const QStringList plot_names{
      tr("Tail of the normal scores"), tr("Mean residual life"), tr("Stability of the shape"),
      tr("Stability of the scale"),    tr("Quantile plot"),      tr("Return levels")};
  for (int i = 0; i < plot_count; ++i)
    plots_[std::size_t(i)]->setAccessibleName(plot_names[i]);
  slider_->setAccessibleName(tr("Start of the tail"));
  slider_->setToolTip(tr("Percentile of the normal scores above which the tail is fitted"));
  show_start();
  show_curves();
}

} // namespace andon::ui
