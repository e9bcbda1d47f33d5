#include "core/base/random.h"
#include "core/review/agreement.h"
#include "core/review/unlikely_labels.h"

#include <QFile>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace andon;
using nlohmann::json;

namespace {

json golden() {
  QFile file(ANDON_TEST_DATA "/golden/agreement_golden.json");
  return file.open(QIODevice::ReadOnly) ? json::parse(file.readAll().toStdString()) : json();
}

} // namespace

class AgreementTest : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void kappa_is_scikit_learns() {
    const json cases = golden()["kappa"];
    QVERIFY(cases.size() >= 6);
    for (const json& each : cases) {
      const auto first = each["first"].get<std::vector<int>>(),
                 second = each["second"].get<std::vector<int>>();
      const auto result = cohen_kappa(first, second, each["classes"]);
      QVERIFY(result.has_value());
      const double kappa = each["kappa"], half = each["half_width"];
      QVERIFY(std::abs(result->kappa.value - kappa) < 1e-12);
      // The golden gradient is numerical: good to about 1e-8 of the width.
      QVERIFY(std::abs(result->kappa.low - std::max(-1.0, kappa - half)) < 1e-6);
      QVERIFY(std::abs(result->kappa.high - std::min(1.0, kappa + half)) < 1e-6);
      QVERIFY(std::abs((result->observed - result->expected) / (1 - result->expected) - kappa) < 1e-12);
    }
  }

  /// The interval covers the truth in about 95 % of studies: 200 items, true kappa 0.6.
  void the_interval_covers() {
    Random random(Seed(3));
    int covered = 0;
    constexpr int studies = 1000;
    for (int s = 0; s < studies; ++s) {
      std::vector<int> first, second;
      for (int i = 0; i < 200; ++i) {
        first.push_back(static_cast<int>(random.below(2)));
        second.push_back(random.uniform() < 0.8 ? first.back() : 1 - first.back());
      }
      const Estimate kappa = cohen_kappa(first, second, 2)->kappa;
      covered += kappa.low <= 0.6 && 0.6 <= kappa.high;
    }
    // Three standard errors of 95 % in 1,000 studies are 2.1 points.
    QVERIFY2(covered >= 920 && covered <= 980, qPrintable(QString::number(covered)));
  }

  void edges_of_kappa() {
    const std::vector<int> mixed{0, 1, 0, 1, 1, 0, 1, 0}, same(8, 0);
    const auto perfect = cohen_kappa(mixed, mixed, 2);
    QCOMPARE(perfect->kappa.value, 1.0);
    QVERIFY(perfect->kappa.low < 0.5 && perfect->kappa.high == 1);
    QVERIFY(std::isnan(cohen_kappa(same, same, 2)->kappa.value));
    QCOMPARE(cohen_kappa(same, same, 2)->observed, 1.0);
    QVERIFY(cohen_kappa({}, {}, 2).error().code == ErrorCode::insufficient_data);
    const std::vector<int> outside{0, 7, 0, 1, 1, 0, 1, 0};
    QVERIFY(cohen_kappa(mixed, outside, 2).error().message.find("index 1") != std::string::npos);
    QVERIFY(cohen_kappa(mixed, std::vector<int>{1}, 2).error().message.find("same items") !=
            std::string::npos);
  }

  void unlikely_labels_are_those_of_the_definition() {
    const json cases = golden()["noise"];
    QVERIFY(cases.size() == 3);
    for (const json& each : cases) {
      const auto probabilities = each["probabilities"].get<std::vector<double>>();
      const auto labels = each["labels"].get<std::vector<int>>();
      const auto noise = unlikely_labels(probabilities, labels, each["classes"]);
      QVERIFY(noise.has_value());
      const auto thresholds = each["thresholds"].get<std::vector<double>>();
      for (std::size_t j = 0; j < thresholds.size(); ++j)
        QVERIFY(std::abs(noise->thresholds[j] - thresholds[j]) < 1e-12);
      std::vector<std::int64_t> joint;
      for (const json& row : each["joint"])
        for (const json& cell : row)
          joint.push_back(cell);
      QVERIFY(noise->counted == joint);
      std::vector<std::size_t> order;
      std::vector<int> likely;
      for (const UnlikelyLabel& item : noise->items) {
        order.push_back(item.index);
        likely.push_back(item.likely);
      }
      QVERIFY(order == each["order"].get<std::vector<std::size_t>>());
      QVERIFY(likely == each["likely"].get<std::vector<int>>());
    }
  }

  /// Of 300 labels 15 are flipped; the list finds most of them and little else.
  void flipped_labels_are_found_from_scores() {
    Random random(Seed(5));
    std::vector<double> scores;
    std::vector<int> labels;
    for (int i = 0; i < 300; ++i) {
      const int truth = i % 3 == 0 ? 1 : 0;
      scores.push_back(random.normal(truth ? 4 : 0, 1) * 1e-4);
      labels.push_back(i % 20 == 7 ? 1 - truth : truth);
    }
    const auto p = held_out_probabilities(scores, labels);
    QVERIFY(p.has_value());
    std::vector<double> both;
    for (const double each : *p) {
      QVERIFY(each >= 0 && each <= 1);
      both.insert(both.end(), {1 - each, each});
    }
    const auto noise = unlikely_labels(both, labels, 2);
    std::size_t right = 0;
    for (const UnlikelyLabel& item : noise->items)
      right += item.index % 20 == 7;
    QVERIFY2(right >= 12 && noise->items.size() <= right + 10,
             qPrintable(QString("%1 of %2").arg(right).arg(noise->items.size())));
  }

  void too_few_labels_are_explained() {
    const auto few = held_out_probabilities(std::vector<double>{1, 2, 3}, std::vector<int>{0, 1, 0});
    QVERIFY(few.error().code == ErrorCode::insufficient_data);
    QVERIFY(unlikely_labels(std::vector<double>{0.5, 1.5}, std::vector<int>{0}, 2)
                .error()
                .message.find("not a probability") != std::string::npos);
    QVERIFY(unlikely_labels(std::vector<double>{0.5}, std::vector<int>{0}, 2).error().code ==
            ErrorCode::invalid_argument);
  }
};

QTEST_APPLESS_MAIN(AgreementTest)
#include "tst_agreement.moc"
