#include "core/workflow/bundle.h"
#include "core/workflow/models_in_use.h"
#include "tests/workflow/image_story_fixture.h"
#include "ui/models/trained_models.h"
#include "ui/pages/models_page.h"
#include "ui/pages/page_states.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

#include <QAbstractItemModelTester>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>

using namespace andon;
using namespace andon::ui;
using workflow::TrainedModel;

/// The Models page by keys: what is in use, candidates, going back, export and removal.
class TestModelsPage : public QObject {
  Q_OBJECT
  workflow::ImageStory story_;
  Progress silent_;
  std::unique_ptr<MainWindow> window_;
  static constexpr int bound_ms = 60'000;

  ModelsPage& page() { return *window_->findChild<ModelsPage*>(); }
  QString text(const char* run, TrainedModels::Column column) {
    const QAbstractItemModel& model = *page().table().model();
    for (int row = 0; row < model.rowCount(); ++row)
      if (model.index(row, 0).data(id_role).toString() == QLatin1String(run))
        return model.index(row, column).data().toString();
    return {};
  }
  bool enabled(const char* action) {
    return window_->context().actions.find(QLatin1String(action))->isEnabled();
  }
  void train(workflow::Workspace& workspace, const char* name) {
    VALUE(trained, workflow::train(workspace,
                                   {.model = "patchcore",
                                    .data = story_.surfaces().string(),
                                    .name = name,
                                    .options = workflow::ImageStory::bank_options()},
                                   silent_, {}));
  }
  void show_page() {
    window_->show_page(QStringLiteral("models"));
    QTRY_COMPARE_WITH_TIMEOUT(page().states().state(), PageStates::State::filled, bound_ms);
    page().setFocus();
  }

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
    workflow::Workspace workspace = story_.open();
    for (const char* name : {"bank", "second", "third"})
      train(workspace, name);
    VALUE(fitted, workflow::fit_threshold(workspace, {.run = "bank"}, silent_, {}));
    store::ModelEvent candidate;
    candidate.line = candidate.before = "bank";
    candidate.after = "second";
    candidate.detail_json = "{}";
    VALUE(added, workspace.store().add_model_event(candidate, 0));
  }
  void init() {
    window_ = std::make_unique<MainWindow>(WindowOptions{.workspace = story_.folder() / "workspace",
                                                         .settings_folder = story_.folder() / "settings",
                                                         .program = QStringLiteral("none")});
    window_->set_language(QStringLiteral("en"));
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
  }
  void cleanup() { window_.reset(); }

  void the_model_keeps_the_rules_of_models() {
    TrainedModels model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    TrainedModel row;
    row.run.name = "a";
    row.bytes = 12'300'000;
    row.place = TrainedModel::Place::before;
    model.set_rows(std::make_shared<const std::vector<TrainedModel>>(2, row));
    QCOMPARE(model.index(0, TrainedModels::place).data().toString(), QStringLiteral("used before"));
    QCOMPARE(model.index(1, TrainedModels::size).data().toString(), QStringLiteral("12.3 MB"));
    QCOMPARE(model.index(1, TrainedModels::threshold).data().toString(), QStringLiteral("none yet"));
  }

  void every_model_says_where_it_stands() {
    show_page();
    QCOMPARE(page().table().model()->rowCount(), 3);
    QCOMPARE(text("bank", TrainedModels::place), QStringLiteral("in use"));
    QCOMPARE(text("second", TrainedModels::place), QStringLiteral("candidate"));
    QCOMPARE(text("third", TrainedModels::place), QStringLiteral("in use"));
    QCOMPARE(text("bank", TrainedModels::kind), QStringLiteral("images"));
    QVERIFY(text("bank", TrainedModels::threshold).contains(QStringLiteral("version ")));
    page().choose(QStringLiteral("bank"));
    QVERIFY(!enabled("models.accept") && !enabled("models.back") && !enabled("models.remove"));
    page().choose(QStringLiteral("third"));
    QVERIFY(enabled("models.remove") && enabled("models.export") && enabled("models.open"));
  }

  void a_candidate_is_put_into_use_and_taken_back() {
    show_page();
    page().choose(QStringLiteral("second"));
    QTest::keyClick(&page(), Qt::Key_U);
    QTRY_COMPARE_WITH_TIMEOUT(text("second", TrainedModels::place), QStringLiteral("in use"), bound_ms);
    QCOMPARE(text("bank", TrainedModels::place), QStringLiteral("used before"));
    workflow::Workspace workspace = story_.open();
    VALUE(judge, workflow::run_in_use(workspace, "bank"));
    QCOMPARE(judge.name, std::string("second"));
    page().choose(QStringLiteral("second"));
    QTest::keyClick(&page(), Qt::Key_B);
    QTRY_COMPARE_WITH_TIMEOUT(text("bank", TrainedModels::place), QStringLiteral("in use"), bound_ms);
    VALUE(again, workflow::run_in_use(workspace, "bank"));
    QCOMPARE(again.name, std::string("bank"));
  }

  void a_model_is_exported_and_can_be_read() {
    show_page();
    page().choose(QStringLiteral("bank"));
    MessageBar& messages = window_->context().messages;
    for (const char* format : {"bundle", "onnx"}) {
      const std::filesystem::path out = story_.folder() / format;
      page().export_to(QString::fromStdString(out.string()), QString::fromLatin1(format));
      QTRY_VERIFY_WITH_TIMEOUT(messages.text().contains(QString::fromStdString(out.string())) ||
                                   messages.kind() == MessageBar::Kind::error,
                               bound_ms);
      QVERIFY2(messages.kind() == MessageBar::Kind::note, qPrintable(messages.text()));
      QVERIFY(messages.text().contains(QStringLiteral("tested on")));
    }
    VALUE(card, workflow::read_bundle(story_.folder() / "bundle"));
    QCOMPARE(card.run, std::string("bank"));
    QVERIFY(std::filesystem::is_regular_file(story_.folder() / "onnx"));
  }

  void a_model_nothing_uses_is_removed_after_a_question() {
    show_page();
    page().choose(QStringLiteral("third"));
    QTest::keyClick(&page(), Qt::Key_Delete);
    auto* box = window_->findChild<QMessageBox*>();
    QVERIFY(box);
    for (QAbstractButton* button : box->buttons())
      if (box->buttonRole(button) == QMessageBox::DestructiveRole)
        QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(page().table().model()->rowCount(), 2, bound_ms);
    QVERIFY(!std::filesystem::exists(story_.folder() / "workspace" / "runs" / "third"));
  }

  void opening_a_model_goes_to_its_page() {
    show_page();
    page().choose(QStringLiteral("bank"));
    QTest::keyClick(&page(), Qt::Key_O);
    QCOMPARE(window_->current_page(), QStringLiteral("images"));
    QCOMPARE(window_->context().selection.state().run, QStringLiteral("bank"));
  }
};

QTEST_MAIN(TestModelsPage)
#include "tst_models_page.moc"
