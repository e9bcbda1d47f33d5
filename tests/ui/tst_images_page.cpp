#include "tests/workflow/image_story_fixture.h"
#include "ui/pages/images_inspector.h"
#include "ui/pages/images_page.h"
#include "ui/pages/page_states.h"
#include "ui/plot/image_canvas.h"
#include "ui/shell/main_window.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QSlider>
#include <QTabWidget>
#include <QWheelEvent>

using namespace andon;
using namespace andon::ui;
using workflow::Gallery;
using workflow::GalleryRow;

namespace {

constexpr int bound_ms = 60'000;

std::shared_ptr<const Gallery> drawn_gallery(int count) {
  auto gallery = std::make_shared<Gallery>();
  gallery->run = "drawn";
  gallery->data = "parts";
  gallery->defects = {"dent"};
  for (int i = 0; i < count; ++i) {
    GalleryRow row;
    row.id = "test/" + std::to_string(i) + ".png";
    row.score = count - i;
    row.decision = i < 3 ? 1 : 0;
    row.label = i % 3 == 0 ? 1 : 0;
    row.defect = row.label == 1 ? "dent" : "";
    gallery->rows.push_back(row);
  }
  return gallery;
}

} // namespace

/// The Images page through real mouse and keys: gallery, filters, canvas, nearest good patch.
class TestImagesPage : public QObject {
  Q_OBJECT
  workflow::ImageStory story_;
  Progress silent_;
  std::unique_ptr<MainWindow> window_;

  ImagesPage& page() { return *window_->findChild<ImagesPage*>(); }

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

  void the_model_keeps_the_rules_of_models() {
    GalleryModel model;
    GalleryFilter filter;
    filter.setSourceModel(&model);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester proxy(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.set_gallery(drawn_gallery(12));
    QCOMPARE(filter.rowCount(), 12);
    filter.set_show(GalleryFilter::Show::flagged);
    QCOMPARE(filter.rowCount(), 3);
    filter.set_show(GalleryFilter::Show::wrong);
    QCOMPARE(filter.rowCount(), 2 + 3);
    filter.set_show(GalleryFilter::Show::all);
    filter.set_defect(QStringLiteral("dent"));
    QCOMPARE(filter.rowCount(), 4);
    model.set_thumbnail(99, QImage(2, 2, QImage::Format_RGB32)); // of a gallery that is gone
    model.set_gallery(drawn_gallery(0));
    QCOMPARE(filter.rowCount(), 0);
  }

  void ten_thousand_images_ask_for_thumbnails_in_sight_only() {
    window_->show_page(QStringLiteral("images"));
    page().model().set_gallery(drawn_gallery(10'000));
    page().states().show_state(PageStates::State::filled);
    page().strip().horizontalScrollBar()->setValue(page().strip().horizontalScrollBar()->maximum() / 2);
    page().strip().viewport()->repaint();
    const std::vector<int> wanted = page().model().take_wanted();
    QVERIFY2(wanted.size() < 100, std::to_string(wanted.size()).c_str());
  }

  void the_most_anomalous_image_is_shown_with_its_facts() {
    show_run();
    const workflow::ImageView* view = page().canvas().view();
    QCOMPARE(view->id, page().model().gallery()->rows.front().id);
    const QString facts = page().facts().facts_text();
    for (const QString& part :
         {QStringLiteral("96 × 96"), QStringLiteral("p-value"), QStringLiteral("Threshold")})
      QVERIFY2(facts.contains(part), qPrintable(facts));
    QCOMPARE(page().facts().suspicious().count(), 10);
  }

  void keys_step_through_the_strip_and_toggle_layers() {
    show_run();
    page().setFocus();
    const std::string first = page().canvas().view()->id;
    QTest::keyClick(&page(), Qt::Key_N);
    QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view()->id != first, bound_ms);
    QTest::keyClick(&page(), Qt::Key_P);
    QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view()->id == first, bound_ms);
    QTest::keyClick(&page(), Qt::Key_H);
    QCOMPARE(page().canvas().heat_opacity(), 0.0);
    QTest::keyClick(&page(), Qt::Key_H);
    QVERIFY(page().canvas().heat_opacity() > 0);
    QTest::keyClick(&page(), Qt::Key_W);
    for (int row = 0; row < page().filter().rowCount(); ++row)
      QVERIFY(page().filter().index(row, 0).data(GalleryModel::wrong_role).toBool());
    QTest::keyClick(&page(), Qt::Key_W);
    QCOMPARE(page().filter().rowCount(), 14);
  }

  void a_click_finds_the_nearest_good_patch_and_b_blinks() {
    show_run();
    ImageCanvas& canvas = page().canvas();
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.transform().map(QPointF(48, 48)).toPoint());
    QTRY_VERIFY_WITH_TIMEOUT(!page().facts().nearest_picture().pixmap(Qt::ReturnByValue).isNull(), bound_ms);
    page().setFocus();
    const QImage before = canvas.grab().toImage();
    QTest::keyPress(&page(), Qt::Key_B);
    QVERIFY(canvas.blinking());
    QVERIFY(canvas.grab().toImage() != before);
    QTest::keyRelease(&page(), Qt::Key_B);
    QVERIFY(!canvas.blinking());
  }

