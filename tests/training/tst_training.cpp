#include "core/base/atomic_file.h"
#include "core/layers/info_nce.h"
#include "core/layers/initialise.h"
#include "core/layers/tensor_file.h"
#include "core/models/dual_encoder_net.h"
#include "core/training/adamw.h"
#include "core/training/schedule.h"

#include <ATen/ATen.h>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace andon;

namespace {

using nlohmann::json;

at::Tensor wave(at::IntArrayRef shape, double offset, double scale) {
  const at::Tensor result = at::empty(shape, at::kDouble);
  for (std::int64_t i = 0; i < result.numel(); ++i)
    result.data_ptr<double>()[i] = scale * std::sin(0.7 * static_cast<double>(i) + offset);
  return result;
}

at::ScalarType type_of(const json& row) {
  return row.at("dtype") == "float64" ? at::kDouble : at::kFloat;
}

/// Largest difference of the first values to `expected`, relative to the largest expected value (at least 1).
double difference(const at::Tensor& values, const json& expected) {
  const at::Tensor flat = values.detach().to(at::kDouble).flatten();
  double largest = 0, scale = 1;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double wanted = expected[i].get<double>();
    scale = std::max(scale, std::abs(wanted));
    largest = std::max(largest, std::abs(flat[static_cast<std::int64_t>(i)].item<double>() - wanted));
  }
  return largest / scale;
}

/// A float64 net of two blocks with the weights that the golden script draws.
DualEncoderNet small_net() {
  DualEncoderOptions options;
  options.embedding = 4;
  options.width = 4;
  options.blocks = 2;
  DualEncoderNet net(1, 1, 32, options);
  net->to(at::kDouble);
  const at::NoGradGuard no_gradient;
  std::map<std::string, at::Tensor> sorted;
  for (const auto& item : net->named_parameters())
    sorted.emplace(item.key(), item.value());
  int index = 0;
  for (auto& [name, parameter] : sorted) {
    if (name == "log_scale")
      parameter.fill_(std::log(5.0));
    else
      parameter.copy_(wave(parameter.sizes(), 0.1 * index, 0.4) +
                      (name.ends_with("norm.weight") ? 1.0 : 0.0));
    ++index;
  }
  return net;
}

at::Tensor small_loss(DualEncoderNet& net) {
  return info_nce(net->command(wave({6, 1, 32}, 0.2, 1)),
                  net->current(wave({6, 1, 32}, 1.1, 1) + wave({6, 1, 32}, 0.2, 0.5).square()),
                  net->log_scale);
}

} // namespace

class TestTraining : public QObject {
  Q_OBJECT
  json golden_;

private Q_SLOTS:
  void initTestCase() {
    golden_ = json::parse(*read_file(std::string(ANDON_TEST_DATA) + "/golden/info_nce_golden.json"));
  }

  void info_nce_agrees_with_pytorch() {
    for (const json& row : golden_.at("info_nce")) {
      const at::ScalarType type = type_of(row);
      at::Tensor command = wave({6, 5}, 0.3, 1), current = wave({6, 5}, 0.9, 1) + wave({6, 5}, 0.3, 0.4);
      command = unit_rows(command).to(type).requires_grad_();
      current = unit_rows(current).to(type).requires_grad_();
      const at::Tensor tau = at::full({}, row.at("tau").get<double>(), type).requires_grad_();
      const at::Tensor loss = info_nce(command, current, tau);
      loss.backward();
      // Saturated logits reach 100, so float32 keeps about 1e-5 of them; the loss itself is relative to its
      // size.
      const double tolerance = type == at::kDouble ? 1e-12 : row.at("name") == "plain" ? 1e-6 : 1e-5;
      QVERIFY(std::abs(loss.item<double>() - row.at("loss").get<double>()) <=
              tolerance * std::max(1.0, row.at("loss").get<double>()));
      QVERIFY(difference(command.grad(), row.at("command_gradient")) <= tolerance);
      QVERIFY(difference(current.grad(), row.at("current_gradient")) <= tolerance);
      QVERIFY(std::abs(tau.grad().item<double>() - row.at("tau_gradient").get<double>()) <= tolerance);
      if (row.at("name") == "saturated")
        QCOMPARE(tau.grad().item<double>(), 0.0);
    }
  }

