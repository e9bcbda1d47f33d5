#pragma once

class QListView;
class QWidget;

namespace andon::ui {

/// A horizontal strip of thumbnails with their scores; a bar under each says the verdict by colour and, for
/// wrong calls, by a hatch. Cells have one size, so that 10,000 images scroll as fast as ten. Shows a
/// GalleryModel, or a GalleryFilter over one. Threads: GUI.
QListView* make_gallery_strip(QWidget* parent);

} // namespace andon::ui