  void the_canvas_zooms_at_the_pointer_and_fits() {
    show_run();
    ImageCanvas& canvas = page().canvas();
    canvas.fit();
    const QTransform fitted = canvas.transform();
    const QPointF at = fitted.map(QPointF(20, 30));
    QWheelEvent wheel(at, canvas.mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&canvas, &wheel);
    QVERIFY(canvas.transform().m11() > fitted.m11());
    const QPointF still = canvas.transform().map(QPointF(20, 30));
    QVERIFY(std::abs(still.x() - at.x()) < 1e-6 && std::abs(still.y() - at.y()) < 1e-6);
    page().setFocus();
    QTest::keyClick(&page(), Qt::Key_F);
    QCOMPARE(canvas.transform(), fitted);
  }

  void the_inspector_changes_its_language_where_it_stands() {
    window_->set_language(QStringLiteral("en"));
    show_run();
    ImagesInspector& facts = page().facts();
    QVERIFY2(facts.facts_text().contains(QStringLiteral(" patches of 10 images")),
             qPrintable(facts.facts_text()));
    page().facts().suspicious().setCurrentRow(0);
    QTest::mouseClick(&facts.judge_button(1), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(facts.suspicious().item(0)->text().endsWith(QStringLiteral("abnormal")),
                             bound_ms);
    window_->set_language(QStringLiteral("ko"));
    QTRY_VERIFY_WITH_TIMEOUT(facts.facts_text().contains(QStringLiteral("픽셀")), bound_ms);
    const QString korean = facts.facts_text();
    for (const QString& part :
         {QStringLiteral("96 × 96 픽셀"), QStringLiteral("임계값"), QStringLiteral("이미지 10개의 패치")})
      QVERIFY2(korean.contains(part), qPrintable(korean));
    for (const QString& part :
         {QStringLiteral("patches"), QStringLiteral("radius"), QStringLiteral("features")})
      QVERIFY2(!korean.contains(part), qPrintable(korean));
    QVERIFY(facts.suspicious().item(0)->text().endsWith(QStringLiteral("이상")));
    window_->set_language(QStringLiteral("en"));
  }

  void the_heat_slider_keeps_its_length_in_a_narrow_window() {
    show_run();
    for (const char* language : {"en", "ko"}) {
      window_->set_language(QLatin1String(language));
      const QString images =
          language == QLatin1String("ko") ? QStringLiteral("이미지") : QStringLiteral("Images");
      QTRY_COMPARE_WITH_TIMEOUT(page().tabs().tabText(0), images, bound_ms);
      window_->resize(1280, 800);
      QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
      const auto* slider = page().findChild<QSlider*>();
      QVERIFY(slider && slider->isVisible());
      QVERIFY2(slider->width() >= 96, qPrintable(QString::number(slider->width())));
      const QRect whole = page().rect();
      for (const QCheckBox* box : page().findChildren<QCheckBox*>())
        if (box->isVisible()) {
          const QRect place(box->mapTo(&page(), QPoint()), box->size());
          QVERIFY2(whole.contains(place), qPrintable(box->text()));
          QVERIFY(box->width() >= box->sizeHint().width());
        }
    }
    window_->set_language(QStringLiteral("en"));
  }

  void a_lost_run_is_a_sentence_and_nothing_chosen_is_an_invitation() {
    Selection::State lost;
    lost.run = QStringLiteral("lost-in-the-move");
    window_->context().selection.select(lost);
    window_->show_page(QStringLiteral("images"));
    QTRY_COMPARE_WITH_TIMEOUT(page().states().state(), PageStates::State::failed, bound_ms);
  }

  void the_start_page_offers_the_image_demo() {
    window_->show_page(QStringLiteral("start"));
    auto* button = window_->findChild<QPushButton*>(QStringLiteral("image_demo"));
    QVERIFY(button && button->isEnabled());
  }

private:
  void show_run() {
    Selection::State state;
    state.run = QStringLiteral("bank");
    window_->context().selection.select(state);
    window_->show_page(QStringLiteral("images"));
    QTRY_COMPARE_WITH_TIMEOUT(page().states().state(), PageStates::State::filled, bound_ms);
    QTRY_VERIFY_WITH_TIMEOUT(page().canvas().view() != nullptr, bound_ms);
  }
};

QTEST_MAIN(TestImagesPage)
#include "tst_images_page.moc"
