#include "core/metrics/baseline.h"
#include "core/metrics/linear_map.h"
#include "core/metrics/pca.h"
#include "core/metrics/ranking.h"
#include "core/simulate/motor.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace andon;

namespace {

Features noise_features(std::uint64_t seed, std::int64_t rows, std::int64_t columns) {
  Random random(Seed{seed});
  Features features{rows, columns, 0, 0, 0, {}};
  for (std::int64_t i = 0; i < rows * columns; ++i)
    features.values.push_back(static_cast<float>(random.normal()));
  return features;
}

/// Scenes of one part as windows.
PairWindows motor_windows(const std::vector<Scene>& scenes, const std::string& part) {
  PairWindows windows;
  windows.command_ids = {"command"};
  windows.current_ids = {"current"};
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    if (scenes[i].part != part)
      continue;
    const auto& command = scenes[i].find("command")->series.values;
    const auto& current = scenes[i].find("current")->series.values;
    windows.length = static_cast<std::int64_t>(command.size());
    windows.command.insert(windows.command.end(), command.begin(), command.end());
    windows.current.insert(windows.current.end(), current.begin(), current.end());
    windows.refs.push_back({scenes[i].id, i, 0, 0, scenes[i].label});
  }
  return windows;
}

std::vector<double> scores_of(const char* id, const Features& train, const Features& test) {
  Progress progress;
  const auto fitted = (*baselines().find(id))->fit(train, {}, Seed{1}, progress, {});
  if (!fitted)
    return {};
  const auto scores = (*fitted)->score(test);
  return scores ? *scores : std::vector<double>{};
}

} // namespace

