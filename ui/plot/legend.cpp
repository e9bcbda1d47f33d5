#include "ui/plot/legend.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>

namespace andon::ui {

Legend::Legend(Scatter& scatter, QWidget* parent) : QListWidget(parent), scatter_(scatter) {
  setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
  connect(this, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
    scatter_.set_group_visible(row(item), item->checkState() == Qt::Checked);
  });
}

void Legend::set_groups(const std::vector<ScatterGroup>& groups, const std::vector<int>& counts) {
  const QSignalBlocker blocker(this);
  clear();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    auto* item = new QListWidgetItem(tr("%1 (%2)").arg(groups[i].name, QLocale().toString(counts[i])), this);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    item->setCheckState(Qt::Checked);
  }
  paint_swatches();
}

void Legend::paint_swatches() {
  const QSignalBlocker blocker(this);
  for (int i = 0; i < count(); ++i) {
    QPixmap swatch(12, 12);
    swatch.fill(scatter_.color_of_group(i));
    item(i)->setIcon(QIcon(swatch));
  }
}

void Legend::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    paint_swatches();
  QListWidget::changeEvent(event);
}

} // namespace andon::ui
