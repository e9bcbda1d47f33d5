#include "core/base/random.h"
#include "ui/plot/curve_chart.h"
#include "ui/plot/heatmap.h"
#include "ui/plot/histogram.h"
#include "ui/plot/interval_plot.h"
#include "ui/plot/legend.h"
#include "ui/plot/scatter.h"

#include <QApplication>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include <cmath>

using namespace andon;
using namespace andon::ui;

namespace {

std::vector<float> random_points(int n) {
  Random random(Seed(5));
  std::vector<float> xy(2 * static_cast<std::size_t>(n));
  for (float& value : xy)
    value = static_cast<float>(random.normal());
  return xy;
}

void wheel(QWidget& widget, const QPointF& at, int delta) {
  QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(&widget, &event);
}

void drag(QWidget& widget, const QList<QPointF>& path, Qt::KeyboardModifiers modifiers = Qt::NoModifier,
          Qt::MouseButton button = Qt::LeftButton) {
  QTest::mousePress(&widget, button, modifiers, path.first().toPoint());
  for (const QPointF& at : path.mid(1)) {
    QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, button, modifiers);
    QApplication::sendEvent(&widget, &move);
  }
  QTest::mouseRelease(&widget, button, modifiers, path.last().toPoint());
}

/// Four points in a square with two groups: 0 and 1 on the left are group 0, 2 and 3 on the right group 1.
void fill_square(Scatter& scatter) {
  scatter.resize(400, 400);
  scatter.set_points(std::vector<float>{0, 0, 0, 1, 1, 0, 1, 1});
  scatter.set_look({{0, 0, 1, 1}, {{"left"}, {"right", GroupColor::alarm}}, {0, 0, 1, 1}, {}, {}});
  scatter.show();
}

} // namespace

class TestPlotViews : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void grid_finds_the_same_points_as_a_search_of_all();
  void scatter_picks_with_a_click_and_clears_with_escape();
  void scatter_lasso_takes_only_what_is_inside();
  void scatter_rectangle_and_ctrl_add();
  void legend_hides_points_from_sight_and_picking();
  void wheel_keeps_the_value_under_the_pointer();
  void keys_and_middle_drag_move_and_fit();
  void scatter_paints_fifty_thousand_points();
  void heatmap_marks_mismatches_and_picks_cells();
  void heatmap_moves_by_keys();
  void curves_draw_at_most_two_points_a_column_and_keep_the_spike();
  void curves_leave_out_what_a_logarithm_cannot_show();
  void histogram_shares_add_up();
  void views_follow_the_theme();
};

void TestPlotViews::grid_finds_the_same_points_as_a_search_of_all() {
  const std::vector<float> xy = random_points(3000);
  const PointGrid grid(xy);
  Random random(Seed(6));
  for (int trial = 0; trial < 300; ++trial) {
    const QPointF at(2 * random.normal(), 2 * random.normal());
    const double radius = random.uniform(0, 0.3);
    int expected = -1;
    double best = radius;
    for (int i = 0; i < grid.size(); ++i)
      if (const double d = std::hypot(grid.point(i).x() - at.x(), grid.point(i).y() - at.y());
          i % 3 != 0 && d <= best) {
        if (expected < 0 || d < best)
          expected = i;
        best = d;
      }
    QCOMPARE(grid.nearest(at, radius, [](int i) { return i % 3 != 0; }), expected);
    const QRectF rect(at, QSizeF(radius * 5, radius * 3));
    std::vector<int> inside;
    for (int i = 0; i < grid.size(); ++i)
      if (rect.left() <= grid.point(i).x() && grid.point(i).x() <= rect.right() &&
          rect.top() <= grid.point(i).y() && grid.point(i).y() <= rect.bottom())
        inside.push_back(i);
    QCOMPARE(grid.inside(rect), inside);
  }
  QCOMPARE(PointGrid(std::vector<float>{}).nearest({0, 0}, 1, [](int) { return true; }), -1);
  QCOMPARE(PointGrid(std::vector<float>{1, 1, 1, 1}).nearest({1, 1}, 0, [](int) { return true; }), 0);
}

