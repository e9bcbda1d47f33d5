#include "core/base/random.h"
#include "core/metrics/projection.h"
#include "core/metrics/tsne_gradient.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>
#include <thread>

using namespace andon;

namespace {

QJsonObject golden(const char* part) {
  QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/projection_golden.json"));
  if (!file.open(QIODevice::ReadOnly))
    return {};
  return QJsonDocument::fromJson(file.readAll()).object()[QLatin1String(part)].toObject();
}

template <class T>
std::vector<T> numbers(const QJsonValue& value) {
  std::vector<T> out;
  for (const QJsonValue& number : value.toArray())
    out.push_back(static_cast<T>(number.toDouble()));
  return out;
}

/// `count` points around `clusters` centres that are `distance` apart on average, in d dimensions.
std::vector<float> blobs(std::int64_t count, std::int64_t d, int clusters, double distance) {
  Random random(Seed(11).stream("blobs"));
  std::vector<double> centres(clusters * d);
  for (double& value : centres)
    value = distance * random.normal() / std::sqrt(2.0 * d);
  std::vector<float> rows(count * d);
  for (std::int64_t i = 0; i < count; ++i)
    for (std::int64_t j = 0; j < d; ++j)
      rows[i * d + j] = static_cast<float>(centres[(i % clusters) * d + j] + random.normal() / std::sqrt(d));
  return rows;
}

/// The definition, all pairs, in the order of the sums.
std::vector<double> brute_force_gradient(const TsneAffinities& p, const std::vector<double>& xy,
                                         double exaggeration, double* kl) {
  const std::int64_t n = p.size();
  double z = 0;
  std::vector<double> gradient(2 * n, 0.0);
  const auto weight = [&](std::int64_t i, std::int64_t j) {
    return 1 / (1 + std::pow(xy[2 * i] - xy[2 * j], 2) + std::pow(xy[2 * i + 1] - xy[2 * j + 1], 2));
  };
  for (std::int64_t i = 0; i < n; ++i)
    for (std::int64_t j = 0; j < n; ++j)
      z += i == j ? 0 : weight(i, j);
  *kl = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    std::vector<double> row(n, 0.0);
    for (std::int64_t e = p.offsets[i]; e < p.offsets[i + 1]; ++e)
      row[p.columns[e]] = p.values[e];
    for (std::int64_t j = 0; j < n; ++j) {
      if (i == j)
        continue;
      const double w = weight(i, j);
      if (row[j] > 0)
        *kl += row[j] * std::log(row[j] / (w / z));
      for (int axis = 0; axis < 2; ++axis)
        gradient[2 * i + axis] +=
            4 * (exaggeration * row[j] - w / z) * w * (xy[2 * i + axis] - xy[2 * j + axis]);
    }
  }
  return gradient;
}

/// Share of points whose nearest neighbour in the plane belongs to the same cluster.
double same_cluster(const std::vector<float>& xy, int clusters) {
  const std::int64_t n = static_cast<std::int64_t>(xy.size()) / 2;
  std::int64_t same = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    double best = std::numeric_limits<double>::infinity();
    std::int64_t nearest = -1;
    for (std::int64_t j = 0; j < n; ++j) {
      const double distance = std::hypot(xy[2 * i] - xy[2 * j], xy[2 * i + 1] - xy[2 * j + 1]);
      if (j != i && distance < best) {
        best = distance;
        nearest = j;
      }
    }
    same += nearest % clusters == i % clusters;
  }
  return static_cast<double>(same) / static_cast<double>(n);
}

/// Counts what it is told and asks to stop at the given advance of the given stage.
class StoppingProgress : public Progress {
public:
  StoppingProgress(std::stop_source& source, std::string stage, std::int64_t at)
      : source_(source), at_stage_(std::move(stage)), at_(at) {}
  void stage(std::string_view name, std::int64_t) override { stage_ = name; }
  void advance(std::int64_t done) override {
    last_ = done;
    if (stage_ == at_stage_ && done >= at_)
      source_.request_stop();
  }
  std::string stage_;
  std::int64_t last_ = 0;

private:
  std::stop_source& source_;
  std::string at_stage_;
  std::int64_t at_;
};

} // namespace

class TestProjection : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void pca_agrees_with_numpy();
  void pca_of_constant_points_is_zero();
  void pca_refuses_what_it_cannot_do();
  void affinities_agree_with_sklearn();
  void gradient_is_exact_at_theta_zero();
  void gradient_approximates_at_theta_half();
  void kl_is_not_worse_than_sklearn();
  void separated_clusters_stay_together();
  void same_bits_for_every_number_of_threads();
  void coincident_points_and_few_points_work();
  void cancels_at_every_stage_data();
  void cancels_at_every_stage();
  void refuses_bad_options_and_points();
};

