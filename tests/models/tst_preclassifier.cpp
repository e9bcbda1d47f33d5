#include "core/metrics/structure_metrics.h"
#include "core/models/preclassifier_net.h"
#include "tests/models/scene_examples.h"

#include <ATen/ATen.h>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

using namespace andon;

namespace {

/// The numbers of tests/golden/preclassifier_golden.py.
void set_golden_weights(torch::nn::Module& module) {
  const at::NoGradGuard no_gradient;
  module.to(at::kDouble);
  for (auto& item : module.named_parameters()) {
    const std::string& name = item.key();
    const double phase =
        std::accumulate(name.begin(), name.end(), 0.0, [](double sum, char c) { return sum + c; });
    at::Tensor flat = item.value().view({-1});
    const double fan_in = static_cast<double>(flat.numel() / item.value().size(0));
    const double scale = item.value().dim() > 1 ? 2 / std::sqrt(fan_in) : 0.3;
    for (std::int64_t i = 0; i < flat.numel(); ++i) {
      const auto k = static_cast<double>(i);
      flat[i] = scale * std::sin(0.7 * k + 0.013 * phase + 0.0001 * k * k);
    }
  }
}

/// Courses of the golden script behind each other, with what is not valid filled with nonsense.
struct Padded {
  at::Tensor course, valid, facts;
  Padded(const QJsonArray& rows, std::int64_t channels) {
    std::int64_t longest = 0;
    for (const QJsonValue& row : rows)
      longest = std::max<std::int64_t>(longest, row.toObject()["frames"].toInt());
    const std::int64_t n = rows.size();
    course = at::full({n, channels, longest}, 77.0, at::kDouble);
    valid = at::zeros({n, 1, longest}, at::kDouble);
    facts = at::empty({n, SceneFacts::facts}, at::kDouble);
    auto x = course.accessor<double, 3>();
    for (std::int64_t i = 0; i < n; ++i) {
      const std::int64_t frames = rows[static_cast<int>(i)].toObject()["frames"].toInt();
      valid[i].slice(1, 0, frames).fill_(1);
      for (std::int64_t c = 0; c < channels; ++c)
        for (std::int64_t t = 0; t < frames; ++t)
          x[i][c][t] = std::sin(0.9 * static_cast<double>(i) + 0.31 * static_cast<double>(c) +
                                0.47 * static_cast<double>(t)) +
                       0.02 * static_cast<double>(c);
      for (std::int64_t k = 0; k < SceneFacts::facts; ++k)
        facts[i][k] = std::cos(0.8 * static_cast<double>(i) + 0.23 * static_cast<double>(k));
    }
  }
};

double farthest(const at::Tensor& own, const QJsonArray& known) {
  double result = own.numel() >= known.size() ? 0 : 1e9;
  const at::Tensor flat = own.flatten();
  for (int i = 0; i < known.size(); ++i)
    result = std::max(result, std::abs(flat[i].item<double>() - known[i].toDouble()));
  return result;
}

QJsonObject golden() {
  QFile file(ANDON_TEST_DATA "/golden/preclassifier_golden.json");
  return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

StructureExample example_of(const Scene& scene) {
  std::vector<SensorInfo> infos;
  for (const Sensor& sensor : scene.sensors)
    infos.push_back(sensor.info);
  return {*facts_of(scene), structure_of(infos, 0, small_scenes().duration, 8)};
}

std::vector<StructureExample> examples(std::int64_t from, std::int64_t to) {
  std::vector<StructureExample> result;
  for (std::int64_t i = from; i < to; ++i)
    result.push_back(example_of(small_scene(i)));
  return result;
}

TrainingOptions few_epochs(std::int64_t epochs) {
  TrainingOptions o = quick_training(epochs);
  o.batch = 32;
  return o;
}

std::vector<SensorAt> all_sensors(const SceneFacts& facts) {
  std::vector<SensorAt> sensors;
  for (std::int64_t i = 0; i < facts.sensors; ++i)
    sensors.push_back({&facts, i});
  return sensors;
}

PreclassifierNet random_net() {
  at::manual_seed(5);
  PreclassifierNet net((PreclassifierOptions()));
  net->to(at::kDouble);
  net->eval();
  return net;
}

PreclassifierOutput through(PreclassifierNet net, SensorBatch batch) {
  for (at::Tensor* each : {&batch.course, &batch.valid, &batch.facts})
    *each = each->to(at::kDouble);
  return net(batch, batch.course);
}

double macro_f1(const std::function<std::vector<SensorType>(const StructureExample&)>& told,
                const std::vector<StructureExample>& scenes) {
  std::vector<SceneStructure> predicted, truth;
  for (const StructureExample& scene : scenes) {
    const std::vector<std::int64_t> masks(scene.truth.types.size(), 0);
    predicted.push_back({told(scene), masks, {}});
    truth.push_back({scene.truth.types, masks, {}});
  }
  return structure_scores(predicted, truth).node_macro_f1;
}

} // namespace

class TestPreclassifier : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void attention_over_time_agrees_with_the_reference() {
    const QJsonArray cases = golden()["pooling"].toArray();
    QCOMPARE(cases.size(), 2);
    for (const QJsonValue& value : cases) {
      const QJsonObject known = value.toObject();
      const std::int64_t channels = known["channels"].toInt();
      TimeAttention pool(channels, known["hidden"].toInt());
      set_golden_weights(*pool);
      const QJsonArray rows = known["rows"].toArray();
      const Padded in(rows, channels);
      const at::Tensor shares = pool->shares(in.course, in.valid), pooled = pool(in.course, in.valid);
      QVERIFY(at::allclose(shares.sum(2), at::ones({rows.size(), 1}, at::kDouble)));
      QVERIFY(at::equal(shares * in.valid, shares));
      for (int i = 0; i < rows.size(); ++i) {
        const QJsonObject row = rows[i].toObject();
        QVERIFY(farthest(shares[i], row["shares"].toArray()) < 1e-12);
        QVERIFY(farthest(pooled[i], row["pooled"].toArray()) < 1e-12);
      }
    }
  }