void TestPlotViews::scatter_picks_with_a_click_and_clears_with_escape() {
  Scatter scatter;
  fill_square(scatter);
  QSignalSpy changed(&scatter, &Scatter::selection_changed);
  QSignalSpy activated(&scatter, &Scatter::activated);
  QTest::mouseClick(&scatter, Qt::LeftButton, {}, (scatter.to_pixel({1, 0}) + QPointF(5, 3)).toPoint());
  QCOMPARE(scatter.selected(), std::vector<int>{2});
  QTest::keyClick(&scatter, Qt::Key_Return);
  QCOMPARE(activated.count(), 1);
  QCOMPARE(activated.first().first().toInt(), 2);
  QTest::mouseDClick(&scatter, Qt::LeftButton, {}, scatter.to_pixel({0, 1}).toPoint());
  QCOMPARE(activated.last().first().toInt(), 1);
  QTest::keyClick(&scatter, Qt::Key_Escape);
  QVERIFY(scatter.selected().empty());
  QTest::mouseClick(&scatter, Qt::LeftButton, {}, scatter.to_pixel({0.5, 0.5}).toPoint());
  QVERIFY(scatter.selected().empty());
  scatter.highlight({0, 3, 99});
  QCOMPARE(scatter.selected(), std::vector<int>({0, 3}));
  QTest::keyClick(&scatter, Qt::Key_A, Qt::ControlModifier);
  QCOMPARE(scatter.selected().size(), std::size_t(4));
}

void TestPlotViews::scatter_lasso_takes_only_what_is_inside() {
  Scatter scatter;
  fill_square(scatter);
  QSignalSpy changed(&scatter, &Scatter::selection_changed);
  // A triangle around (0,0), (0,1) and (1,1) whose bounding box holds (1,0) too.
  drag(scatter,
       {scatter.to_pixel({-0.04, -0.04}), scatter.to_pixel({1.045, 1.03}), scatter.to_pixel({-0.04, 1.045})});
  QCOMPARE(scatter.selected(), std::vector<int>({0, 1, 3}));
  QCOMPARE(changed.count(), 1);
}

void TestPlotViews::scatter_rectangle_and_ctrl_add() {
  Scatter scatter;
  fill_square(scatter);
  drag(scatter, {scatter.to_pixel({-0.04, -0.04}), scatter.to_pixel({0.5, 1.04})}, Qt::ShiftModifier);
  QCOMPARE(scatter.selected(), std::vector<int>({0, 1}));
  QTest::mouseClick(&scatter, Qt::LeftButton, Qt::ControlModifier, scatter.to_pixel({1, 1}).toPoint());
  QCOMPARE(scatter.selected(), std::vector<int>({0, 1, 3}));
}

void TestPlotViews::legend_hides_points_from_sight_and_picking() {
  Scatter scatter;
  fill_square(scatter);
  Legend legend(scatter);
  legend.set_groups({{"left"}, {"right", GroupColor::alarm}}, {2, 2});
  QCOMPARE(legend.count(), 2);
  const QPoint at = scatter.to_pixel({1, 1}).toPoint();
  const QColor shown = scatter.grab().toImage().pixelColor(at);
  QCOMPARE(shown, colors(scatter.palette()).alarm);
  legend.setCurrentRow(1);
  QTest::keyClick(&legend, Qt::Key_Space);
  QCOMPARE(legend.item(1)->checkState(), Qt::Unchecked);
  QVERIFY(!scatter.is_visible(3));
  QCOMPARE(scatter.pick(at), -1);
  QVERIFY(scatter.grab().toImage().pixelColor(at) != shown);
  drag(scatter, {scatter.to_pixel({-0.04, -0.04}), scatter.to_pixel({1.04, 1.04})}, Qt::ShiftModifier);
  QCOMPARE(scatter.selected(), std::vector<int>({0, 1}));
}

