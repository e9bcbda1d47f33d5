// Values of scikit-learn, written by tests/golden/k_means_golden.py.
#include "core/metrics/k_means.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace andon;

namespace {

QJsonObject golden() {
  QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/k_means_golden.json"));
  return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

template <class T>
std::vector<T> numbers(const QJsonValue& value) {
  std::vector<T> result;
  for (const QJsonValue& each : value.toArray())
    result.push_back(static_cast<T>(each.toDouble()));
  return result;
}

/// Three clouds on a line; from row `from` on they lie `shift` higher.
std::vector<float> clouds(std::int64_t rows, double shift, std::int64_t from) {
  Random random{Seed(1)};
  std::vector<float> values;
  for (std::int64_t r = 0; r < rows; ++r) {
    values.push_back(static_cast<float>(10.0 * static_cast<double>(random.below(3)) + random.normal()));
    values.push_back(static_cast<float>(random.normal() + (r >= from ? shift : 0)));
  }
  return values;
}

} // namespace

class TestKMeans : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void agreesWithScikitLearn() {
    const QJsonObject all = golden();
    const std::vector<float> rows = numbers<float>(all["rows"]);
    KMeansOptions options;
    options.clusters = all["clusters"].toInt();
    options.restarts = 20;
    const auto fit = k_means(rows, all["dimension"].toInt(), options);
    QVERIFY(fit);
    QVERIFY(std::abs(fit->inertia - all["inertia"].toDouble()) < 1e-6 * fit->inertia);
    QCOMPARE(adjusted_rand(fit->cluster, numbers<std::int32_t>(all["labels"])), 1.0);
    for (const QJsonValue& each : all["rand"].toArray()) {
      const QJsonObject pair = each.toObject();
      const double ours =
          adjusted_rand(numbers<std::int32_t>(pair["first"]), numbers<std::int32_t>(pair["second"]));
      QVERIFY(std::abs(ours - pair["value"].toDouble()) < 1e-12);
    }
  }

  /// Every row is at the nearest centre, and every centre is the mean of its rows.
  void isAFixedPoint() {
    const std::vector<float> rows = clouds(200, 0, 0);
    KMeansOptions options;
    options.clusters = 4;
    const auto fit = k_means(rows, 2, options);
    std::vector<double> sums(8, 0), counts(4, 0);
    for (std::size_t r = 0; r < 200; ++r) {
      QCOMPARE(fit->nearest(std::span(rows).subspan(2 * r, 2)).first, fit->cluster[r]);
      const auto k = static_cast<std::size_t>(fit->cluster[r]);
      ++counts[k];
      sums[2 * k] += rows[2 * r];
      sums[2 * k + 1] += rows[2 * r + 1];
    }
    for (std::size_t i = 0; i < 8; ++i)
      QVERIFY(std::abs(sums[i] / counts[i / 2] - fit->centres[i]) < 1e-9);
    QCOMPARE(k_means(rows, 2, options)->centres, fit->centres);
  }

  /// Clear clouds come out of every half; a wrong number of clusters does not; a change shows in the inertia.
  void stability() {
    KMeansOptions three, seven;
    three.clusters = 3;
    seven.clusters = 7;
    const auto clear = cluster_stability(clouds(800, 0, 0), 2, three);
    const auto vague = cluster_stability(clouds(800, 0, 0), 2, seven);
    QVERIFY(clear->agreement > 0.99);
    QVERIFY(vague->agreement < 0.8);
    for (const double inertia : clear->inertia)
      QVERIFY(inertia > 0.7 && inertia < 1.4);
    const auto changed = cluster_stability(clouds(800, 4, 400), 2, three);
    QVERIFY(changed->inertia[2] < 1.5 && changed->inertia[6] > 4);
  }

  void badInput() {
    KMeansOptions options;
    options.clusters = 3;
    QVERIFY(!k_means(std::vector<float>{1, 2}, 1, options));
    QVERIFY(!k_means(std::vector<float>{1, 2, 3}, 2, options));
    QVERIFY(!k_means(std::vector<float>{1, 2, std::numeric_limits<float>::infinity()}, 1, options));
    QVERIFY(!cluster_stability(std::vector<float>{1, 2, 3, 4}, 1, options));
    const auto equal = k_means(std::vector<float>(10, 5.0F), 1, options); // fewer places than clusters
    QVERIFY(equal);
    QCOMPARE(equal->inertia, 0.0);
  }
};

QTEST_APPLESS_MAIN(TestKMeans)
#include "tst_k_means.moc"