  /// The reference computes every course alone; here they are padded to one batch.
  void the_network_agrees_with_the_reference() {
    const QJsonArray cases = golden()["networks"].toArray();
    QCOMPARE(cases.size(), 2);
    for (const QJsonValue& value : cases) {
      const QJsonObject known = value.toObject();
      PreclassifierOptions options;
      options.width = known["width"].toInt();
      options.embedding = known["embedding"].toInt();
      options.word_facts = known["word_facts"].toBool();
      CourseClassifier net(options);
      set_golden_weights(*net);
      const QJsonArray rows = known["rows"].toArray();
      const Padded in(rows, SceneFacts::channels);
      const PreclassifierOutput out = net(in.course, in.valid, in.facts);
      QVERIFY(out.embedding.sizes() == at::IntArrayRef({rows.size(), options.embedding}));
      for (int i = 0; i < rows.size(); ++i) {
        const QJsonObject row = rows[i].toObject();
        QVERIFY(farthest(out.embedding[i], row["embedding"].toArray()) < 1e-10);
        QVERIFY(farthest(out.logits[i], row["logits"].toArray()) < 1e-10);
      }
    }
  }

  void gradients_are_those_of_finite_differences() {
    PreclassifierNet net = random_net();
    const SceneFacts facts = *facts_of(small_scene(0));
    const SensorBatch batch = sensor_batch(all_sensors(facts));
    const auto value = [&] {
      const PreclassifierOutput out = through(net, batch);
      return out.logits.square().sum() + out.embedding.sum();
    };
    value().backward();
    const at::NoGradGuard no_gradient;
    int wrong = 0, seen = 0;
    for (const auto& item : net->named_parameters()) {
      const at::Tensor gradient = item.value().grad();
      if (!gradient.defined()) // a rate class without sensors
        continue;
      at::Tensor flat = item.value().view({-1});
      const std::int64_t at = (seen++ * 37) % flat.numel();
      const double before = flat[at].item<double>(), own = gradient.view({-1})[at].item<double>();
      flat[at] = before + 1e-6;
      const double above = value().item<double>();
      flat[at] = before - 1e-6;
      const double below = value().item<double>();
      flat[at] = before;
      const double difference = (above - below) / 2e-6;
      wrong += std::abs(difference - own) > 1e-4 * (1 + std::abs(difference));
    }
    QVERIFY(seen > 15);
    QVERIFY2(wrong <= 1, qPrintable(QString::number(wrong))); // a kink may lie between two steps
  }

