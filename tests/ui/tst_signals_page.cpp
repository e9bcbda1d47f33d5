#include "core/signal/dataset.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/signals_inspector.h"
#include "ui/pages/signals_page.h"
#include "ui/plot/axis.h"
#include "ui/plot/track_view.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QTreeWidget>
#include <QWheelEvent>

#include <cmath>

using namespace andon;
using namespace andon::ui;

namespace {

std::shared_ptr<SampleSource> source(const QString& id, double rate, std::vector<float> values,
                                     std::vector<std::uint8_t> missing = {}) {
  auto series = std::make_shared<Series>();
  series->rate = rate;
  series->values = std::move(values);
  series->missing = std::move(missing);
  auto envelope = std::make_shared<const Envelope>(Envelope::build(series->values, series->missing));
  const SampleSource::Info info{
      id, QStringLiteral("A"), Role::feature, 0, rate, static_cast<std::int64_t>(series->values.size())};
  return std::make_shared<SampleSource>(info, series, envelope);
}

std::vector<float> wave(std::size_t n, double periods) {
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i)
    values[i] =
        static_cast<float>(std::sin(2 * M_PI * periods * static_cast<double>(i) / static_cast<double>(n)));
  return values;
}

void wheel(QWidget& widget, QPointF at, int delta, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                    false);
  QApplication::sendEvent(&widget, &event);
}

void drag(QWidget& widget, QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  QTest::mousePress(&widget, Qt::LeftButton, modifiers, from);
  QTest::mouseMove(&widget, (from + to) / 2);
  QTest::mouseMove(&widget, to);
  QTest::mouseRelease(&widget, Qt::LeftButton, modifiers, to);
}

bool near(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance;
}

int pixels_of(const QImage& image, const QRect& where, const QColor& color) {
  int count = 0;
  for (int y = where.top(); y <= where.bottom(); ++y)
    for (int x = where.left(); x <= where.right(); ++x)
      count += image.pixelColor(x, y) == color;
  return count;
}

