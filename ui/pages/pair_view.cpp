#include "ui/pages/pair_view.h"

#include "ui/plot/curve_chart.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace andon::ui {

PairView::PairView(QWidget* parent) : QWidget(parent), note_(new QLabel) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space_small);
  note_->setWordWrap(true);
  column->addWidget(note_);
  for (int i = 0; i < 3; ++i) {
    titles_[i] = new QLabel;
    titles_[i]->setWordWrap(true);
    plots_[i] = new CurveChart;
    column->addWidget(titles_[i]);
    column->addWidget(plots_[i], 1);
    plots_[i]->hide();
  }
  column->addStretch(0);
  retranslate();
}

void PairView::show_note(const QString& text) {
  note_->setText(text);
  for (int i = 0; i < 3; ++i) {
    titles_[i]->clear();
    plots_[i]->hide();
  }
}

void PairView::show_sensors(int plot, const QString& title, const std::vector<Sensor>& sensors, Role role) {
  std::vector<Curve> curves;
  QString unit;
  for (const Sensor& sensor : sensors) {
    if (sensor.info.role != role)
      continue;
    Curve curve{QString::fromStdString(sensor.info.id), {}, static_cast<int>(curves.size())};
    unit = QString::fromStdString(sensor.info.unit);
    for (std::size_t i = 0; i < sensor.series.values.size(); ++i)
      if (!sensor.series.is_missing(i))
        curve.points.emplace_back(static_cast<double>(i) / sensor.series.rate, sensor.series.values[i]);
    curves.push_back(std::move(curve));
  }
  titles_[plot]->setText(title);
  plots_[plot]->set_legend_visible(curves.size() > 1);
  plots_[plot]->set_axis_titles(tr("Time in the window (s)"),
                                unit.isEmpty() ? tr("Value") : tr("Value (%1)").arg(unit));
  plots_[plot]->set_curves(std::move(curves));
  plots_[plot]->fit();
  plots_[plot]->show();
}

void PairView::show_pair(const PairValues& pair) {
  const bool own = pair.command_window.item == pair.current_window.item;
  const bool mismatch = pair.other_similarity > pair.own_similarity;
  note_->setText(mismatch
                     ? tr("Mismatch: another current is more similar to this command (%1) than its own (%2).")
                           .arg(pair.other_similarity, 0, 'f', 3)
                           .arg(pair.own_similarity, 0, 'f', 3)
                     : tr("This command's own current is the most similar one (%1); the next is %2.")
                           .arg(pair.own_similarity, 0, 'f', 3)
                           .arg(pair.other_similarity, 0, 'f', 3));
  show_sensors(0, tr("Command of %1").arg(QString::fromStdString(pair.command_window.item)), pair.command,
               Role::command);
  const QString similarity = QString::number(pair.similarity, 'f', 3);
  show_sensors(1,
               own ? tr("Its own current, similarity %1").arg(similarity)
                   : tr("Current of %1, similarity %2")
                         .arg(QString::fromStdString(pair.current_window.item), similarity),
               pair.current, Role::current);
  show_sensors(2,
               tr("Best other current, of %1, similarity %2")
                   .arg(QString::fromStdString(pair.other_window.item),
                        QString::number(pair.other_similarity, 'f', 3)),
               pair.other, Role::current);
}

void PairView::retranslate() {
  for (int i = 0; i < 3; ++i)
    plots_[i]->setAccessibleName(i == 0   ? tr("Command waveform")
                                 : i == 1 ? tr("Current waveform")
                                          : tr("Best other current waveform"));
}

} // namespace andon::ui
