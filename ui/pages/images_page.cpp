#include "ui/pages/images_page.h"

#include "ui/pages/images_inspector.h"
#include "ui/pages/latency_lab.h"
#include "ui/pages/mask_painter.h"
#include "ui/pages/page_states.h"
#include "ui/pages/second_model.h"
#include "ui/plot/axis.h"
#include "ui/plot/gallery_strip.h"
#include "ui/plot/image_canvas.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QSlider>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace andon::ui {
namespace {

constexpr int heat_steps = 20, heat_width = 140, least_heat_width = 96;
constexpr double key_zoom = 1.5, shown_heat = 0.7;

void put_in_line(QWidget& holder, std::initializer_list<QWidget*> parts) {
  auto* line = new QHBoxLayout(&holder);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space);
  for (QWidget* each : parts)
    line->addWidget(each);
}

} // namespace

ImagesPage::ImagesPage(PageContext& context)
    : Page(context), model_(new GalleryModel(this)), filter_(new GalleryFilter(this)),
      loader_(new ImagesLoader(context, *model_, this)), canvas_(new ImageCanvas),
      strip_(make_gallery_strip(this)), painter_(new MaskPainter(context, this, "images")),
      second_(new SecondModel(context, *canvas_, this)), owned_inspector_(new ImagesInspector),
      facts_(owned_inspector_.get()), lab_(new LatencyLab(context)), tabs_(new QTabWidget),
      tools_(new QWidget), layers_(new QWidget), title_(new QLabel), close_files_(new QToolButton),
      readout_(new QLabel), heat_label_(new QLabel), show_(new QComboBox), defect_(new QComboBox),
      heat_(new QSlider(Qt::Horizontal)), contours_(new QCheckBox), truth_(new QCheckBox) {
  build();
  add_actions();
  connect_parts();
  retranslate();
}

ImagesPage::~ImagesPage() = default;

QWidget* ImagesPage::inspector() {
  owned_inspector_.release(); // the dock takes it
  return facts_;
}

void ImagesPage::build_bar(QHBoxLayout& bar) {
  for (int i = 0; i < 5; ++i)
    show_->addItem(QString());
  defect_->addItem(QString());
  heat_->setRange(0, heat_steps);
  heat_->setValue(int(canvas_->heat_opacity() * heat_steps));
  for (QComboBox* const each : {show_, defect_})
    each->setSizeAdjustPolicy(QComboBox::AdjustToContents); // their texts change with language and data
  heat_->setMinimumWidth(least_heat_width);
  heat_->setMaximumWidth(heat_width);
  heat_label_->setBuddy(heat_);
  contours_->setChecked(true);
  bar.setSpacing(space);
  bar.addWidget(title_);
  bar.addWidget(close_files_);
  bar.addStretch(1);
  close_files_->setObjectName(QStringLiteral("close_files"));
  close_files_->hide();
  put_in_line(*tools_, {&second_->choice(), show_, defect_});
  put_in_line(*layers_, {heat_label_, heat_, contours_, truth_});
  bar.addWidget(tools_);
}

void ImagesPage::build() {
  setFocusPolicy(Qt::StrongFocus);
  strip_->installEventFilter(this);
  filter_->setSourceModel(model_);
  strip_->setModel(filter_);
  auto* bar = new QHBoxLayout;
  build_bar(*bar);
  auto* content = new QWidget;
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(space_small);
  inner->addWidget(painter_);
  auto* pictures = new QHBoxLayout;
  pictures->addWidget(canvas_, 1);
  pictures->addWidget(second_, 1);
  inner->addLayout(pictures, 1);
  canvas_->set_editor(&painter_->editor());
  inner->addWidget(readout_);
  inner->addWidget(strip_);
  readout_->setMinimumHeight(fontMetrics().height() + space_small);
  states_ = new PageStates(content);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space);
  column->addLayout(bar);
  tabs_->setDocumentMode(true);
  tabs_->addTab(states_, QString());
  tabs_->addTab(lab_, QString());
  tabs_->setCornerWidget(layers_);
  connect(tabs_, &QTabWidget::currentChanged, this, [this](int tab) {
    tools_->setVisible(tab == 0);
    layers_->setVisible(tab == 0);
  });
  column->addWidget(tabs_, 1);
}