  void only_covered_frames_count() {
    SceneFacts facts = *facts_of(small_scene(1));
    const std::int64_t frames = facts.frames;
    const auto missing = [&](std::int64_t sensor, std::int64_t frame) -> float& {
      return facts.course[static_cast<std::size_t>(
          (sensor * SceneFacts::channels + SceneFacts::missing_channel) * frames + frame)];
    };
    for (std::int64_t f = 0; f < frames; ++f) {
      missing(2, f) = f < 3 || f >= 20 || f == 9;
      missing(4, f) = 1;
    }
    const FrameRange part = covered_frames({&facts, 2}), whole = covered_frames({&facts, 0}),
                     none = covered_frames({&facts, 4});
    QCOMPARE(part.from, std::int64_t{3});
    QCOMPARE(part.to, std::int64_t{20});
    QCOMPARE(whole.to - whole.from, frames);
    QCOMPARE(none.to - none.from, std::int64_t{1});
    const SensorBatch batch = sensor_batch(std::vector<SensorAt>{{&facts, 2}, {&facts, 0}});
    QCOMPARE(batch.course.size(2), frames);
    QCOMPARE(batch.valid.sum().item<double>(), static_cast<double>(17 + frames));
    QVERIFY(at::equal(batch.course[0].slice(1, 17, frames), at::zeros({SceneFacts::channels, frames - 17})));
  }

  /// What a sensor is called depends neither on the lengths nor on the order of those beside it.
  void sensors_beside_it_change_nothing() {
    PreclassifierNet net = random_net();
    const at::NoGradGuard no_gradient;
    SceneOptions longer = small_scenes();
    longer.duration = 21;
    const SceneFacts one = *facts_of(small_scene(0)),
                     other = *facts_of(simulate_scene(longer, Seed(3), {"train", 0, false}));
    QVERIFY(other.frames > 2 * one.frames);
    std::vector<SensorAt> mixed = all_sensors(other);
    for (const SensorAt& at : all_sensors(one))
      mixed.insert(mixed.begin() + static_cast<std::ptrdiff_t>(2 * at.sensor), at);
    const PreclassifierOutput together = through(net, sensor_batch(mixed));
    for (std::size_t i = 0; i < mixed.size(); ++i) {
      const PreclassifierOutput alone = through(net, sensor_batch(std::span(&mixed[i], 1)));
      const auto row = static_cast<std::int64_t>(i);
      QVERIFY(at::allclose(alone.logits[0], together.logits[row], 1e-9, 1e-11));
      QVERIFY(at::allclose(alone.embedding[0], together.embedding[row], 1e-9, 1e-11));
    }
  }

