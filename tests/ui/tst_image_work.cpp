#include "core/workflow/labels.h"
#include "tests/workflow/image_story_fixture.h"
#include "ui/pages/images_inspector.h"
#include "ui/pages/images_page.h"
#include "ui/pages/mask_painter.h"
#include "ui/pages/page_states.h"
#include "ui/pages/review_page.h"
#include "ui/pages/review_panel.h"
#include "ui/pages/second_model.h"
#include "ui/plot/image_canvas.h"
#include "ui/shell/main_window.h"

#include <QComboBox>
#include <QListWidget>
#include <QPushButton>

using namespace andon;
using namespace andon::ui;
namespace fs = std::filesystem;

/// What people do with images, by mouse and keys: review them, judge suspicious training images, paint masks.
class TestImageWork : public QObject {
  Q_OBJECT
  workflow::ImageStory story_;
  Progress silent_;
  std::unique_ptr<MainWindow> window_;
  static constexpr int bound_ms = 60'000;

  ImagesPage& page() { return *window_->findChild<ImagesPage*>(); }
  void show_run(const char* name) {
    Selection::State state;
    state.run = QStringLiteral("bank");
    window_->context().selection.select(state);
    window_->show_page(QLatin1String(name));
  }
  void show_image(const std::string& id) {
    if (!window_->findChild<ImagesPage*>() ||
        !page().canvas().view()) { // going there reads the gallery again, which chooses an image by itself
      show_run("images");
      QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view() != nullptr, bound_ms);
    }
    const auto& rows = page().model().gallery()->rows;
    const auto row = std::ranges::find(rows, id, &workflow::GalleryRow::id);
    QVERIFY(row != rows.end());
    page().choose(int(row - rows.begin()));
    QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view() && page().canvas().view()->id == id, bound_ms);
    page().setFocus();
  }
  QPoint at(double x, double y) { return page().canvas().transform().map(QPointF(x, y)).toPoint(); }
  void drag(const QPoint& from, const QPoint& to) { drag_over(page().canvas(), from, to); }
  static void drag_over(ImageCanvas& canvas, const QPoint& from, const QPoint& to) {
    QTest::mousePress(&canvas, Qt::LeftButton, {}, from);
    QTest::mouseMove(&canvas, (from + to) / 2);
    QMouseEvent move(QEvent::MouseMove, QPointF(to), canvas.mapToGlobal(QPointF(to)), Qt::NoButton,
                     Qt::LeftButton, {});
    QCoreApplication::sendEvent(&canvas, &move);
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, to);
  }
  qint64 painted() {
    const Mask mask = page().painter().editor().mask();
    return std::ranges::count_if(mask.inside, [](std::uint8_t inside) { return inside != 0; });
  }

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
    workflow::Workspace workspace = story_.open();
    VALUE(trained, workflow::train(workspace,
                                   {.model = "patchcore",
                                    .data = story_.surfaces().string(),
                                    .name = "bank",
                                    .options = workflow::ImageStory::bank_options()},
                                   silent_, {}));
    VALUE(evaluated,
          workflow::evaluate(workspace, {.run = "bank", .data = story_.surfaces().string()}, silent_, {}));
  }
  void init() {
    window_ = std::make_unique<MainWindow>(WindowOptions{.workspace = story_.folder() / "workspace",
                                                         .settings_folder = story_.folder() / "settings",
                                                         .program = QStringLiteral("none")});
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
  }
  void cleanup() { window_.reset(); }

  void images_are_reviewed_with_heatmap_and_blink() {
    show_run("review");
    auto& review = *window_->findChild<ReviewPage*>();
    QTRY_COMPARE_WITH_TIMEOUT(review.states().state(), PageStates::State::filled, bound_ms);
    ImageCanvas& canvas = review.panel().canvas();
    QTRY_VERIFY_WITH_TIMEOUT(canvas.view() != nullptr, bound_ms);
    const std::string first = canvas.view()->id;
    QTest::keyClick(&review, Qt::Key_H);
    QCOMPARE(canvas.heat_opacity(), 0.0);
    QTest::keyClick(&review, Qt::Key_H);
    QVERIFY(canvas.heat_opacity() > 0);
    const QImage before = canvas.grab().toImage();
    QTest::keyPress(&review, Qt::Key_B);
    QVERIFY(canvas.blinking());
    QVERIFY(canvas.grab().toImage() != before);
    const QImage patch = canvas.grab().toImage();
    QTest::keyRelease(&review, Qt::Key_B);
    QVERIFY(!canvas.blinking());
    QTest::keyPress(&review, Qt::Key_N); // the nearest image that is known to be good
    QVERIFY(canvas.blinking());
    QVERIFY(canvas.grab().toImage() != before && canvas.grab().toImage() != patch);
    QTest::keyRelease(&review, Qt::Key_N);
    QVERIFY(!canvas.blinking());
    QVERIFY(review.panel().alike_text().contains(QStringLiteral("Nearest normal example: ")));
    QVERIFY(review.panel().alike_text().contains(QStringLiteral("Most alike")));
    QTest::keyClick(&review, Qt::Key_2);
    QTRY_VERIFY_WITH_TIMEOUT(canvas.view() && canvas.view()->id != first, bound_ms);
    workflow::Workspace workspace = story_.open();
    VALUE(log, workflow::LabelLog::open(workspace));
    QCOMPARE(log.book().events().back().item, first);
    QCOMPARE(log.book().events().back().new_class, std::string(label_class::abnormal));
  }

  void painting_in_review_is_a_label_that_undo_takes_back() {
    show_run("review");
    auto& review = *window_->findChild<ReviewPage*>();
    QTRY_COMPARE_WITH_TIMEOUT(review.states().state(), PageStates::State::filled, bound_ms);
    ImageCanvas& canvas = review.panel().canvas();
    const auto defective = [&] {
      return canvas.view() && canvas.view()->id.starts_with("test/") &&
             canvas.view()->id.find("/good/") == std::string::npos;
    };
    QTRY_VERIFY_WITH_TIMEOUT(canvas.view() != nullptr, bound_ms);
    for (int i = 0; i < review.desk().size() && !defective(); ++i) {
      const std::string before = canvas.view()->id;
      QTest::keyClick(&review, Qt::Key_Right);
      QTRY_VERIFY_WITH_TIMEOUT(canvas.view() && canvas.view()->id != before, bound_ms);
    }
    QVERIFY(defective());
    const std::string id = canvas.view()->id;
    const int fresh = review.desk().fresh();
    const auto events = [this] { return *story_.open().store().label_events(); };
    const std::size_t given = events().size();
    const std::vector<std::uint8_t> truth = canvas.view()->truth.inside;
    QTest::keyClick(&review, Qt::Key_M);
    QVERIFY(review.painter().isVisible());
    drag_over(canvas, canvas.transform().map(QPointF(5, 5)).toPoint(),
              canvas.transform().map(QPointF(80, 60)).toPoint());
    QTest::keyClick(&review, Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(review.desk().fresh(), fresh + 1, bound_ms);
    QCOMPARE(events().size(), given + 1);
    QVERIFY(workflow::is_region(events().back()) && events().back().item == id);
    QCOMPARE(events().back().run, std::string("bank"));
    QTest::keyClick(&review, Qt::Key_Z);
    QTRY_COMPARE_WITH_TIMEOUT(review.desk().fresh(), fresh, bound_ms);
    QVERIFY(events().back().kind == LabelKind::undo);
    QTRY_VERIFY_WITH_TIMEOUT(canvas.view() && canvas.view()->id == id && canvas.view()->truth.inside == truth,
                             bound_ms);
    QTest::keyClick(&review, Qt::Key_M);
    QVERIFY(!review.painter().isVisible());
  }

  void a_suspicious_training_image_is_shown_and_judged() {
    show_run("images");
    QTRY_COMPARE_WITH_TIMEOUT(page().facts().suspicious().count(), 10, bound_ms);
    QVERIFY(!page().facts().judge_button(1).isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view() != nullptr, bound_ms);
    page().facts().suspicious().setCurrentRow(0);
    VALUE(ranked, [this] {
      workflow::Workspace workspace = story_.open();
      return workflow::suspicious_images(workspace, "bank");
    }());
    const std::string id = ranked.front().id;
    QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view() && page().canvas().view()->id == id, bound_ms);
    page().facts().judge_button(1).click();
    QTRY_COMPARE_WITH_TIMEOUT(page().facts().suspicious().currentRow(), 1, bound_ms);
    workflow::Workspace workspace = story_.open();
    VALUE(log, workflow::LabelLog::open(workspace));
    const LabelEvent& event = log.book().events().back();
    QCOMPARE(event.item, id);
    QCOMPARE(event.purpose, std::string("suspicious"));
  }

  void strokes_polygons_and_undo_change_the_sheet_only() {
    const std::string id = "test/stain/000.png";
    const fs::path file = story_.surfaces() / "ground_truth/stain/000_mask.png";
    VALUE(before, read_mask(file));
    show_image(id);
    QVERIFY(!page().painter().isVisible());
    QTest::keyClick(&page(), Qt::Key_M);
    QVERIFY(page().painter().isVisible());
    QCOMPARE(page().painter().editor().mask().inside, before.inside);
    const qint64 marked = painted();
    const int brush = page().painter().editor().brush();
    QTest::keyClick(&page(), Qt::Key_BracketRight);
    QVERIFY(page().painter().editor().brush() > brush);
    QTest::keyClick(&page(), Qt::Key_BracketLeft);
    drag(at(5, 5), at(5, 60));
    const qint64 with_stroke = painted();
    QVERIFY(with_stroke > marked + 5 * 50);
    QTest::keyClick(&page(), Qt::Key_E);
    drag(at(5, 5), at(5, 60));
    QVERIFY(painted() < with_stroke);
    QTest::keyClick(&page(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(painted(), with_stroke);
    QTest::keyClick(&page(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(painted(), marked);
    QTest::keyClick(&page(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(painted(), with_stroke);
    QTest::keyClick(&page(), Qt::Key_L);
    for (const QPoint& corner : {at(60, 60), at(90, 60), at(90, 90)})
      QTest::mouseClick(&page().canvas(), Qt::LeftButton, {}, corner);
    QCOMPARE(page().painter().editor().polygon().size(), 3);
    QTest::mouseDClick(&page().canvas(), Qt::LeftButton, {}, at(90, 90));
    QVERIFY(page().painter().editor().polygon().isEmpty());
    QVERIFY(painted() > with_stroke + 200);
    VALUE(still, read_mask(file));
    QCOMPARE(still.inside, before.inside);
    const qint64 all = painted();
    show_image("test/stain/001.png");
    show_image(id);
    QCOMPARE(painted(), all); // kept until it is saved
  }

  void saving_replaces_the_ground_truth_and_keeps_the_old_one() {
    const std::string id = "test/stain/000.png";
    const fs::path file = story_.surfaces() / "ground_truth/stain/000_mask.png";
    VALUE(before, read_mask(file));
    workflow::Workspace workspace = story_.open();
    const workflow::EvaluateIn in{.run = "bank", .data = story_.surfaces().string()};
    VALUE(first, workflow::evaluate(workspace, in, silent_, {}));
    show_image(id);
    QTest::keyClick(&page(), Qt::Key_M);
    drag(at(5, 5), at(80, 60));
    const Mask wanted = page().painter().editor().mask();
    QTest::keyClick(&page(), Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!page().painter().editor().sheet().changed, bound_ms);
    VALUE(after, read_mask(file));
    QCOMPARE(after.inside, wanted.inside);
    bool kept = false;
    for (const auto& entry : fs::recursive_directory_iterator(story_.folder() / "workspace/replaced_masks"))
      kept = kept || (entry.is_regular_file() && read_mask(entry.path())->inside == before.inside);
    QVERIFY(kept);
    VALUE(second, workflow::evaluate(workspace, in, silent_, {}));
    QVERIFY(second.metrics.at("pixel_auroc").value != first.metrics.at("pixel_auroc").value);
  }

  void two_models_side_by_side_share_zoom_and_show_both_verdicts() {
    {
      workflow::Workspace workspace = story_.open();
      OptionMap options = workflow::ImageStory::bank_options();
      options["bank_fraction"] = 0.5;
      VALUE(trained, workflow::train(workspace,
                                     {.model = "patchcore",
                                      .data = story_.surfaces().string(),
                                      .name = "larger",
                                      .options = options},
                                     silent_, {}));
    }
    show_image("test/stain/001.png");
    SecondModel& second = page().second();
    QVERIFY(!second.isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(second.choice().count(), 2, bound_ms);
    QTest::keyClick(&page(), Qt::Key_V);
    QVERIFY(second.isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(second.canvas().view() != nullptr, bound_ms);
    QCOMPARE(second.canvas().view()->id, std::string("test/stain/001.png"));
    for (const char* part : {"bank: score", "larger: score", "threshold"})
      QVERIFY2(second.facts_text().contains(QLatin1String(part)), qPrintable(second.facts_text()));
    page().canvas().zoom(2, QPointF(100, 100));
    QCOMPARE(second.canvas().transform(), page().canvas().transform());
    second.canvas().pan({15, -7});
    QCOMPARE(page().canvas().transform(), second.canvas().transform());
    QTest::keyClick(&page(), Qt::Key_N);
    QTRY_VERIFY_WITH_TIMEOUT(second.canvas().view() && page().canvas().view() &&
                                 second.canvas().view()->id == page().canvas().view()->id &&
                                 second.canvas().view()->id != "test/stain/001.png",
                             bound_ms);
    QTest::keyClick(&page(), Qt::Key_V);
    QVERIFY(!second.isVisible());
  }

  void a_good_image_has_no_mask_to_save() {
    show_image("test/good/000.png");
    QTest::keyClick(&page(), Qt::Key_M);
    drag(at(5, 5), at(80, 60));
    QTest::keyClick(&page(), Qt::Key_S, Qt::ControlModifier);
    QTest::qWait(1000);
    QVERIFY(page().painter().editor().sheet().changed);
    QVERIFY(!fs::exists(story_.surfaces() / "ground_truth/good"));
  }
};

QTEST_MAIN(TestImageWork)
#include "tst_image_work.moc"