  void info_nce_of_one_pair_is_zero() {
    const at::Tensor row = unit_rows(wave({1, 5}, 0.3, 1));
    QCOMPARE(info_nce(row, -row, at::zeros({}, at::kDouble)).item<double>(), 0.0);
  }

  void adamw_clipping_and_schedule_agree_with_pytorch() {
    for (const json& golden : golden_.at("adamw")) {
      const at::ScalarType type = type_of(golden);
      const at::Tensor x = wave({8, 4}, 0.1, 1).to(type), y = wave({8, 3}, 0.2, 2).to(type);
      const at::Tensor weight = wave({4, 3}, 0.5, 0.6).to(type).requires_grad_();
      const at::Tensor bias = wave({3}, 0.7, 0.2).to(type).requires_grad_();
      AdamW adamw({{"weight", weight, {}, {}}, {"bias", bias, {}, {}}});
      const double tolerance = type == at::kDouble ? 1e-12 : 1e-6;
      bool clipped = false, unclipped = false;
      for (std::size_t i = 0; i < golden.at("rows").size(); ++i) {
        const json& row = golden.at("rows")[i];
        adamw.clear_gradients();
        (at::matmul(x, weight) + bias - y).square().mean().backward();
        const double norm = adamw.gradient_norm(), clip = golden.at("clip");
        (norm > clip ? clipped : unclipped) = true;
        QVERIFY(std::abs(norm - row.at("norm").get<double>()) <= 10 * tolerance);
        adamw.clip(norm, clip);
        const double rate =
            golden.at("rate").get<double>() *
            schedule_factor(static_cast<std::int64_t>(i), golden.at("steps"), golden.at("warmup"));
        QVERIFY(std::abs(rate - row.at("rate").get<double>()) <= 1e-15);
        adamw.step(rate, golden.at("decay"));
        QVERIFY2(difference(weight, row.at("weight")) <= tolerance, qPrintable(QString::number(i)));
        QVERIFY(difference(bias, row.at("bias")) <= tolerance);
      }
      QVERIFY(clipped && unclipped);
    }
  }

  void one_step_of_the_whole_model_agrees_with_pytorch() {
    const json& golden = golden_.at("model");
    DualEncoderNet net = small_net();
    std::vector<TrainedTensor> tensors;
    for (const auto& item : net->named_parameters())
      tensors.push_back({item.key(), item.value(), {}, {}, 1, item.key() == "log_scale" ? 0.0 : 1.0});
    AdamW adamw(std::move(tensors));
    const at::Tensor loss = small_loss(net);
    loss.backward();
    QVERIFY(std::abs(loss.item<double>() - golden.at("loss").get<double>()) <= 1e-10);
    const double norm = adamw.gradient_norm();
    QVERIFY(std::abs(norm - golden.at("norm").get<double>()) <= 1e-10);
    adamw.clip(norm, 0.5);
    const auto parameters = net->named_parameters();
    QCOMPARE(parameters.size(), golden.at("parameters").size());
    for (const json& row : golden.at("parameters"))
      QVERIFY2(difference(parameters[row.at("name").get<std::string>()].grad(), row.at("gradient")) <= 1e-10,
               row.at("name").get<std::string>().c_str());
    adamw.step(0.01, 0.05);
    for (const json& row : golden.at("parameters")) {
      const at::Tensor& value = parameters[row.at("name").get<std::string>()];
      // Adam divides by the gradient's size, which enlarges the rounding of very small ones.
      QVERIFY2(difference(value, row.at("after")) <= 1e-6, row.at("name").get<std::string>().c_str());
      QVERIFY(std::abs(value.sum().item<double>() - row.at("sum").get<double>()) <= 1e-6);
    }
    const auto buffers = net->named_buffers();
    QVERIFY(difference(buffers["current.block1.norm.running_mean"], golden.at("running_mean")) <= 1e-12);
    QVERIFY(difference(buffers["current.block1.norm.running_var"], golden.at("running_var")) <= 1e-12);
  }

