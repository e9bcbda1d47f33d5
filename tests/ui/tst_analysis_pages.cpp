#include "core/base/random.h"
#include "tests/ui/page_bench.h"
#include "ui/forms/option_form.h"
#include "ui/models/difference_model.h"
#include "ui/models/run_model.h"
#include "ui/models/window_model.h"
#include "ui/pages/embeddings_page.h"
#include "ui/pages/page_states.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/similarity_page.h"
#include "ui/pages/train_dialog.h"
#include "ui/plot/curve_chart.h"
#include "ui/plot/heatmap.h"
#include "ui/plot/histogram.h"
#include "ui/plot/interval_plot.h"
#include "ui/plot/legend.h"
#include "ui/plot/scatter.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

#include <cmath>

using namespace andon;
using namespace andon::ui;

namespace {

workflow::ScoreRow window(int i, int label) {
  workflow::ScoreRow row;
  row.item = "scene-" + std::to_string(i / 8) + "@" + std::to_string(i % 8);
  row.start = i % 8;
  row.end = row.start + 1;
  row.label = label;
  row.score = label == 1 ? 2.0 + 0.01 * i : 0.1 + 0.001 * i;
  return row;
}

/// n windows of dimension 8: normal pairs lie together, every tenth window is abnormal and its current is
/// elsewhere.
std::shared_ptr<const workflow::EmbeddingSet> embedding_set(int n) {
  Random random(Seed(9));
  auto set = std::make_shared<workflow::EmbeddingSet>();
  set->dimension = 8;
  set->total = 2 * n;
  for (int i = 0; i < n; ++i) {
    const bool abnormal = i % 10 == 9;
    set->windows.push_back(window(i, abnormal ? 1 : 0));
    for (auto* rows : {&set->command, &set->current})
      for (int j = 0; j < 8; ++j)
        rows->push_back(static_cast<float>(std::sin(i * 0.3 + j) + 0.1 * random.normal() +
                                           (abnormal && rows == &set->current ? 2 : 0)));
  }
  return set;
}

workflow::Projection pca_of(const workflow::EmbeddingSet& set) {
  Progress progress;
  return workflow::project(set, "pca", 1, progress, {}).value();
}

workflow::SimilarityMatrix matrix_of(int n) {
  workflow::SimilarityMatrix matrix;
  matrix.n = n;
  matrix.chance = 1.0 / n;
  int hits = 0;
  for (int i = 0; i < n; ++i) {
    matrix.windows.push_back(window(i, 0));
    const int best = i % 9 == 8 ? (i + 5) % n : i;
    hits += best == i;
    matrix.best.push_back(best);
    for (int j = 0; j < n; ++j)
      matrix.similarity.push_back(
          j == best ? 0.97f
                    : static_cast<float>(0.7 * std::cos((i - j) * 0.4) * std::exp(-std::abs(i - j) / 12.0)));
  }
  matrix.retrieval_at_1 = double(hits) / n;
  return matrix;
}

workflow::RunListRow run_row(int id, store::RunState state, double auroc) {
  workflow::RunListRow row;
  row.run.id = {id};
  row.run.name = "motor-" + std::to_string(id);
  row.run.model = "dual_encoder";
  row.run.data_name = "demo";
  row.run.state = state;
  row.run.created = "2026-05-0" + std::to_string(id) + "T10:11:12.345Z";
  row.run.seconds = 12.5 * id;
  if (std::isfinite(auroc))
    for (const char* metric : {"auroc", "aupr", "f1", "retrieval_at_1"})
      row.metrics[metric] = {auroc, auroc - 0.02, std::min(1.0, auroc + 0.01)};
  return row;
}

workflow::RunDetail detail_of(const workflow::RunListRow& row) {
  workflow::RunDetail detail;
  detail.run = row.run;
  detail.metrics = row.metrics;
  for (int epoch = 0; epoch < 40; ++epoch) {
    detail.history.push_back(
        {"loss/train", epoch, 3.4 * std::exp(-epoch / (6.0 + double(row.run.id.value))) + 0.05});
    detail.history.push_back(
        {"loss/val", epoch, 3.5 * std::exp(-epoch / (7.0 + double(row.run.id.value))) + 0.12});
    detail.history.push_back({"lr", epoch, 1e-3 * (1 + std::cos(epoch * M_PI / 40)) / 2});
  }
  return detail;
}

workflow::ScoreOut scores_of(int seed) {
  Random random(Seed(static_cast<std::uint64_t>(seed)));
  workflow::ScoreOut out;
  for (int i = 0; i < 600; ++i) {
    out.rows.push_back(window(i, i % 8 == 7 ? 1 : 0));
    out.rows.back().score = random.normal(i % 8 == 7 ? 1.1 : 0.3, 0.12);
  }
  return out;
}

std::vector<workflow::RunListRow> three_runs() {
  return {run_row(1, store::RunState::finished, 0.981), run_row(2, store::RunState::failed, NAN),
          run_row(3, store::RunState::finished, 0.997)};
}

RunsShown two_runs() {
  const auto rows = three_runs();
  RunsShown shown;
  shown.details = {detail_of(rows[0]), detail_of(rows[2])};
  shown.scores = {scores_of(1), scores_of(2)};
  workflow::CompareOut comparison;
  comparison.differences = {{"options.temperature", {"0.07", "0.1"}}, {"seed", {"1", "2"}}};
  shown.details[0].groups = {{"defect", "scratch", 12, 11, {0.92, 0.62, 1}},
                             {"area", "16 to 31 pixels", 5, 2, {0.4, 0.05, 0.85}, 16, 32, 0.001, 0.002, 0.2},
                             {"area", "4 to 7 pixels", 3, 0, {0, 0, 0.71}, 4, 8, 0.0003, 0.0004, 0}};
  comparison.gaps["auroc"] = {{0.016, 0.004, 0.028}, 0.01};
  comparison.gaps["aupro"] = {{-0.05, -0.12, 0.02}, 0.17};
  shown.comparison = comparison;
  return shown;
}

/// Set ANDON_SHOTS to a folder to look at what a test shows.
void keep_picture(QWidget& widget, const QString& name) {
  if (const QString folder = qEnvironmentVariable("ANDON_SHOTS"); !folder.isEmpty()) {
    QTest::qWait(50); // charts lay their axes out in the event loop
    widget.grab().save(folder + "/" + name + ".png");
  }
}

bool ends_in(PageStates& states, PageStates::State state) {
  return QTest::qWaitFor([&] { return states.state() == state; }, 20000);
}

} // namespace

