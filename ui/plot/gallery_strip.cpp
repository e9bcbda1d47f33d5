#include "ui/plot/gallery_strip.h"

#include "ui/models/gallery_model.h"
#include "ui/theme/theme.h"

#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

namespace andon::ui {
namespace {

constexpr int cell = GalleryModel::thumbnail_side + 8, verdict_height = 6, frame = 3;

class ThumbnailDelegate : public QStyledItemDelegate {
public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return {cell, cell + verdict_height + option.fontMetrics.height() + 4};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Colors& theme = colors(option.palette);
    const bool chosen = (option.state & QStyle::State_Selected) != 0;
    painter->fillRect(option.rect, chosen ? theme.selection : theme.surface);
    const QRect place(option.rect.left() + 4, option.rect.top() + 4, cell - 8, cell - 8);
    const QImage picture = index.data(Qt::DecorationRole).value<QImage>();
    const QSize size = picture.size().scaled(place.size(), Qt::KeepAspectRatio);
    if (picture.isNull())
      painter->fillRect(place, theme.raised);
    else
      painter->drawImage(QRect(place.center() - QPoint(size.width() / 2, size.height() / 2), size), picture);
    paint_verdict(*painter, QRect(place.left(), place.bottom() + frame, place.width(), verdict_height), index,
                  theme);
    painter->setPen(chosen ? theme.on_selection : theme.text);
    painter->drawText(option.rect.adjusted(0, cell + verdict_height, 0, 0), Qt::AlignHCenter | Qt::AlignTop,
                      index.data(Qt::DisplayRole).toString());
  }

private:
  static void paint_verdict(QPainter& painter, const QRect& bar, const QModelIndex& index,
                            const Colors& theme) {
    const int decision = index.data(GalleryModel::decision_role).toInt();
    if (decision < 0)
      return;
    const bool review = index.data(GalleryModel::review_role).toBool();
    painter.fillRect(bar, decision == 1 ? theme.alarm : review ? theme.review : theme.normal);
    if (index.data(GalleryModel::wrong_role).toBool())
      painter.fillRect(bar, QBrush(theme.surface, Qt::BDiagPattern));
  }
};

} // namespace

QListView* make_gallery_strip(QWidget* parent) {
  auto* strip = new QListView(parent);
  strip->setItemDelegate(new ThumbnailDelegate(strip));
  strip->setFlow(QListView::LeftToRight);
  strip->setWrapping(false);
  strip->setUniformItemSizes(true);
  strip->setSelectionMode(QAbstractItemView::SingleSelection);
  strip->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  strip->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  strip->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  strip->setFixedHeight(cell + verdict_height + 3 * strip->fontMetrics().height() + 8);
  return strip;
}

} // namespace andon::ui