class TestBaseline : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void eigenvectors_rebuild_the_matrix() {
    for (const std::size_t n : {1u, 2u, 3u, 8u, 41u}) {
      Random random(Seed{n});
      std::vector<double> a(n * n);
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j)
          a[i * n + j] = a[j * n + i] = n == 8 && i != j ? 1 : random.normal(); // n = 8: many equal entries
      const SymmetricEigen eigen = symmetric_eigen(a, static_cast<std::int64_t>(n));
      QVERIFY(std::is_sorted(eigen.values.begin(), eigen.values.end()));
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
          double rebuilt = 0, product = 0;
          for (std::size_t k = 0; k < n; ++k) {
            rebuilt += eigen.values[k] * eigen.vectors[k * n + i] * eigen.vectors[k * n + j];
            product += eigen.vectors[i * n + k] * eigen.vectors[j * n + k];
          }
          QVERIFY(std::abs(rebuilt - a[i * n + j]) < 1e-11);
          QVERIFY(std::abs(product - (i == j)) < 1e-12);
        }
    }
    const SymmetricEigen zero = symmetric_eigen(std::vector<double>(16, 0), 4);
    QCOMPARE(zero.values, std::vector<double>(4, 0));
  }
  void snapshots_and_covariance_agree() {
    Features wide = noise_features(2, 30, 30); // 30 columns by covariance, 30 rows of 31 columns by snapshots
    Features wider{30, 31, 0, 0, 0, {}};
    for (std::int64_t r = 0; r < 30; ++r) {
      const auto row = wide.values.begin() + r * 30;
      wider.values.insert(wider.values.end(), row, row + 30);
      wider.values.push_back(5); // constant: adds nothing
    }
    Progress progress;
    const Pca a = *Pca::fit(wide, {}, progress, {}), b = *Pca::fit(wider, {}, progress, {});
    QCOMPARE(a.components(), b.components());
    for (std::size_t k = 0; k < a.variances().size(); ++k)
      QVERIFY(std::abs(a.variances()[k] - b.variances()[k]) < 1e-9);
    QVERIFY(std::abs(a.score(std::span(wide.values).first(30)) - b.score(std::span(wider.values).first(31))) <
            1e-6);
  }
  void every_row_fits_scores_and_refuses() {
    const std::vector<Scene> scenes = *[] {
      Progress progress;
      MotorOptions options;
      options.train = 40;
      options.test_healthy = options.test_dull = 10;
      options.length = 128;
      options.rate = 50;
      return simulate_motor(options, Seed{1}, progress, {});
    }();
    const Features train = features_of(motor_windows(scenes, "train")),
                   test = features_of(motor_windows(scenes, "test"));
    Progress progress;
    for (const BaselineEntry& entry : baselines().rows()) {
      const auto fitted = entry.fit(train, {}, Seed{3}, progress, {});
      QVERIFY2(fitted, entry.id.c_str());
      const auto scores = (*fitted)->score(test);
      QCOMPARE(scores->size(), std::size_t{20});
      QVERIFY(*scores == *(*fitted)->score(test));
      for (const double score : *scores)
        QVERIFY(std::isfinite(score));
      Features other = test;
      other.columns /= 2;
      other.length /= 2;
      other.rows *= 2;
      QCOMPARE((*fitted)->score(other).error().code, ErrorCode::invalid_argument);
      Features broken = test;
      broken.values[258] = std::numeric_limits<float>::infinity();
      QVERIFY((*fitted)->score(broken).error().message.find("row 1, column 2 is not finite") !=
              std::string::npos);
      QCOMPARE(entry.fit(train, {{"no_such_option", 1.0}}, Seed{3}, progress, {}).error().code,
               ErrorCode::invalid_argument);
      std::stop_source stop;
      stop.request_stop();
      QCOMPARE((*fitted)->score(test, stop.get_token()).error().code, ErrorCode::cancelled);
      if (entry.needs_pairs)
        QCOMPARE(entry.fit(noise_features(1, 20, 5), {}, Seed{3}, progress, {}).error().code,
                 ErrorCode::unsupported);
    }
    QCOMPARE(Pca::fit(noise_features(1, 1, 5), {}, progress, {}).error().code, ErrorCode::insufficient_data);
    QCOMPARE(Pca::fit(Features{3, 2, 0, 0, 0, std::vector<float>(6, 1.0f)}, {}, progress, {}).error().code,
             ErrorCode::insufficient_data);
    Features short_windows{2, 12, 1, 1, 6, std::vector<float>(24, 1.0f)};
    QCOMPARE(LagRegression::fit(short_windows, {}, {}).error().code, ErrorCode::insufficient_data);
  }
  /// The linear model contains the simulator's law, so its residual is the noise; dull units stand out
  /// completely.
  void baselines_on_the_default_simulation() {
    Progress progress;
    const auto scenes = *simulate_motor({}, Seed{1}, progress, {});
    const PairWindows test_windows = motor_windows(scenes, "test");
    const Features train = features_of(motor_windows(scenes, "train")), test = features_of(test_windows);
    std::vector<int> labels;
    for (const WindowRef& ref : test_windows.refs)
      labels.push_back(ref.label);
    const Estimate linear = *auroc(scores_of("linear", train, test), labels);
    const Estimate pca = *auroc(scores_of("pca", train, test), labels);
    const Estimate random = *auroc(scores_of("random", train, test), labels);
    qInfo("AUROC linear %.4f, pca %.4f, random %.4f", linear.value, pca.value, random.value);
    QCOMPARE(linear.value, 1.0);
    QVERIFY(pca.value > 0.95);
    QVERIFY(random.low < 0.5 && 0.5 < random.high);
    Features healthy = test; // the first 100; a linear map cannot retrieve what dull units do
    healthy.rows = 100;
    healthy.values.resize(static_cast<std::size_t>(100 * test.columns));
    const Retrieval retrieval = *linear_retrieval(train, healthy, 1e-3, {}, {});
    qInfo("linear retrieval@1 %.3f of %d", retrieval.at_1.value, static_cast<int>(retrieval.candidates));
    QVERIFY(retrieval.at_1.value > 0.9);
  }
  void linear_map_is_found_again() {
    Random random(Seed{6});
    RidgeSums sums(3, 1);
    for (int i = 0; i < 50; ++i) {
      const std::vector<double> x{random.normal(1e6, 1), random.normal(), random.normal()};
      sums.add(x, std::vector<double>{2 * x[0] - x[1] + 0.5 * x[2] + 7});
    }
    const RidgeFit fit = *sums.solve(0);
    QVERIFY(std::abs(fit.weights[0] - 2) < 1e-8 && std::abs(fit.weights[1] + 1) < 1e-8);
    QVERIFY(std::abs(fit.predict(std::vector<double>{1e6, 1, 2})[0] - (2e6 + 7)) < 1e-6);
    RidgeSums singular(2, 1);
    for (int i = 0; i < 5; ++i)
      singular.add(std::vector<double>{1.0 * i, 2.0 * i}, std::vector<double>{1.0 * i});
    QCOMPARE(singular.solve(0).error().code, ErrorCode::insufficient_data);
    QVERIFY(singular.solve(1e-3));
    QCOMPARE(RidgeSums(2, 1).solve(1).error().code, ErrorCode::insufficient_data);
  }
};

QTEST_APPLESS_MAIN(TestBaseline)
#include "tst_baseline.moc"
