#include "core/base/random.h"
#include "core/layers/mil_pooling.h"
#include "core/models/dual_encoder_adapt.h"
#include "core/training/device.h"
#include "tests/training/motor_pairs.h"

#include <ATen/ATen.h>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace andon;
using nlohmann::json;

namespace {

at::Tensor tensor(const json& values, at::IntArrayRef shape = {-1}) {
  const auto numbers = values.get<std::vector<double>>();
  return at::tensor(numbers, at::kDouble).reshape(shape).clone();
}

constexpr double fault = 1.2; // friction; healthy is 0.5

/// 64 healthy windows, then 64 with the friction of the fault.
PairWindows mixed(std::int64_t count, double friction, std::uint64_t seed) {
  PairWindows healthy = motor_pairs({.count = count, .length = 128, .seed = seed});
  const PairWindows faulty =
      motor_pairs({.count = count, .length = 128, .friction = friction, .seed = seed + 100});
  healthy.command.insert(healthy.command.end(), faulty.command.begin(), faulty.command.end());
  healthy.current.insert(healthy.current.end(), faulty.current.begin(), faulty.current.end());
  healthy.refs.insert(healthy.refs.end(), faulty.refs.begin(), faulty.refs.end());
  return healthy;
}

double recall_at_five_percent(const std::vector<double>& scores, std::size_t healthy) {
  std::vector<double> sorted(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(healthy));
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const double line = sorted[healthy / 20];
  double found = 0;
  for (std::size_t i = healthy; i < scores.size(); ++i)
    found += scores[i] > line;
  return found / static_cast<double>(scores.size() - healthy);
}

DualEncoder fitted() {
  Progress progress;
  TrainingOptions training;
  training.epochs = 20;
  training.batch = 16;
  DualEncoderOptions architecture;
  architecture.width = 16;
  architecture.embedding = 16;
  return std::move(*DualEncoder::fit(motor_pairs({.count = 96, .length = 128, .seed = 1}),
                                     motor_pairs({.count = 32, .length = 128, .seed = 2}), architecture,
                                     training, "", progress, {}));
}

DualEncoderAdaptIn feedback(DualEncoder& model) {
  Progress progress;
  DualEncoderAdaptIn in;
  in.replay = motor_pairs({.count = 96, .length = 128, .seed = 1});
  in.replay_validation = motor_pairs({.count = 32, .length = 128, .seed = 2});
  in.train.windows = mixed(48, fault, 11);
  in.train.labels.assign(96, 0);
  std::fill(in.train.labels.begin() + 48, in.train.labels.end(), 1);
  in.validation.windows = mixed(16, fault, 12);
  in.validation.labels.assign(32, 0);
  std::fill(in.validation.labels.begin() + 16, in.validation.labels.end(), 1);
  std::vector<double> healthy = *model.score(in.replay_validation, progress, {});
  std::sort(healthy.begin(), healthy.end());
  in.threshold = healthy[30];
  return in;
}

} // namespace