void ImagesPage::connect_parts() {
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State next = context().selection.state();
    next.page = QStringLiteral("start");
    context().selection.select(next);
  });
  connect(states_, &PageStates::retry_wanted, this, [this] { load(); });
  connect(loader_, &ImagesLoader::gallery_loaded, this, &ImagesPage::show_gallery);
  connect(loader_, &ImagesLoader::suspicious_loaded, facts_, &ImagesInspector::show_suspicious);
  connect_labels();
  connect(loader_, &ImagesLoader::gallery_failed, this, &ImagesPage::tell_failed);
  connect(loader_, &ImagesLoader::files_refused, this, [this](const QStringList& reasons) {
    context().messages.show_message(
        MessageBar::Kind::warning,
        tr("%1 of %2 files could not be judged; the details say why.").arg(reasons.size()).arg(files_.size()),
        reasons.join(QLatin1Char('\n')));
  });
  connect(close_files_, &QToolButton::clicked, this, [this] { close_files(); });
  connect(loader_, &ImagesLoader::view_loaded, this, &ImagesPage::show_view);
  connect(loader_, &ImagesLoader::view_failed, this,
          [this](const Error& error) { context().messages.show_error(tr("Image"), error); });
  connect(loader_, &ImagesLoader::nearest_loaded, this, [this](const NearestShown& nearest) {
    facts_->show_nearest(nearest);
    const NearestPatch& patch = nearest.good.patch;
    canvas_->set_blink_image(nearest.image,
                             QPoint(patch.x + patch.width / 2, patch.y + patch.height / 2) - nearest.asked);
  });
  connect(strip_->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& now) {
            if (now.isValid())
              loader_->load_view(now.data(GalleryModel::id_role).toString());
          });
  connect(canvas_, &ImageCanvas::hovered, this, &ImagesPage::show_hover);
  connect(canvas_, &ImageCanvas::picked, this, [this](const QPoint& pixel) {
    canvas_->set_spot(pixel);
    loader_->load_nearest(view_, pixel);
  });
  connect_layers();
  connect(show_, &QComboBox::currentIndexChanged, this, [this](int index) {
    filter_->set_show(static_cast<GalleryFilter::Show>(std::max(0, index)));
    show_title();
  });
  connect(defect_, &QComboBox::currentIndexChanged, this, [this](int index) {
    filter_->set_defect(index <= 0 ? QString() : defect_->currentText());
    show_title();
  });
  connect(&context().selection, &Selection::changed, this,
          [this](const Selection::State& now, const Selection::State& before) {
            if (now.run != before.run)
              files_.clear();
            if (isVisible() && now.run != before.run)
              load();
          });
  connect(&context().selection, &Selection::workspace_changed, this, [this] {
    if (isVisible())
      load();
  });
}

/// What lies over the pictures, of one model or two.
void ImagesPage::connect_layers() {
  connect(heat_, &QSlider::valueChanged, canvas_, [this](int value) {
    canvas_->set_heat_opacity(double(value) / heat_steps);
    second_->canvas().set_heat_opacity(double(value) / heat_steps);
  });
  for (ImageCanvas* canvas : {canvas_, &second_->canvas()}) {
    connect(contours_, &QCheckBox::toggled, canvas, &ImageCanvas::set_contours_visible);
    connect(truth_, &QCheckBox::toggled, canvas, &ImageCanvas::set_truth_visible);
  }
}

/// Suspicious training images, and painted masks.
void ImagesPage::connect_labels() {
  connect(painter_, &MaskPainter::saved, this, [this](const QString& id) {
    truth_->setChecked(true);
    if (view_ && view_->id == id.toStdString())
      loader_->load_view(id);
  });
  connect(loader_, &ImagesLoader::label_given, facts_, &ImagesInspector::show_label);
  connect(facts_, &ImagesInspector::suspicious_chosen, loader_, &ImagesLoader::load_file);
  connect(facts_, &ImagesInspector::suspicious_judged, loader_, &ImagesLoader::give_label);
}

