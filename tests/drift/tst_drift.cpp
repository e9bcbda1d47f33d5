// Drift statistics against plain definitions (tests/golden/drift_golden.py), their calibration and what they
// find.
#include "core/base/random.h"
#include "core/drift/block_bootstrap.h"
#include "core/drift/drift_buffer.h"
#include "core/drift/drift_experiment.h"
#include "core/drift/moved_columns.h"
#include "core/drift/random_features.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>
#include <numeric>

using namespace andon;

namespace {

QJsonObject golden() {
  QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/drift_golden.json"));
  if (!file.open(QIODevice::ReadOnly))
    qFatal("no golden values");
  return QJsonDocument::fromJson(file.readAll()).object();
}

std::vector<double> numbers(const QJsonValue& array) {
  std::vector<double> result;
  for (const QJsonValue& each : array.toArray())
    result.push_back(each.isNull() ? std::nan("") : each.toDouble());
  return result;
}

std::unique_ptr<DriftStatistic> fitted(const std::string& method, const std::vector<double>& reference,
                                       const OptionMap& options) {
  const DriftRows rows{reference, 1};
  std::vector<std::size_t> all(reference.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return std::move(*(*drift_methods().find(method))->fit(rows, all, options));
}

std::vector<double> normals(std::size_t n, std::uint64_t seed, double mean = 0, double memory = 0) {
  Random random(Seed{seed});
  std::vector<double> x(n);
  double state = random.normal();
  for (double& each : x)
    each = mean + (state = memory * state + std::sqrt(1 - memory * memory) * random.normal());
  return x;
}

constexpr RunLengthOptions quick{.run_length = 400, .replicates = 40};

DriftDetector detector(const std::string& method, const std::vector<double>& reference,
                       const OptionMap& options = {}) {
  return std::move(*DriftDetector::fit(method, {reference, {}, 0}, options, quick));
}

std::vector<float> feature_rows(std::size_t n, std::size_t width, std::uint64_t seed, float shift = 0) {
  Random random(Seed{seed});
  std::vector<float> rows(n * width);
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = static_cast<float>(random.normal(0, 1 + static_cast<double>(i % width))) + shift;
  return rows;
}

/// ‖mean φ(a) − mean φ(b)‖² with the Gaussian kernel itself, all pairs, columns divided by `deviation`.
double exact_mmd(const std::vector<float>& a, const std::vector<float>& b, std::size_t width,
                 const std::vector<double>& deviation, double bandwidth) {
  const auto mean_kernel = [&](const std::vector<float>& x, const std::vector<float>& y) {
    double sum = 0;
    const std::size_t n = x.size() / width, m = y.size() / width;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < m; ++j) {
        double square = 0;
        for (std::size_t c = 0; c < width; ++c)
          square += std::pow((x[i * width + c] - y[j * width + c]) / deviation[c], 2);
        sum += std::exp(-square / (2 * bandwidth * bandwidth));
      }
    return sum / static_cast<double>(n * m);
  };
  return mean_kernel(a, a) + mean_kernel(b, b) - 2 * mean_kernel(a, b);
}

} // namespace

