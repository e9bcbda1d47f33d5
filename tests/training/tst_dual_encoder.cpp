#include "core/base/atomic_file.h"
#include "core/models/dual_encoder.h"
#include "core/training/device.h"
#include "tests/training/motor_pairs.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace andon;

namespace {

class Watched : public Progress {
public:
  void metric(std::string_view name, std::int64_t step, double value) override {
    values[std::string(name) + "@" + std::to_string(step)] = value;
    if (name == "loss/val" && step == stop_after)
      stop.request_stop();
  }
  std::map<std::string, double> values;
  std::stop_source stop;
  std::int64_t stop_after = -1;
};

DualEncoderOptions small() {
  DualEncoderOptions options;
  options.width = 8;
  options.embedding = 16;
  return options;
}

TrainingOptions quick(std::int64_t epochs = 4) {
  TrainingOptions options;
  options.epochs = epochs;
  options.batch = 16;
  return options;
}

PairWindows pairs(std::int64_t count, std::uint64_t seed, double friction = 0.5) {
  return motor_pairs({.count = count, .length = 128, .friction = friction, .seed = seed});
}

DualEncoder fitted(std::int64_t epochs = 4) {
  Progress progress;
  return std::move(*DualEncoder::fit(pairs(64, 1), pairs(32, 2), small(), quick(epochs), "", progress, {}));
}

double auroc(const std::vector<double>& healthy, const std::vector<double>& dull) {
  double wins = 0;
  for (const double high : dull)
    for (const double low : healthy)
      wins += high > low ? 1 : high == low ? 0.5 : 0;
  return wins / static_cast<double>(healthy.size() * dull.size());
}

} // namespace