void TestProjection::pca_agrees_with_numpy() {
  const QJsonObject expected = golden("pca");
  const auto rows = numbers<float>(expected["rows"]);
  QCOMPARE(rows.size(), std::size_t(240));
  Progress progress;
  const auto result = pca_projection(rows, 6, 3, progress, {});
  QVERIFY2(result.has_value(), result ? "" : result.error().message.c_str());
  const auto axes = numbers<double>(expected["axes"]), explained = numbers<double>(expected["explained"]),
             coordinates = numbers<double>(expected["coordinates"]);
  QCOMPARE(result->axes.size(), axes.size());
  for (std::size_t i = 0; i < axes.size(); ++i)
    QVERIFY(std::abs(result->axes[i] - axes[i]) < 1e-9);
  for (std::size_t i = 0; i < 3; ++i)
    QVERIFY(std::abs(result->explained[i] - explained[i]) < 1e-12);
  // Coordinates are kept as float: |x| < 16 gives an error of at most 1e-6.
  for (std::size_t i = 0; i < coordinates.size(); ++i)
    QVERIFY(std::abs(result->coordinates[i] - coordinates[i]) < 1e-6);
}

void TestProjection::pca_of_constant_points_is_zero() {
  const std::vector<float> rows(30, 2.5f);
  Progress progress;
  const auto result = pca_projection(rows, 3, 2, progress, {});
  QVERIFY(result.has_value());
  for (const float value : result->coordinates)
    QCOMPARE(value, 0.0f);
  QCOMPARE(result->explained, std::vector<double>({0, 0}));
  // One dimension: the second component does not exist and is 0.
  const auto line = pca_projection(std::vector<float>{1, 2, 4}, 1, 2, progress, {});
  QVERIFY(line.has_value());
  QCOMPARE(line->explained, std::vector<double>({1, 0}));
  QCOMPARE(line->coordinates[1], 0.0f);
}

void TestProjection::pca_refuses_what_it_cannot_do() {
  Progress progress;
  QCOMPARE(pca_projection(std::vector<float>{1, 2}, 2, 2, progress, {}).error().code,
           ErrorCode::insufficient_data);
  QCOMPARE(pca_projection(std::vector<float>(2 * 4097), 4097, 2, progress, {}).error().code,
           ErrorCode::limit_exceeded);
  const auto bad = pca_projection(std::vector<float>{1, 2, 3, NAN}, 2, 2, progress, {});
  QCOMPARE(bad.error().code, ErrorCode::invalid_argument);
  QVERIFY(bad.error().message.find("row 1, column 1") != std::string::npos);
}

void TestProjection::affinities_agree_with_sklearn() {
  const QJsonObject expected = golden("tsne");
  const auto rows = numbers<float>(expected["rows"]);
  Progress progress;
  const auto p = tsne_affinities(rows, 10, 30, 91, 1, progress, {});
  QVERIFY(p.has_value());
  double sum = 0;
  for (const double value : p->values)
    sum += value;
  QVERIFY(std::abs(sum - 1) < 1e-12);
  const QJsonArray which = expected["affinity_rows"].toArray(), lines = expected["affinities"].toArray();
  for (int r = 0; r < which.size(); ++r) {
    const auto line = numbers<double>(lines[r]);
    const int i = which[r].toInt();
    std::vector<double> ours(300, 0.0);
    for (std::int64_t e = p->offsets[i]; e < p->offsets[i + 1]; ++e)
      ours[p->columns[e]] = p->values[e];
    // sklearn stops its bisection at an entropy error of 1e-5 and keeps floats; the file keeps 5 digits of
    // the points.
    for (int j = 0; j < 300; ++j)
      QVERIFY2(std::abs(ours[j] - line[j]) < 1e-8,
               qPrintable(QStringLiteral("%1 %2: %3 %4").arg(i).arg(j).arg(ours[j]).arg(line[j])));
  }
}

void TestProjection::gradient_is_exact_at_theta_zero() {
  const auto rows = blobs(120, 5, 3, 6);
  Progress progress;
  const auto p = tsne_affinities(rows, 5, 10, 31, 1, progress, {});
  Random random(Seed(3));
  std::vector<double> xy(240);
  for (double& value : xy)
    value = 5 * random.normal();
  xy[2] = xy[0]; // two points in the same place
  xy[3] = xy[1];
  double kl = 0;
  const auto expected = brute_force_gradient(*p, xy, 4, &kl);
  const TsneGradient ours = tsne_gradient(*p, xy, 4, 0, 2, {});
  for (std::size_t i = 0; i < expected.size(); ++i)
    QVERIFY(std::abs(ours.gradient[i] - expected[i]) < 1e-14);
  QVERIFY(std::abs(ours.kl - kl) < 1e-12);
}

