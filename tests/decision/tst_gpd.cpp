// Generalised Pareto fits against scipy (tests/golden/gpd_golden.py), against themselves in other units and
// against plain loops.
#include "core/base/random.h"
#include "core/decision/gpd.h"
#include "core/decision/tail_posterior.h"
#include "core/metrics/intervals.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace andon;

namespace {

struct GoldenSample {
  std::vector<double> x;
  double log_likelihood = 0, shape = 0;
};

std::vector<GoldenSample> golden_samples() {
  QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/gpd_golden.json"));
  std::vector<GoldenSample> samples;
  if (!file.open(QIODevice::ReadOnly))
    return samples;
  for (const QJsonValue& value : QJsonDocument::fromJson(file.readAll()).object()["samples"].toArray()) {
    GoldenSample sample{{}, value["log_likelihood"].toDouble(), value["fitted_shape"].toDouble()};
    for (const QJsonValue& x : value["x"].toArray())
      sample.x.push_back(x.toDouble());
    samples.push_back(std::move(sample));
  }
  return samples;
}

GpdSample sample_of(const std::vector<double>& x) {
  return *GpdSample::from(x);
}

std::vector<double> draw(const Gpd& law, std::size_t n, std::uint64_t seed) {
  Random random(Seed{seed});
  std::vector<double> x;
  while (x.size() < n)
    if (const double excess = law.excess_at(1 - random.uniform()); excess > 0)
      x.push_back(excess);
  return x;
}

/// Σ ln density, term by term.
double plain_log_likelihood(const std::vector<double>& x, const Gpd& law) {
  double sum = 0;
  for (const double each : x)
    sum += law.log_density(each);
  return sum;
}

bool near(double a, double b, double relative) {
  const bool equal = std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b));
  if (!equal)
    qWarning("%.17g against %.17g", a, b);
  return equal;
}

} // namespace