void ImagesPage::add_actions() {
  ActionRegistry& actions = context().actions;
  const auto add = [&](const char* id, const char* text, const char* tip, const char* keys,
                       std::function<void()> run) {
    actions.add({id, "images", text, tip, QKeySequence(QLatin1String(keys))}, this, std::move(run));
  };
  const auto middle = [this] { return QPointF(canvas_->rect().center()); };
  add("images.next", QT_TRANSLATE_NOOP("actions", "Next image"),
      QT_TRANSLATE_NOOP("actions", "Show the next image of the strip"), "N", [this] { step(1); });
  add("images.previous", QT_TRANSLATE_NOOP("actions", "Previous image"),
      QT_TRANSLATE_NOOP("actions", "Show the image before"), "P", [this] { step(-1); });
  add("images.heat", QT_TRANSLATE_NOOP("actions", "Heatmap on or off"),
      QT_TRANSLATE_NOOP("actions", "Show the image with and without its heatmap"), "H",
      [this] { heat_->setValue(heat_->value() > 0 ? 0 : int(shown_heat * heat_steps)); });
  add("images.contours", QT_TRANSLATE_NOOP("actions", "Contours on or off"),
      QT_TRANSLATE_NOOP("actions", "Outline the unusual regions"), "C", [this] { contours_->toggle(); });
  add("images.truth", QT_TRANSLATE_NOOP("actions", "Ground truth on or off"),
      QT_TRANSLATE_NOOP("actions", "Outline what people marked as defect"), "G",
      [this] { truth_->toggle(); });
  add("images.fit", QT_TRANSLATE_NOOP("actions", "Fit the image"),
      QT_TRANSLATE_NOOP("actions", "Show the whole image"), "F", [this] { canvas_->fit(); });
  add("images.zoom_in", QT_TRANSLATE_NOOP("actions", "Larger"),
      QT_TRANSLATE_NOOP("actions", "Zoom into the middle of the image"), "+",
      [this, middle] { canvas_->zoom(key_zoom, middle()); });
  add("images.zoom_out", QT_TRANSLATE_NOOP("actions", "Smaller"),
      QT_TRANSLATE_NOOP("actions", "Zoom out around the middle of the image"), "-",
      [this, middle] { canvas_->zoom(1 / key_zoom, middle()); });
  add("images.latency", QT_TRANSLATE_NOOP("actions", "Latency"),
      QT_TRANSLATE_NOOP("actions", "Show how long an image takes, or the images again"), "T",
      [this] { tabs_->setCurrentIndex(1 - tabs_->currentIndex()); });
  add("images.measure", QT_TRANSLATE_NOOP("actions", "Measure latency"),
      QT_TRANSLATE_NOOP("actions", "Time every stage of judging an image, or cancel that"), "Shift+T",
      [this] {
        tabs_->setCurrentWidget(lab_);
        lab_->measure();
      });
  add("images.wrong", QT_TRANSLATE_NOOP("actions", "Only wrong calls"),
      QT_TRANSLATE_NOOP("actions", "Show escapes and overkill only, or everything again"), "W", [this] {
        const int wrong = static_cast<int>(GalleryFilter::Show::wrong);
        show_->setCurrentIndex(show_->currentIndex() == wrong ? 0 : wrong);
      });
}

void ImagesPage::activated() {
  load();
}

void ImagesPage::open_files(const QStringList& files) {
  files_ = files;
  states_->show_busy(tr("Judging %1 images …").arg(files.size()));
  loader_->load_files(context().selection.state().run, files);
}

void ImagesPage::close_files() {
  files_.clear();
  load();
}

void ImagesPage::tell_failed(const Error& error) {
  if (!files_.isEmpty()) {
    files_.clear();
    context().messages.show_error(tr("Inspect images"), error);
    return load();
  }
  const bool nothing_chosen = context().selection.state().run.isEmpty();
  if (error.code == ErrorCode::cancelled)
    return;
  if (error.code == ErrorCode::unsupported || (nothing_chosen && error.code == ErrorCode::not_found))
    return states_->show_state(PageStates::State::empty);
  states_->show_failed(QString::fromStdString(error.message));
}

void ImagesPage::load() {
  if (!files_.isEmpty())
    return; // they stay until they are closed or another run is chosen
  if (states_->state() != PageStates::State::filled)
    states_->show_busy(tr("Reading the scores …"));
  loader_->load_gallery(context().selection.state().run);
}

void ImagesPage::show_gallery(const std::shared_ptr<const workflow::Gallery>& gallery) {
  // What was chosen last counts, also while its picture is still being read.
  const QModelIndex chosen = strip_->currentIndex();
  const QString wanted =
      chosen.isValid() ? chosen.data(GalleryModel::id_role).toString() : context().selection.state().item;
  model_->set_gallery(gallery);
  lab_->set_subject(QString::fromStdString(gallery->run), QString::fromStdString(gallery->data_path));
  second_->set_gallery(QString::fromStdString(gallery->run), QString::fromStdString(gallery->data_path));
  const QString defect = defect_->currentText();
  defect_->clear();
  defect_->addItem(tr("Every kind"));
  for (const std::string& kind : gallery->defects)
    defect_->addItem(QString::fromStdString(kind));
  defect_->setCurrentIndex(std::max(0, defect_->findText(defect)));
  states_->show_state(PageStates::State::filled);
  show_title();
  int row = 0;
  for (int i = 0; i < filter_->rowCount(); ++i)
    if (filter_->index(i, 0).data(GalleryModel::id_role).toString() == wanted)
      row = i;
  choose(row);
}