/// A workspace with a data set "line": one long scene with a gap, a spike and an interval, and a short one.
void make_workspace(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "data");
  auto writer = DatasetWriter::create(folder / "data" / "line", "line");
  QVERIFY2(writer.has_value(), writer ? "" : writer.error().message.c_str());
  std::vector<float> fast = wave(1'000'000, 500);
  fast[700'001] = 6;
  ItemInfo info;
  info.id = "shift 1";
  info.label = 1;
  info.sensors = {{"spindle", Role::current, "A", 10'000, 0}, {"feed", Role::command, "mm/s", 100, 0}};
  info.intervals = {{20, 35, 1, "dull tool", ""}};
  QVERIFY(writer->begin_scene(info).has_value());
  QVERIFY(writer->append("spindle", fast).has_value());
  QVERIFY(writer->append("feed", wave(10'000, 3)).has_value());
  QVERIFY(writer->end_scene(info).has_value());
  ItemInfo second = info;
  second.id = "shift 2";
  second.label = 0;
  second.intervals.clear();
  QVERIFY(writer->begin_scene(second).has_value());
  QVERIFY(writer->append("spindle", wave(5'000, 20)).has_value());
  QVERIFY(writer->append("feed", wave(50, 1)).has_value());
  QVERIFY(writer->end_scene(second).has_value());
  const auto finished = writer->finish();
  QVERIFY2(finished.has_value(), finished ? "" : finished.error().message.c_str());
}

struct Desk {
  QTemporaryDir folder;
  Selection selection;
  ActionRegistry actions;
  MessageBar messages;
  Settings settings{folder.path().toStdString() + "/settings"};
  JobList jobs;
  PageContext context{
      folder.path().toStdString() + "/workspace", selection, jobs, actions, messages, settings};
};

} // namespace

class TestSignalsPage : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() { apply_theme(*qApp, ThemeChoice::light); }
  void ticks_are_round();
  void times_and_quantities_read_well();
  void spikes_are_painted_at_every_zoom();
  void gaps_break_the_line();
  void wheel_zooms_at_the_pointer();
  void drag_pans_and_shift_drag_zooms_to_a_box();
  void value_axis_follows_locks_and_zooms();
  void minimap_moves_the_window();
  void cursors_show_differences();
  void unlinked_tracks_keep_their_own_time();
  void block_reads_refine_the_picture();
  void failed_reads_are_told();
  void page_goes_from_empty_to_filled();
  void page_tells_what_failed();
  void keys_drive_the_page();
};

void TestSignalsPage::ticks_are_round() {
  QCOMPARE(round_step(10, 5), 2.0);
  QCOMPARE(round_step(1, 4), 0.5);
  QCOMPARE(round_step(0.003, 3), 0.001);
  QStringList texts;
  for (const Tick& tick : value_ticks(-0.25, 0.6, 5))
    texts << tick.text;
  QCOMPARE(texts, (QStringList{"−0.2", "0", "0.2", "0.4", "0.6"}));
  QVERIFY(value_ticks(1, 1, 5).empty());
  for (const double span : {1e-9, 3e-4, 0.7, 12.0, 3600.0, 1e6}) {
    const auto ticks = time_ticks(12345.678, 12345.678 + span, 8).ticks;
    QVERIFY(ticks.size() >= 1 && ticks.size() <= 9);
    QSet<QString> different;
    for (const Tick& tick : ticks)
      different << tick.text;
    QVERIFY2(different.size() == int(ticks.size()), qPrintable(QString::number(span)));
  }
}

void TestSignalsPage::times_and_quantities_read_well() {
  QCOMPARE(duration_text(0.0123), QStringLiteral("12.30\u202fms"));
  QCOMPARE(duration_text(3723), QStringLiteral("1:02:03"));
  QCOMPARE(quantity_text(0.12345, "A"), QStringLiteral("0.1235\u202fA"));
  QCOMPARE(quantity_text(0, "A"), QStringLiteral("0\u202fA"));
  QCOMPARE(quantity_text(-1234.25, {}), QStringLiteral("−1,234"));
  QCOMPARE(time_ticks(0, 0.5, 5).title, QStringLiteral("Time (ms)"));
  QCOMPARE(time_ticks(0, 7200, 5).title, QStringLiteral("Time (h:mm:ss)"));
  QCOMPARE(time_ticks(0, 7200, 4).ticks[1].text, QStringLiteral("0:30:00"));
}

void TestSignalsPage::spikes_are_painted_at_every_zoom() {
  std::vector<float> values(2'000'000, 0.0F);
  const std::size_t spike = 1'234'567;
  values[spike] = 10;
  TrackView view;
  view.resize(800, 400);
  view.set_recording({source("x", 1000, values)});
  SignalLane& lane = *view.signal_lanes().front();
  lane.set_values(-1, 11);
  const double at = static_cast<double>(spike) / 1000;
  const QColor color = category(view.palette(), 0);
  for (double span = 2000; span > 0.02; span /= 1.7) {
    view.time().show({at - 0.37 * span, at + 0.63 * span});
    const QImage image = view.grab().toImage();
    const QRectF plot = view.plot_of(lane);
    const QRect above(int(plot.left()) + 2, int(plot.top()) + 2, int(plot.width()) - 4,
                      int(plot.height() * 0.4));
    // Drawn with antialiasing when samples stand apart: then any tint of the colour counts.
    int drawn = pixels_of(image, above, color);
    if (lane.density() <= 1)
      drawn += above.width() * above.height() - pixels_of(image, above, colors(view.palette()).surface) -
               pixels_of(image, above, colors(view.palette()).grid);
    QVERIFY2(drawn > 0, qPrintable(QStringLiteral("the spike is hidden when %1 s are shown").arg(span)));
  }
}

void TestSignalsPage::gaps_break_the_line() {
  std::vector<std::uint8_t> missing(100'000);
  std::fill(missing.begin() + 40'000, missing.begin() + 60'000, std::uint8_t{1});
  TrackView view;
  view.resize(800, 300);
  view.set_recording({source("x", 1000, wave(100'000, 5), missing)});
  const QImage image = view.grab().toImage();
  const QRectF plot = view.plot_of(*view.signal_lanes().front());
  const auto column = [&](double share) {
    const int x = int(plot.left() + share * plot.width());
    return pixels_of(image, QRect(x, int(plot.top()) + 1, 1, int(plot.height()) - 3),
                     category(view.palette(), 0));
  };
  QVERIFY(column(0.3) > 0);
  QCOMPARE(column(0.5), 0);
  QVERIFY(column(0.7) > 0);
}

void TestSignalsPage::wheel_zooms_at_the_pointer() {
  TrackView view;
  view.resize(800, 400);
  view.set_recording({source("a", 1000, wave(100'000, 50)), source("b", 10, wave(1'000, 5))});
  QCOMPARE(view.time().limits().end, 100.0);
  const QRectF plot = view.plot_of(*view.signal_lanes()[1]);
  const QPointF at(plot.left() + 0.25 * plot.width(), plot.center().y());
  wheel(view, at, 240);
  QVERIFY(near(view.time().visible().span(), 64, 1e-9));
  QVERIFY(near(view.time().visible().start + 0.25 * 64, 25, 1e-6));
  for (int i = 0; i < 100; ++i)
    wheel(view, at, 120);
  QVERIFY(near(view.time().visible().span(), 8.0 / 1000, 1e-12));
  QVERIFY(view.time().back());
  QCOMPARE(view.time().visible(), view.time().limits());
  for (int i = 0; i < 10; ++i)
    wheel(view, at, -120);
  QCOMPARE(view.time().visible(), view.time().limits());
}

void TestSignalsPage::drag_pans_and_shift_drag_zooms_to_a_box() {
  TrackView view;
  view.resize(876 + 14, 400);
  view.show();
  view.set_recording({source("a", 1000, wave(100'000, 50))});
  const SignalLane& lane = *view.signal_lanes().front();
  view.time().show({40, 60});
  const QRectF plot = view.plot_of(lane);
  const QPoint middle = plot.center().toPoint();
  drag(view, middle, middle + QPoint(int(plot.width() / 4), 0));
  QVERIFY(near(view.time().visible().start, 35, 0.1));
  QVERIFY(!lane.locked());

  const int left = int(plot.left());
  const auto seconds_to_x = [&](double share) { return left + int(share * plot.width()); };
  drag(view, {seconds_to_x(0.25), int(plot.top()) + 20}, {seconds_to_x(0.75), int(plot.bottom()) - 20},
       Qt::ShiftModifier);
  QVERIFY(near(view.time().visible().start, 40, 0.1));
  QVERIFY(near(view.time().visible().span(), 10, 0.1));
  QVERIFY(lane.locked());
  QTest::mouseDClick(&view, Qt::LeftButton, {}, middle);
  QCOMPARE(view.time().visible(), view.time().limits());
  QTest::mouseDClick(&view, Qt::LeftButton, {}, QPoint(20, middle.y()));
  QVERIFY(!lane.locked());

  view.set_box_zoom(true);
  drag(view, {seconds_to_x(0.1), middle.y()}, {seconds_to_x(0.2), middle.y() + 3});
  QVERIFY(near(view.time().visible().span(), 10, 0.5));
  QVERIFY(!lane.locked());
}

void TestSignalsPage::value_axis_follows_locks_and_zooms() {
  std::vector<float> values = wave(100'000, 50);
  for (std::size_t i = 50'000; i < values.size(); ++i)
    values[i] *= 100;
  TrackView view;
  view.resize(800, 400);
  view.set_recording({source("a", 1000, values)});
  SignalLane& lane = *view.signal_lanes().front();
  view.grab();
  QVERIFY(lane.values().high >= 100 && lane.values().high < 130);
  view.time().show({0, 40});
  view.grab();
  QVERIFY(lane.values().high >= 1 && lane.values().high < 1.5F);
  view.set_values_locked(true);
  view.time().fit();
  view.grab();
  QVERIFY(lane.values().high < 1.5F);
  const QRectF plot = view.plot_of(lane);
  const double span = lane.values().high - lane.values().low;
  wheel(view, {20, plot.center().y()}, 120);
  QVERIFY(near(lane.values().high - lane.values().low, 0.8 * span, 1e-3));
  QCOMPARE(view.time().visible(), view.time().limits());
}

void TestSignalsPage::minimap_moves_the_window() {
  TrackView view;
  view.resize(800, 400);
  view.show();
  view.set_recording({source("a", 1000, wave(100'000, 50))});
  view.time().show({0, 10});
  QTest::mouseClick(&view, Qt::LeftButton, {},
                    QPoint(TrackView::gutter + (800 - TrackView::gutter - 14) / 2, 400 - 20));
  QVERIFY(near(view.time().visible().start, 45, 0.5));
  QVERIFY(near(view.time().visible().span(), 10, 1e-9));
}

void TestSignalsPage::cursors_show_differences() {
  TrackView view;
  view.resize(800, 400);
  view.set_recording({source("a", 1000, wave(100'000, 50))});
  view.time().set_cursor(0, 10);
  view.time().set_cursor(1, 10.25);
  QCOMPARE(view.cursor_text(), QStringLiteral("Δt 250.0\u202fms  ·  1/Δt 4.000\u202fHz"));
  QVERIFY(view.cancel());
  QVERIFY(view.cursor_text().isEmpty());
  QVERIFY(!view.cancel());
  const auto nearest = source("a", 10, {1, 2, 3})->nearest(0.14);
  QVERIFY(nearest.has_value());
  QCOMPARE(nearest->time, 0.1);
  QCOMPARE(*nearest->value, 2.0F);
  QVERIFY(!source("a", 10, {1, 2, 3})->nearest(-0.2).has_value());
}

void TestSignalsPage::unlinked_tracks_keep_their_own_time() {
  TrackView view;
  view.resize(800, 400);
  view.set_recording({source("a", 1000, wave(100'000, 50)), source("b", 1000, wave(100'000, 5))});
  QVERIFY(view.linked());
  view.set_linked(false);
  const QRectF first = view.plot_of(*view.signal_lanes()[0]);
  wheel(view, first.center(), 120);
  QVERIFY(near(view.signal_lanes()[0]->own_time()->visible().span(), 80, 1e-6));
  QVERIFY(near(view.signal_lanes()[1]->own_time()->visible().span(), 100, 1e-6));
  QVERIFY(near(view.time().visible().span(), 100, 1e-6));
  view.set_linked(true);
  QVERIFY(view.signal_lanes()[0]->own_time() == nullptr);
}

void TestSignalsPage::block_reads_refine_the_picture() {
  const auto values = std::make_shared<std::vector<float>>(wave(1'000'000, 1000));
  (*values)[500'000] = 7;
  JobList jobs;
  int reads = 0;
  auto envelope = std::make_shared<const Envelope>(Envelope::build(*values));
  auto slow = std::make_shared<SampleSource>(
      SampleSource::Info{"x", "V", Role::feature, 0, 1000, 1'000'000}, envelope,
      [values, &reads](std::int64_t from, std::int64_t count) -> Result<Series> {
        ++reads;
        Series series;
        const auto end = std::min<std::int64_t>(from + count, std::int64_t(values->size()));
        series.values.assign(values->begin() + from, values->begin() + end);
        return series;
      },
      jobs);
  QSignalSpy changed(slow.get(), &SampleSource::changed);
  std::vector<MinMax> columns(100);
  QVERIFY(!slow->columns(499'000, 20, columns));
  QCOMPARE(columns[50].high, 7.0F); // already in the coarse picture
  QVERIFY(changed.wait(5000));
  QVERIFY(slow->columns(499'000, 20, columns));
  QCOMPARE(columns[50].high, 7.0F);
  QVERIFY(columns[60].high < 1.1F);
  QVERIFY(slow->columns(499'500, 20, columns));
  QCOMPARE(reads, 1);
  QVERIFY(jobs.jobs().empty());
}

void TestSignalsPage::failed_reads_are_told() {
  JobList jobs;
  const std::vector<float> values(1'000'000, 1.0F);
  auto broken = std::make_shared<SampleSource>(
      SampleSource::Info{"x", "V", Role::feature, 0, 1000, 1'000'000},
      std::make_shared<const Envelope>(Envelope::build(values)),
      [](std::int64_t, std::int64_t) -> Result<Series> { return fail(ErrorCode::io, "the disk went away"); },
      jobs);
  QSignalSpy changed(broken.get(), &SampleSource::changed);
  std::vector<MinMax> columns(10);
  QVERIFY(!broken->columns(0, 2, columns));
  QVERIFY(changed.wait(5000));
  QCOMPARE(broken->failure(), QStringLiteral("the disk went away"));
  QVERIFY(!broken->columns(0, 2, columns));
  QCOMPARE(columns[3].high, 1.0F);
}

void TestSignalsPage::page_goes_from_empty_to_filled() {
  Desk desk;
  make_workspace(desk.context.workspace);
  SignalsPage page(desk.context);
  page.resize(1000, 650);
  page.show();
  QCOMPARE(page.state(), SignalsPage::State::empty);
  desk.selection.select(
      {.data = QString::fromStdString((desk.context.workspace / "data" / "line").string())});
  QCOMPARE(page.state(), SignalsPage::State::busy);
  QTRY_COMPARE_WITH_TIMEOUT(page.state(), SignalsPage::State::filled, 20000);
  QCOMPARE(page.tracks().signal_lanes().size(), std::size_t{2});
  QCOMPARE(page.tracks().labels().bands().size(), std::size_t{2});
  QVERIFY(near(page.tracks().time().limits().end, 100, 1e-9));
  QVERIFY2(page.panel().facts_text().contains("abnormal"), qPrintable(page.panel().facts_text()));

  auto* sensors = page.panel().findChild<QTreeWidget*>("sensors");
  sensors->topLevelItem(0)->child(0)->setCheckState(0, Qt::Unchecked);
  QCOMPARE(page.tracks().signal_lanes().size(), std::size_t{1});

  auto* scenes = page.panel().findChild<QTreeView*>("scenes");
  QCOMPARE(scenes->model()->rowCount(), 2);
  scenes->setCurrentIndex(scenes->model()->index(1, 0));
  QCOMPARE(desk.selection.state().item, QStringLiteral("shift 2"));
  QTRY_VERIFY_WITH_TIMEOUT(page.panel().facts_text().contains("shift 2"), 20000);
  QVERIFY(near(page.tracks().time().limits().end, 0.5, 1e-9));

  Selection::State window = desk.selection.state();
  window.item = "shift 1@20";
  window.start = 20;
  window.end = 30;
  desk.selection.select(window);
  QTRY_VERIFY_WITH_TIMEOUT(near(page.tracks().time().visible().start, 20, 1e-6), 20000);
  QVERIFY(near(page.tracks().time().visible().span(), 10, 1e-6));
}

void TestSignalsPage::page_tells_what_failed() {
  Desk desk;
  make_workspace(desk.context.workspace);
  SignalsPage page(desk.context);
  page.show();
  desk.selection.select({.data = "nowhere"});
  QTRY_COMPARE_WITH_TIMEOUT(page.state(), SignalsPage::State::failed, 20000);
  bool told = false;
  for (const QLabel* label : page.findChildren<QLabel*>())
    told = told || (label->text().contains("nowhere") && label->text().contains("failed"));
  QVERIFY(told);
}

void TestSignalsPage::keys_drive_the_page() {
  Desk desk;
  make_workspace(desk.context.workspace);
  SignalsPage page(desk.context);
  page.resize(1000, 650);
  page.show();
  desk.selection.select(
      {.data = QString::fromStdString((desk.context.workspace / "data" / "line").string())});
  QTRY_COMPARE_WITH_TIMEOUT(page.state(), SignalsPage::State::filled, 20000);
  QApplication::setActiveWindow(&page);
  TrackView& tracks = page.tracks();
  tracks.setFocus();
  QVERIFY(tracks.hasFocus());
  QTest::keyClick(&tracks, Qt::Key_Plus);
  QVERIFY(near(tracks.time().visible().span(), 50, 1e-9));
  QTest::keyClick(&tracks, Qt::Key_Right);
  QVERIFY(near(tracks.time().visible().start, 32.5, 1e-9));
  QTest::keyClick(&tracks, Qt::Key_End);
  QVERIFY(near(tracks.time().visible().end, 100, 1e-9));
  QTest::keyClick(&tracks, Qt::Key_Home);
  QVERIFY(near(tracks.time().visible().start, 0, 1e-9));
  QTest::keyClick(&tracks, Qt::Key_Backspace);
  QCOMPARE(tracks.time().visible(), tracks.time().limits());
  QTest::keyClick(&tracks, Qt::Key_Plus);
  QTest::keyClick(&tracks, Qt::Key_F);
  QCOMPARE(tracks.time().visible(), tracks.time().limits());
  tracks.time().set_crosshair(10);
  QTest::keyClick(&tracks, Qt::Key_C);
  QVERIFY(near(*tracks.time().cursor(0), 10, 1e-9));
  tracks.time().set_crosshair(12);
  QTest::keyClick(&tracks, Qt::Key_C, Qt::ShiftModifier);
  QVERIFY(tracks.cursor_text().contains("2.000"));
  QTest::keyClick(&tracks, Qt::Key_PageDown);
  QCOMPARE(desk.selection.state().item, QStringLiteral("shift 2"));
}

QTEST_MAIN(TestSignalsPage)
#include "tst_signals_page.moc"
