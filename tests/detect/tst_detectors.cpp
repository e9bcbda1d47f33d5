#include "core/detect/calibrate.h"
#include "core/detect/detector_rows.h"
#include "core/detect/scene_rows.h"
#include "core/metrics/pca.h"
#include "core/metrics/ranking.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace andon;
using namespace andon::detect;

namespace {

/// Three independent channels of unit noise; `shift` is added to the first from row `from` on.
ChannelRows noise(std::int64_t rows, std::uint64_t seed, double shift = 0, std::int64_t from = 0) {
  Random random{Seed(seed)};
  ChannelRows result;
  result.ids = {"a", "b", "c"};
  for (std::int64_t r = 0; r < rows; ++r)
    for (int c = 0; c < 3; ++c)
      result.values.push_back(static_cast<float>(random.normal() + (c == 0 && r >= from ? shift : 0)));
  result.starts = {0};
  return result;
}

std::int64_t above(const std::vector<double>& scores, std::int64_t from, std::int64_t to) {
  return std::count_if(scores.begin() + from, scores.begin() + to, [](double score) { return score >= 1; });
}

Sensor sensor(const char* id, double rate, std::vector<float> values) {
  Sensor result;
  result.info.id = id;
  result.info.rate = result.series.rate = rate;
  result.series.values = std::move(values);
  return result;
}

} // namespace

/// What every row of the table keeps.
class TestDetectors : public QObject {
  Q_OBJECT

  static void every_detector() {
    QTest::addColumn<QString>("id");
    for (const DetectorEntry& entry : detectors().rows())
      QTest::newRow(entry.id.c_str()) << QString::fromStdString(entry.id);
  }
  static std::string current() { return QTest::currentDataTag(); }

private Q_SLOTS:
  void sameBitsAndFile_data() { every_detector(); }
  void sameBitsAndFile() {
    const ChannelRows train = noise(300, 1), test = noise(120, 2);
    const auto first = fit_calibrated(current(), train, {}, {}, Seed(5));
    const auto second = fit_calibrated(current(), train, {}, {}, Seed(5));
    QVERIFY2(first, first ? "" : first.error().message.c_str());
    const auto scores = score_rows(first->detector, test);
    QVERIFY(scores);
    QCOMPARE(scores->scores, score_rows(second->detector, test)->scores);
    QCOMPARE(scores->scores.size(), std::size_t{120});
    QCOMPARE(scores->contributions.size(), std::size_t{360});
    QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "detector.safetensors";
    QVERIFY(write_detector(file, first->detector));
    const auto back = read_detector(file);
    QVERIFY2(back, back ? "" : back.error().message.c_str());
    QCOMPARE(score_rows(*back, test)->scores, scores->scores);
  }

  /// A score may not depend on rows that come later (the spectral residual says that it does).
  void noLookAhead_data() { every_detector(); }
  void noLookAhead() {
    if (current() == "spectral")
      QSKIP("the spectral residual looks at the whole stretch, as its title says");
    const auto detector = fit_detector(current(), noise(300, 1), {}, Seed(5));
    QVERIFY(detector);
    ChannelRows test = noise(200, 2);
    const auto whole = score_rows(*detector, test);
    test.values.resize(120 * 3);
    const auto cut = score_rows(*detector, test);
    QVERIFY(std::equal(cut->scores.begin(), cut->scores.end(), whole->scores.begin()));
  }

  /// Stretches are scored as if each were alone.
  void stretchesAreIndependent_data() { every_detector(); }
  void stretchesAreIndependent() {
    const auto detector = fit_detector(current(), noise(300, 1), {}, Seed(5));
    const ChannelRows one = noise(90, 2), two = noise(80, 3);
    ChannelRows both = one;
    both.values.insert(both.values.end(), two.values.begin(), two.values.end());
    both.starts = {0, 90};
    const auto scores = score_rows(*detector, both), first = score_rows(*detector, one),
               second = score_rows(*detector, two);
    QVERIFY(std::equal(first->scores.begin(), first->scores.end(), scores->scores.begin()));
    QVERIFY(std::equal(second->scores.begin(), second->scores.end(), scores->scores.begin() + 90));
  }

