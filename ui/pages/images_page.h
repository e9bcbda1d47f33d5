#pragma once
#include "ui/pages/images_loader.h"
#include "ui/shell/selection.h"

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QListView;
class QSlider;
class QTabWidget;
class QToolButton;

namespace andon::ui {

class ImageCanvas;
class ImagesInspector;
class LatencyLab;
class MaskPainter;
class PageStates;
class SecondModel;

/// Is this part good, and why? A strip of all scored images, one of them large with its heatmap, and beside
/// it the nearest good patch of the spot that was clicked. Threads: GUI.
class ImagesPage : public Page {
  Q_OBJECT
public:
  explicit ImagesPage(PageContext& context);
  ~ImagesPage() override;
  QWidget* inspector() override;
  void activated() override;
  /// Judges the files by the run in the selection and shows them until another run is chosen or they are
  /// closed.
  void open_files(const QStringList& files) override;
  void retranslate() override;
  PageStates& states() { return *states_; }
  ImageCanvas& canvas() { return *canvas_; }
  GalleryModel& model() { return *model_; }
  GalleryFilter& filter() { return *filter_; }
  QListView& strip() { return *strip_; }
  ImagesInspector& facts() { return *facts_; }
  MaskPainter& painter() { return *painter_; }
  SecondModel& second() { return *second_; }
  LatencyLab& lab() { return *lab_; }
  /// Images, or how long one takes.
  QTabWidget& tabs() { return *tabs_; }
  /// Chooses a row of the strip and shows the image.
  void choose(int row);

protected:
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched,
                   QEvent* event) override; ///< B in the strip, which would search by letter

private:
  void build();
  void build_bar(QHBoxLayout& bar);
  void connect_parts();
  void connect_labels();
  void connect_layers();
  void add_actions();
  void load();
  void close_files();
  void tell_failed(const Error& error);
  void show_gallery(const std::shared_ptr<const workflow::Gallery>& gallery);
  void show_view(const ImagesLoader::View& view, const ImagesLoader::Desk& desk);
  void show_hover(const QPoint& pixel);
  void show_title();
  void step(int by);

  GalleryModel* model_;
  GalleryFilter* filter_;
  ImagesLoader* loader_;
  ImageCanvas* canvas_;
  QListView* strip_;
  MaskPainter* painter_;
  SecondModel* second_;
  PageStates* states_ = nullptr;
  std::unique_ptr<ImagesInspector> owned_inspector_;
  ImagesInspector* facts_;
  LatencyLab* lab_;
  QTabWidget* tabs_;
  QWidget* tools_;  ///< of the bar, for the images only
  QWidget* layers_; ///< beside the tabs: what lies over the pictures
  QLabel* title_;
  QToolButton* close_files_;
  QLabel* readout_;
  QLabel* heat_label_;
  QComboBox* show_;
  QComboBox* defect_;
  QSlider* heat_;
  QCheckBox* contours_;
  QCheckBox* truth_;
  ImagesLoader::View view_;
  ImagesLoader::Desk desk_;
  QStringList files_; ///< shown instead of a data set, empty = none
};

} // namespace andon::ui
