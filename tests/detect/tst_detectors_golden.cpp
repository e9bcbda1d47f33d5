// Values of numpy, scipy and scikit-learn, written by tests/golden/detectors_golden.py.
#include "core/detect/band_features.h"
#include "core/detect/calibrate.h"
#include "core/detect/detector_rows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace andon;
using namespace andon::detect;

namespace {

QJsonObject golden() {
  QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/detectors_golden.json"));
  return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

std::vector<double> numbers(const QJsonValue& value) {
  std::vector<double> result;
  for (const QJsonValue& each : value.toArray())
    result.push_back(each.toDouble());
  return result;
}

/// Largest difference relative to the scale of the expected values.
double worst(const std::vector<double>& ours, const std::vector<double>& theirs) {
  double scale = 0, gap = ours.size() == theirs.size() ? 0 : 1e9;
  for (const double value : theirs)
    scale = std::max(scale, std::abs(value));
  for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i)
    gap = std::max(gap, std::abs(ours[i] - theirs[i]) / scale);
  return gap;
}

ChannelRows rows_of(const QJsonObject& all, std::int64_t count = -1) {
  ChannelRows rows;
  for (int c = 0; c < all["channels"].toInt(); ++c)
    rows.ids.push_back("channel " + std::to_string(c));
  for (const double value : numbers(all["rows"]))
    rows.values.push_back(static_cast<float>(value));
  if (count >= 0)
    rows.values.resize(static_cast<std::size_t>(count) * rows.channels());
  rows.starts = {0};
  return rows;
}

} // namespace

class TestDetectorsGolden : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void scores_data() {
    QTest::addColumn<double>("tolerance");
    // double throughout, other order of sums
    for (const char* id : {"ar", "nearest"})
      QTest::newRow(id) << 1e-9;
    QTest::newRow("innovation") << 1e-7; // charts are kept as float32
    QTest::newRow("spectral") << 2e-3;   // float32 transforms; the quotient of two saliencies magnifies them
  }
  void scores() {
    QFETCH(double, tolerance);
    const QJsonObject all = golden();
    const char* id = QTest::currentDataTag();
    const auto detector = fit_detector(id, rows_of(all, all["train"].toInt()), {}, Seed(1));
    QVERIFY2(detector, detector ? "" : detector.error().message.c_str());
    const auto scored = score_rows(*detector, rows_of(all));
    QVERIFY(scored);
    const double gap = worst(scored->scores, numbers(all[id]));
    QVERIFY2(gap < tolerance, qPrintable(QString::number(gap)));
  }

  void innovationCharts() {
    const QJsonObject all = golden();
    const auto detector = fit_detector("innovation", rows_of(all, all["train"].toInt()), {}, Seed(1));
    QVERIFY(detector);
    const QJsonArray wanders = all["wanders"].toArray();
    for (int c = 0; c < wanders.size(); ++c)
      QCOMPARE(detector->values.at("wanders")[static_cast<std::size_t>(c)] != 0, wanders[c].toBool());
    QVERIFY(wanders.contains(true) && wanders.contains(false));
    const auto scored = score_rows(*detector, rows_of(all));
    const std::vector<double> ours(scored->contributions.begin(), scored->contributions.end());
    QVERIFY(worst(ours, numbers(all["charts"])) < 1e-6); // contributions are float
  }

  void halfNormalLine() {
    const QJsonObject line = golden()["line"].toObject();
    const std::vector<double> scores = numbers(line["scores"]);
    const auto ours = half_normal_line(scores, line["memory"].toInt(), line["rate"].toDouble());
    QVERIFY(ours);
    QVERIFY(std::abs(*ours - line["line"].toDouble()) < 1e-9);
  }

  void isolationDepth() {
    const QJsonObject depths = golden()["depths"].toObject();
    for (const QString& n : depths.keys())
      QVERIFY(std::abs(isolation_depth(n.toLongLong()) - depths[n].toDouble()) < 1e-9);
  }

  void bands() {
    const QJsonObject bands = golden()["bands"].toObject();
    std::vector<float> frame;
    for (const double value : numbers(bands["frame"]))
      frame.push_back(static_cast<float>(value));
    const std::vector<float> features = band_features(frame, bands["rate"].toDouble());
    QCOMPARE(features.size(), band_names(bands["rate"].toDouble()).size());
    const double gap = worst({features.begin(), features.end()}, numbers(bands["features"]));
    QVERIFY2(gap < 1e-5, qPrintable(QString::number(gap))); // float32 transforms
  }
};

QTEST_APPLESS_MAIN(TestDetectorsGolden)
#include "tst_detectors_golden.moc"