class TestGpd : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void never_below_scipy() {
    const auto samples = golden_samples();
    QCOMPARE(samples.size(), std::size_t{50});
    int equal = 0;
    for (const GoldenSample& golden : samples) {
      const GpdFit fit = fit_gpd(sample_of(golden.x));
      QVERIFY2(fit.log_likelihood >=
                   golden.log_likelihood - 1e-6 * (1 + 1e-3 * std::abs(golden.log_likelihood)),
               qPrintable(QString::number(fit.log_likelihood - golden.log_likelihood)));
      QVERIFY(near(plain_log_likelihood(golden.x, fit.law), fit.log_likelihood, 1e-9));
      equal += std::abs(fit.law.shape - golden.shape) < 1e-4;
    }
    QVERIFY2(equal >= 48, qPrintable(QString::number(equal)));
  }
  void invariant_to_units() {
    for (const GoldenSample& golden : golden_samples()) {
      const GpdFit before = fit_gpd(sample_of(golden.x));
      const Estimate shape_before = profile_shape(sample_of(golden.x), before);
      for (const double unit : {1e-6, 0.3, 1e6}) {
        std::vector<double> x = golden.x;
        for (double& each : x)
          each *= unit;
        const GpdSample sample = sample_of(x);
        const GpdFit after = fit_gpd(sample);
        QVERIFY(std::abs(after.law.shape - before.law.shape) < 1e-8);
        QVERIFY(near(after.law.scale, unit * before.law.scale, 1e-8));
        QVERIFY(near(fit_gpd_moments(sample).law.scale, unit * fit_gpd_moments(sample_of(golden.x)).law.scale,
                     1e-9));
        const Estimate shape = profile_shape(sample, after);
        QVERIFY(std::abs(shape.high - shape_before.high) < 1e-4 &&
                std::abs(shape.low - shape_before.low) < 1e-4);
        const double total = 20 * static_cast<double>(x.size());
        QVERIFY(near(TailPosterior(sample, 0, total).level(1e-4, 0.95).high,
                     unit * TailPosterior(sample_of(golden.x), 0, total).level(1e-4, 0.95).high, 1e-7));
      }
    }
  }
  void sums_agree_with_a_plain_loop() {
    for (const double shape : {-0.5, 0.0, 0.9})
      for (const std::size_t n : {2, 7, 8, 9, 1000, 5003}) {
        const GpdSample sample = sample_of(draw({shape, 3}, n, 5));
        for (const double share : {-0.999999, -0.5, -1e-3, -1e-9, 1e-9, 1e-3, 0.1, 10.0, 1e12}) {
          const double theta = share / sample.largest();
          long double logs = 0, inverse = 0;
          for (const double v : sample.values()) {
            logs += std::log1p(static_cast<long double>(theta) * v);
            inverse += 1 / (1 + static_cast<long double>(theta) * v);
          }
          QVERIFY(near(sample.log_sum(theta), static_cast<double>(logs), 2e-9));
          const long double count = static_cast<long double>(n);
          const double slope = static_cast<double>((1 + logs / count) * (inverse / count) - 1);
          QVERIFY(std::abs(sample.profile_slope(theta) - slope) <= 1e-12 + 1e-7 * std::abs(slope));
          if (std::abs(share) < GpdSample::series_limit || share < -0.9 || share > 100)
            continue;
          const GpdSample::Slope both = sample.profile_change(theta);
          QVERIFY(std::abs(both.value - slope) <= 1e-12 + 1e-7 * std::abs(slope));
          const double h = 1e-4 * theta;
          const double change = (sample.profile_slope(theta + h) - sample.profile_slope(theta - h)) / (2 * h);
          QVERIFY(near(both.change, change, 1e-4));
        }
      }
  }
  void large_samples_are_refined_on_all_data() {
    for (const double shape : {-0.4, -0.1, 0.0, 0.3, 0.8}) {
      const auto x = draw({shape, 2}, 40000, 9);
      const GpdSample sample = sample_of(x);
      const GpdFit fit = fit_gpd(sample);
      QVERIFY(std::abs(fit.law.shape - shape) < 5 * (1 + shape) / 200);
      // No neighbour is better, so the maximum was found and not only its thinned image.
      const Gpd law{fit.law.shape, fit.law.scale / sample.unit()};
      const double best = sample.log_likelihood(law);
      for (const double step : {1e-4, -1e-4}) {
        QVERIFY(sample.log_likelihood({law.shape + step, law.scale}) < best);
        QVERIFY(sample.log_likelihood({law.shape, law.scale * (1 + step)}) < best);
      }
    }
  }
  void short_tails_end_at_the_boundary() {
    std::vector<double> x; // increasing density: the likelihood grows without limit below shape −1
    for (int i = 1; i <= 60; ++i)
      x.push_back(std::sqrt(i / 60.0));
    const GpdFit fit = fit_gpd(sample_of(x));
    QCOMPARE(fit.law.shape, -1.0);
    QVERIFY(near(fit.law.scale, 1.0, 1e-12));
    QVERIFY(std::isnan(fit.shape_error));
    const GpdFit equal = fit_gpd(sample_of(std::vector<double>(50, 2.5)));
    QVERIFY(near(equal.law.scale, 2.5, 1e-12) && equal.law.shape == -1);
  }
  void errors_match_finite_differences() {
    for (const double shape : {-0.3, 0.0, 2e-5, 0.4}) {
      const auto x = draw({shape, 5}, 400, 3);
      const GpdFit fit = fit_gpd(sample_of(x));
      const double s = fit.law.shape, c = fit.law.scale, hs = 1e-3, hc = 1e-3 * c;
      const auto at = [&](double ds, double dc) { return plain_log_likelihood(x, {s + ds, c + dc}); };
      const double ss = -(at(hs, 0) - 2 * at(0, 0) + at(-hs, 0)) / (hs * hs);
      const double cc = -(at(0, hc) - 2 * at(0, 0) + at(0, -hc)) / (hc * hc);
      const double sc = -(at(hs, hc) - at(hs, -hc) - at(-hs, hc) + at(-hs, -hc)) / (4 * hs * hc);
      const double determinant = ss * cc - sc * sc;
      QVERIFY(near(fit.shape_error, std::sqrt(cc / determinant), 2e-3));
      QVERIFY(near(fit.scale_error, std::sqrt(ss / determinant), 2e-3));
      QVERIFY(near(fit.covariance, -sc / determinant, 5e-3));
    }
  }
  void moments_recover_the_law() {
    const GpdSample sample = sample_of(draw({0.2, 4}, 50000, 2));
    QVERIFY(std::abs(fit_gpd_weighted_moments(sample).law.shape - 0.2) < 0.03);
    QVERIFY(std::abs(fit_gpd_moments(sample).law.shape - 0.2) < 0.05);
    QVERIFY(near(fit_gpd_weighted_moments(sample).law.scale, 4, 0.03));
    QVERIFY(near(fit_gpd_moments(sample).law.scale, 4, 0.05));
  }
  /// Spread and 95 % intervals of the moment estimators, each by the theory or by its bootstrap.
  void moment_intervals_are_their_own_data() {
    QTest::addColumn<bool>("weighted");
    QTest::addColumn<double>("shape");
    QTest::addColumn<bool>("theory");
    QTest::newRow("weighted, bounded") << true << -0.3 << true;
    QTest::newRow("weighted, heavy") << true << 0.2 << true;
    QTest::newRow("weighted, very heavy") << true << 0.6 << false;
    QTest::newRow("plain, bounded") << false << -0.3 << true;
    QTest::newRow("plain, exponential") << false << 0.0 << true;
    QTest::newRow("plain, heavy") << false << 0.3 << false;
  }
  void moment_intervals_are_their_own() {
    QFETCH(bool, weighted);
    QFETCH(double, shape);
    QFETCH(bool, theory);
    const Gpd law{shape, 3};
    constexpr int repetitions = 200;
    constexpr double p = 0.01;
    const double truth = law.excess_at(p);
    int shapes = 0, levels = 0;
    double sum = 0, squares = 0, promised = 0;
    for (int i = 0; i < repetitions; ++i) {
      const GpdSample sample = sample_of(draw(law, 500, 900 + static_cast<std::uint64_t>(i)));
      const GpdFit fit = weighted ? fit_gpd_weighted_moments(sample) : fit_gpd_moments(sample);
      const Estimate limits = shape_interval(sample, fit), level = excess_interval(sample, fit, p);
      QVERIFY(limits.low < limits.high && level.low < level.high);
      QCOMPARE(level.value, fit.law.excess_at(p));
      shapes += limits.low <= shape && shape <= limits.high;
      levels += level.low <= truth && truth <= level.high;
      sum += fit.law.shape;
      squares += fit.law.shape * fit.law.shape;
      promised += fit.shape_error;
    }
    const double spread = std::sqrt(squares / repetitions - sum * sum / repetitions / repetitions);
    qInfo("shape %d, level %d of %d, spread %.4f, promised %.4f", shapes, levels, repetitions, spread,
          promised / repetitions);
    if (theory)
      QVERIFY(near(promised / repetitions, spread, 0.15));
    // Heavy tails bend both estimators; there the bootstrap only has to be close.
    for (const int covered : {shapes, levels})
      QVERIFY2(covered >= (theory ? 178 : 150), qPrintable(QString::number(covered)));
  }
  void interval_of_the_likelihood_is_the_profile() {
    const GpdSample sample = sample_of(draw({0.2, 1}, 300, 4));
    const GpdFit fit = fit_gpd(sample);
    QCOMPARE(shape_interval(sample, fit).high, profile_shape(sample, fit).high);
    QCOMPARE(excess_interval(sample, fit, 0.01).low, profile_excess(sample, fit, 0.01).low);
    // The delta method knows the slope of the excess.
    for (const double shape : {-0.4, 1e-7, 0.0, 0.3}) {
      const double h = 1e-6, change = std::log(Gpd{shape + h, 2}.excess_at(0.01)) -
                                      std::log(Gpd{shape - h, 2}.excess_at(0.01));
      QVERIFY(near(log_excess_change({shape, 2}, 0.01), change / (2 * h), 1e-5));
    }
  }
  /// 95 % intervals hold the truth in about 95 of 100 samples.
  void intervals_cover() {
    const Gpd law{0.2, 1};
    int shapes = 0, levels = 0, bounds = 0;
    constexpr int repetitions = 200;
    for (int i = 0; i < repetitions; ++i) {
      const GpdSample sample = sample_of(draw(law, 200, 100 + static_cast<std::uint64_t>(i)));
      const GpdFit fit = fit_gpd(sample);
      const Estimate shape = profile_shape(sample, fit), level = profile_excess(sample, fit, 0.002);
      QVERIFY(shape.low < fit.law.shape && fit.law.shape < shape.high);
      QVERIFY(level.low < level.value && level.value < level.high);
      shapes += shape.low <= law.shape && law.shape <= shape.high;
      levels += level.low <= law.excess_at(0.002) && law.excess_at(0.002) <= level.high;
      bounds += law.excess_at(0.002) <= TailPosterior(sample, 0, 4000).level(0.002 * 0.05, 0.95).high;
    }
    for (const int covered : {shapes, levels, bounds})
      QVERIFY2(covered >= 178 && covered < repetitions, qPrintable(QString::number(covered)));
  }
  /// The grid against a plain sum over a finer and wider one, term by term.
  void bayes_agrees_with_a_dense_grid() {
    const auto x = draw({0.1, 2}, 40, 8);
    const double total = 800, rate = 1e-3, u = 10;
    const GpdSample sample = sample_of(x);
    const TailPosterior posterior(sample, u, total);
    const Estimate ours = posterior.level(rate, 0.95);
    std::vector<std::pair<double, double>> levels;
    double sum = 0, best = -std::numeric_limits<double>::infinity();
    for (int pass = 0; pass < 2; ++pass)
      for (double shape = -0.999; shape < 1.6; shape += 0.0207)
        for (double log_scale = -1.5; log_scale < 3; log_scale += 0.031) {
          const Gpd law{shape, std::exp(log_scale)};
          const double z = (shape - 0.2) / 0.3, value = plain_log_likelihood(x, law) - z * z / 2;
          best = std::max(best, value);
          if (pass == 0 || value < best - 16)
            continue;
          for (double p = 0.05; p < 1; p += 0.1) {
            levels.emplace_back(u + law.excess_at(rate / beta_quantile(p, 40.5, 760.5)),
                                std::exp(value - best));
            sum += levels.back().second;
          }
        }
    std::sort(levels.begin(), levels.end());
    double seen = 0, dense = 0;
    for (const auto& [level, weight] : levels)
      if ((seen += weight) <= 0.95 * sum)
        dense = level;
    QVERIFY(near(ours.high - u, dense - u, 0.02));
    QVERIFY(ours.low < ours.value && ours.value < ours.high);
    // Less information, a wider answer.
    QVERIFY(TailPosterior(sample, u, total, 0.3).level(rate, 0.95).high > ours.high);
    // The two questions are each other's inverse: the bound of the level is the level at which the rate's
    // bound is q.
    QVERIFY(near(posterior.rate(ours.high, 0.95).high, rate, 0.01));
    QVERIFY(near(posterior.rate(ours.value, 0.95).value, rate, 0.01));
    QVERIFY(near(posterior.rate(u, 0.95).value, 0.05, 0.05));
  }
  void wrong_excesses() {
    const auto message = [](std::vector<double> x) { return GpdSample::from(x).error(); };
    QCOMPARE(message({1}).code, ErrorCode::insufficient_data);
    QVERIFY(message({1, 0}).message.find("excess number 1 is 0") != std::string::npos);
    QCOMPARE(message({1, std::numeric_limits<double>::infinity()}).code, ErrorCode::invalid_argument);
    QCOMPARE(message({std::nan(""), 1}).code, ErrorCode::invalid_argument);
  }
};

QTEST_APPLESS_MAIN(TestGpd)
#include "tst_gpd.moc"
