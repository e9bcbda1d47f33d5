// Values by definition, written by tests/golden/event_metrics_golden.py (numpy, scipy.integrate).
#include "core/base/random.h"
#include "core/metrics/event_metrics.h"
#include "core/metrics/ranking.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>

using namespace andon;

namespace {

QJsonArray cases() {
  QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/event_metrics_golden.json"));
  return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()["cases"].toArray()
                                        : QJsonArray();
}

LabelledSequence sequence_of(const QJsonObject& each) {
  LabelledSequence sequence;
  for (const QJsonValue& value : each["scores"].toArray())
    sequence.scores.push_back(value.toDouble());
  for (const QJsonValue& value : each["labels"].toArray())
    sequence.labels.push_back(value.toInt());
  for (const QJsonValue& value : each["starts"].toArray())
    sequence.starts.push_back(value.toInteger());
  return sequence;
}

std::vector<EventSpan> spans_of(const QJsonValue& value) {
  std::vector<EventSpan> spans;
  for (const QJsonValue& each : value.toArray())
    spans.push_back({each.toArray()[0].toInteger(), each.toArray()[1].toInteger()});
  return spans;
}

bool near(double ours, const QJsonValue& theirs, double tolerance) {
  const bool equal = std::abs(ours - theirs.toDouble()) <= tolerance;
  if (!equal)
    qWarning("ours %.12g, golden %.12g", ours, theirs.toDouble());
  return equal;
}

/// Labels and scores as text: '#' abnormal, '.' normal; digits are scores.
LabelledSequence drawn(const std::string& labels, const std::string& scores) {
  LabelledSequence sequence;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    sequence.labels.push_back(labels[i] == '#' ? 1 : 0);
    sequence.scores.push_back(scores[i] - '0');
  }
  sequence.starts = {0};
  return sequence;
}

} // namespace

