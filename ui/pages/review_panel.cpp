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
  good_ = normal_picture_ = QImage();
}

void ReviewPanel::show_item(const workflow::ReviewItem& item) {
  const bool picture = item.image != nullptr;
  image_->setVisible(picture);
  for (QWidget* part : std::initializer_list<QWidget*>{wave_, normal_title_, normal_})
    part->setVisible(!picture);
  if (picture)
    return show_image(item);
  wave_->show_window(item.sensors, {item.row.start, item.row.end});
  alike_->clear();
  normal_title_->setVisible(item.normal.has_value());
  normal_->setVisible(item.normal.has_value());
  if (item.normal) {
    normal_title_->setText(normal_text(item));
    normal_->show_window(item.normal_sensors, {item.normal->row.start, item.normal->row.end});
  }
  show_alike(item);
}

QString ReviewPanel::normal_text(const workflow::ReviewItem& item) const {
  const workflow::ReviewNeighbour& other = *item.normal;
  return (item.normal_confirmed ? tr("Nearest normal example: %1, distance %2, score %3")
                                : tr("Nearest example that is not flagged: %1, distance %2, score %3"))
      .arg(QString::fromStdString(other.row.item))
      .arg(other.distance, 0, 'g', 3)
      .arg(other.row.score, 0, 'g', 3);
}

void ReviewPanel::show_alike(const workflow::ReviewItem& item) {
  QStringList alike, lines{alike_->text()};
  if (item.image && item.normal)
    lines << normal_text(item) + tr(". Hold N to compare.");
  for (const workflow::ReviewNeighbour& each : item.neighbours)
    alike << QStringLiteral("%1 (%2)")
                 .arg(QString::fromStdString(each.row.item))
                 .arg(each.row.score, 0, 'g', 3);
  if (!alike.isEmpty())
    lines << tr("Most alike, with their scores: %1").arg(alike.join(", "));
  if (!item.has_vectors)
    lines << tr("This model describes an item by its score alone, so none can be found that are like it.");
  lines.removeAll(QString());
  alike_->setText(lines.join('\n'));
}

void ReviewPanel::show_image(const workflow::ReviewItem& item) {
  image_->set_view(item.image);
  image_->set_spot({item.spot_x, item.spot_y});
  good_ = item.good ? as_qimage(item.good_image) : QImage();
  normal_picture_ = item.normal ? as_qimage(item.normal_image) : QImage();
  if (!item.good) {
    alike_->setText(tr("This method keeps no good patches to compare with. H: heatmap on or off."));
  } else {
    const NearestPatch& patch = item.good->patch;
    good_offset_ = {patch.x + patch.width / 2 - item.spot_x, patch.y + patch.height / 2 - item.spot_y};
    alike_->setText(tr("Nearest good patch: %1, distance %2. Hold B to compare; H: heatmap on or off.")
                        .arg(QString::fromStdString(patch.item))
                        .arg(patch.distance, 0, 'g', 3));
  }
  show_alike(item);
}

void ReviewPanel::compare(Beside with) {
  const QImage& other = with == Beside::normal ? normal_picture_ : good_;
  const bool on = with != Beside::nothing && !other.isNull();
  if (on)
    image_->set_blink_image(other, with == Beside::normal ? QPoint() : good_offset_);
  image_->set_blinking(on);
}

QString ReviewPanel::alike_text() const {
  return alike_->text();
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
