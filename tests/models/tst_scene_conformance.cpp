#include "core/metrics/ranking.h"
#include "core/models/scene_state.h"
#include "tests/models/scene_examples.h"

#include <ATen/ATen.h>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace andon;

namespace {

/// Architectures that together use every part, gating and term.
SceneModelOptions architecture(const QString& name) {
  SceneModelOptions o;
  o.bank = 64;
  if (name == "one encoder") {
    o.slow_encoder = o.word_encoder = "same";
    o.bits_weight = o.prediction_weight = 0;
    o.body_epochs = 0;
  } else if (name == "by kind") {
    o.slow_encoder = "resnet1d";
    o.word_encoder = "bit_aware";
    o.gating = "top_k";
    o.fusion = "local_attention";
    o.bits_weight = o.prediction_weight = 0.2;
    o.body_epochs = 1;
  } else if (name == "graph") {
    o.encoder = "transformer";
    o.word_encoder = "tcn";
    o.gating = "soft";
    o.fusion = "gnn";
    o.pretrain_epochs = 0;
  }
  return o;
}

/// Tokens of sensors of every kind, and of which kind they are.
struct Input {
  at::Tensor tokens, facts, mask;
  Input(std::int64_t n, std::int64_t bins, at::ScalarType type) {
    tokens = at::randn({n, SceneTokens::channels, bins}, type);
    facts = at::rand({n, SceneFacts::facts}, type);
    for (std::int64_t i = 0; i < n; ++i) {
      facts[i][SceneFacts::words_fact] = static_cast<double>(i % 3 == 2);
      facts[i][SceneFacts::rate_fact] = i % 3 == 0 ? 1.1 : 0.6;
    }
    mask = at::rand({n, 1, bins}, type).lt(0.3).to(type);
  }
  SceneNetOutput through(SceneNet net) const { return net(tokens, facts, mask, net->gating); }
  Input in_order(const at::Tensor& order) const {
    Input other = *this;
    for (at::Tensor* each : {&other.tokens, &other.facts, &other.mask})
      *each = each->index_select(0, order);
    return other;
  }
};

SceneNet random_net(const SceneModelOptions& options, at::ScalarType type) {
  at::manual_seed(5);
  SceneNet net(options);
  net->to(type);
  net->eval();
  return net;
}

SceneModel fitted(const SceneModelOptions& options, std::int64_t scenes, std::int64_t epochs) {
  Progress progress;
  auto model = SceneModel::fit(scene_examples(scenes), scene_examples(2), options, quick_training(epochs), "",
                               progress, {});
  if (!model)
    qFatal("%s", model.error().message.c_str());
  return std::move(*model);
}

bool same_scores(const SceneScores& a, const SceneScores& b) {
  return a.fused == b.fused && a.reconstruction == b.reconstruction && a.density == b.density &&
         a.contrast == b.contrast && a.gates == b.gates;
}

/// The tokens with their sensors in another order.
SceneTokens in_order(const SceneTokens& tokens, const std::vector<std::size_t>& order) {
  SceneTokens other = tokens;
  const auto values = static_cast<std::size_t>(SceneTokens::channels * tokens.bins);
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::copy_n(&tokens.values[order[i] * values], values, &other.values[i * values]);
    std::copy_n(&tokens.facts[order[i] * SceneFacts::facts], SceneFacts::facts,
                &other.facts[i * SceneFacts::facts]);
    other.rate_class[i] = tokens.rate_class[order[i]];
  }
  return other;
}

} // namespace

/// What every architecture of the scene model as a whole must hold.
class TestSceneConformance : public QObject {
  Q_OBJECT
  void architectures() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"default", "one encoder", "by kind", "graph"})
      QTest::newRow(name) << QString(name);
  }
