#include "core/layers/rate_encoder.h"
#include "core/layers/token_losses.h"
#include "core/models/scene_net.h"
#include "core/models/structure_net.h"
#include "tests/models/scene_examples.h"

#include <ATen/ATen.h>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace andon;

namespace {

at::Tensor golden_rows(std::int64_t n, std::int64_t d, double phase) {
  at::Tensor rows = at::empty({n, d}, at::kDouble);
  for (std::int64_t i = 0; i < n; ++i)
    for (std::int64_t k = 0; k < d; ++k)
      rows[i][k] = std::sin(1.3 * static_cast<double>(i) + 0.7 * static_cast<double>(k) + phase) +
                   0.1 * static_cast<double>(k);
  return rows;
}

at::Tensor golden_tokens(std::int64_t n, std::int64_t d, std::int64_t bins, double phase) {
  at::Tensor tokens = at::empty({n, d, bins}, at::kDouble);
  auto out = tokens.accessor<double, 3>();
  for (std::int64_t i = 0; i < n; ++i)
    for (std::int64_t k = 0; k < d; ++k)
      for (std::int64_t b = 0; b < bins; ++b)
        out[i][k][b] = std::sin(1.3 * static_cast<double>(i) + 0.7 * static_cast<double>(k) +
                                0.45 * static_cast<double>(b) + phase) +
                       0.1 * static_cast<double>(k);
  return tokens;
}

at::Tensor golden_mask(std::int64_t n, std::int64_t bins) {
  at::Tensor mask = at::zeros({n, bins}, at::kDouble);
  for (std::int64_t i = 0; i < n; ++i)
    for (std::int64_t b = 0; b < bins; ++b)
      if ((3 * i + b / 2) % 3 == 0)
        mask[i][b] = 1;
  return mask;
}

double farthest(const at::Tensor& own, const QJsonArray& known) {
  const at::Tensor flat = own.flatten();
  double result = flat.numel() == known.size() ? 0 : 1e9;
  for (int i = 0; i < known.size(); ++i)
    result = std::max(result, std::abs(flat[i].item<double>() - known[i].toDouble()));
  return result;
}

std::vector<StructureExample> structure_examples(std::int64_t count) {
  std::vector<StructureExample> result;
  for (std::int64_t i = 0; i < count; ++i) {
    const Scene scene = small_scene(i);
    std::vector<SensorInfo> infos;
    for (const Sensor& sensor : scene.sensors)
      infos.push_back(sensor.info);
    result.push_back({*facts_of(scene), structure_of(infos, 0, small_scenes().duration, 64)});
  }
  return result;
}

/// The scene with its sensors in reverse order.
Scene reversed(Scene scene) {
  std::reverse(scene.sensors.begin(), scene.sensors.end());
  return scene;
}

} // namespace

class TestSceneModels : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void losses_agree_with_the_reference() {
    QFile file(ANDON_TEST_DATA "/golden/scene_losses_golden.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
    for (const QJsonValue& value : golden["nt_xent"].toArray()) {
      const QJsonObject known = value.toObject();
      const std::int64_t n = known["n"].toInt(), d = known["d"].toInt();
      at::Tensor one = golden_rows(n, d, 0).requires_grad_(true);
      const at::Tensor loss = nt_xent(one, golden_rows(n, d, 0.9), known["temperature"].toDouble());
      loss.backward();
      QVERIFY(std::abs(loss.item<double>() - known["loss"].toDouble()) < 1e-6);
      const QJsonArray gradient = known["gradient"].toArray();
      const at::Tensor own = one.grad().flatten();
      for (std::int64_t i = 0; i < own.numel(); ++i)
        QVERIFY(std::abs(own[i].item<double>() - gradient[static_cast<int>(i)].toDouble()) < 1e-5);
    }
    const at::Tensor gates = at::softmax(golden_rows(6, 3, 0.4), 1);
    QVERIFY(std::abs(gate_divergence(gates).item<double>() - golden["gate_divergence"].toDouble()) < 1e-7);
  }

