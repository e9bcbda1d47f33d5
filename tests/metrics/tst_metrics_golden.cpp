// Values of scikit-learn, scipy and numpy, written by tests/golden/metrics_golden.py and baseline_golden.py.
#include "core/decision/confusion.h"
#include "core/decision/threshold_table.h"
#include "core/metrics/intervals.h"
#include "core/metrics/linear_map.h"
#include "core/metrics/pca.h"
#include "core/metrics/ranking.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>

using namespace andon;

namespace {

QJsonObject golden(const char* name) {
  QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/") + name);
  if (!file.open(QIODevice::ReadOnly))
    return {};
  return QJsonDocument::fromJson(file.readAll()).object();
}

template <class T>
std::vector<T> numbers(const QJsonValue& value) {
  std::vector<T> result;
  for (const QJsonValue& each : value.toArray())
    result.push_back(static_cast<T>(each.toDouble()));
  return result;
}

bool near(double ours, const QJsonValue& theirs, double tolerance = 1e-9) {
  const double expected = theirs.toDouble();
  const bool equal = std::abs(ours - expected) <= tolerance * std::max(1.0, std::abs(expected));
  if (!equal)
    qWarning("ours %.17g, golden %.17g", ours, expected);
  return equal;
}

/// PCA and ridge differ from LAPACK by the order of summation only; 1e-5 is asked, 1e-8 is held.
constexpr double linear_algebra = 1e-8;

Features features(const QJsonValue& values, std::int64_t columns) {
  Features result;
  result.values = numbers<float>(values);
  result.columns = columns;
  result.rows = static_cast<std::int64_t>(result.values.size()) / columns;
  return result;
}

} // namespace

