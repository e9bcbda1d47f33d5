#include "ui/pages/images_inspector.h"

#include "core/review/label_event.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace andon::ui {
namespace {

constexpr int picture_side = 220;

/// The part of the good image around the patch, with the patch outlined.
QPixmap patch_picture(const NearestShown& nearest, const QColor& colour) {
  const NearestPatch& patch = nearest.good.patch;
  const QRect box(patch.x, patch.y, patch.width, patch.height);
  const int space_around = 2 * std::max(box.width(), box.height());
  const QRect part = box.adjusted(-space_around, -space_around, space_around, space_around)
                         .intersected(nearest.image.rect());
  const QImage cut = nearest.image.copy(part).convertToFormat(QImage::Format_RGB32);
  QPixmap picture =
      QPixmap::fromImage(cut).scaled(picture_side, picture_side, Qt::KeepAspectRatio, Qt::FastTransformation);
  const double scale = double(picture.width()) / part.width();
  QPainter painter(&picture);
  painter.setPen(QPen(colour, 2));
  painter.drawRect(QRectF((box.x() - part.x()) * scale, (box.y() - part.y()) * scale, box.width() * scale,
                          box.height() * scale));
  return picture;
}

} // namespace

ImagesInspector::ImagesInspector(QWidget* parent)
    : QWidget(parent), heading_(new QLabel(this)), facts_(new QLabel(this)),
      nearest_heading_(new QLabel(this)), picture_(new QLabel(this)), nearest_(new QLabel(this)),
      suspicious_heading_(new QLabel(this)), suspicious_(new QListWidget(this)) {
  QFont bold = heading_->font();
  bold.setBold(true);
  for (QLabel* heading : {heading_, nearest_heading_, suspicious_heading_}) {
    heading->setFont(bold);
    heading->setWordWrap(true);
  }
  for (QLabel* text : {facts_, nearest_}) {
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  }
  picture_->setAlignment(Qt::AlignCenter);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space);
  for (QWidget* each : std::initializer_list<QWidget*>{heading_, facts_, nearest_heading_, picture_, nearest_,
                                                       suspicious_heading_, suspicious_})
    column->addWidget(each);
  column->setStretchFactor(suspicious_, 1);
  auto* buttons = new QHBoxLayout;
  for (int i = 0; i < 2; ++i) {
    judge_[i] = new QPushButton(this);
    judge_[i]->setEnabled(false);
    buttons->addWidget(judge_[i]);
    connect(judge_[i], &QPushButton::clicked, this,
            [this, i] { judge(QLatin1String(i == 0 ? label_class::normal : label_class::abnormal)); });
  }
  column->addLayout(buttons);
  connect(suspicious_, &QListWidget::currentRowChanged, this, [this](int row) {
    const bool chosen = row >= 0 && row < int(images_.size());
    for (QPushButton* button : judge_)
      button->setEnabled(chosen);
    if (chosen)
      Q_EMIT suspicious_chosen(QString::fromStdString(images_[std::size_t(row)].id),
                               images_[std::size_t(row)].path);
  });
  retranslate();
}

void ImagesInspector::show_view(const workflow::ImageView& view, const workflow::GalleryRow* row,
                                const workflow::Gallery& gallery, const std::string& summary) {
  QStringList lines{
      QString::fromStdString(view.id), tr("Size %1 × %2 pixels").arg(view.image.width).arg(view.image.height),
      tr("Anomaly score %1, p-value %2").arg(view.score, 0, 'g', 4).arg(view.p_value, 0, 'g', 2)};
  if (gallery.threshold)
    lines << tr("Threshold %1, version %2").arg(*gallery.threshold, 0, 'g', 4).arg(gallery.threshold_version);
  if (row && row->decision >= 0)
    lines << (row->review          ? tr("Verdict: review")
              : row->decision == 1 ? tr("Verdict: abnormal")
                                   : tr("Verdict: normal"));
  if (row && row->label >= 0)
    lines << (row->label == 1 ? tr("Truth: abnormal (%1)").arg(QString::fromStdString(row->defect))
                              : tr("Truth: normal"));
  if (row && row->wrong())
    lines << (row->label == 1 ? tr("Escape: a defect that passes")
                              : tr("Overkill: a good part that is rejected"));
  lines << tr("Unusual regions: %1").arg(view.regions.size()) << QString::fromStdString(summary);
  facts_->setText(lines.join(QLatin1Char('\n')));
  picture_->clear();
  nearest_->setText(tr("Click a spot of the image."));
}

QString ImagesInspector::facts_text() const {
  return facts_->text();
}

void ImagesInspector::show_nearest(const NearestShown& nearest) {
  const NearestPatch& patch = nearest.good.patch;
  if (!nearest.image.isNull())
    picture_->setPixmap(patch_picture(nearest, colors(palette()).selection));
  nearest_->setText(tr("%1\nat %2, %3; distance %4. Hold B to compare.")
                        .arg(QString::fromStdString(patch.item))
                        .arg(patch.x)
                        .arg(patch.y)
                        .arg(patch.distance, 0, 'g', 4));
}

void ImagesInspector::judge(const QString& label) {
  const int row = suspicious_->currentRow();
  if (row < 0 || row >= int(images_.size()))
    return;
  const workflow::SuspiciousImage& image = images_[std::size_t(row)];
  Q_EMIT suspicious_judged(QString::fromStdString(image.id), image.score, label);
}

/// A judged image keeps its place and says what it is; the next one is chosen.
void ImagesInspector::show_label(const QString& id, const QString& label) {
  const auto place = std::ranges::find(images_, id.toStdString(), &workflow::SuspiciousImage::id);
  if (place == images_.end())
    return;
  const int row = int(place - images_.begin());
  suspicious_->item(row)->setText(
      QStringLiteral("%1   %2   %3")
          .arg(place->score, 0, 'g', 4)
          .arg(id, label == QLatin1String(label_class::abnormal) ? tr("abnormal") : tr("normal")));
  if (suspicious_->currentRow() == row && row + 1 < suspicious_->count())
    suspicious_->setCurrentRow(row + 1);
}

void ImagesInspector::show_suspicious(const std::vector<workflow::SuspiciousImage>& images) {
  constexpr std::size_t most_shown = 50;
  const QSignalBlocker quiet(suspicious_);
  suspicious_->clear();
  images_.assign(images.begin(), images.begin() + std::ptrdiff_t(std::min(images.size(), most_shown)));
  for (const workflow::SuspiciousImage& image : images_)
    suspicious_->addItem(
        QStringLiteral("%1   %2").arg(image.score, 0, 'g', 4).arg(QString::fromStdString(image.id)));
  suspicious_->setCurrentRow(-1);
  for (QPushButton* button : judge_)
    button->setEnabled(false);
}

void ImagesInspector::clear() {
  facts_->clear();
  picture_->clear();
  nearest_->clear();
  images_.clear();
  suspicious_->clear();
}

void ImagesInspector::retranslate() {
  heading_->setText(tr("This image"));
  nearest_heading_->setText(tr("Nearest good patch"));
  suspicious_heading_->setText(tr("Training images that look least normal"));
  suspicious_->setAccessibleName(suspicious_heading_->text());
  judge_[0]->setText(tr("It is normal"));
  judge_[1]->setText(tr("It is abnormal"));
  for (QPushButton* button : judge_)
    button->setToolTip(tr("Kept in the log of labels; fine-tuning on the Review page learns from it"));
}

} // namespace andon::ui
