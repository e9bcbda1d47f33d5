#include "core/layers/initialise.h"
#include "core/layers/tensor_file.h"
#include "core/training/train.h"

#include <ATen/ATen.h>
#include <QTemporaryDir>
#include <QtTest>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>

#include <limits>
#include <set>

using namespace andon;

namespace {

class Curves : public Progress {
public:
  void metric(std::string_view name, std::int64_t, double) override { names.insert(std::string(name)); }
  void message(std::string_view text) override { messages.emplace_back(text); }
  std::set<std::string> names;
  std::vector<std::string> messages;
};

class NetImpl : public torch::nn::Module {
public:
  NetImpl() {
    body = register_module("body", torch::nn::Linear(4, 6));
    norm = register_module("norm", torch::nn::BatchNorm1d(6));
    head = register_module("head", torch::nn::Linear(6, 1));
    initialise(*this, Seed(3));
  }
  at::Tensor forward(const at::Tensor& x) { return head(at::relu(norm(body(x)))); }
  torch::nn::Linear body{nullptr}, head{nullptr};
  torch::nn::BatchNorm1d norm{nullptr};
};
TORCH_MODULE(Net);

/// Regression of a sum on 40 fixed rows; the step can be made to fail at chosen calls.
struct Problem {
  Net net;
  at::Tensor inputs = at::arange(160, at::kFloat).sin().view({40, 4});
  std::set<int> broken_calls;
  int calls = 0;
  bool broken_gradient = false;

  Objective objective() {
    Objective result;
    result.module = net.get();
    result.items = 40;
    result.identity = "sum";
    result.step = [this](std::span<const std::int64_t> items, Random& random) {
      const at::Tensor index = at::empty({static_cast<std::int64_t>(items.size())}, at::kLong);
      std::copy(items.begin(), items.end(), index.data_ptr<std::int64_t>());
      at::Tensor x = inputs.index_select(0, index);
      const at::Tensor wanted = x.sum(1, true);
      const bool broken = broken_calls.contains(calls++);
      if (broken && !broken_gradient)
        x = x * std::numeric_limits<float>::quiet_NaN();
      // Dropout draws from torch's generator: resuming must not change it.
      const at::Tensor noisy = at::dropout(x, 0.1, true) + 0.01 * random.normal();
      at::Tensor loss = (net(noisy) - wanted).square().mean();
      if (broken && broken_gradient)
        loss = loss + at::sqrt(net->head->weight.sum() * 0);
      return StepLoss{loss, {{"square", loss.item<double>()}}};
    };
    result.validate = [this](std::stop_token) -> Result<Validation> {
      return Validation{(net(inputs) - inputs.sum(1, true)).square().mean().item<double>(),
                        {{"extra/val", 1.0}}};
    };
    return result;
  }
  std::string weights() { return *safetensors_bytes(TensorSet{tensors_of(*net), {}}); }
};

TrainingOptions options() {
  TrainingOptions result;
  result.epochs = 5;
  result.batch = 8;
  result.learning_rate = 0.02;
  result.checkpoint_seconds = 1000;
  return result;
}

} // namespace