  void badInput_data() { every_detector(); }
  void badInput() {
    ChannelRows train = noise(300, 1);
    const auto detector = fit_detector(current(), train, {}, Seed(5));
    ChannelRows other = noise(50, 2);
    other.ids[1] = "x";
    const auto wrong = score_rows(*detector, other);
    QVERIFY(!wrong);
    QVERIFY(wrong.error().message.find("'x'") != std::string::npos);
    train.values[40] = std::numeric_limits<float>::quiet_NaN();
    const auto broken = fit_detector(current(), train, {}, Seed(5));
    QVERIFY(!broken);
    QVERIFY(broken.error().message.find("row 13 of channel 'b'") != std::string::npos);
    const auto unknown = fit_detector(current(), noise(300, 1), {{"no_such_option", true}}, Seed(5));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::invalid_argument);
    std::stop_source stopped;
    stopped.request_stop();
    if (current() != "nearest" && current() != "spectral") {
      const auto cancelled = fit_detector(current(), noise(5000, 1), {}, Seed(5), stopped.get_token());
      QVERIFY(!cancelled);
      QCOMPARE(cancelled.error().code, ErrorCode::cancelled);
    }
    const auto cancelled = score_rows(*detector, noise(5000, 1), stopped.get_token());
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, ErrorCode::cancelled);
  }

  void noRowsNoCrash_data() { every_detector(); }
  void noRowsNoCrash() {
    ChannelRows none;
    none.ids = {"a", "b", "c"};
    QVERIFY(!fit_detector(current(), none, {}, Seed(1)));
    const auto detector = fit_detector(current(), noise(300, 1), {}, Seed(5));
    const auto scores = score_rows(*detector, none);
    QVERIFY(scores);
    QVERIFY(scores->scores.empty());
    QVERIFY(score_rows(*detector, noise(1, 2)));
  }

  /// Every flipped value or cut list of a stored detector is refused or still scores within the arrays.
  void damagedFileIsRefused_data() { every_detector(); }
  void damagedFileIsRefused() {
    auto detector = fit_detector(current(), noise(300, 1), {}, Seed(5));
    QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "detector.safetensors";
    for (const auto& [name, values] : detector->values) {
      if (name == "share_between" || name == "variance" || name == "starts" || name == "roots")
        continue; // not used to score, or consistent when shorter
      FittedDetector damaged = *detector;
      damaged.values[name].pop_back();
      QVERIFY(write_detector(file, damaged));
      const auto back = read_detector(file);
      QVERIFY2(!back, name.c_str());
      QCOMPARE(back.error().code, ErrorCode::corrupt);
    }
    if (current() == "isolation")
      return; // its values do not depend on the number of channels
    detector->channels.push_back("one more");
    QVERIFY(write_detector(file, *detector));
    QVERIFY(!read_detector(file));
  }

  void wrongForestIsRefused() {
    auto detector = fit_detector("isolation", noise(300, 1), {}, Seed(5));
    detector->values["nodes"][2] = 0; // the root's left child is the root: a walk would never end
    QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "detector.safetensors";
    QVERIFY(write_detector(file, *detector));
    QVERIFY(!read_detector(file));
  }

  /// The default keeps its line on stationary noise and finds a lasting shift of one and a half deviations.
  void defaultFindsAShift() {
    const auto fitted = fit_calibrated(default_detector, noise(400, 1), {}, {}, Seed(1));
    QVERIFY(fitted);
    std::int64_t false_alarms = 0, found = 0;
    for (std::uint64_t seed = 10; seed < 30; ++seed) {
      const auto scores = score_rows(fitted->detector, noise(800, seed, 1.5, 400));
      false_alarms += above(scores->scores, 0, 400);
      found += above(scores->scores, 430, 800);
      const auto row = scores->contributions.begin() + 3 * 600;
      QVERIFY(*row > *(row + 1) && *row > *(row + 2)); // and says which channel
    }
    QVERIFY2(false_alarms < 20 * 400 / 50, qPrintable(QString::number(false_alarms)));
    QVERIFY2(found > 20 * 370 * 9 / 10, qPrintable(QString::number(found)));
  }

  /// A channel that wanders in training may wander on; its innovations are still watched.
  void wanderingIsNormal() {
    const auto walk = [](std::uint64_t seed, double step, std::int64_t from) {
      ChannelRows rows = noise(800, seed);
      Random random{Seed(seed).stream("walk")};
      double level = 100;
      for (std::int64_t r = 0; r < 800; ++r) {
        level += 0.3 * random.normal() + (r >= from ? step : 0);
        rows.values[static_cast<std::size_t>(r) * 3] = static_cast<float>(level);
      }
      return rows;
    };
    ChannelRows train = walk(1, 0, 0);
    train.values.resize(400 * 3);
    const auto fitted = fit_calibrated(default_detector, train, {}, {}, Seed(1));
    QVERIFY(fitted);
    QCOMPARE(fitted->detector.values.at("wanders"), (std::vector<double>{1, 0, 0}));
    std::int64_t quiet = 0, ramp = 0;
    for (std::uint64_t seed = 2; seed < 12; ++seed) {
      quiet += above(score_rows(fitted->detector, walk(seed, 0, 0))->scores, 0, 800);
      ramp += above(score_rows(fitted->detector, walk(seed, 0.5, 400))->scores, 440, 800);
    }
    QVERIFY2(quiet < 10 * 800 / 20, qPrintable(QString::number(quiet)));
    QVERIFY2(ramp > 10 * 360 / 2, qPrintable(QString::number(ramp)));
  }

  /// After a large upset a small rest is settled; without the settling band it stays an alarm.
  void settling() {
    ChannelRows test = noise(600, 4);
    for (std::int64_t r = 200; r < 600; ++r)
      test.values[static_cast<std::size_t>(r) * 3] += r < 400 ? 60.0F : 2.0F;
    const auto with = fit_calibrated(default_detector, noise(400, 1), {}, {}, Seed(1));
    const auto without_band =
        fit_calibrated(default_detector, noise(400, 1), {{"settling", 0.0}}, {}, Seed(1));
    QVERIFY(above(score_rows(with->detector, test)->scores, 205, 400) > 190);
    QVERIFY(above(score_rows(with->detector, test)->scores, 430, 600) < 20);
    QVERIFY(above(score_rows(without_band->detector, test)->scores, 430, 600) > 150);
  }

  void pcaAgreesWithTheBaseline() {
    const ChannelRows train = noise(300, 1), test = noise(50, 2, 3.0);
    const auto detector = fit_detector("pca", train, {}, Seed(1));
    Features features;
    features.rows = 300;
    features.columns = 3;
    features.values = train.values;
    Progress silent;
    const auto pca = Pca::fit(features, {}, silent, {});
    const auto scored = score_rows(*detector, test);
    for (std::int64_t r = 0; r < 50; ++r) {
      QCOMPARE(scored->scores[static_cast<std::size_t>(r)], pca->score(test.row(r)));
      const std::vector<double> residuals = pca->residuals(test.row(r));
      const double q = std::inner_product(residuals.begin(), residuals.end(), residuals.begin(), 0.0);
      QVERIFY(std::abs(q - pca->parts(test.row(r)).q) < 1e-9);
    }
  }

  /// Rows six deviations off in one channel of three have shorter paths (scikit-learn's forest ranks such
  /// rows at 0.957 … 0.997), and the forest names the channel.
  void isolationFindsOutliers() {
    const auto detector = fit_detector("isolation", noise(1000, 1), {}, Seed(3));
    const auto inside = score_rows(*detector, noise(300, 2)),
               outside = score_rows(*detector, noise(300, 3, 6.0));
    std::vector<double> scores = inside->scores;
    scores.insert(scores.end(), outside->scores.begin(), outside->scores.end());
    std::vector<int> labels(300, 0);
    labels.resize(600, 1);
    QVERIFY(auroc(scores, labels)->value > 0.95);
    double first = 0, others = 0;
    for (std::size_t r = 0; r < 300; ++r) {
      first += outside->contributions[r * 3];
      others += (outside->contributions[r * 3 + 1] + outside->contributions[r * 3 + 2]) / 2;
    }
    QVERIFY(first > 1.3 * others);
  }

  void lineScalesWithTheScores() {
    std::vector<double> scores;
    Random random{Seed(1)};
    for (int i = 0; i < 500; ++i)
      scores.push_back(std::abs(random.normal()));
    const double line = *half_normal_line(scores, 1, 0.01);
    QVERIFY(line > 2.2 && line < 3.2); // 2.58 for the true law
    for (double& score : scores)
      score = 7 * score + 3;
    QVERIFY(std::abs(*half_normal_line(scores, 1, 0.01) - (7 * line + 3)) < 1e-9);
    QVERIFY(*half_normal_line(scores, 1, 1e-4) > *half_normal_line(scores, 1, 0.01));
    QVERIFY(!half_normal_line(std::vector<double>(100, 2.0), 1, 0.01));
    QVERIFY(!half_normal_line(std::vector<double>{1, 2, 3}, 1, 0.01));
  }

  /// Left-out scores do not see their own block: a block unlike the others scores high.
  void leftOutBlocksAreUnseen() {
    ChannelRows train = noise(400, 1);
    for (std::int64_t r = 100; r < 150; ++r)
      train.values[static_cast<std::size_t>(r) * 3 + 1] += 5;
    const auto inside = score_rows(*fit_detector("nearest", train, {}, Seed(1)), train);
    const auto left_out = left_out_scores("nearest", train, {}, 8, Seed(1));
    QVERIFY(left_out);
    QVERIFY(inside->scores[130] < 1e-6); // its own nearest neighbour
    QVERIFY((*left_out)[130] > 2);
    QVERIFY(!left_out_scores("nearest", noise(10, 1), {}, 8, Seed(1)));
  }

  void rowsOfAScene() {
    Scene scene;
    scene.id = "s";
    scene.label = -1;
    scene.sensors = {sensor("fast", 4, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}),
                     sensor("slow", 2, {1, 3, 5, 7, 9, 11})};
    scene.sensors[1].series.missing = {0, 1, 0, 0, 0, 0};
    scene.intervals = {{1.0, 2.2, 1, "spike", ""}};
    SceneRows rows;
    QVERIFY(append_scene(scene, 3, {}, rows));
    QCOMPARE(rows.rows.rows(), std::int64_t{6}); // two a second, the slowest sensor's rate
    const std::vector<float> expected{0.5, 1, 2.5, 3, 4.5, 5, 6.5, 7, 8.5, 9, 10.5, 11};
    QCOMPARE(rows.rows.values, expected);
    std::vector<int> labels;
    for (const RowRef& ref : rows.refs)
      labels.push_back(ref.label);
    QCOMPARE(labels, (std::vector<int>{0, 0, 1, 1, 0, 0}));
    const ChannelRows normal = normal_rows(rows);
    QCOMPARE(normal.rows(), std::int64_t{4});
    QCOMPARE(normal.starts, (std::vector<std::int64_t>{0, 2}));
    RowOptions finer;
    finer.grid_rate = 4;
    SceneRows fine;
    QVERIFY(append_scene(scene, 3, finer, fine));
    QCOMPARE(fine.rows.rows(), std::int64_t{12});
    QCOMPARE(fine.rows.values[2 * 4 + 1], 5.0F);
    QCOMPARE(fine.rows.values[2 * 5 + 1], 6.0F); // between 5 and 7
    scene.sensors.pop_back();
    QVERIFY(!append_scene(scene, 4, {}, rows)); // other sensors
  }
};

QTEST_APPLESS_MAIN(TestDetectors)
#include "tst_detectors.moc"
