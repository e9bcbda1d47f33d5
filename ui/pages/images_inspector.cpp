#include "ui/pages/images_inspector.h"

#include "core/review/label_event.h"
#include "ui/pages/detector_words.h"
#include "ui/plot/axis.h"
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
                                const workflow::Gallery& gallery, std::vector<DetectorFact> detector) {
  shown_ = {view.id,
            view.image.width,
            view.image.height,
            view.score,
            view.p_value,
            view.regions.size(),
            row ? std::optional(*row) : std::nullopt,
            gallery.threshold,
            gallery.threshold_version,
            std::move(detector)};
  found_.reset();
  picture_->clear();
  write_facts();
  write_nearest();
}

void ImagesInspector::write_facts() {
  if (!shown_)
    return facts_->clear();
  const Shown& shown = *shown_;
  QStringList lines{
      QString::fromStdString(shown.id), tr("Size %1 × %2 pixels").arg(shown.width).arg(shown.height),
      tr("Anomaly score %1, p-value %2").arg(quantity_text(shown.score, {})).arg(shown.p_value, 0, 'g', 2)};
  if (shown.threshold)
    lines << tr("Threshold %1, version %2")
                 .arg(quantity_text(*shown.threshold, {}))
                 .arg(shown.threshold_version);
  const workflow::GalleryRow row = shown.row.value_or(workflow::GalleryRow());
  if (row.decision >= 0)
    lines << (row.review          ? tr("Verdict: review")
              : row.decision == 1 ? tr("Verdict: abnormal")
                                  : tr("Verdict: normal"));
  if (row.label >= 0)
    lines << (row.label == 1 ? tr("Truth: abnormal (%1)").arg(QString::fromStdString(row.defect))
                             : tr("Truth: normal"));
  if (row.wrong())
    lines << (row.label == 1 ? tr("Escape: a defect that passes")
                             : tr("Overkill: a good part that is rejected"));
  lines << tr("Unusual regions: %1").arg(shown.regions) << detector_words(shown.detector);
  facts_->setText(lines.join(QLatin1Char('\n')));
}

QString ImagesInspector::facts_text() const {
  return facts_->text();
}

void ImagesInspector::show_nearest(const NearestShown& nearest) {
  found_ = nearest;
  if (!nearest.image.isNull())
    picture_->setPixmap(patch_picture(nearest, colors(palette()).selection));
  write_nearest();
}

void ImagesInspector::write_nearest() {
  if (!found_)
    return nearest_->setText(shown_ ? tr("Click a spot of the image.") : QString());
  const NearestPatch& patch = found_->good.patch;
  nearest_->setText(tr("%1\nat %2, %3; distance %4. Hold B to compare.")
                        .arg(QString::fromStdString(patch.item))
                        .arg(patch.x)
                        .arg(patch.y)
                        .arg(quantity_text(patch.distance, {})));
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
  labels_[place->id] = label;
  write_suspicious(row);
  if (suspicious_->currentRow() == row && row + 1 < suspicious_->count())
    suspicious_->setCurrentRow(row + 1);
}

void ImagesInspector::write_suspicious(int row) {
  const workflow::SuspiciousImage& image = images_[std::size_t(row)];
  QString text =
      QStringLiteral("%1   %2").arg(quantity_text(image.score, {})).arg(QString::fromStdString(image.id));
  if (const auto label = labels_.find(image.id); label != labels_.end())
    text += QStringLiteral("   ") +
            (label->second == QLatin1String(label_class::abnormal) ? tr("abnormal") : tr("normal"));
  suspicious_->item(row)->setText(text);
}

void ImagesInspector::show_suspicious(const std::vector<workflow::SuspiciousImage>& images) {
  constexpr std::size_t most_shown = 50;
  const QSignalBlocker quiet(suspicious_);
  suspicious_->clear();
  labels_.clear();
  images_.assign(images.begin(), images.begin() + std::ptrdiff_t(std::min(images.size(), most_shown)));
  for (std::size_t row = 0; row < images_.size(); ++row) {
    suspicious_->addItem(QString());
    write_suspicious(int(row));
  }
  suspicious_->setCurrentRow(-1);
  for (QPushButton* button : judge_)
    button->setEnabled(false);
}

void ImagesInspector::clear() {
  shown_.reset();
  found_.reset();
  picture_->clear();
  write_facts();
  write_nearest();
  images_.clear();
  labels_.clear();
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
  write_facts();
  write_nearest();
  for (int row = 0; row < suspicious_->count(); ++row)
    write_suspicious(row);
}

} // namespace andon::ui