class TestTrainLoop : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void learns_and_reports_curves() {
    Problem problem;
    Curves curves;
    TrainingOptions longer = options();
    longer.epochs = 60;
    const double before = problem.objective().validate({})->loss;
    const auto report = train(problem.objective(), longer, "", curves, {});
    QVERIFY(report);
    QVERIFY2(report->best_validation_loss < 0.2 * before,
             qPrintable(QString::number(report->best_validation_loss)));
    for (const char* name : {"loss/train", "loss/val", "loss/square", "lr", "extra/val"})
      QVERIFY2(curves.names.contains(name), name);
    QCOMPARE(problem.objective().validate({})->loss, report->best_validation_loss);
  }

  void cancelled_and_resumed_is_bit_equal_data() {
    QTest::addColumn<int>("stop_at");
    for (const int stop_at : {0, 1, 4, 5, 11, 24})
      QTest::newRow(qPrintable("batch " + QString::number(stop_at))) << stop_at;
  }

  void cancelled_and_resumed_is_bit_equal() {
    QFETCH(int, stop_at);
    Problem whole;
    Progress silent;
    QVERIFY(train(whole.objective(), options(), "", silent, {}));
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    Problem first;
    std::stop_source stop;
    Objective objective = first.objective();
    const auto step = objective.step;
    objective.step = [&](std::span<const std::int64_t> items, Random& random) {
      if (first.calls >= stop_at)
        stop.request_stop();
      return step(items, random);
    };
    const auto cancelled = train(objective, options(), path, silent, stop.get_token());
    if (stop_at < 24)
      QVERIFY(cancelled.error().code == ErrorCode::cancelled);
    Problem second;
    TrainingOptions resuming = options();
    resuming.resume = true;
    const auto report = train(second.objective(), resuming, path, silent, {});
    QVERIFY2(report, report ? "" : report.error().message.c_str());
    QVERIFY(report->resumed);
    QVERIFY(second.weights() == whole.weights());
  }

  void checkpoint_of_other_options_or_damaged_is_refused() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    Progress silent;
    Problem problem;
    QVERIFY(train(problem.objective(), options(), path, silent, {}));
    TrainingOptions other = options();
    other.resume = true;
    other.learning_rate = 0.1;
    QVERIFY(train(problem.objective(), other, path, silent, {}).error().code == ErrorCode::conflict);
    const QStringList files = QDir(folder.path()).entryList({"checkpoint-*"});
    QCOMPARE(files.size(), 1);
    QFile file(folder.filePath(files.first()));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(file.size() - 3);
    file.write("?");
    file.close();
    TrainingOptions same = options();
    same.resume = true;
    QVERIFY(train(problem.objective(), same, path, silent, {}).error().code == ErrorCode::corrupt);
  }

  void non_finite_steps_are_skipped_and_reported_data() {
    QTest::addColumn<bool>("gradient");
    QTest::newRow("loss") << false;
    QTest::newRow("gradient") << true;
  }

  void non_finite_steps_are_skipped_and_reported() {
    QFETCH(bool, gradient);
    Problem problem;
    problem.broken_calls = {2, 7};
    problem.broken_gradient = gradient;
    Curves curves;
    const auto report = train(problem.objective(), options(), "", curves, {});
    QVERIFY(report);
    QCOMPARE(report->skipped_steps, std::int64_t(2));
    QCOMPARE(curves.messages.size(), std::size_t(3));
    QVERIFY(curves.messages.front().find("Step 3 was skipped") != std::string::npos);
    QVERIFY(problem.net->norm->running_mean.isfinite().all().item<bool>());
  }

  void hopeless_training_ends_with_an_error() {
    Problem problem;
    for (int i = 0; i < 5; ++i)
      problem.broken_calls.insert(i);
    Progress silent;
    const std::string before = problem.weights();
    const auto report = train(problem.objective(), options(), "", silent, {});
    QVERIFY(report.error().code == ErrorCode::invalid_argument);
    QVERIFY(report.error().message.find("learning_rate") != std::string::npos);
    QVERIFY(problem.weights() == before);
  }

  void frozen_parts_keep_weights_and_statistics() {
    Problem problem;
    Objective objective = problem.objective();
    objective.groups = {{"body", 1, 1, true}, {"norm", 1, 1, true}};
    const at::Tensor body = problem.net->body->weight.clone(), mean = problem.net->norm->running_mean.clone();
    const at::Tensor head = problem.net->head->weight.clone();
    Progress silent;
    QVERIFY(train(objective, options(), "", silent, {}));
    QVERIFY(body.equal(problem.net->body->weight));
    QVERIFY(mean.equal(problem.net->norm->running_mean));
    QVERIFY(!head.equal(problem.net->head->weight));
  }

  void patience_ends_early_with_the_best_weights() {
    Problem problem;
    Objective objective = problem.objective();
    int epoch = 0;
    std::string best;
    objective.validate = [&](std::stop_token) -> Result<Validation> {
      if (++epoch == 2)
        best = problem.weights();
      return Validation{epoch == 2 ? 0.5 : 1.0, {}};
    };
    TrainingOptions patient = options();
    patient.epochs = 50;
    patient.patience = 3;
    Progress silent;
    const auto report = train(objective, patient, "", silent, {});
    QCOMPARE(report->epochs, std::int64_t(5));
    QCOMPARE(report->best_epoch, std::int64_t(2));
    QVERIFY(problem.weights() == best);
  }

  void nothing_to_train_on_is_said() {
    Problem problem;
    Objective objective = problem.objective();
    objective.items = 0;
    Progress silent;
    QVERIFY(train(objective, options(), "", silent, {}).error().code == ErrorCode::insufficient_data);
  }
};

QTEST_APPLESS_MAIN(TestTrainLoop)
#include "tst_train_loop.moc"