class TestAnalysisPages : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase();
  void tables_stop_at_the_first_invalid_index();
  void embeddings_lasso_selects_windows_and_follows_others();
  void embeddings_colour_by_every_property();
  void embeddings_open_a_window_on_signals();
  void pages_say_what_is_missing_in_an_empty_workspace();
  void pages_say_what_failed();
  void similarity_marks_mismatches_and_steps_by_key();
  void runs_are_sorted_filtered_and_chosen();
  void runs_show_curves_differences_and_scores();
  void live_points_appear_while_training();
  void train_dialog_checks_options();
};

void TestAnalysisPages::initTestCase() {
  apply_theme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ThemeChoice::light);
}

void TestAnalysisPages::tables_stop_at_the_first_invalid_index() {
  RunModel runs;
  QAbstractItemModelTester tester(&runs, QAbstractItemModelTester::FailureReportingMode::QtTest);
  runs.set_rows(std::make_shared<const std::vector<workflow::RunListRow>>(three_runs()));
  QCOMPARE(runs.rowCount(), 3);
  QVERIFY(runs.row(2));
  QVERIFY(!runs.row(3));
  QVERIFY(!runs.row(-1));
  QCOMPARE(runs.index(0, RunModel::auroc).data().toString(), QString("0.9810 [0.961, 0.991]"));
  QCOMPARE(runs.index(1, RunModel::auroc).data().toString(), QString("–"));
  QVERIFY(!runs.index(3, 0).data().isValid());
  QVERIFY(!runs.headerData(RunModel::column_count, Qt::Horizontal).isValid());
  WindowModel windows;
  QAbstractItemModelTester windows_tester(&windows, QAbstractItemModelTester::FailureReportingMode::QtTest);
  windows.set_rows(std::make_shared<const std::vector<workflow::ScoreRow>>(1, window(3, 1)));
  QCOMPARE(windows.index(0, WindowModel::item).data(id_role).toString(), QString("scene-0@3"));
  windows.set_rows(nullptr);
  QCOMPARE(windows.rowCount(), 0);
  DifferenceModel differences;
  QAbstractItemModelTester differences_tester(&differences,
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
  differences.set_runs({"a", "b"});
  differences.set_rows(std::make_shared<const std::vector<workflow::CompareOut::Difference>>(
      1, workflow::CompareOut::Difference{"seed", {"1", ""}}));
  QCOMPARE(differences.index(0, 2).data().toString(), QString("–"));
}

void TestAnalysisPages::embeddings_lasso_selects_windows_and_follows_others() {
  Bench bench;
  EmbeddingsPage page(bench.context);
  page.resize(900, 600);
  const auto set = embedding_set(200);
  page.show_result(set, pca_of(*set));
  QWidget* inspector = page.inspector();
  inspector->resize(300, 600);
  Scatter& scatter = page.scatter();
  QCOMPARE(scatter.point_count(), 400);
  page.grab();
  keep_picture(page, "embeddings_filled");
  const QRectF plot = scatter.plot_rect();
  QTest::mousePress(&scatter, Qt::LeftButton, Qt::ShiftModifier, plot.topLeft().toPoint() + QPoint(2, 2));
  QTest::mouseMove(&scatter, plot.center().toPoint());
  QTest::mouseMove(&scatter, plot.bottomRight().toPoint() - QPoint(2, 2));
  QTest::mouseRelease(&scatter, Qt::LeftButton, Qt::ShiftModifier,
                      plot.bottomRight().toPoint() - QPoint(2, 2));
  QCOMPARE(bench.selection.state().items.size(), 200);
  auto* table = inspector->findChild<QTableView*>();
  QCOMPARE(table->model()->rowCount(), 200);
  keep_picture(*inspector, "embeddings_inspector");
  QTest::keyClick(&scatter, Qt::Key_Escape);
  QVERIFY(bench.selection.state().items.isEmpty());
  Selection::State elsewhere = bench.selection.state();
  elsewhere.items = {"scene-1@2", "unknown"};
  bench.selection.select(elsewhere);
  QCOMPARE(scatter.selected(), std::vector<int>({10, 210}));
  QCOMPARE(table->model()->rowCount(), 1);
  keep_picture(page, "embeddings_followed");
  delete inspector;
}

void TestAnalysisPages::embeddings_colour_by_every_property() {
  Bench bench;
  EmbeddingsPage page(bench.context);
  page.resize(900, 600);
  const auto set = embedding_set(200);
  page.show_result(set, pca_of(*set));
  auto* color = page.findChild<QComboBox*>("color");
  auto* legend = page.inspector()->findChild<Legend*>();
  const int groups[] = {2, 2, 8, 2};
  for (int i = 0; i < 4; ++i) {
    color->setCurrentIndex(i);
    QCOMPARE(legend->count(), groups[i]);
    keep_picture(page, QString("embeddings_color_%1").arg(i));
    legend->item(0)->setCheckState(Qt::Unchecked);
    QVERIFY(!page.scatter().is_visible(0));
    QVERIFY(page.scatter().is_visible(i == 2 ? 399 : i == 0 ? 9 : 399));
  }
  delete legend->parentWidget();
}

void TestAnalysisPages::embeddings_open_a_window_on_signals() {
  Bench bench;
  EmbeddingsPage page(bench.context);
  page.resize(900, 600);
  const auto set = embedding_set(50);
  const workflow::Projection projection = pca_of(*set);
  page.show_result(set, projection);
  page.grab();
  Scatter& scatter = page.scatter();
  const QPoint at = scatter.to_pixel({projection.xy[2 * 60], projection.xy[2 * 60 + 1]}).toPoint();
  const int hit = scatter.pick(at);
  QVERIFY(hit >= 0);
  QTest::mouseDClick(&scatter, Qt::LeftButton, {}, at);
  QCOMPARE(bench.selection.state().page, QString("signals"));
  QCOMPARE(bench.selection.state().item, QString::fromStdString(set->windows[std::size_t(hit % 50)].item));
}

void TestAnalysisPages::pages_say_what_is_missing_in_an_empty_workspace() {
  Bench bench;
  EmbeddingsPage embeddings(bench.context);
  SimilarityPage similarity(bench.context);
  RunsPage runs(bench.context);
  for (Page* page : std::initializer_list<Page*>{&embeddings, &similarity, &runs}) {
    page->resize(900, 600);
    page->show();
    page->activated();
  }
  QVERIFY(ends_in(embeddings.states(), PageStates::State::empty));
  QVERIFY(ends_in(similarity.states(), PageStates::State::empty));
  QVERIFY(ends_in(runs.states(), PageStates::State::empty));
  keep_picture(runs, "runs_empty");
  keep_picture(embeddings, "embeddings_empty");
  for (auto* button : embeddings.states().findChildren<QPushButton*>())
    if (button->isVisible())
      button->click();
  QCOMPARE(bench.selection.state().page, QString("runs"));
}

void TestAnalysisPages::pages_say_what_failed() {
  Bench bench;
  EmbeddingsPage embeddings(bench.context);
  SimilarityPage similarity(bench.context);
  Selection::State state;
  state.run = "no-such-run";
  bench.selection.select(state);
  embeddings.show();
  similarity.show();
  embeddings.activated();
  similarity.activated();
  QVERIFY(ends_in(embeddings.states(), PageStates::State::failed));
  QVERIFY(ends_in(similarity.states(), PageStates::State::failed));
  keep_picture(embeddings, "embeddings_failed");
  RunsPage runs(bench.context);
  runs.show_failure({ErrorCode::corrupt, "andon.db: the database is damaged"});
  QCOMPARE(runs.states().state(), PageStates::State::failed);
}

void TestAnalysisPages::similarity_marks_mismatches_and_steps_by_key() {
  Bench bench;
  SimilarityPage page(bench.context);
  page.resize(900, 700);
  page.show_result(matrix_of(64));
  QWidget* inspector = page.inspector();
  keep_picture(page, "similarity_filled");
  Heatmap& map = page.heatmap();
  QVERIFY(map.is_mismatch(8));
  QVERIFY(!map.is_mismatch(9));
  bench.actions.find("similarity.next_mismatch")->trigger();
  QCOMPARE(map.current_row(), 8);
  QCOMPARE(map.current_column(), 13);
  QCOMPARE(bench.selection.state().items, QStringList({"scene-1@0", "scene-1@5"}));
  bench.actions.find("similarity.next_mismatch")->trigger();
  QCOMPARE(map.current_row(), 17);
  bench.actions.find("similarity.previous_mismatch")->trigger();
  QCOMPARE(map.current_row(), 8);
  bench.actions.find("similarity.previous_batch")->trigger();
  QCOMPARE(page.first(), 0);
  bench.actions.find("similarity.next_batch")->trigger();
  QCOMPARE(page.first(), 64);
  delete inspector;
}

void TestAnalysisPages::runs_are_sorted_filtered_and_chosen() {
  Bench bench;
  RunsPage page(bench.context);
  page.resize(1100, 700);
  page.show();
  page.show_list(three_runs());
  QAbstractItemModel* rows = page.table().model();
  QCOMPARE(rows->rowCount(), 3);
  QCOMPARE(rows->index(0, 0).data().toString(), QString("motor-3"));
  page.table().sortByColumn(RunModel::auroc, Qt::AscendingOrder);
  QCOMPARE(rows->index(0, 0).data().toString(), QString("motor-2"));
  page.choose({"motor-2"});
  QCOMPARE(page.chosen(), QStringList{"motor-2"});
  QCOMPARE(bench.selection.state().run, QString("motor-2"));
  QVERIFY(bench.actions.find("runs.resume")->isEnabled());
  QVERIFY(!bench.actions.find("runs.evaluate")->isEnabled());
  Selection::State elsewhere = bench.selection.state(); // as a demonstration does from the Start page
  elsewhere.run = "motor-3";
  bench.selection.select(elsewhere);
  page.show_list(three_runs());
  QCOMPARE(bench.selection.state().run, QString("motor-3"));
  QCOMPARE(page.chosen(), QStringList{"motor-3"});
  page.choose({"motor-1", "motor-3"});
  QCOMPARE(page.chosen().size(), 2);
  QVERIFY(!bench.actions.find("runs.resume")->isEnabled());
  QVERIFY(bench.actions.find("runs.remove")->isEnabled());
  page.findChild<QLineEdit*>()->setText("motor-3");
  QCOMPARE(rows->rowCount(), 1);
}

void TestAnalysisPages::runs_show_curves_differences_and_scores() {
  Bench bench;
  RunsPage page(bench.context);
  page.resize(1100, 750);
  page.show_list(three_runs());
  page.choose({"motor-1", "motor-3"});
  bench.jobs.cancel_all();
  page.show_details(two_runs());
  RunPanels& panels = page.panels();
  QVERIFY(panels.curves().drawn_points(0) > 0);
  QVERIFY(panels.curves().drawn_points(3) > 0);
  QCOMPARE(panels.differences().rowCount(), 2);
  QCOMPARE(panels.differences().index(0, 2).data().toString(), QString("0.1"));
  const QString said = panels.comparison().text();
  QVERIFY2(said.contains("AUROC: +0.016 [+0.004, +0.028], p = 0.01 (a real difference)"), qPrintable(said));
  QVERIFY2(said.contains(QString::fromUtf8("(AUPRO): −0.050 [−0.120, +0.020], p = 0.17 (may be chance)")),
           qPrintable(said));
  RunsShown apart = two_runs();
  apart.comparison->gaps.clear();
  apart.comparison->missing = workflow::CompareOut::Missing::other_data;
  panels.show_runs(apart);
  QVERIFY(panels.comparison().text().contains("different data"));
  panels.show_runs(two_runs());
  QCOMPARE(panels.recall().row_names(), QStringList({"scratch", "4 to 7 pixels", "16 to 31 pixels"}));
  for (int tab = 0; tab < panels.count(); ++tab) {
    panels.setCurrentIndex(tab);
    keep_picture(page, QString("runs_tab_%1").arg(tab));
  }
  panels.setCurrentIndex(0);
  panels.toggle_log();
  QVERIFY(panels.curves().log_y());
  keep_picture(page, "runs_log");
}

void TestAnalysisPages::live_points_appear_while_training() {
  RunPanels panels;
  panels.resize(800, 400);
  for (int epoch = 0; epoch < 5; ++epoch)
    panels.add_live(7, "loss/train", epoch, 3.0 / (epoch + 1));
  panels.add_live(7, "loss/train", 4, 1.0); // a repeated step is not drawn twice
  panels.add_live(7, "loss/train", 5, NAN);
  QCOMPARE(panels.curves().drawn_points(0), 5);
  panels.clear_live(7);
  panels.show_runs(two_runs());
  QVERIFY(panels.curves().drawn_points(0) > 5);
}

void TestAnalysisPages::train_dialog_checks_options() {
  workflow::DescribedEntry entry{"model", "dual_encoder", "Dual encoder", "", {}};
  entry.options.push_back({"epochs", "Passes over the data", "", "integer", std::int64_t(40), 1, 1000, {}});
  entry.options.push_back({"temperature", "Of InfoNCE", "", "real", 0.07, 0.001, 1, {}});
  TrainDialog dialog({entry}, {"demo"});
  auto* ok = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
  QVERIFY(ok->isEnabled());
  QVERIFY(dialog.request().options.empty());
  auto* data = dialog.findChildren<QComboBox*>().at(1);
  data->setEditText(" ");
  QVERIFY(!ok->isEnabled());
  QVERIFY(!dialog.problem().isEmpty());
  data->setEditText("demo");
  QVERIFY(ok->isEnabled());
  dialog.findChild<OptionForm*>()->set_values({{"epochs", std::int64_t(20)}});
  const workflow::TrainIn in = dialog.request();
  QCOMPARE(in.model, std::string("dual_encoder"));
  QCOMPARE(in.data, std::string("demo"));
  QCOMPARE(in.options.size(), std::size_t(1));
  QCOMPARE(andon::to_text(in.options.at("epochs")), std::string("20"));
  keep_picture(dialog, "train_dialog");
  // An answer to other choices than those shown is not wanted any more.
  QPointer<QObject> valid;
  connect(&dialog, &TrainDialog::forecast_asked, this, [&valid](QObject* of) { valid = of; });
  QPushButton* ask = nullptr;
  for (QPushButton* button : dialog.findChildren<QPushButton*>())
    if (button->text() == "&Forecast")
      ask = button;
  QVERIFY(ask && ask->isEnabled());
  QTest::mouseClick(ask, Qt::LeftButton);
  QVERIFY(valid && !ask->isEnabled());
  dialog.show_forecast("12 MB");
  QVERIFY(ask->isEnabled());
  QTest::mouseClick(ask, Qt::LeftButton);
  data->setEditText("other");
  QVERIFY(!valid && ask->isEnabled());
}

QTEST_MAIN(TestAnalysisPages)
#include "tst_analysis_pages.moc"