class TestEventMetrics : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void golden_data() {
    QTest::addColumn<QJsonObject>("each");
    for (const QJsonValue& each : cases())
      QTest::newRow(qPrintable(each["name"].toString())) << each.toObject();
  }
  void golden() {
    QFETCH(QJsonObject, each);
    const LabelledSequence sequence = sequence_of(each);
    const std::vector<EventSpan> recordings = sequence.recordings();
    const std::vector<EventSpan> real = events_of(sequence.labels, recordings);
    const std::vector<EventSpan> predicted =
        events_of(called_samples(sequence, each["threshold"].toDouble()), recordings);
    QCOMPARE(real, spans_of(each["real"]));
    QCOMPARE(predicted, spans_of(each["predicted"]));
    for (const auto& [key, existence] : {std::pair{"range", 0.0}, std::pair{"range_existence", 0.2}}) {
      const RangeScore range = range_score(real, predicted, existence);
      QVERIFY(near(range.precision, each[key].toObject()["precision"], 1e-12));
      QVERIFY(near(range.recall, each[key].toObject()["recall"], 1e-12));
    }
    const AffiliationScore affiliation = affiliation_score(real, predicted, recordings);
    QVERIFY(near(affiliation.precision, each["affiliation"].toObject()["precision"], 1e-9)); // quadrature
    QVERIFY(near(affiliation.recall, each["affiliation"].toObject()["recall"], 1e-9));
    const EventScore events = event_score(real, predicted);
    QVERIFY(near(events.iou, each["iou"], 1e-12));
    QVERIFY(near(events.mean_segment_iou, each["segment_iou"], 1e-12));
    const QJsonArray delays = each["delays"].toArray();
    QCOMPARE(events.delays.size(), static_cast<std::size_t>(delays.size()));
    for (int i = 0; i < delays.size(); ++i)
      QCOMPARE(events.delays[static_cast<std::size_t>(i)], delays[i].toInteger());
    const auto volume = volume_under_surface(sequence, each["buffer"].toInt());
    QVERIFY(volume);
    QVERIFY(near(volume->roc, each["volume"].toObject()["roc"], 1e-12));
    QVERIFY(near(volume->pr, each["volume"].toObject()["pr"], 1e-12));
  }

  /// Without a buffer and with one event the surface is average precision and AUROC, but for the share of
  /// events that exist: 1 from the first hit on.
  void noBufferIsOrdinary() {
    const LabelledSequence sequence = drawn("..........####......", "01234123211596872310");
    const auto volume = volume_under_surface(sequence, 0);
    QVERIFY(std::abs(volume->pr - *average_precision(sequence.scores, sequence.labels)) < 1e-12);
    QVERIFY(std::abs(volume->roc - auroc(sequence.scores, sequence.labels)->value) < 1e-12);
  }

  void perfectAndHopeless() {
    const LabelledSequence sequence = drawn("...####.....##......", "00099990000099000000");
    const auto recordings = sequence.recordings();
    const auto real = events_of(sequence.labels, recordings);
    const auto predicted = events_of(called_samples(sequence, 5), recordings);
    QCOMPARE(range_score(real, predicted).f1, 1.0);
    const AffiliationScore perfect = affiliation_score(real, predicted, recordings);
    QVERIFY(std::abs(perfect.precision - 1) < 1e-12 && std::abs(perfect.recall - 1) < 1e-12);
    QCOMPARE(event_score(real, predicted).iou, 1.0);
    QCOMPARE(event_score(real, predicted).delays, (std::vector<std::int64_t>{0, 0}));
    const std::vector<EventSpan> none;
    QCOMPARE(range_score(real, none).f1, 0.0);
    QCOMPARE(affiliation_score(real, none, recordings).recall, 0.0);
    QVERIFY(std::isnan(affiliation_score(real, none, recordings).precision));
    QVERIFY(std::isnan(range_score(none, predicted).recall));
    QCOMPARE(event_score(real, none).found, std::int64_t{0});
    QCOMPARE(event_score(none, predicted).false_spans, std::int64_t{2});
  }

  /// A prediction is worth more the nearer it lies; one in the event is worth all.
  void affiliationGrowsWithNearness() {
    const std::vector<EventSpan> real{{50, 60}}, recordings{{0, 100}};
    double last = 0;
    for (const std::int64_t at : {0, 20, 40, 47, 52}) {
      const std::vector<EventSpan> predicted{{at, at + 2}};
      const double precision = affiliation_score(real, predicted, recordings).precision;
      QVERIFY(precision > last);
      last = precision;
    }
    QCOMPARE(last, 1.0);
  }

  /// Strictly increasing transforms change nothing; recordings keep to themselves.
  void invariance() {
    Random random{Seed(1)};
    LabelledSequence sequence;
    sequence.starts = {0, 100, 180};
    for (int i = 0; i < 300; ++i) {
      sequence.labels.push_back(i % 97 < 12 ? 1 : 0);
      sequence.scores.push_back(random.normal() + sequence.labels.back());
    }
    const auto before = volume_under_surface(sequence, 20);
    for (double& score : sequence.scores)
      score = std::exp(score);
    const auto after = volume_under_surface(sequence, 20);
    QCOMPARE(after->pr, before->pr);
    QCOMPARE(after->roc, before->roc);
    const auto events = events_of(std::vector<int>(300, 1), sequence.recordings());
    QCOMPARE(events.size(), std::size_t{3});
  }

  void badInput() {
    LabelledSequence sequence = drawn("..#.", "0012");
    sequence.labels[1] = 2;
    const auto label = volume_under_surface(sequence, 3);
    QVERIFY(!label && label.error().message.find("label 1 is 2") != std::string::npos);
    sequence.labels[1] = 0;
    sequence.scores[3] = std::nan("");
    QVERIFY(!volume_under_surface(sequence, 3));
    sequence.scores[3] = 0;
    sequence.starts = {0, 4};
    QVERIFY(!volume_under_surface(sequence, 3));
    QVERIFY(!volume_under_surface({}, 3));
    const auto normal = volume_under_surface(drawn("....", "0012"), 3);
    QVERIFY(!normal);
    QCOMPARE(normal.error().code, ErrorCode::insufficient_data);
  }
};

QTEST_APPLESS_MAIN(TestEventMetrics)
#include "tst_event_metrics.moc"