class TestDualEncoder : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() { set_threads(2); }

  void healthy_training_finds_dull_tools() {
    Watched progress;
    TrainingOptions training;
    training.epochs = 20;
    TrainingReport report;
    const MotorPairs healthy{.count = 500};
    MotorPairs test{.count = 100, .seed = 2};
    const PairWindows validation = motor_pairs(test);
    const auto model =
        DualEncoder::fit(motor_pairs(healthy), validation, {}, training, "", progress, {}, &report);
    QVERIFY(model);
    test.seed = 3;
    const auto normal = model->score(motor_pairs(test), progress, {});
    test.friction = 2.5;
    test.seed = 4;
    const auto dull = model->score(motor_pairs(test), progress, {});
    const double area = auroc(*normal, *dull);
    QVERIFY2(area >= 0.999, qPrintable(QString::number(area)));
    QCOMPARE(report.epochs, std::int64_t(20));
    for (const char* name : {"loss/train@1", "loss/val@20", "lr@20", "retrieval/val@20"})
      QVERIFY2(progress.values.contains(name), name);
    // Chance is 1 of 50: the two validation batches.
    QVERIFY(progress.values["retrieval/val@20"] > 0.9);
  }

  void eight_samples_are_learnt_by_heart() {
    Progress progress;
    TrainingReport report;
    TrainingOptions training = quick(200);
    training.batch = 8;
    QVERIFY(DualEncoder::fit(pairs(8, 1), {}, small(), training, "", progress, {}, &report));
    QVERIFY2(report.train_loss < 0.05, qPrintable(QString::number(report.train_loss)));
  }

  void same_seed_gives_the_same_bits() { QCOMPARE(*fitted().weights_sha256(), *fitted().weights_sha256()); }

  void saved_and_loaded_scores_are_bit_equal() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const DualEncoder model = fitted();
    QVERIFY(model.save(path));
    const auto loaded = DualEncoder::load(path, "cpu");
    QVERIFY(loaded);
    Progress progress;
    const PairWindows windows = pairs(40, 5);
    QVERIFY(*model.score(windows, progress, {}) == *loaded->score(windows, progress, {}));
    QCOMPARE(loaded->length(), std::int64_t(128));
    QCOMPARE(loaded->architecture_json(), model.architecture_json());
    QCOMPARE(*loaded->weights_sha256(), *model.weights_sha256());
  }

  void fast_scores_are_the_plain_ones() {
    const DualEncoder model = fitted();
    Progress progress;
    const PairWindows windows = pairs(600, 6);
    const auto fast = model.score(windows, progress, {});
    const auto plain = model.plain_scores(windows);
    QVERIFY(fast && plain);
    for (std::size_t i = 0; i < fast->size(); ++i)
      QVERIFY(std::abs((*fast)[i] - (*plain)[i]) < 1e-5);
    QVERIFY(*plain_windows_per_second(model, pairs(20, 6)) > 0);
  }

  void embeddings_are_unit_rows_that_give_the_score() {
    const DualEncoder model = fitted();
    Progress progress;
    const auto embeddings = model.embed(pairs(5, 7), progress, {});
    QCOMPARE(embeddings->dimension, std::int64_t(16));
    QCOMPARE(embeddings->command.size(), std::size_t(80));
    double square = 0;
    for (int i = 0; i < 16; ++i)
      square +=
          embeddings->current[static_cast<std::size_t>(i)] * embeddings->current[static_cast<std::size_t>(i)];
    QVERIFY(std::abs(square - 1) < 1e-5);
    QVERIFY(model.score(pairs(0, 7), progress, {})->empty());
  }

  void cancelled_fit_resumes_bit_equal() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    Watched watched;
    watched.stop_after = 2;
    const auto cancelled = DualEncoder::fit(pairs(64, 1), pairs(32, 2), small(), quick(), path, watched,
                                            watched.stop.get_token());
    QVERIFY(cancelled.error().code == ErrorCode::cancelled);
    TrainingOptions resuming = quick();
    resuming.resume = true;
    Progress progress;
    TrainingReport report;
    const auto resumed =
        DualEncoder::fit(pairs(64, 1), pairs(32, 2), small(), resuming, path, progress, {}, &report);
    QVERIFY(resumed && report.resumed);
    QCOMPARE(*resumed->weights_sha256(), *fitted().weights_sha256());
    // Other data must not continue this run.
    QVERIFY(
        DualEncoder::fit(pairs(64, 9), pairs(32, 2), small(), resuming, path, progress, {}).error().code ==
        ErrorCode::conflict);
  }

  void bfloat16_training_also_learns() {
    Progress progress;
    TrainingReport report;
    TrainingOptions training = quick(100);
    training.bf16 = true;
    training.batch = 8;
    QVERIFY(DualEncoder::fit(pairs(8, 1), {}, small(), training, "", progress, {}, &report));
    QVERIFY2(report.train_loss < 0.5, qPrintable(QString::number(report.train_loss)));
  }

  void several_channels_and_constant_ones_are_handled() {
    PairWindows windows = pairs(32, 1);
    windows.command_ids.push_back("constant");
    std::vector<float> both;
    for (std::size_t w = 0; w < 32; ++w) {
      both.insert(both.end(), windows.command.begin() + static_cast<std::ptrdiff_t>(w * 128),
                  windows.command.begin() + static_cast<std::ptrdiff_t>((w + 1) * 128));
      both.insert(both.end(), 128, 4.0F);
    }
    windows.command = both;
    Progress progress;
    const auto model = DualEncoder::fit(windows, {}, small(), quick(2), "", progress, {});
    QVERIFY(model);
    const auto scores = model->score(windows, progress, {});
    QVERIFY(scores);
    for (const double score : *scores)
      QVERIFY(score >= 0 && score <= 2);
  }

  void wrong_input_is_refused_with_a_reason() {
    Progress progress;
    QVERIFY(DualEncoder::fit(pairs(7, 1), {}, small(), quick(), "", progress, {}).error().code ==
            ErrorCode::insufficient_data);
    PairWindows broken = pairs(16, 1);
    broken.current[300] = std::numeric_limits<float>::quiet_NaN();
    const auto error = DualEncoder::fit(broken, {}, small(), quick(), "", progress, {}).error();
    QVERIFY(error.code == ErrorCode::invalid_argument && error.message.find("'w2'") != std::string::npos);
    const DualEncoder model = fitted(1);
    const auto other = model.score(motor_pairs({.count = 3, .length = 64}), progress, {});
    QVERIFY(other.error().code == ErrorCode::invalid_argument);
    QVERIFY(other.error().message.find("128 samples of velocity") != std::string::npos);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(model.score(pairs(3, 1), progress, stop.get_token()).error().code == ErrorCode::cancelled);
  }

  void damaged_models_are_refused() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    QVERIFY(DualEncoder::load(path, "cpu").error().code == ErrorCode::not_found);
    QVERIFY(fitted(1).save(path));
    const std::string description = *read_file(path / "model.json"),
                      weights = *read_file(path / "weights.safetensors");
    const auto refused = [&](const std::string& json, const std::string& tensors) {
      (void)write_atomic(path / "model.json", json);
      (void)write_atomic(path / "weights.safetensors", tensors);
      const auto model = DualEncoder::load(path, "cpu");
      return model ? std::string() : std::string(to_string(model.error().code));
    };
    QCOMPARE(refused("{", weights), "corrupt");
    QCOMPARE(refused("[]", weights), "corrupt");
    for (std::size_t size = 0; size < weights.size(); size += weights.size() / 40)
      QCOMPARE(refused(description, weights.substr(0, size)), "corrupt");
    std::string flipped = weights;
    flipped.back() = static_cast<char>(flipped.back() ^ 1);
    QCOMPARE(refused(description, flipped), "corrupt");
    std::string newer = description;
    newer.replace(newer.find("\"format\": 1"), 11, "\"format\": 2");
    QCOMPARE(refused(newer, weights), "unsupported");
    QCOMPARE(refused(description, weights), "");
    QVERIFY(DualEncoder::load(path, "cuda:7").error().code == ErrorCode::unsupported);
  }
};

QTEST_APPLESS_MAIN(TestDualEncoder)
#include "tst_dual_encoder.moc"