  void gradients_agree_with_finite_differences() {
    DualEncoderNet net = small_net();
    small_loss(net).backward();
    for (auto& item : net->named_parameters()) {
      at::Tensor flat = item.value().detach().flatten();
      const at::Tensor gradient = item.value().grad().flatten();
      for (std::int64_t i = 0; i < flat.numel(); i += 1 + flat.numel() / 7) {
        const double kept = flat[i].item<double>(), h = 1e-6;
        const auto loss_at = [&](double value) {
          flat[i].fill_(value);
          return small_loss(net).item<double>();
        };
        const double numeric = (loss_at(kept + h) - loss_at(kept - h)) / (2 * h);
        flat[i].fill_(kept);
        QVERIFY2(std::abs(numeric - gradient[i].item<double>()) <= 1e-6 * std::max(1.0, std::abs(numeric)),
                 (item.key() + " " + std::to_string(i)).c_str());
      }
    }
  }

  void folding_changes_nothing_but_rounding() {
    DualEncoderNet net = small_net();
    for (int i = 0; i < 5; ++i)
      small_loss(net);
    net->eval();
    const at::NoGradGuard no_gradient;
    const at::Tensor input = wave({6, 1, 32}, 0.4, 1);
    const at::Tensor plain = net->command(input);
    QVERIFY((net->command->folded().forward(input) - plain).abs().max().item<double>() < 1e-12);
    QVERIFY((plain.norm(2, 1) - 1).abs().max().item<double>() < 1e-12);
  }

  void names_are_a_file_format() {
    DualEncoderNet net(2, 1, 256, DualEncoderOptions{});
    std::string names;
    for (const NamedTensor& tensor : tensors_of(*net)) {
      names += tensor.name + " " + std::string(to_string(tensor.type));
      for (const std::int64_t extent : tensor.shape)
        names += " " + std::to_string(extent);
      names += "\n";
    }
    const std::string path = std::string(ANDON_TEST_DATA) + "/golden/dual_encoder_names.txt";
    QCOMPARE(QString::fromStdString(names), QString::fromStdString(read_file(path).value_or(std::string())));
  }

  void start_depends_on_the_seed_alone() {
    DualEncoderOptions options;
    const auto bytes = [&](std::uint64_t seed) {
      at::manual_seed(static_cast<std::uint64_t>(std::rand()));
      DualEncoderNet net(1, 1, 64, options);
      initialise(*net, Seed(seed));
      return *safetensors_bytes(TensorSet{tensors_of(*net), {}});
    };
    QVERIFY(bytes(1) == bytes(1));
    QVERIFY(bytes(1) != bytes(2));
  }

  void loading_another_model_is_refused_by_name() {
    DualEncoderNet net(1, 1, 64, DualEncoderOptions{}), other(1, 2, 64, DualEncoderOptions{});
    const std::string before = *safetensors_bytes(TensorSet{tensors_of(*net), {}});
    const auto shape = load_into(*net, TensorSet{tensors_of(*other), {}}, "file");
    QVERIFY(shape.error().code == ErrorCode::corrupt);
    QVERIFY(shape.error().message.find("current.block0.conv.weight") != std::string::npos);
    TensorSet less{tensors_of(*net), {}};
    less.tensors.pop_back();
    QVERIFY(load_into(*net, less, "file").error().message.find("missing") != std::string::npos);
    TensorSet more{tensors_of(*net), {}};
    more.tensors.push_back({"extra", TensorType::u8, {1}, "x"});
    QVERIFY(!load_into(*net, more, "file"));
    QVERIFY(*safetensors_bytes(TensorSet{tensors_of(*net), {}}) == before);
  }

  void schedule_warms_up_and_reaches_zero() {
    QCOMPARE(schedule_factor(0, 100, 0.1), 0.1);
    QCOMPARE(schedule_factor(9, 100, 0.1), 1.0);
    QCOMPARE(schedule_factor(10, 100, 0.1), 1.0);
    QVERIFY(std::abs(schedule_factor(55, 100, 0.1) - 0.5) < 1e-12);
    QVERIFY(schedule_factor(99, 100, 0.1) > 0);
    QCOMPARE(schedule_factor(100, 100, 0.1), 0.0);
    QCOMPARE(schedule_factor(0, 1, 0.0), 1.0);
  }
};

QTEST_APPLESS_MAIN(TestTraining)
#include "tst_training.moc"