  void unseen_scenes_are_told_after_a_few_epochs_and_a_file_keeps_the_bits() {
    const std::vector<StructureExample> train = examples(0, 40), unseen = examples(100, 120);
    Progress progress;
    TrainingReport report;
    const auto model =
        Preclassifier::fit(train, examples(50, 54), {}, few_epochs(15), "", progress, {}, &report);
    QVERIFY2(model, model ? "" : model.error().message.c_str());
    QVERIFY(report.best_epoch >= 1 && std::isfinite(report.best_validation_loss));
    QTemporaryDir folder;
    QVERIFY(model->save(folder.path().toStdString()));
    const auto loaded = Preclassifier::load(folder.path().toStdString(), "cpu");
    QVERIFY(loaded);
    for (const StructureExample& scene : unseen) {
      const auto told = model->predict(scene.facts), same = loaded->predict(scene.facts);
      QVERIFY(told && same);
      QCOMPARE(told->sensors, scene.facts.sensors);
      QCOMPARE(told->width, std::int64_t{128});
      QCOMPARE(told->embedding.size(), static_cast<std::size_t>(128 * scene.facts.sensors));
      for (std::size_t i = 0; i < told->type.size(); i += 3)
        QVERIFY(std::abs(told->type[i] + told->type[i + 1] + told->type[i + 2] - 1) < 1e-5F);
      QVERIFY(told->type == same->type && told->embedding == same->embedding);
    }
    const double own =
        macro_f1([&](const auto& scene) { return model->predict(scene.facts)->decided(); }, unseen);
    Random random(Seed(2));
    const double chance = macro_f1(
        [&](const auto& scene) {
          std::vector<SensorType> types(scene.truth.types.size());
          for (SensorType& type : types)
            type = static_cast<SensorType>(1 + random.below(3));
          return types;
        },
        unseen);
    QVERIFY2(own > 0.9 && chance < 0.5, qPrintable(QString("%1 %2").arg(own).arg(chance)));
  }

  void the_same_seed_gives_the_same_bits_with_contrast_too() {
    PreclassifierOptions options;
    options.pretrain_epochs = 2;
    Progress progress;
    const std::vector<StructureExample> scenes = examples(0, 6);
    std::vector<std::vector<float>> embeddings;
    for (const std::uint64_t seed : {1, 1, 2}) {
      TrainingOptions training = few_epochs(2);
      training.seed = seed;
      const auto model = Preclassifier::fit(scenes, {}, options, training, "", progress, {});
      QVERIFY(model);
      embeddings.push_back(model->predict(scenes[0].facts)->embedding);
    }
    QVERIFY(embeddings[0] == embeddings[1]);
    QVERIFY(embeddings[0] != embeddings[2]);
  }

  void sensors_of_unknown_type_are_learnt_from_by_contrast_alone() {
    std::vector<StructureExample> scenes = examples(0, 4);
    const SceneFacts asked = scenes[0].facts;
    for (StructureExample& scene : scenes)
      scene.truth.types[3] = SensorType::unknown;
    const auto embedding = [&](std::int64_t pretrain_epochs) {
      PreclassifierOptions options;
      options.pretrain_epochs = pretrain_epochs;
      Progress progress;
      const auto model = Preclassifier::fit(scenes, {}, options, few_epochs(1), "", progress, {});
      return model ? model->predict(asked)->embedding : std::vector<float>();
    };
    const std::vector<float> plain = embedding(0), contrasted = embedding(1);
    QVERIFY(!plain.empty());
    for (StructureExample& scene : scenes)
      for (std::int64_t k = 0; k < SceneFacts::channels * scene.facts.frames; ++k)
        scene.facts.course[static_cast<std::size_t>(3 * SceneFacts::channels * scene.facts.frames + k)] *= 2;
    QVERIFY(embedding(0) == plain);
    QVERIFY(embedding(1) != contrasted);
  }

  void unknown_types_cannot_be_learnt_from() {
    std::vector<StructureExample> scenes = examples(0, 1);
    std::fill(scenes[0].truth.types.begin(), scenes[0].truth.types.end(), SensorType::unknown);
    Progress progress;
    const auto model = Preclassifier::fit(scenes, {}, {}, few_epochs(1), "", progress, {});
    QVERIFY(!model && model.error().code == ErrorCode::insufficient_data);
  }
};

QTEST_APPLESS_MAIN(TestPreclassifier)
#include "tst_preclassifier.moc"
