// Adapting the dual encoder to a new condition without labels: what is estimated anew, what stays, what is
// refused.
#include "core/models/dual_encoder_condition.h"
#include "core/models/dual_encoder_state.h"
#include "core/training/device.h"
#include "tests/training/motor_pairs.h"

#include <ATen/ATen.h>
#include <QtTest>

using namespace andon;

namespace {

constexpr std::int64_t length = 64;

PairWindows known(std::int64_t count, std::uint64_t seed) {
  return motor_pairs({.count = count, .length = length, .seed = seed});
}
/// A stiffer, noisier unit.
PairWindows recent(std::int64_t count, std::uint64_t seed) {
  return motor_pairs(
      {.count = count, .length = length, .friction = 0.9, .inertia = 0.15, .noise = 0.1, .seed = seed});
}

DualEncoder fitted() {
  Progress progress;
  TrainingOptions training;
  training.epochs = 6;
  training.batch = 16;
  DualEncoderOptions architecture;
  architecture.width = 8;
  architecture.embedding = 16;
  return std::move(*DualEncoder::fit(known(64, 1), known(32, 2), architecture, training, "", progress, {}));
}

DualEncoderConditionIn lesson() {
  return {.train = recent(48, 3), .validation = recent(24, 4), .replay = known(64, 1), .seed = 7};
}

Result<TrainingReport> adapted(DualEncoder& model, const DualEncoderConditionOptions& options,
                               const DualEncoderConditionIn& in = lesson()) {
  Progress progress;
  return adapt_to_condition(model, in, options, progress, {});
}

at::Tensor parameter(DualEncoder& model, const std::string& name) {
  return model.state().net->named_parameters()[name];
}
at::Tensor buffer(DualEncoder& model, const std::string& name) {
  return model.state().net->named_buffers()[name];
}

} // namespace

class ConditionTest : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() { set_threads(2); }

  void statistics_are_those_of_recent_and_replayed_windows() {
    DualEncoder model = fitted();
    const at::Tensor before = buffer(model, "current.block0.norm.running_mean").clone();
    DualEncoderConditionIn in = lesson();
    in.replay = known(48, 1); // all of it is drawn, so that the expected values are easily said
    const auto report = adapted(model, {.epochs = 1}, in);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    const DualEncoder::State& state = model.state();
    const at::NoGradGuard no_gradient;
    const at::Tensor input =
        at::cat({scaled_windows(in.train.current, state.current, length, 0, 48, state.device),
                 scaled_windows(in.replay.current, state.current, length, 0, 48, state.device)});
    const auto blocks = encoder_blocks(1, length, state.architecture);
    const at::Tensor mapped = at::conv1d(input, parameter(model, "current.block0.conv.weight"), {},
                                         blocks[0].stride, blocks[0].kernel / 2)
                                  .transpose(0, 1)
                                  .flatten(1);
    const at::Tensor mean = buffer(model, "current.block0.norm.running_mean"),
                     variance = buffer(model, "current.block0.norm.running_var");
    QVERIFY(at::allclose(mean, mapped.mean(1), 1e-4, 1e-5));
    QVERIFY(at::allclose(variance, mapped.var(1, true), 1e-4, 1e-5));
    QVERIFY(!at::allclose(mean, before, 1e-4, 1e-5) ||
            !at::allclose(variance, at::ones_like(variance), 1e-4, 1e-5));
    QCOMPARE(buffer(model, "current.block0.norm.num_batches_tracked").item<std::int64_t>(), std::int64_t{1});
  }

  void lower_blocks_keep_their_bits_data() {
    QTest::addColumn<QString>("layers");
    QTest::addColumn<int>("frozen");
    QTest::newRow("head") << "head" << 3;
    QTest::newRow("upper") << "upper" << 2;
    QTest::newRow("all") << "all" << 0;
  }
  void lower_blocks_keep_their_bits() {
    QFETCH(QString, layers);
    QFETCH(int, frozen);
    DualEncoder model = fitted(), before = fitted();
    const auto report = adapted(model, {.layers = layers.toStdString(), .learning_rate = 1e-3, .epochs = 2});
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QVERIFY2(report->best_epoch > 0, "steps of this size must help");
    for (const auto& item : before.state().net->named_parameters()) {
      const std::string& name = item.key();
      const auto block = name.find(".block");
      const bool stays =
          name == "log_scale" || (block != std::string::npos && name[block + 6] - '0' < frozen);
      const bool equal = at::equal(item.value(), parameter(model, name));
      if (stays)
        QVERIFY2(equal, name.c_str());
      else if (name.ends_with("weight"))
        QVERIFY2(!equal, name.c_str());
    }
    for (const char* norm :
         {"command.block0.norm", "current.block0.norm"}) // also where parameters are frozen
      QVERIFY(!at::equal(buffer(model, std::string(norm) + ".running_var"),
                         buffer(before, std::string(norm) + ".running_var")));
  }

  void same_windows_give_the_same_bits() {
    DualEncoder first = fitted(), second = fitted();
    const std::string before = *first.weights_sha256();
    QVERIFY(adapted(first, {.epochs = 2}).has_value());
    QVERIFY(adapted(second, {.epochs = 2}).has_value());
    QCOMPARE(*first.weights_sha256(), *second.weights_sha256());
    QVERIFY(*first.weights_sha256() != before);
  }

  void steps_that_do_not_help_are_taken_back() {
    DualEncoder model = fitted(), before = fitted();
    const auto report = adapted(model, {.layers = "all", .learning_rate = 1, .epochs = 2});
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QCOMPARE(report->best_epoch, std::int64_t{0});
    for (const auto& item : before.state().net->named_parameters())
      QVERIFY2(at::equal(item.value(), parameter(model, item.key())), item.key().c_str());
  }

  void too_little_is_refused() {
    DualEncoder model = fitted();
    DualEncoderConditionIn in = lesson();
    in.train = recent(5, 3);
    const auto few = adapted(model, {}, in);
    QVERIFY(!few && few.error().code == ErrorCode::insufficient_data);
    QVERIFY(few.error().message.find("more recent recordings") != std::string::npos);
    in = lesson();
    in.validation = motor_pairs({.count = 24, .length = 32, .seed = 4});
    const auto other = adapted(model, {}, in);
    QVERIFY(!other && other.error().code == ErrorCode::invalid_argument);
  }

  void it_stops_when_asked() {
    DualEncoder model = fitted();
    Progress progress;
    std::stop_source source;
    source.request_stop();
    const auto report = adapt_to_condition(model, lesson(), {}, progress, source.get_token());
    QVERIFY(!report && report.error().code == ErrorCode::cancelled);
  }
};

QTEST_APPLESS_MAIN(ConditionTest)
#include "tst_condition.moc"