void ImagesPage::choose(int row) {
  const QModelIndex index = filter_->index(row, 0);
  if (!index.isValid())
    return;
  strip_->setCurrentIndex(index);
  strip_->scrollTo(index);
}

void ImagesPage::step(int by) {
  choose(strip_->currentIndex().row() + by);
}

void ImagesPage::show_view(const ImagesLoader::View& view, const ImagesLoader::Desk& desk) {
  view_ = view;
  desk_ = desk;
  canvas_->set_view(view);
  second_->show_view(view, desk);
  painter_->show_view(view,
                      model_->gallery() ? QString::fromStdString(model_->gallery()->data_path) : QString(),
                      QString::fromStdString(desk->run()));
  const workflow::Gallery* gallery = model_->gallery();
  if (!gallery)
    return;
  const std::string id = view->file.empty() ? view->id : view->file.string();
  const auto row = std::ranges::find(gallery->rows, id, &workflow::GalleryRow::id);
  facts_->show_view(*view, row == gallery->rows.end() ? nullptr : &*row, *gallery, desk->facts());
}

void ImagesPage::show_hover(const QPoint& pixel) {
  if (!view_ || !desk_ || pixel.x() < 0)
    return readout_->clear();
  const std::size_t at = std::size_t(pixel.y()) * std::size_t(view_->map.width) + std::size_t(pixel.x());
  const double score = double(view_->map.values[at]);
  readout_->setText(tr("x %1 · y %2 · score %3 · p-value %4")
                        .arg(pixel.x())
                        .arg(pixel.y())
                        .arg(quantity_text(score, {}))
                        .arg(desk_->pixel_p(score), 0, 'g', 2));
}

void ImagesPage::show_title() {
  const workflow::Gallery* gallery = model_->gallery();
  close_files_->setVisible(!files_.isEmpty());
  title_->setText(!gallery ? tr("Images")
                  : !files_.isEmpty()
                      ? tr("files of no data set · %1 · %2 of %3 images")
                            .arg(QString::fromStdString(gallery->run))
                            .arg(filter_->rowCount())
                            .arg(model_->rowCount())
                      : tr("%1 · %2 · %3 of %4 images")
                            .arg(QString::fromStdString(gallery->data), QString::fromStdString(gallery->run))
                            .arg(filter_->rowCount())
                            .arg(model_->rowCount()));
}

void ImagesPage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_B && !event->isAutoRepeat())
    canvas_->set_blinking(true);
  else
    Page::keyPressEvent(event);
}

void ImagesPage::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_B && !event->isAutoRepeat())
    canvas_->set_blinking(false);
  else
    Page::keyReleaseEvent(event);
}

bool ImagesPage::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_B) {
      event->type() == QEvent::KeyPress ? keyPressEvent(key) : keyReleaseEvent(key);
      return true;
    }
  }
  return Page::eventFilter(watched, event);
}

void ImagesPage::retranslate() {
  const QString texts[] = {tr("All images"), tr("Flagged"), tr("Passed"), tr("Review band"),
                           tr("Wrong calls")};
  for (int i = 0; i < show_->count(); ++i)
    show_->setItemText(i, texts[i]);
  defect_->setItemText(0, tr("Every kind"));
  close_files_->setText(tr("Close files"));
  close_files_->setToolTip(tr("Back to the images of the data set"));
  close_files_->setAccessibleName(close_files_->text());
  show_->setAccessibleName(tr("Which images"));
  defect_->setAccessibleName(tr("Kind of defect"));
  heat_label_->setText(tr("Heatmap"));
  heat_->setAccessibleName(tr("Opacity of the heatmap"));
  contours_->setText(tr("Contours"));
  truth_->setText(tr("Ground truth"));
  strip_->setAccessibleName(tr("Images by anomaly score"));
  canvas_->setAccessibleName(tr("Image with heatmap"));
  tabs_->setTabText(0, tr("Images"));
  tabs_->setTabText(1, tr("Latency"));
  tabs_->setTabToolTip(1, tr("How long one image takes, and whether the takt of the line holds"));
  tabs_->setAccessibleName(tr("Images and their latency"));
  facts_->retranslate();
  lab_->retranslate();
  painter_->retranslate();
  second_->retranslate();
  show_title();
  states_->set_texts(tr("Scored images are shown here with their heatmaps, the most anomalous first.\n"
                        "Drop a folder of images on the window to start, choose a run on images on the Runs "
                        "page, or try the demo."),
                     tr("Try the image demo"), tr("Try again"));
}

} // namespace andon::ui