class TestDrift : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void traces_agree_with_plain_definitions_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"kl", "quantiles", "page-hinkley", "martingale", "adwin"})
      QTest::newRow(method) << method;
  }
  void traces_agree_with_plain_definitions() {
    QFETCH(QString, method);
    const QJsonObject file = golden();
    OptionMap options;
    if (method == "kl" || method == "quantiles")
      options["window"] = static_cast<std::int64_t>(file["window"].toInt());
    if (method == "kl")
      options["bins"] = static_cast<std::int64_t>(file["bins"].toInt());
    const auto statistic = fitted(method.toStdString(), numbers(file["reference"]), options);
    const auto stream = numbers(file["stream"]), expected = numbers(file[method]);
    QCOMPARE(expected.size(), stream.size());
    for (std::size_t i = 0; i < stream.size(); ++i) {
      const double value = statistic->update(std::span(&stream[i], 1));
      QCOMPARE(std::isnan(value), std::isnan(expected[i]));
      QVERIFY2(std::isnan(value) || std::abs(value - expected[i]) < 1e-9 * (1 + expected[i]),
               qPrintable(QString("item %1: %2 against %3").arg(i).arg(value).arg(expected[i])));
    }
    if (method == "quantiles") {
      const auto window = numbers(file["window_quantiles"]);
      QCOMPARE(statistic->state().at("median"), window[0]);
      QCOMPARE(statistic->state().at("q95"), window[1]);
      QCOMPARE(statistic->state().at("q999"), window[2]);
    }
  }
  void random_features_approach_the_kernel() {
    constexpr std::size_t width = 3;
    const auto a = feature_rows(90, width, 1), b = feature_rows(70, width, 2, 0.8F);
    const RandomFeatures features = *RandomFeatures::from(a, width, 4096, Seed{5});
    std::vector<double> deviation(width);
    for (std::size_t c = 0; c < width; ++c) {
      double mean = 0, square = 0;
      for (std::size_t i = c; i < a.size(); i += width)
        mean += a[i] / 90.0;
      for (std::size_t i = c; i < a.size(); i += width)
        square += (a[i] - mean) * (a[i] - mean) / 90.0;
      deviation[c] = std::sqrt(square);
    }
    const double exact = exact_mmd(a, b, width, deviation, features.bandwidth());
    const double value = mmd_squared(features, a, b);
    QVERIFY2(exact > 0.02 && std::abs(value - exact) < 0.1 * exact,
             qPrintable(QString("%1 against %2").arg(value).arg(exact)));
    // A column far from 0 and one that only rounds change nothing.
    const auto beside = [](const std::vector<float>& rows) {
      std::vector<float> wider;
      for (std::size_t i = 0; i < rows.size(); i += width) {
        wider.push_back(rows[i] + 1000);
        wider.insert(wider.end(), {rows[i + 1], rows[i + 2], 0.5F + (i % 2 == 0 ? 3e-8F : 0.0F)});
      }
      return wider;
    };
    const auto wide_a = beside(a), wide_b = beside(b);
    const RandomFeatures wide = *RandomFeatures::from(wide_a, width + 1, 4096, Seed{5});
    const double same = mmd_squared(wide, wide_a, wide_b);
    QVERIFY2(std::abs(same - exact) < 0.1 * exact, qPrintable(QString("%1 against %2").arg(same).arg(exact)));
    // φ(x)·φ(x) = 1: the polynomials behind sine and cosine keep the circle, far out too.
    std::vector<float> far(width, 3e4F), mapped(features.size());
    features.map(far, mapped);
    double norm = 0;
    for (const float each : mapped)
      norm += static_cast<double>(each) * static_cast<double>(each);
    QVERIFY2(std::abs(norm - 1) < 1e-5, qPrintable(QString::number(norm, 'g', 9)));
    QCOMPARE(RandomFeatures::from(a, width, 3, Seed{5}).error().code, ErrorCode::invalid_argument);
    QCOMPARE(RandomFeatures::from(std::span(a).first(3), width, 4, Seed{5}).error().code,
             ErrorCode::insufficient_data);
  }
  void the_streaming_mmd_is_the_plain_one() {
    constexpr std::size_t width = 4, window = 25;
    const auto reference = feature_rows(60, width, 3), stream = feature_rows(90, width, 4, 0.3F);
    const RandomFeatures features = *RandomFeatures::from(reference, width, 64, Seed{1});
    DriftRows rows{{}, features.size()};
    std::vector<float> mapped(60 * features.size());
    features.map(reference, mapped);
    rows.values.assign(mapped.begin(), mapped.end());
    std::vector<std::size_t> all(60);
    std::iota(all.begin(), all.end(), std::size_t{0});
    const auto statistic =
        std::move(*(*drift_methods().find("mmd"))->fit(rows, all, {{"window", std::int64_t{25}}}));
    for (std::size_t i = 0; i < 90; ++i) {
      std::vector<float> phi(features.size());
      features.map(std::span(stream).subspan(i * width, width), phi);
      const std::vector<double> row(phi.begin(), phi.end());
      const double value = statistic->update(row);
      if (i + 1 < window) {
        QVERIFY(std::isnan(value));
        continue;
      }
      const double plain = mmd_squared(
          features, std::span(stream).subspan((i + 1 - window) * width, window * width), reference);
      QVERIFY2(std::abs(value - plain) < 1e-6, qPrintable(QString("%1 against %2").arg(value).arg(plain)));
    }
    QVERIFY(statistic->memory() < (window + 3) * features.size());
  }
  void columns_agree_with_scipy() {
    for (const QJsonValue& each : golden()["columns"].toArray()) {
      const auto before = numbers(each["before"]), after = numbers(each["after"]);
      const MovedColumn column = (*moved_columns(before, after, {"x"}))[0];
      QVERIFY(std::abs(column.distance - each["distance"].toDouble()) < 1e-9);
      QVERIFY(std::abs(column.p_value - each["p_value"].toDouble()) < 1e-9);
      QVERIFY(std::abs(column.shift - each["shift"].toDouble()) < 1e-6);
      QVERIFY(std::abs(column.spread - each["spread"].toDouble()) < 1e-6);
    }
  }
  void what_moved_is_named_first() {
    std::vector<double> before, after;
    Random random(Seed{3});
    for (int i = 0; i < 200; ++i)
      for (int c = 0; c < 6; ++c) {
        before.push_back(random.normal());
        after.push_back(random.normal(c == 4 ? 0.8 : 0, c == 1 ? 2 : 1));
      }
    const std::vector<std::string> names{"a", "b", "c", "d", "e", "f"};
    const auto moved = *moved_columns(before, after, names);
    QCOMPARE(moved[0].name, std::string("e"));
    QCOMPARE(moved[1].name, std::string("b"));
    QVERIFY(moved[0].moved && moved[1].moved && !moved[2].moved);
    QVERIFY(moved[1].spread > 1.6 && std::abs(moved[0].shift - 0.8) < 0.3);
    before[5] = std::nan("");
    QVERIFY(moved_columns(before, after, names));
    QCOMPARE(moved_columns(std::span(before).first(7), after, names).error().code,
             ErrorCode::invalid_argument);
    QCOMPARE(moved_columns(std::span(before).first(12), after, names).error().code,
             ErrorCode::insufficient_data);
    // Rows that repeat each other say less.
    QVERIFY((*moved_columns(before, after, names, 20, 20))[1].p_value > moved[1].p_value);
  }
  void run_lengths_are_counted_with_cut_streams() {
    std::vector<HeightRecord> records(2);
    records[0].length = records[1].length = 10;
    for (const double height : {1.0, 0.5, 2.0})
      records[0].add(static_cast<std::int64_t>(records[0].first.size()) * 3 + 1, height);
    records[1].add(2, 1.5);
    QCOMPARE(records[0].first.size(), std::size_t{2}); // 1 at item 1, 2 at item 4
    QCOMPARE(mean_run_length(records, 1), 1.5);        // items 1 and 2
    QCOMPARE(mean_run_length(records, 2), 14.0);       // item 4 and all 10, one alarm
    QVERIFY(std::isinf(mean_run_length(records, 3)));
    QCOMPARE(limit_for(records, 1.5), 1.0);
    QCOMPARE(limit_for(records, 14), 2.0);
    QVERIFY(limit_for(records, 15) > 2.0);
  }
  void blocks_follow_the_autocorrelation() {
    QCOMPARE(bootstrap_block({std::vector<double>(500, 1.0), 1}), 1.0);
    double independent = 0, dependent = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      independent += bootstrap_block({normals(1000, seed), 1}) / 20;
      dependent += bootstrap_block({normals(1000, seed, 0, 0.8), 1}) / 20;
    }
    QVERIFY2(independent < 4 && dependent > 15 && dependent < 80,
             qPrintable(QString("%1 %2").arg(independent).arg(dependent)));
    const DriftRows series{normals(100, 1), 1};
    BlockBootstrap blocks(series, 10, Seed{1});
    const auto sample = blocks.sample(20000);
    int follows = 0;
    for (std::size_t i = 1; i < sample.size(); ++i)
      follows += sample[i] == sample[i - 1] + 1;
    // One in ten starts anew, and so does every end of the series.
    QVERIFY2(follows > 0.8 * 20000 && follows < 0.92 * 20000, qPrintable(QString::number(follows)));
  }
  void joints_of_blocks_keep_the_memory_of_the_series() {
    // The variance of means of 50 tells the long-run variance; cutting at joints every 5 items loses a
    // quarter.
    const DriftRows series{normals(4000, 3, 0, 0.6), 1};
    const auto mean_variance = [](const std::vector<double>& x) {
      double sum = 0, squares = 0;
      const std::size_t means = x.size() / 50;
      for (std::size_t i = 0; i < means; ++i) {
        double mean = 0;
        for (std::size_t j = 0; j < 50; ++j)
          mean += x[50 * i + j] / 50;
        sum += mean;
        squares += mean * mean;
      }
      const double m = static_cast<double>(means);
      return squares / m - sum * sum / (m * m);
    };
    BlockBootstrap blocks(series, 5, Seed{2});
    std::vector<double> resampled;
    for (const std::size_t row : blocks.sample(400000))
      resampled.push_back(series.values[row]);
    // Of the law itself: Σ ρ^|k|(1 − |k|/50)/50 with ρ = 0.6.
    double exact = 0;
    for (int k = -49; k <= 49; ++k)
      exact += std::pow(0.6, std::abs(k)) * (1 - std::abs(k) / 50.0) / 50;
    const double ratio = mean_variance(resampled) / exact;
    QVERIFY2(ratio > 0.88 && ratio < 1.15, qPrintable(QString::number(ratio)));
    // Without memory every row is an independent draw.
    BlockBootstrap draws(series, 1, Seed{2});
    std::vector<double> independent;
    for (const std::size_t row : draws.sample(400000))
      independent.push_back(series.values[row]);
    QVERIFY(std::abs(mean_variance(independent) * 50 - 1) < 0.1);
  }
  void every_detector_finds_a_shift_and_is_bounded_data() {
    QTest::addColumn<QString>("method");
    for (const DriftMethod& row : drift_methods().rows())
      QTest::newRow(row.id.c_str()) << QString::fromStdString(row.id);
  }
  void every_detector_finds_a_shift_and_is_bounded() {
    QFETCH(QString, method);
    const auto scores = normals(500, 1);
    const auto features = feature_rows(500, 3, 1);
    const DriftReference reference{scores, features, 3};
    OptionMap options;
    for (const OptionInfo& info : (*drift_methods().find(method.toStdString()))->options)
      if (info.key == "window")
        options["window"] = std::int64_t{50};
    DriftDetector one = std::move(*DriftDetector::fit(method.toStdString(), reference, options, quick));
    QVERIFY(std::isfinite(one.limit()) && one.limit() > 0);
    QVERIFY(one.calibration().realised >= 400);
    const auto shifted = normals(400, 2, 2);
    const auto moved = feature_rows(400, 3, 2, 2.0F);
    std::int64_t first = -1, alarms = 0;
    for (std::size_t i = 0; i < 400; ++i) {
      const DriftReading reading = one.update(shifted[i], std::span(moved).subspan(3 * i, 3));
      alarms += reading.alarm;
      if (reading.alarm && first < 0)
        first = static_cast<std::int64_t>(i);
    }
    QVERIFY2(first >= 0 && first < 120, qPrintable(QString::number(first)));
    QCOMPARE(one.items(), std::int64_t{400});
    const std::size_t memory = one.memory();
    const auto more = normals(20000, 3);
    for (std::size_t i = 0; i < more.size(); ++i)
      one.update(more[i], std::span(moved).subspan(3 * (i % 400), 3));
    QVERIFY2(one.memory() <= memory + 200, qPrintable(QString("%1 %2").arg(memory).arg(one.memory())));
    // Same seed, same limit.
    QCOMPARE(DriftDetector::fit(method.toStdString(), reference, options, quick)->limit(), one.limit());
    // What cannot be used is counted and changes nothing.
    const std::vector<float> bad{1, std::nanf(""), 1};
    QVERIFY(!one.update(std::nan(""), bad).alarm);
    QCOMPARE(one.skipped(), std::int64_t{1});
  }
  void an_excursion_of_a_window_is_one_alarm() {
    DriftDetector one = detector("kl", normals(500, 1), {{"window", std::int64_t{50}}});
    const std::size_t window = 50;
    std::size_t crossings = 0, quiet = window;
    bool above = false;
    for (const double score : normals(5000, 2, 0.5)) {
      const DriftReading reading = one.update(score);
      crossings += reading.above && !above;
      above = reading.above;
      QCOMPARE(reading.alarm, reading.above && quiet >= window);
      quiet = reading.above ? 0 : quiet + 1;
    }
    QVERIFY(crossings > 20);
  }
  void units_do_not_matter() {
    auto scores = normals(300, 1), stream = normals(200, 2, 1);
    for (const char* method : {"kl", "quantiles", "adwin", "page-hinkley", "martingale"}) {
      DriftDetector plain = detector(method, scores);
      auto scaled_scores = scores;
      for (double& each : scaled_scores)
        each = 1e-6 * each - 40;
      DriftDetector scaled = detector(method, scaled_scores);
      QCOMPARE(plain.limit(), scaled.limit());
      for (const double each : stream)
        QCOMPARE(plain.update(each).alarm, scaled.update(1e-6 * each - 40).alarm);
    }
  }
  void the_stated_run_length_is_kept_data() {
    QTest::addColumn<QString>("stream");
    QTest::newRow("iid") << "iid";
    QTest::newRow("autocorrelated") << "autocorrelated";
  }
  void the_stated_run_length_is_kept() {
    QFETCH(QString, stream);
    DriftExperimentOptions options;
    options.streams = stream.toStdString();
    options.changes = "";
    options.run_length = 400;
    options.reference = 600;
    options.window = 50;
    options.repetitions = 40;
    Progress silent;
    const auto rows = *drift_experiment(options, silent, {});
    QCOMPARE(rows.size(), drift_methods().rows().size());
    for (const DriftExperimentRow& row : rows)
      QVERIFY2(row.mean > 400 / 1.9 && row.mean < 400 * 2.6,
               qPrintable(QString::fromStdString(row.detector) + " " + QString::number(row.mean)));
  }
  void a_small_reference_keeps_it_as_well() {
    // Time to the first alarm alone would keep a quarter of it: few references alarm, but again and again.
    DriftExperimentOptions options;
    options.streams = "iid";
    options.changes = "";
    options.detectors = "kl,page-hinkley";
    options.run_length = 4000;
    options.reference = 60;
    options.window = 60;
    options.repetitions = 40;
    Progress silent;
    const auto rows = *drift_experiment(options, silent, {});
    for (const DriftExperimentRow& row : rows)
      QVERIFY2(row.mean > 4000 / 2.2 && row.mean < 4000 * 4,
               qPrintable(QString::fromStdString(row.detector) + " " + QString::number(row.mean)));
  }
  void what_cannot_be_is_refused() {
    const auto scores = normals(300, 1);
    const RunLengthOptions options;
    const auto error = [&](const std::string& method, const DriftReference& reference,
                           const OptionMap& values = {}) {
      return DriftDetector::fit(method, reference, values, options).error();
    };
    QVERIFY(error("page-hinkly", {scores, {}, 0}).message.find("did you mean 'page-hinkley'") !=
            std::string::npos);
    QCOMPARE(error("mmd", {scores, {}, 0}).code, ErrorCode::insufficient_data);
    QCOMPARE(error("kl", {std::span(scores).first(19), {}, 0}).code, ErrorCode::insufficient_data);
    QCOMPARE(error("kl", {scores, {}, 0}, {{"windw", std::int64_t{5}}}).code, ErrorCode::invalid_argument);
    auto bad = scores;
    bad[7] = std::nan("");
    QVERIFY(error("kl", {bad, {}, 0}).message.find("number 7") != std::string::npos);
    std::stop_source source;
    source.request_stop();
    QCOMPARE(DriftDetector::fit("kl", {scores, {}, 0}, {}, options, source.get_token()).error().code,
             ErrorCode::cancelled);
  }
  void the_buffer_keeps_the_latest() {
    DriftBuffer buffer(3, 2);
    for (int i = 0; i < 8; ++i) {
      const std::vector<float> row{static_cast<float>(i), static_cast<float>(-i)};
      buffer.add(i, row, "item " + std::to_string(i));
      QVERIFY(buffer.size() <= 3);
    }
    QCOMPARE(buffer.seen(), std::int64_t{8});
    QCOMPARE(buffer.scores(), (std::vector<double>{5, 6, 7}));
    QCOMPARE(buffer.features(), (std::vector<float>{5, -5, 6, -6, 7, -7}));
    QCOMPARE(buffer.items()[0], std::string("item 5"));
  }
};

QTEST_APPLESS_MAIN(TestDrift)
#include "tst_drift.moc"