void TestPlotViews::wheel_keeps_the_value_under_the_pointer() {
  Scatter scatter;
  fill_square(scatter);
  const QPointF at = scatter.to_pixel({0.25, 0.75});
  const double width = scatter.visible_range().width();
  wheel(scatter, at, 240);
  QVERIFY(std::abs(scatter.visible_range().width() - width / 2) < 1e-9);
  const QPointF value = scatter.to_value(at);
  QVERIFY(std::hypot(value.x() - 0.25, value.y() - 0.75) < 1e-9);
}

void TestPlotViews::keys_and_middle_drag_move_and_fit() {
  Scatter scatter;
  fill_square(scatter);
  const QRectF fitted = scatter.visible_range();
  drag(scatter, {QPointF(200, 200), QPointF(250, 200)}, Qt::NoModifier, Qt::MiddleButton);
  QVERIFY(scatter.visible_range().left() < fitted.left());
  QVERIFY(scatter.selected().empty());
  QTest::keyClick(&scatter, Qt::Key_F);
  QCOMPARE(scatter.visible_range(), fitted);
  QTest::keyClick(&scatter, Qt::Key_Plus);
  QVERIFY(scatter.visible_range().width() < fitted.width());
  QTest::keyClick(&scatter, Qt::Key_Right);
  QTest::keyClick(&scatter, Qt::Key_Home);
  QCOMPARE(scatter.visible_range(), fitted);
  QTest::keyPress(&scatter, Qt::Key_Space);
  drag(scatter, {QPointF(200, 200), QPointF(150, 200)});
  QTest::keyRelease(&scatter, Qt::Key_Space);
  QVERIFY(scatter.visible_range().left() > fitted.left());
}

void TestPlotViews::scatter_paints_fifty_thousand_points() {
  Scatter scatter;
  scatter.resize(900, 700);
  const std::vector<float> xy = random_points(50000);
  scatter.set_points(xy);
  ScatterLook look;
  for (int i = 0; i < 50000; ++i)
    look.value.push_back(i);
  look.value_title = "Anomaly score";
  scatter.set_look(std::move(look));
  scatter.show();
  const QImage first = scatter.grab().toImage();
  QVERIFY(first.pixelColor(scatter.to_pixel({0, 0}).toPoint()) != colors(scatter.palette()).surface);
  // Every point can be picked exactly where it is drawn, or another one lies at the same pixel.
  for (int i = 0; i < 50000; i += 997) {
    const int found = scatter.pick(scatter.to_pixel({xy[2 * i], xy[2 * i + 1]}));
    QVERIFY(found >= 0 && std::hypot(xy[2 * found] - xy[2 * i], xy[2 * found + 1] - xy[2 * i + 1]) < 1e-6);
  }
}

void TestPlotViews::heatmap_marks_mismatches_and_picks_cells() {
  Heatmap map;
  map.resize(500, 400);
  map.set_matrix(3, {0.9f, 0.1f, 0.2f, 0.1f, 0.3f, 0.8f, 0.0f, 0.2f, 0.7f}, {0, 2, 2});
  map.show();
  QVERIFY(!map.is_mismatch(0));
  QVERIFY(map.is_mismatch(1));
  QSignalSpy picked(&map, &Heatmap::picked);
  QTest::mouseClick(&map, Qt::LeftButton, {}, map.to_pixel({2, 1}).toPoint());
  QCOMPARE(picked.count(), 1);
  QCOMPARE(picked.first(), QVariantList({1, 2}));
  const QImage image = map.grab().toImage();
  QCOMPARE(image.pixelColor(map.to_pixel({0, 0}).toPoint()), viridis(1));
  QCOMPARE(image.pixelColor(map.to_pixel({0, 2}).toPoint()), viridis(0));
  QTest::mouseClick(&map, Qt::LeftButton, {}, QPoint(2, 2));
  QCOMPARE(picked.count(), 1);
}