  void token_losses_agree_with_the_reference() {
    QFile file(ANDON_TEST_DATA "/golden/scene_losses_golden.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
    for (const QJsonValue& value : golden["predictive_coding"].toArray()) {
      const QJsonObject known = value.toObject();
      const std::int64_t n = known["n"].toInt(), d = known["d"].toInt(), bins = known["bins"].toInt();
      at::Tensor predicted = golden_tokens(n, d, known["steps"].toInt(), 0.3).requires_grad_(true);
      at::Tensor held = golden_tokens(n, d, bins, 1.1).requires_grad_(true);
      const at::Tensor loss =
          predictive_coding(predicted, held, known["cut"].toInt(), known["temperature"].toDouble());
      loss.backward();
      QVERIFY(std::abs(loss.item<double>() - known["loss"].toDouble()) < 1e-9);
      QVERIFY(farthest(predicted.grad(), known["gradient"].toArray()) < 1e-9);
      QVERIFY(farthest(held.grad(), known["token_gradient"].toArray()) < 1e-9);
    }
    for (const QJsonValue& value : golden["masked"].toArray()) {
      const QJsonObject known = value.toObject();
      const std::int64_t n = known["n"].toInt(), d = known["d"].toInt(), bins = known["bins"].toInt();
      const at::Tensor mask = golden_mask(n, bins), truth = golden_tokens(n, d, bins, 1.1);
      at::Tensor rebuilt = golden_tokens(n, d, bins, 0.3).requires_grad_(true);
      const at::Tensor squares = weighted_mean(token_square_error(rebuilt, truth), mask);
      squares.backward();
      QVERIFY(std::abs(squares.item<double>() - known["squares"].toDouble()) < 1e-9);
      QVERIFY(farthest(rebuilt.grad(), known["squares_gradient"].toArray()) < 1e-9);
      at::Tensor logits = golden_tokens(n, d, bins, 0.3).requires_grad_(true);
      const at::Tensor bits =
          weighted_mean(token_bit_divergence(logits, (truth * 0.8 + 0.5).clamp(0, 1)), mask);
      bits.backward();
      // The reference keeps shares of exactly 0 and 1 a float32 step away from them.
      QVERIFY(std::abs(bits.item<double>() - known["bits"].toDouble()) < 1e-5);
      QVERIFY(farthest(logits.grad(), known["bits_gradient"].toArray()) < 1e-9);
    }
  }

  /// Conformance of every part: shape, gradients against finite differences in float64, equivariance to the
  /// order of the sensors.
  void parts_conform_data() {
    QTest::addColumn<QString>("id");
    for (const ScenePartEntry& entry : scene_parts().rows())
      QTest::newRow(entry.id.c_str()) << QString::fromStdString(entry.id);
  }
  void parts_conform() {
    QFETCH(QString, id);
    SceneModelOptions options;
    options.width = 8;
    options.neighbours = 2;
    at::manual_seed(3);
    const auto part = (*scene_parts().find(id.toStdString()))->make(options);
    part->to(at::kDouble);
    at::Tensor x = at::randn({4, 8, 12}, at::kDouble).requires_grad_(true);
    const at::Tensor weight = at::randn({4, 8, 12}, at::kDouble);
    const at::Tensor y = part->apply(x);
    QVERIFY(y.sizes() == x.sizes());
    (y * weight).sum().backward();
    const at::NoGradGuard no_gradient;
    int wrong = 0;
    for (int k = 0; k < 40; ++k) {
      const std::int64_t at = (k * 37) % x.numel();
      at::Tensor plus = x.detach().clone(), minus = plus.clone();
      plus.view({-1})[at] += 1e-6;
      minus.view({-1})[at] -= 1e-6;
      const double difference =
          ((part->apply(plus) - part->apply(minus)) * weight).sum().item<double>() / 2e-6;
      wrong +=
          std::abs(difference - x.grad().view({-1})[at].item<double>()) > 1e-4 * (1 + std::abs(difference));
    }
    QVERIFY2(wrong <= 1, qPrintable(QString::number(wrong))); // a kink of a ReLU may lie between two steps
    const at::Tensor order = at::tensor({2, 0, 3, 1}, at::kLong);
    QVERIFY(at::allclose(part->apply(x.index_select(0, order)), y.index_select(0, order), 1e-9, 1e-11));
    QVERIFY(at::equal(part->apply(x), y.detach()));
  }

  void structure_does_not_depend_on_the_order_of_sensors() {
    StructureNet net((StructureOptions()));
    net->eval();
    const at::NoGradGuard no_gradient;
    const Scene scene = simulate_scene(small_scenes(), Seed(5), {"train", 0, false});
    const StructureOutput a = net(structure_input(*facts_of(scene), 64)),
                          b = net(structure_input(*facts_of(reversed(scene)), 64));
    QVERIFY(at::allclose(a.node, b.node.flip({0}), 1e-4, 1e-4));
    QVERIFY(at::allclose(a.edge, b.edge.flip({0, 1}), 1e-4, 1e-4));
    QVERIFY(at::allclose(a.order, b.order.flip({0, 1}), 1e-4, 1e-4));
    QVERIFY(at::allclose(a.edge, a.edge.t()));
    QVERIFY(at::allclose(a.order, a.order.transpose(0, 1).flip({2})));
    QVERIFY(at::allclose(a.attention.sum(1), at::ones({10})));
  }

  void structure_learns_eight_scenes_and_survives_a_file() {
    const std::vector<StructureExample> scenes = structure_examples(8);
    Progress progress;
    const auto model = StructureModel::fit(scenes, {}, {}, quick_training(40), "", progress, {});
    QVERIFY(model);
    std::vector<SceneStructure> predicted, truth;
    for (const StructureExample& scene : scenes) {
      predicted.push_back(model->predict(scene.facts)->decided());
      truth.push_back(scene.truth);
    }
    const StructureScores scores = structure_scores(predicted, truth);
    QVERIFY2(scores.node_macro_f1 > 0.95, qPrintable(QString::number(scores.node_macro_f1)));
    QVERIFY2(scores.pairs.f1() > 0.9, qPrintable(QString::number(scores.pairs.f1())));
    QTemporaryDir folder;
    QVERIFY(model->save(folder.path().toStdString()));
    const auto loaded = StructureModel::load(folder.path().toStdString(), "cpu");
    QVERIFY(loaded);
    QVERIFY(loaded->predict(scenes[0].facts)->edge == model->predict(scenes[0].facts)->edge);
    const auto again = StructureModel::fit(scenes, {}, {}, quick_training(40), "", progress, {});
    QVERIFY(again->predict(scenes[0].facts)->edge == model->predict(scenes[0].facts)->edge);
  }

  void unknown_types_cannot_be_learnt_from() {
    std::vector<StructureExample> scenes = structure_examples(1);
    std::fill(scenes[0].truth.types.begin(), scenes[0].truth.types.end(), SensorType::unknown);
    Progress progress;
    const auto model = StructureModel::fit(scenes, {}, {}, quick_training(1), "", progress, {});
    QVERIFY(!model && model.error().code == ErrorCode::insufficient_data);
  }

  void scene_model_learns_and_survives_a_file() {
    Progress progress;
    SceneModelOptions options;
    options.bank = 128;
    options.pretrain_epochs = 1;
    const auto model =
        SceneModel::fit(scene_examples(6), scene_examples(2), options, quick_training(12), "", progress, {});
    QVERIFY(model);
    QTemporaryDir folder;
    QVERIFY(model->save(folder.path().toStdString()));
    const auto loaded = SceneModel::load(folder.path().toStdString(), "cpu");
    QVERIFY(loaded);
    double inside = 0, outside = 0, in = 0, out = 0, apart = 0;
    for (const SceneExample& example : scene_examples(6)) {
      const auto scores = model->score(example.changed), same = loaded->score(example.changed),
                 plain = model->plain_score(example.changed);
      QVERIFY(scores && same && plain);
      QVERIFY(scores->fused == same->fused);
      for (std::size_t i = 0; i < scores->fused.size(); ++i) {
        QVERIFY(std::isfinite(scores->fused[i]));
        // Rounding may choose another expert where two are all but equal.
        apart += std::abs(scores->fused[i] - plain->fused[i]) > 0.15F;
        (example.is_changed[i] ? inside : outside) += scores->fused[i];
        (example.is_changed[i] ? in : out) += 1;
      }
    }
    QVERIFY2(apart < 0.01 * (in + out), qPrintable(QString::number(apart)));
    QVERIFY2(inside / in > 2 * outside / out,
             qPrintable(QString("%1 %2").arg(inside / in).arg(outside / out)));
  }
};

QTEST_APPLESS_MAIN(TestSceneModels)
#include "tst_scene_models.moc"
