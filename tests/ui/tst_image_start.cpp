#include "core/workflow/inspect.h"
#include "core/workflow/offered_path.h"
#include "tests/workflow/image_story_fixture.h"
#include "ui/forms/import_dialog.h"
#include "ui/pages/images_page.h"
#include "ui/pages/page_states.h"
#include "ui/plot/image_canvas.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

#include <QComboBox>
#include <QDropEvent>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QTableWidget>
#include <QToolButton>

using namespace andon;
using namespace andon::ui;
namespace fs = std::filesystem;

/// How images get into the window: dropped on it as a person would, good and bad ones.
class TestImageStart : public QObject {
  Q_OBJECT
  workflow::ImageStory story_;
  Progress silent_;
  std::unique_ptr<MainWindow> window_;
  static constexpr int bound_ms = 60'000;

  ImagesPage& page() { return *window_->findChild<ImagesPage*>(); }
  QString message() { return window_->context().messages.text(); }
  ImportDialog* dialog() { return window_->findChild<ImportDialog*>(); }
  bool busy() { return window_->context().jobs.busy(); }
  bool has_data(const char* name) {
    workflow::Workspace workspace = story_.open();
    return workspace.store().dataset(name).has_value();
  }
  static QUrl local(const fs::path& path) {
    return QUrl::fromLocalFile(QString::fromStdString(path.string()));
  }
  fs::path file(const char* name, const char* text) {
    const fs::path path = story_.folder() / name;
    QFile out(QString::fromStdString(path.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(text) < 0)
      qFatal("cannot write %s", path.c_str());
    return path;
  }
  void drop(const QList<QUrl>& urls) {
    QMimeData mime;
    mime.setUrls(urls);
    const QPoint at = window_->rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window_.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(at), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window_.get(), &event);
  }
  void start_import() {
    QTest::mouseClick(dialog()->findChild<QPushButton*>(QStringLiteral("import_start")), Qt::LeftButton);
  }

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
  }
  void init() {
    window_ = std::make_unique<MainWindow>(WindowOptions{.workspace = story_.folder() / "workspace",
                                                         .settings_folder = story_.folder() / "settings",
                                                         .program = QStringLiteral("none")});
    window_->set_language(QStringLiteral("en"));
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QTRY_VERIFY_WITH_TIMEOUT(!busy(), bound_ms);
  }
  void cleanup() { window_.reset(); }

  void paths_are_known_by_their_names() {
    fs::create_directories(story_.folder() / "nothing");
    const std::vector<std::pair<fs::path, workflow::PathKind>> wanted{
        {story_.surfaces(), workflow::PathKind::images},
        {story_.surfaces() / "train" / "good", workflow::PathKind::images},
        {story_.folder() / "workspace", workflow::PathKind::workspace},
        {file("a.CSV", "t,x\n0,1\n"), workflow::PathKind::signals},
        {file("a.PNG", ""), workflow::PathKind::image},
        {file("a.docx", ""), workflow::PathKind::unknown_file},
        {story_.folder() / "nothing", workflow::PathKind::empty_folder},
        {story_.folder() / "gone", workflow::PathKind::missing}};
    std::vector<fs::path> paths;
    for (const auto& [path, kind] : wanted)
      paths.push_back(path);
    const auto looked = workflow::look_at(paths, silent_, {});
    QVERIFY(looked.has_value());
    QCOMPARE(looked->size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
      QVERIFY2((*looked)[i].path == wanted[i].first && (*looked)[i].kind == wanted[i].second,
               wanted[i].first.c_str());
    std::stop_source stopped;
    stopped.request_stop();
    const auto cancelled = workflow::look_at(paths, silent_, stopped.get_token());
    QVERIFY(!cancelled && cancelled.error().code == ErrorCode::cancelled);
  }

  void wrong_drops_get_a_sentence() {
    drop({QUrl(QStringLiteral("https://example.org/part.png"))});
    QVERIFY2(message().contains(QStringLiteral("not a file of this computer")), qPrintable(message()));
    drop({local(file("notes.docx", "x"))});
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(QStringLiteral("notes.docx is no kind of file")), bound_ms);
    fs::create_directories(story_.folder() / "hollow");
    drop({local(story_.folder() / "hollow")});
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(QStringLiteral("holds neither signals")), bound_ms);
    drop({local(story_.folder() / "lost.png")});
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(QStringLiteral("There is no file")), bound_ms);
    QVERIFY(!dialog());
    QMimeData text;
    text.setText(QStringLiteral("hello"));
    QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QCoreApplication::sendEvent(window_.get(), &enter);
    QVERIFY(!enter.isAccepted());
  }

  void a_single_image_without_a_model_offers_its_folder() {
    drop({local(story_.surfaces() / "train" / "good" / "000.png")});
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(QStringLiteral("No model for images")), bound_ms);
    for (QPushButton* button : window_->context().messages.findChildren<QPushButton*>())
      QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, bound_ms);
    QCOMPARE(dialog()->findChild<QTableWidget*>()->item(0, 2)->text(), QStringLiteral("good"));
    dialog()->reject();
  }

  void a_dropped_folder_is_imported_under_a_name() {
    drop({local(story_.surfaces()), local(story_.folder() / "notes.docx")});
    QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, bound_ms);
    QVERIFY(message().contains(QStringLiteral("notes.docx")));
    auto* table = dialog()->findChild<QTableWidget*>();
    QCOMPARE(table->rowCount(), 1);
    QCOMPARE(table->item(0, 1)->text(), QStringLiteral("images"));
    QVERIFY(!dialog()->findChild<QComboBox*>(QStringLiteral("import_model"))->isVisible());
    table->item(0, 2)->setText(QStringLiteral("parts"));
    start_import();
    QTRY_COMPARE_WITH_TIMEOUT(message(), QStringLiteral("Imported parts: 24 images."), bound_ms);
    QVERIFY(has_data("parts"));
    QCOMPARE(window_->context().selection.state().data, QStringLiteral("parts"));
  }

  void a_cancelled_import_leaves_nothing() {
    const fs::path many = story_.folder() / "many";
    fs::create_directories(many);
    for (int i = 0; i < 3000; ++i)
      fs::copy_file(story_.surfaces() / "train" / "good" / "000.png", many / (std::to_string(i) + ".png"));
    drop({local(many)});
    QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, bound_ms);
    start_import();
    QTRY_VERIFY_WITH_TIMEOUT(busy(), bound_ms);
    window_->context().actions.find(QStringLiteral("jobs.cancel"))->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!busy(), bound_ms);
    QVERIFY2(message().contains(QStringLiteral("cancelled")), qPrintable(message()));
    QVERIFY(!has_data("many"));
    QVERIFY(!fs::exists(story_.folder() / "workspace" / "data" / "many"));
  }

  void with_a_model_the_folder_is_judged() {
    train();
    drop({local(story_.surfaces())});
    QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, bound_ms);
    auto* model = dialog()->findChild<QComboBox*>(QStringLiteral("import_model"));
    QVERIFY(model->isVisible());
    QCOMPARE(model->currentText(), QStringLiteral("bank"));
    QCOMPARE(dialog()->findChild<QTableWidget*>()->item(0, 2)->text(), QStringLiteral("surfaces"));
    start_import();
    QTRY_VERIFY_WITH_TIMEOUT(page_shows("surfaces"), bound_ms);
    QCOMPARE(window_->current_page(), QStringLiteral("images"));
    QCOMPARE(page().model().rowCount(), 24);
    QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view() != nullptr, bound_ms);
    drop({local(story_.surfaces())});
    QTRY_VERIFY_WITH_TIMEOUT(dialog() && dialog()->isVisible(), bound_ms);
    QCOMPARE(dialog()->findChild<QTableWidget*>()->item(0, 2)->text(), QStringLiteral("surfaces-2"));
    dialog()->reject();
  }

  void with_a_model_single_images_are_judged_as_on_the_command_line() {
    train();
    const fs::path good = story_.surfaces() / "train" / "good" / "000.png", bad = file("broken.png", "no");
    const fs::path defect = fs::directory_iterator(story_.surfaces() / "test" / "scratch")->path();
    drop({local(good), local(defect), local(bad)});
    QTRY_VERIFY_WITH_TIMEOUT(window_->findChild<ImagesPage*>() && page().model().gallery() &&
                                 page().model().gallery()->data_path.empty(),
                             bound_ms);
    QCOMPARE(page().model().rowCount(), 2);
    QVERIFY2(message().contains(QStringLiteral("1 of 3 files")), qPrintable(message()));
    const auto& rows = page().model().gallery()->rows;
    QVERIFY(rows[0].score >= rows[1].score);
    workflow::Workspace workspace = story_.open();
    for (const workflow::GalleryRow& row : rows) {
      VALUE(inspected, workflow::inspect(workspace,
                                         {.run = "bank",
                                          .image = row.path.string(),
                                          .data = {},
                                          .out = story_.folder() / "inspected" / row.path.stem()},
                                         silent_, {}));
      QCOMPARE(row.score, inspected.view.score);
      QCOMPARE(row.decision, inspected.decision);
    }
    QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view() && page().canvas().view()->file == rows[0].path,
                             bound_ms);
    page().choose(1);
    QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view()->file == rows[1].path, bound_ms);
    Q_EMIT window_->context().selection.workspace_changed(); // the files stay
    QTRY_VERIFY_WITH_TIMEOUT(!busy(), bound_ms);
    QCOMPARE(page().model().rowCount(), 2);
    auto* close = page().findChild<QToolButton*>(QStringLiteral("close_files"));
    QVERIFY(close->isVisible());
    QTest::mouseClick(close, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(page_shows("surfaces"), bound_ms);
    QVERIFY(!close->isVisible());
  }

private:
  bool page_shows(const char* data) {
    return window_->findChild<ImagesPage*>() && page().states().state() == PageStates::State::filled &&
           page().model().gallery() && page().model().gallery()->data == data;
  }
  void train() {
    workflow::Workspace workspace = story_.open();
    if (workspace.store().find_run("bank"))
      return;
    VALUE(trained, workflow::train(workspace,
                                   {.model = "patchcore",
                                    .data = story_.surfaces().string(),
                                    .name = "bank",
                                    .options = workflow::ImageStory::bank_options()},
                                   silent_, {}));
    VALUE(fitted, workflow::fit_threshold(workspace, {.run = "bank"}, silent_, {}));
  }
};

QTEST_MAIN(TestImageStart)
#include "tst_image_start.moc"