void TestPlotViews::heatmap_moves_by_keys() {
  Heatmap map;
  map.resize(500, 400);
  map.set_matrix(2, {1, 0, 0, 1}, {0, 1});
  QSignalSpy picked(&map, &Heatmap::picked);
  QTest::keyClick(&map, Qt::Key_Return);
  QTest::keyClick(&map, Qt::Key_Right);
  QTest::keyClick(&map, Qt::Key_Right);
  QTest::keyClick(&map, Qt::Key_Up);
  QCOMPARE(map.current_row(), 1);
  QCOMPARE(map.current_column(), 1);
  QCOMPARE(picked.count(), 4);
  Heatmap empty;
  QTest::keyClick(&empty, Qt::Key_Return);
  empty.grab();
}

void TestPlotViews::curves_draw_at_most_two_points_a_column_and_keep_the_spike() {
  CurveChart chart;
  chart.resize(600, 300);
  chart.show();
  Curve curve{"loss", {}};
  for (int i = 0; i < 200000; ++i)
    curve.points.emplace_back(i, i == 123457 ? 50.0 : std::sin(i * 1e-3));
  chart.set_curves({curve});
  QVERIFY2(chart.drawn_points(0) <= 2 * 600, qPrintable(QString::number(chart.drawn_points(0))));
  QVERIFY(chart.drawn_points(0) > 200);
  chart.setFocus();
  const double span = chart.visible_high() - chart.visible_low();
  wheel(*chart.viewport(), QPointF(300, 150), 480);
  QVERIFY(chart.visible_high() - chart.visible_low() < span / 2);
  QTest::keyClick(&chart, Qt::Key_F);
  QCOMPARE(chart.visible_high() - chart.visible_low(), span);
}

void TestPlotViews::curves_leave_out_what_a_logarithm_cannot_show() {
  CurveChart chart;
  chart.resize(600, 300);
  chart.set_curves({{"loss", {{0, 1}, {1, 0}, {2, 0.01}, {3, -1}}}});
  QCOMPARE(chart.drawn_points(0), 4);
  chart.set_log_y(true);
  QCOMPARE(chart.drawn_points(0), 2);
  chart.set_curves({});
  chart.grab();
}

void TestPlotViews::histogram_shares_add_up() {
  Histogram histogram;
  histogram.resize(500, 300);
  histogram.set_distributions({{"normal", {0, 0.1, 0.2, 0.1}, -1}, {"abnormal", {1.0}, -2}, {"none", {}, 0}});
  double sum = 0;
  for (const double share : histogram.shares(0))
    sum += share;
  QVERIFY(std::abs(sum - 100) < 1e-9);
  QCOMPARE(histogram.shares(1).back(), 100.0);
  histogram.set_threshold(2.0, "threshold");
  QVERIFY(histogram.visible_range().right() > 2);
  histogram.grab();
  histogram.set_distributions({{"constant", {3, 3, 3}, 0}});
  histogram.set_threshold(std::nullopt);
  histogram.grab();
}

void TestPlotViews::views_follow_the_theme() {
  Scatter scatter;
  fill_square(scatter);
  CurveChart chart;
  chart.resize(400, 300);
  chart.set_curves({{"loss", {{0, 1}, {1, 2}}}});
  auto* application = qobject_cast<QApplication*>(QCoreApplication::instance());
  apply_theme(*application, ThemeChoice::light);
  const QColor light = scatter.grab().toImage().pixelColor(scatter.to_pixel({0.5, 0.5}).toPoint());
  const QColor chart_light = chart.grab().toImage().pixelColor(2, 2);
  apply_theme(*application, ThemeChoice::dark);
  QTRY_VERIFY(scatter.grab().toImage().pixelColor(scatter.to_pixel({0.5, 0.5}).toPoint()).lightness() <
              light.lightness() - 100);
  QTRY_VERIFY(chart.grab().toImage().pixelColor(2, 2).lightness() < chart_light.lightness() - 100);
  apply_theme(*application, ThemeChoice::light);
}

QTEST_MAIN(TestPlotViews)
#include "tst_plot_views.moc"