void TestProjection::gradient_approximates_at_theta_half() {
  const auto rows = blobs(400, 5, 3, 6);
  Progress progress;
  const auto p = tsne_affinities(rows, 5, 10, 31, 1, progress, {});
  Random random(Seed(3));
  std::vector<double> xy(800);
  for (double& value : xy)
    value = 5 * random.normal();
  double kl = 0;
  const auto expected = brute_force_gradient(*p, xy, 1, &kl);
  const auto relative_error = [&](double theta) {
    double error = 0, norm = 0;
    const TsneGradient ours = tsne_gradient(*p, xy, 1, theta, 1, {});
    for (std::size_t i = 0; i < expected.size(); ++i) {
      error += std::pow(ours.gradient[i] - expected[i], 2);
      norm += std::pow(expected[i], 2);
    }
    return std::sqrt(error / norm);
  };
  const double usual = relative_error(0.5), fine = relative_error(0.2);
  QVERIFY2(usual < 0.03, qPrintable(QString::number(usual)));
  QVERIFY2(fine > 0 && fine < usual / 3,
           qPrintable(QString::number(fine))); // 0 would mean that the tree is not used
  QVERIFY(std::abs(tsne_gradient(*p, xy, 1, 0.5, 1, {}).kl / kl - 1) < 0.01);
}

void TestProjection::kl_is_not_worse_than_sklearn() {
  const QJsonObject expected = golden("tsne");
  Progress progress;
  const auto result = tsne_projection(numbers<float>(expected["rows"]), 10, {}, 1, progress, {});
  QVERIFY2(result.has_value(), result ? "" : result.error().message.c_str());
  const double reference = expected["kl"].toDouble();
  QVERIFY2(result->kl <= 1.05 * reference,
           qPrintable(QStringLiteral("%1, reference %2").arg(result->kl).arg(reference)));
  QVERIFY(result->kl > 0.5 * reference);
}

void TestProjection::separated_clusters_stay_together() {
  Progress progress;
  const auto result = tsne_projection(blobs(500, 20, 5, 8), 20, {}, 1, progress, {});
  QVERIFY(result.has_value());
  QVERIFY2(same_cluster(result->xy, 5) >= 0.99, qPrintable(QString::number(same_cluster(result->xy, 5))));
}

void TestProjection::same_bits_for_every_number_of_threads() {
  const auto rows = blobs(1100, 8, 4, 3);
  Progress progress;
  TsneOptions options;
  options.iterations = 60;
  options.threads = 1;
  const auto one = tsne_projection(rows, 8, options, 5, progress, {});
  options.threads = 2;
  const auto two = tsne_projection(rows, 8, options, 5, progress, {});
  const auto other_seed = tsne_projection(rows, 8, options, 6, progress, {});
  QVERIFY(one && two && other_seed);
  QVERIFY(one->xy == two->xy);
  QCOMPARE(one->kl, two->kl);
  QVERIFY(one->xy != other_seed->xy);
}

void TestProjection::coincident_points_and_few_points_work() {
  Progress progress;
  TsneOptions options;
  options.iterations = 300;
  for (const std::size_t n : {std::size_t(4), std::size_t(5), std::size_t(50)}) {
    const auto same = tsne_projection(std::vector<float>(n * 3, 1.0f), 3, options, 1, progress, {});
    QVERIFY(same.has_value());
    for (const float value : same->xy)
      QVERIFY(std::isfinite(value));
  }
  auto rows = blobs(40, 3, 2, 10);
  std::copy_n(rows.begin(), 30, rows.begin() + 30); // ten exact duplicates
  const auto result = tsne_projection(rows, 3, options, 1, progress, {});
  QVERIFY(result.has_value());
  QVERIFY(result->perplexity <= 13.0);
  for (const float value : result->xy)
    QVERIFY(std::isfinite(value));
}

void TestProjection::cancels_at_every_stage_data() {
  QTest::addColumn<QString>("stage");
  QTest::newRow("covariance") << "covariance";
  QTest::newRow("neighbours") << "neighbours";
  QTest::newRow("t-SNE") << "t-SNE";
}

void TestProjection::cancels_at_every_stage() {
  QFETCH(QString, stage);
  std::stop_source source;
  StoppingProgress progress(source, stage.toStdString(), 3);
  const auto result = tsne_projection(blobs(600, 6, 3, 4), 6, {}, 1, progress, source.get_token());
  QVERIFY(!result.has_value());
  QCOMPARE(result.error().code, ErrorCode::cancelled);
  QCOMPARE(QString::fromStdString(progress.stage_), stage); // it stopped there and went no further
  if (stage == "t-SNE")
    QCOMPARE(progress.last_, 3);
}

void TestProjection::refuses_bad_options_and_points() {
  Progress progress;
  TsneOptions options;
  options.theta = 0.9;
  const auto bad_option = tsne_projection(blobs(20, 3, 2, 4), 3, options, 1, progress, {});
  QCOMPARE(bad_option.error().code, ErrorCode::invalid_argument);
  QVERIFY(bad_option.error().message.find("theta") != std::string::npos);
  QCOMPARE(tsne_projection(std::vector<float>(9), 3, {}, 1, progress, {}).error().code,
           ErrorCode::insufficient_data);
  QCOMPARE(tsne_projection(std::vector<float>(50001), 1, {}, 1, progress, {}).error().code,
           ErrorCode::limit_exceeded);
  auto rows = blobs(20, 3, 2, 4);
  rows[7] = INFINITY;
  QCOMPARE(tsne_projection(rows, 3, {}, 1, progress, {}).error().code, ErrorCode::invalid_argument);
}

QTEST_GUILESS_MAIN(TestProjection)
#include "tst_projection.moc"