class AdaptTest : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() { set_threads(2); }

  void pooling_follows_its_definition() {
    QFile file(ANDON_TEST_DATA "/golden/mil_golden.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const json golden = json::parse(file.readAll().toStdString());
    for (const json& each : golden["cases"]) {
      const at::Tensor logits = tensor(each["logits"]);
      QVERIFY(std::abs(pooled_max(logits).item<double>() - each["max"].get<double>()) < 1e-12);
      const double pooled = pooled_noisy_or(logits).item<double>();
      QVERIFY(std::isfinite(pooled));
      // The golden value itself loses digits where p is near 0 or 1.
      if (!each["noisy_or"].is_null())
        QVERIFY2(std::abs(pooled - each["noisy_or"].get<double>()) < 1e-5 * (1 + std::abs(pooled)),
                 qPrintable(QString::number(pooled)));
    }
    const json& a = golden["attention"];
    AttentionPool pool(6);
    pool->to(at::kDouble);
    const at::NoGradGuard no_gradient;
    auto parameters = pool->named_parameters();
    parameters["hidden.weight"].copy_(tensor(a["v"], {32, 6}));
    parameters["hidden.bias"].copy_(tensor(a["bv"]));
    parameters["weight.weight"].copy_(tensor(a["w"], {1, 32}));
    parameters["weight.bias"].copy_(tensor(a["bw"]));
    const double pooled = pool(tensor(a["logits"]), tensor(a["features"], {4, 6})).item<double>();
    QVERIFY(std::abs(pooled - a["pooled"].get<double>()) < 1e-12);
  }

  void noisy_or_has_the_gradient_of_its_formula() {
    at::Tensor logits = at::tensor({-2.0, 0.3, 1.5}, at::kDouble).requires_grad_(true);
    pooled_noisy_or(logits).backward();
    for (int i = 0; i < 3; ++i) {
      const auto moved = [&](double by) {
        at::Tensor other = logits.detach().clone();
        other[i] += by;
        return pooled_noisy_or(other).item<double>();
      };
      QVERIFY(std::abs(logits.grad()[i].item<double>() - (moved(1e-6) - moved(-1e-6)) / 2e-6) < 1e-7);
    }
  }

  void labels_teach_a_fault_that_the_model_misses() {
    DualEncoder model = fitted();
    Progress progress;
    const PairWindows unseen = mixed(128, fault, 13);
    const double before = recall_at_five_percent(*model.score(unseen, progress, {}), 128);
    const auto in = feedback(model);
    const auto report = adapt_dual_encoder(model, in, {}, progress, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    const double after = recall_at_five_percent(*model.score(unseen, progress, {}), 128);
    QVERIFY2(after > before + 0.3, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
    // The fault head is part of the model: of its file, and of the plain reference.
    const QTemporaryDir folder;
    QVERIFY(model.save(folder.path().toStdString()).has_value());
    const auto loaded = DualEncoder::load(folder.path().toStdString(), "cpu");
    QVERIFY(loaded.has_value());
    const std::vector<double> scores = *model.score(unseen, progress, {});
    QCOMPARE(*loaded->score(unseen, progress, {}), scores);
    const std::vector<double> plain = *model.plain_scores(unseen);
    for (std::size_t i = 0; i < scores.size(); ++i)
      QVERIFY(std::abs(plain[i] - scores[i]) <= 1e-3 * (1 + std::abs(scores[i])));
  }

  void marked_intervals_teach_too_data() {
    QTest::addColumn<QString>("bag");
    for (const char* bag : {"max", "noisy-or", "attention"})
      QTest::newRow(bag) << bag;
  }
  void marked_intervals_teach_too() {
    QFETCH(QString, bag);
    DualEncoder model = fitted();
    Progress progress;
    auto in = feedback(model);
    // Bags of a faulty and a healthy window; the faulty windows have no label of their own.
    in.validation = {};
    for (std::int64_t i = 0; i < 48; ++i) {
      in.train.labels[static_cast<std::size_t>(48 + i)] = -1;
      if (i % 2 == 0)
        in.train.labels[static_cast<std::size_t>(i)] = -1;
    }
    for (std::int64_t i = 0; i < 48; ++i)
      in.train.bags.push_back({48 + i, (2 * i) % 48});
    const PairWindows unseen = mixed(128, fault, 13);
    const double before = recall_at_five_percent(*model.score(unseen, progress, {}), 128);
    DualEncoderAdaptOptions options;
    options.bag = bag.toStdString();
    const auto report = adapt_dual_encoder(model, in, options, progress, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    const double after = recall_at_five_percent(*model.score(unseen, progress, {}), 128);
    QVERIFY2(after > before, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
  }

  void only_the_upper_layers_move() {
    DualEncoder model = fitted(), other = fitted();
    Progress progress;
    const auto in = feedback(model);
    DualEncoderAdaptOptions options;
    options.epochs = 2;
    QVERIFY(adapt_dual_encoder(model, in, options, progress, {}).has_value());
    const auto changed = [&](DualEncoder& a, DualEncoder& b) {
      return *a.weights_sha256() != *b.weights_sha256();
    };
    QVERIFY(changed(model, other));
    DualEncoder again = fitted();
    QVERIFY(adapt_dual_encoder(again, in, options, progress, {}).has_value());
    QVERIFY2(!changed(model, again), "the same feedback gives the same bits");
  }

  void one_class_is_refused() {
    DualEncoder model = fitted();
    Progress progress;
    auto in = feedback(model);
    std::fill(in.train.labels.begin(), in.train.labels.end(), 0);
    const auto report = adapt_dual_encoder(model, in, {}, progress, {});
    QVERIFY(!report && report.error().code == ErrorCode::insufficient_data);
    QVERIFY(report.error().message.find("review more") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(AdaptTest)
#include "tst_adapt.moc"