private Q_SLOTS:
  void shapes_follow_sensors_and_bins_data() { architectures(); }
  void shapes_follow_sensors_and_bins() {
    QFETCH(QString, name);
    SceneNet net = random_net(architecture(name), at::kFloat);
    const at::NoGradGuard no_gradient;
    for (const auto& [n, bins] :
         std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 8}, {5, 21}, {40, 64}}) {
      const SceneNetOutput out = Input(n, bins, at::kFloat).through(net);
      QVERIFY(out.hidden.sizes() == at::IntArrayRef({n, net->width, bins}));
      QVERIFY(out.rebuilt.sizes() == at::IntArrayRef({n, SceneNetImpl::targets, bins}));
      QVERIFY(out.changed.sizes() == at::IntArrayRef({n, bins}));
      QVERIFY(out.key.sizes() == at::IntArrayRef({n, SceneNetImpl::key_width, bins}));
      QVERIFY(out.gates.sizes() == at::IntArrayRef({n, ExpertMixtureImpl::experts}));
      QVERIFY(at::isfinite(out.hidden).all().item<bool>());
    }
  }

  void gradients_are_those_of_finite_differences_data() { architectures(); }
  void gradients_are_those_of_finite_differences() {
    QFETCH(QString, name);
    SceneNet net = random_net(architecture(name), at::kDouble);
    const Input in(6, 16, at::kDouble);
    const auto value = [&] {
      const SceneNetOutput out = in.through(net);
      return out.changed.sum() + out.rebuilt.square().mean() + out.key.sum() + gate_divergence(out.gates);
    };
    value().backward();
    const at::NoGradGuard no_gradient;
    int wrong = 0, seen = 0;
    for (const auto& item : net->named_parameters()) {
      const at::Tensor gradient = item.value().grad();
      if (!gradient.defined())
        continue;
      at::Tensor flat = item.value().view({-1});
      const std::int64_t at = (seen * 37) % flat.numel();
      const double before = flat[at].item<double>();
      flat[at] = before + 1e-6;
      const double above = value().item<double>();
      flat[at] = before - 1e-6;
      const double below = value().item<double>();
      flat[at] = before;
      const double difference = (above - below) / 2e-6, own = gradient.view({-1})[at].item<double>();
      wrong += std::abs(difference - own) > 1e-4 * (1 + std::abs(difference));
      ++seen;
    }
    QVERIFY(seen > 15);
    QVERIFY2(wrong <= 1, qPrintable(QString::number(wrong))); // a kink may lie between two steps
  }

  void the_order_of_sensors_does_not_matter_data() { architectures(); }
  void the_order_of_sensors_does_not_matter() {
    QFETCH(QString, name);
    SceneNet net = random_net(architecture(name), at::kDouble);
    const at::NoGradGuard no_gradient;
    const Input in(7, 16, at::kDouble);
    const at::Tensor order = at::tensor({4, 2, 0, 6, 1, 5, 3}, at::kLong);
    const SceneNetOutput a = in.through(net), b = in.in_order(order).through(net);
    QVERIFY(at::allclose(a.changed.index_select(0, order), b.changed, 1e-9, 1e-11));
    QVERIFY(at::allclose(a.rebuilt.index_select(0, order), b.rebuilt, 1e-9, 1e-11));
    QVERIFY(at::allclose(a.gates.index_select(0, order), b.gates, 1e-9, 1e-11));
  }

  void the_same_seed_gives_the_same_bits_and_a_file_keeps_them_data() { architectures(); }
  void the_same_seed_gives_the_same_bits_and_a_file_keeps_them() {
    QFETCH(QString, name);
    SceneModel one = fitted(architecture(name), 4, 2), other = fitted(architecture(name), 4, 2);
    const auto mine = one.state().net->named_parameters(), yours = other.state().net->named_parameters();
    QVERIFY(mine.size() == yours.size());
    for (const auto& item : mine)
      QVERIFY2(at::equal(item.value(), yours[item.key()]), item.key().c_str());
    QTemporaryDir folder;
    QVERIFY(one.save(folder.path().toStdString()));
    const auto loaded = SceneModel::load(folder.path().toStdString(), "cpu");
    QVERIFY(loaded);
    const SceneTokens tokens = scene_examples(1).front().changed;
    QVERIFY(same_scores(*one.score(tokens), *loaded->score(tokens)));
    QVERIFY(same_scores(*one.score(tokens), *other.score(tokens)));
    // Reconstruction hides every second sensor's blocks, so it is left out here.
    std::vector<std::size_t> order(static_cast<std::size_t>(tokens.sensors));
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = order.size() - 1 - i;
    const SceneScores straight = *one.score(tokens), turned = *one.score(in_order(tokens, order));
    int apart = 0;
    for (std::size_t i = 0; i < order.size(); ++i)
      for (std::size_t b = 0; b < static_cast<std::size_t>(tokens.bins); ++b) {
        const std::size_t from = order[i] * static_cast<std::size_t>(tokens.bins) + b,
                          to = i * static_cast<std::size_t>(tokens.bins) + b;
        apart += std::abs(straight.contrast[from] - turned.contrast[to]) > 0.05F ||
                 std::abs(straight.density[from] - turned.density[to]) > 0.05F;
      }
    QVERIFY2(apart < 4, qPrintable(QString::number(apart))); // rounding may choose another neighbour
  }

  void eight_scenes_are_learnt_by_heart_data() { architectures(); }
  void eight_scenes_are_learnt_by_heart() {
    QFETCH(QString, name);
    const SceneModel model = fitted(architecture(name), 8, 40);
    std::vector<double> scores;
    std::vector<int> labels;
    for (const SceneExample& example : scene_examples(8)) {
      const auto scored = model.score(example.changed);
      QVERIFY(scored);
      scores.insert(scores.end(), scored->contrast.begin(), scored->contrast.end());
      labels.insert(labels.end(), example.is_changed.begin(), example.is_changed.end());
    }
    const auto found = auroc(scores, labels);
    QVERIFY(found);
    QVERIFY2(found->value > 0.98, qPrintable(QString::number(found->value)));
  }

  /// Models written before encoders by kind, other gatings, bits and prediction were options.
  void models_of_older_versions_load() {
    const SceneModel model = fitted(architecture("one encoder"), 4, 1);
    QTemporaryDir folder;
    QVERIFY(model.save(folder.path().toStdString()));
    QFile file(folder.filePath("model.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QJsonObject root = QJsonDocument::fromJson(file.readAll()).object(), options = root["options"].toObject();
    file.close();
    for (const char* key :
         {"slow_encoder", "word_encoder", "gating", "body_epochs", "bits_weight", "prediction_weight"}) {
      QVERIFY(options.contains(key));
      options.remove(key);
    }
    root["options"] = options;
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QJsonDocument(root).toJson());
    file.close();
    const auto loaded = SceneModel::load(folder.path().toStdString(), "cpu");
    QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
    const SceneTokens tokens = scene_examples(1).front().changed;
    QVERIFY(same_scores(*model.score(tokens), *loaded->score(tokens)));
  }
};

QTEST_APPLESS_MAIN(TestSceneConformance)
#include "tst_scene_conformance.moc"