class TestMetricsGolden : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void ranking() {
    const QJsonArray cases = golden("metrics_golden.json")["cases"].toArray();
    QCOMPARE(cases.size(), 5);
    for (const QJsonValue& value : cases) {
      const QJsonObject each = value.toObject();
      const auto scores = numbers<double>(each["scores"]);
      const auto labels = numbers<int>(each["labels"]);
      const Estimate area = *auroc(scores, labels);
      QVERIFY(near(area.value, each["auroc"]));
      QVERIFY(near(area.low, each["auroc_low"]));
      QVERIFY(near(area.high, each["auroc_high"]));
      QVERIFY(near(*average_precision(scores, labels), each["average_precision"]));
      const F1Max best = *f1_max(scores, labels);
      QVERIFY(near(best.f1, each["f1_max"]));
      QVERIFY(near(best.chosen, each["f1_chosen"]));
      const Confusion at_cut = SortedScores::from(scores, labels)->at(each["cut"].toDouble());
      const DecisionRates rates = decision_rates(at_cut);
      QVERIFY(near(rates.precision.value, each["precision_at_cut"]));
      QVERIFY(near(rates.recall.value, each["recall_at_cut"]));
      QVERIFY(near(rates.f1.value, each["f1_at_cut"]));
    }
  }
  void curves() {
    for (const QJsonValue& value : golden("metrics_golden.json")["cases"].toArray()) {
      const QJsonObject each = value.toObject(), roc = each["roc"].toObject(), pr = each["pr"].toObject();
      const auto curve = *ranking_curve(numbers<double>(each["scores"]), numbers<int>(each["labels"]));
      const QJsonArray roc_thresholds = roc["threshold"].toArray(), pr_thresholds = pr["threshold"].toArray();
      QCOMPARE(static_cast<qsizetype>(curve.size()), roc_thresholds.size() + 1);
      for (qsizetype i = 0; i < roc_thresholds.size(); ++i) {
        const CurvePoint& point = curve[static_cast<std::size_t>(i + 1)];
        QVERIFY(near(point.threshold, roc_thresholds[i]));
        QVERIFY(near(point.false_positive_rate, roc["fpr"].toArray()[i]));
        QVERIFY(near(point.recall, roc["tpr"].toArray()[i]));
      }
      // scikit-learn lists the curve from the lowest threshold.
      for (qsizetype i = 0; i < pr_thresholds.size(); ++i) {
        const CurvePoint& point = curve[static_cast<std::size_t>(pr_thresholds.size() - i)];
        QVERIFY(near(point.threshold, pr_thresholds[i]));
        QVERIFY(near(point.precision, pr["precision"].toArray()[i]));
        QVERIFY(near(point.recall, pr["recall"].toArray()[i]));
      }
    }
  }
  void paired_delong() {
    const QJsonObject pair = golden("metrics_golden.json")["paired"].toObject();
    const PairedAuroc ours = *compare_auroc(numbers<double>(pair["first"]), numbers<double>(pair["second"]),
                                            numbers<int>(pair["labels"]));
    QVERIFY(near(ours.difference.value, pair["difference"]));
    QVERIFY(near(ours.z, pair["z"]));
    QVERIFY(near(ours.p_value, pair["p_value"]));
    QVERIFY(
        near((ours.difference.high - ours.difference.low) / 2 / normal_quantile(0.975), pair["deviation"]));
  }
  void exact_intervals() {
    const QJsonArray rows = golden("metrics_golden.json")["intervals"].toArray();
    QCOMPARE(rows.size(), 8);
    for (const QJsonValue& value : rows) {
      const QJsonObject row = value.toObject();
      const auto x = static_cast<std::int64_t>(row["x"].toDouble()),
                 n = static_cast<std::int64_t>(row["n"].toDouble());
      QVERIFY(near(clopper_pearson(x, n).low, row["cp_low"]));
      QVERIFY(near(clopper_pearson(x, n).high, row["cp_high"]));
      QVERIFY(near(wilson(x, n).low, row["wilson_low"]));
      QVERIFY(near(wilson(x, n).high, row["wilson_high"]));
      QVERIFY(near(binomial_upper_limit(x, n), row["upper"]));
      QVERIFY(near(poisson_rate(x, static_cast<double>(n)).low, row["poisson_low"]));
      QVERIFY(near(poisson_rate(x, static_cast<double>(n)).high, row["poisson_high"]));
    }
  }
  void percentiles() {
    const QJsonObject all = golden("metrics_golden.json")["percentile"].toObject();
    const auto scores = numbers<double>(all["scores"]);
    for (const QJsonValue& value : all["rows"].toArray()) {
      const QJsonObject row = value.toObject();
      const auto n = static_cast<std::size_t>(row["n"].toDouble());
      const ThresholdFit fit = *fit_threshold("percentile", {.normal = std::span(scores).first(n)},
                                              {{"percentile", 100 * row["p"].toDouble()}});
      QVERIFY(near(fit.threshold, row["value"]));
      QVERIFY(row["low"].isNull() ? std::isinf(fit.interval->low) : near(fit.interval->low, row["low"]));
      QVERIFY(row["high"].isNull() ? std::isinf(fit.interval->high) : near(fit.interval->high, row["high"]));
    }
    for (const QJsonValue& value : all["certify"].toArray()) {
      const QJsonObject row = value.toObject();
      const auto n = static_cast<std::size_t>(row["n"].toDouble());
      const ThresholdFit fit = *fit_threshold(
          "percentile", {.normal = std::span(scores).first(n), .alpha = row["alpha"].toDouble()});
      QVERIFY(fit.supported);
      QCOMPARE(fit.diagnostics.at("rejected"), row["n"].toDouble() - row["k"].toDouble());
      QVERIFY(near(fit.diagnostics.at("risk_above_alpha"), row["risk"]));
    }
  }
  void principal_components() {
    const QJsonArray cases = golden("baseline_golden.json")["pca"].toArray();
    QCOMPARE(cases.size(), 2);
    for (const QJsonValue& value : cases) {
      const QJsonObject each = value.toObject();
      const auto columns = static_cast<std::int64_t>(each["columns"].toDouble());
      Progress progress;
      const auto pca = Pca::fit(features(each["train"], columns), {}, progress, {});
      QVERIFY(pca);
      QCOMPARE(static_cast<int>(pca->components()), each["components"].toInt());
      for (std::size_t k = 0; k < pca->variances().size(); ++k)
        QVERIFY(near(pca->variances()[k], each["variances"].toArray()[static_cast<qsizetype>(k)],
                     linear_algebra));
      const Features test = features(each["test"], columns);
      for (qsizetype r = 0; r < test.rows; ++r) {
        const auto row =
            std::span(test.values)
                .subspan(static_cast<std::size_t>(r * columns), static_cast<std::size_t>(columns));
        QVERIFY(near(pca->parts(row).q, each["q"].toArray()[r], linear_algebra));
        QVERIFY(near(pca->parts(row).t2, each["t2"].toArray()[r], linear_algebra));
        QVERIFY(near(pca->score(row), each["score"].toArray()[r], linear_algebra));
      }
    }
  }
  void ridge_regression() {
    const QJsonObject each = golden("baseline_golden.json")["ridge"].toObject();
    const auto x = numbers<double>(each["x"]), y = numbers<double>(each["y"]);
    RidgeSums sums(5, 2);
    for (std::size_t r = 0; r < 40; ++r)
      sums.add(std::span(x).subspan(r * 5, 5), std::span(y).subspan(r * 2, 2));
    const RidgeFit fit = *sums.solve(each["alpha"].toDouble());
    for (std::size_t i = 0; i < fit.weights.size(); ++i)
      QVERIFY(near(fit.weights[i], each["weights"].toArray()[static_cast<qsizetype>(i)], linear_algebra));
    for (std::size_t i = 0; i < fit.intercept.size(); ++i)
      QVERIFY(near(fit.intercept[i], each["intercept"].toArray()[static_cast<qsizetype>(i)], linear_algebra));
  }
  void lag_regression() {
    const QJsonObject each = golden("baseline_golden.json")["lag"].toObject();
    PairWindows windows;
    windows.length = static_cast<std::int64_t>(each["length"].toDouble());
    windows.command_ids = {"command"};
    windows.current_ids = {"current"};
    windows.command = numbers<float>(each["command"]);
    windows.current = numbers<float>(each["current"]);
    windows.refs.resize(static_cast<std::size_t>(each["rows"].toInt()));
    const Features train = features_of(windows);
    const auto model =
        LagRegression::fit(train, {.lags = each["lags"].toInt(), .ridge = each["ridge"].toDouble()}, {});
    QVERIFY(model);
    for (std::size_t i = 0; i < model->map().weights.size(); ++i)
      QVERIFY(near(model->map().weights[i], each["weights"].toArray()[static_cast<qsizetype>(i)],
                   linear_algebra));
    for (qsizetype r = 0; r < train.rows; ++r)
      QVERIFY(near(model->score(std::span(train.values)
                                    .subspan(static_cast<std::size_t>(r * train.columns),
                                             static_cast<std::size_t>(train.columns))),
                   each["score"].toArray()[r], linear_algebra));
  }
};

QTEST_APPLESS_MAIN(TestMetricsGolden)
#include "tst_metrics_golden.moc"
