#include "ui/pages/review_panel.h"

#include "ui/plot/image_canvas.h"
#include "ui/plot/review_wave.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace andon::ui {
namespace {
constexpr double shown_heat = 0.7;
}

ReviewPanel::ReviewPanel(QWidget* parent)
    : QWidget(parent), why_(new QLabel), wave_(new ReviewWave), image_(new ImageCanvas),
      normal_title_(new QLabel), normal_(new ReviewWave), alike_(new QLabel) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space_small);
  why_->setWordWrap(true);
  alike_->setWordWrap(true);
  image_->setFocusPolicy(Qt::NoFocus); // keys belong to the page
  column->addWidget(why_);
  column->addWidget(wave_, 3);
  column->addWidget(image_, 3);
  column->addWidget(normal_title_);
  column->addWidget(normal_, 1);
  column->addWidget(alike_);
  wave_->set_marking(true);
  image_->hide();
  retranslate();
}

void ReviewPanel::set_why(const QString& why) {
  why_->setText(why);
}

void ReviewPanel::show_waiting() {
  wave_->clear();
  normal_->clear();
  normal_title_->clear();
  alike_->clear();
  image_->set_view(nullptr);
}

void ReviewPanel::show_item(const workflow::ReviewItem& item) {
  const bool picture = item.image != nullptr;
  image_->setVisible(picture);
  for (QWidget* part : std::initializer_list<QWidget*>{wave_, normal_title_, normal_})
    part->setVisible(!picture);
  if (picture)
    return show_image(item);
  wave_->show_window(item.sensors, {item.row.start, item.row.end});
  normal_title_->setVisible(item.normal.has_value());
  normal_->setVisible(item.normal.has_value());
  if (item.normal) {
    const workflow::ReviewNeighbour& other = *item.normal;
    normal_title_->setText(tr("Nearest normal example: %1, distance %2, score %3")
                               .arg(QString::fromStdString(other.row.item))
                               .arg(other.distance, 0, 'g', 3)
                               .arg(other.row.score, 0, 'g', 3));
    normal_->show_window(item.normal_sensors, {other.row.start, other.row.end});
  }
  QStringList alike;
  for (const workflow::ReviewNeighbour& each : item.neighbours)
    alike << QStringLiteral("%1 (%2)")
                 .arg(QString::fromStdString(each.row.item))
                 .arg(each.row.score, 0, 'g', 3);
  alike_->setText(alike.isEmpty() ? QString()
                                  : tr("Most alike, with their scores: %1").arg(alike.join(", ")));
}

void ReviewPanel::show_image(const workflow::ReviewItem& item) {
  image_->set_view(item.image);
  image_->set_spot({item.spot_x, item.spot_y});
  if (!item.good)
    return alike_->setText(tr("This method keeps no good patches to compare with. H: heatmap on or off."));
  const NearestPatch& patch = item.good->patch;
  image_->set_blink_image(as_qimage(item.good_image), QPoint(patch.x + patch.width / 2 - item.spot_x,
                                                             patch.y + patch.height / 2 - item.spot_y));
  alike_->setText(tr("Nearest good patch: %1, distance %2. Hold B to compare; H: heatmap on or off.")
                      .arg(QString::fromStdString(patch.item))
                      .arg(patch.distance, 0, 'g', 3));
}

void ReviewPanel::toggle_heat() {
  image_->set_heat_opacity(image_->heat_opacity() > 0 ? 0 : shown_heat);
}

void ReviewPanel::retranslate() {
  wave_->setAccessibleName(tr("The item to judge, with what comes before and after it"));
  wave_->setAccessibleDescription(tr("Drag to mark an abnormal interval."));
  normal_->setAccessibleName(tr("Nearest normal example"));
  image_->setAccessibleName(tr("The picture to judge, with its heatmap"));
}

} // namespace andon::ui
