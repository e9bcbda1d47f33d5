// Every operation of the ONNX export: torch's own result against OpenCV's of the exported file.
#include "core/exchange/onnx_file.h"
#include "core/inspection/onnx_runner.h"
#include "core/models/graph_conversion.h"
#include "core/models/scorer_steps.h"

#include <ATen/ATen.h>
#include <QTemporaryDir>
#include <QtTest>
#include <torch/csrc/jit/frontend/tracer.h>

#include <fstream>
#include <set>

using namespace andon;

namespace {

using Arithmetic = std::function<at::Tensor(const at::Tensor&)>;
struct Operation {
  Arithmetic run;
  double spread = 1; ///< of the normal inputs
  std::vector<std::int64_t> shape{1, 8, 12, 10};
};

const at::Tensor& numbers(std::int64_t seed, at::IntArrayRef shape) {
  static std::map<std::int64_t, at::Tensor> all;
  if (!all.contains(seed)) {
    at::manual_seed(static_cast<std::uint64_t>(seed));
    all[seed] = at::randn(shape);
  }
  return all[seed];
}

at::Tensor channel(std::int64_t seed) {
  return numbers(seed, {1, 8, 1, 1});
}
at::Tensor positive_channel() {
  return channel(2).abs() + 0.5;
}
at::Tensor kernels(std::int64_t seed, at::IntArrayRef shape) {
  return numbers(seed, shape);
}

const std::map<std::string, Operation>& operations() {
  using T = const at::Tensor&;
  static const std::map<std::string, Operation> all{
      {"abs", {[](T x) { return at::abs(x); }}},
      {"relu", {[](T x) { return at::relu(x); }}},
      {"relu in place", {[](T x) { return (x * 2).relu_(); }}},
      {"exp", {[](T x) { return at::exp(x); }}},
      {"log", {[](T x) { return at::log(at::abs(x) + 1e-3); }}},
      {"log of far apart", {[](T x) { return at::log(at::exp(x)); }, 8}},
      {"neg", {[](T x) { return at::neg(x); }}},
      {"sqrt", {[](T x) { return at::sqrt(x * x); }}},
      {"add", {[](T x) { return x + at::relu(x); }}},
      {"add number", {[](T x) { return x + 2.5; }}},
      {"sub channels", {[](T x) { return x - channel(1); }}},
      {"sub all", {[](T x) {
         return x - numbers(3, {1, 8, 12, 10});
       }}},
      {"mul channels", {[](T x) { return x * channel(1); }}},
      {"mul number", {[](T x) { return x * -2.5; }}},
      {"mul means", {[](T x) {
         return x * at::adaptive_avg_pool2d(x, {1, 1});
       }}},
      {"div channels", {[](T x) { return (x - channel(1)) / positive_channel(); }}},
      {"div all", {[](T x) {
         return x / (numbers(3, {1, 8, 12, 10}).abs() + 0.1);
       }}},
      {"maximum", {[](T x) { return at::maximum(x, x * 0.5); }}},
      {"rsub", {[](T x) { return at::rsub(x, 1); }}},
      {"clamp", {[](T x) { return at::clamp(x, 0, 6); }, 8}},
      {"clamp both", {[](T x) { return at::clamp(x, -1.5, 0.25); }}},
      {"clamp_min", {[](T x) { return at::clamp_min(x, 0.1); }}},
      {"hardtanh", {[](T x) { return at::hardtanh(x, 0, 6); }, 8}},
      {"hardsigmoid", {[](T x) { return at::hardsigmoid(x); }, 4}},
      {"hardsigmoid of means",
       {[](T x) {
          const at::Tensor y = at::relu(x);
          return y * at::hardsigmoid(at::adaptive_avg_pool2d(y, {1, 1}) * channel(1));
        },
        4}},
      {"hardswish", {[](T x) { return at::hardswish(x); }, 4}},
      {"softplus", {[](T x) { return at::softplus(x, 1, 30); }, 20}},
      {"conv2d", {[](T x) {
         return at::conv2d(x, kernels(4, {5, 8, 3, 3}), numbers(5, {5}), {2, 2}, {1, 1});
       }}},
      {"conv2d grouped", {[](T x) {
         return at::conv2d(x, kernels(6, {8, 1, 3, 3}), {}, {1, 1}, {1, 1}, {1, 1}, 8);
       }}},
      {"conv2d after uneven padding", {[](T x) {
         return at::conv2d(at::constant_pad_nd(x, {0, 1, 0, 1}), kernels(4, {5, 8, 3, 3}), {}, {2, 2});
       }}},
      {"conv_transpose2d", {[](T x) {
         return at::conv_transpose2d(x, kernels(8, {8, 5, 1, 1}));
       }}},
      {"max_pool2d",
       {[](T x) {
          return at::max_pool2d(x, {3, 3}, {2, 2}, {1, 1});
        },
        1,
        {1, 8, 13, 11}}},
      {"avg_pool2d",
       {[](T x) {
          return at::avg_pool2d(x, {5, 5}, {1, 1}, {2, 2}, false, false);
        },
        1,
        {1, 8, 13, 11}}},
      {"adaptive_avg_pool2d", {[](T x) {
         return at::adaptive_avg_pool2d(x, {1, 1});
       }}},
      {"adaptive_avg_pool2d to parts", {[](T x) {
         return at::adaptive_avg_pool2d(x, {4, 4});
       }}},
      {"upsample_nearest2d", {[](T x) {
         return at::upsample_nearest2d(x, {24, 20});
       }}},
      {"leaky_relu", {[](T x) { return at::leaky_relu(x, 0.1); }}},
      {"narrow", {[](T x) { return x.narrow(1, 2, 5); }}},
      {"sub means", {[](T x) {
         return x - x.mean({2, 3}, true);
       }}},
      {"a matrix for every place", {[](T x) {
         const at::Tensor places = x.permute({0, 2, 3, 1}).reshape({-1, 960, 1, 1});
         const at::Tensor y = at::conv2d(places, kernels(9, {960, 8, 1, 1}), at::Tensor(), {1, 1},
                                         at::IntArrayRef({0, 0}), {1, 1}, 120);
         return (y * y).reshape({-1, 120, 8, 1}).sum({2}, true).reshape({-1, 1, 12, 10});
       }}},
      {"upsample_bilinear2d", {[](T x) {
         return at::upsample_bilinear2d(x, {23, 19}, false);
       }}},
      {"cat", {[](T x) {
         return at::cat({x, x * 2, channel(1).expand({1, 8, 12, 10}) + x}, 1);
       }}},
      {"permute", {[](T x) {
         return x.permute({0, 2, 3, 1});
       }}},
      {"reshape", {[](T x) {
         return x.reshape({-1, 10});
       }}},
      {"matmul", {[](T x) {
         return at::matmul(x, kernels(7, {10, 27}));
       }}},
      {"sum", {[](T x) { return x.sum({1}, true); }}},
      {"sum of places", {[](T x) {
         return x.sum({2, 3}, true);
       }}},
      {"mean", {[](T x) {
         return x.mean({2, 3}, true);
       }}},
      {"amax", {[](T x) {
         return at::amax(x, {2, 3}, true);
       }}},
      {"amin", {[](T x) { return at::amin(x, {1}, true); }}},
      {"argmin", {[](T x) { return at::argmin(x, 1, true).to(at::kFloat); }}},
      {"argmax", {[](T x) { return at::argmax(x, 1, true).to(at::kFloat); }}},
  };
  return all;
}

std::shared_ptr<torch::jit::Graph> recorded(const Arithmetic& run, const at::Tensor& example) {
  const at::NoGradGuard no_gradient;
  return torch::jit::tracer::trace(
             {example}, [&](torch::jit::Stack in) { return torch::jit::Stack{run(in[0].toTensor())}; },
             [](const torch::autograd::Variable&) { return std::string(); }, true, false, nullptr, {"x"})
      .first->graph;
}

} // namespace

class TestOnnxOperators : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;

  /// The exported arithmetic on x by OpenCV; fails the test with the reason.
  at::Tensor by_opencv(const Arithmetic& run, const at::Tensor& x, std::vector<std::string>* used = nullptr) {
    const std::filesystem::path file = folder_.filePath("one.onnx").toStdString();
    const auto graph = GraphConversion::convert(recorded(run, at::ones_like(x)), {"x"}, {"y"});
    if (!graph)
      return note(graph.error().message);
    for (const NodeGraph::Node& node : graph->nodes)
      if (used)
        used->push_back(node.operation);
    if (const auto written = write_onnx(*graph, file); !written)
      return note(written.error().message);
    const at::Tensor plain = x.contiguous();
    const auto answer = run_onnx(file, "x",
                                 {{plain.sizes().begin(), plain.sizes().end()},
                                  {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()}},
                                 "y");
    if (!answer)
      return note(answer.error().message);
    return at::tensor(answer->values);
  }
  static at::Tensor note(const std::string& problem) {
    qWarning("%s", problem.c_str());
    return {};
  }
  static double gap(const at::Tensor& ours, const at::Tensor& reference) {
    if (!ours.defined() || ours.numel() != reference.numel())
      return 1e9;
    const at::Tensor flat = reference.reshape(-1);
    return ((ours - flat).abs() / at::clamp_min(flat.abs(), 1)).max().item<double>();
  }

private Q_SLOTS:
  void every_operation_is_torchs_data() {
    QTest::addColumn<QString>("id");
    for (const auto& [id, operation] : operations())
      QTest::newRow(id.c_str()) << QString::fromStdString(id);
  }
  void every_operation_is_torchs() {
    QFETCH(QString, id);
    const Operation& operation = operations().at(id.toStdString());
    at::manual_seed(11);
    const at::Tensor x = at::randn(operation.shape) * operation.spread;
    const double difference = gap(by_opencv(operation.run, x), operation.run(x));
    QVERIFY2(difference <= 1e-5, qPrintable(QString::number(difference)));
  }

  void every_entry_is_tried() {
    std::set<std::string> tried;
    for (const auto& [id, operation] : operations()) {
      const auto graph = recorded(operation.run, at::ones(operation.shape));
      for (const torch::jit::Node* node : graph->nodes()) {
        std::string name = node->kind().toQualString();
        if (name.back() == '_')
          name.pop_back();
        tried.insert(name);
      }
    }
    for (const auto& [name, entry] : graph_operators())
      if (name != "aten::detach" && name != "aten::contiguous" && name != "aten::_convolution" &&
          name != "aten::conv2d" && name != "aten::conv_transpose2d" && name != "aten::view")
        QVERIFY2(tried.contains(name), name.c_str());
  }

  void the_mean_of_the_largest_needs_no_sorting() {
    at::manual_seed(5);
    at::Tensor values = at::randn({1, 1, 13, 9});
    values.flatten().slice(0, 0, 40).fill_(1.25); // ties among the largest
    for (const std::int64_t count : {1, 2, 7, 50, 117}) {
      const auto plain = [&](const at::Tensor& x) { return plain_steps()->largest_mean(x, count); };
      const at::Tensor expected = torch_steps()->largest_mean(values, count);
      QVERIFY(gap(plain(values).reshape(-1), expected) <= 1e-6);
      const double difference = gap(by_opencv(plain, values), expected);
      QVERIFY2(difference <= 3e-6, qPrintable(QString("%1 at %2").arg(difference).arg(count)));
    }
  }

  void the_nearest_row_is_found_among_equal_ones() {
    at::manual_seed(6);
    at::Tensor rows = at::randn({300, 16});
    rows[7] = rows[250]; // twice
    const ComparedRows bank(rows);
    at::Tensor patches = at::randn({1, 16, 6, 5});
    patches.select(2, 0).select(2, 0).copy_(rows[7].view({1, 16}));
    const NearestRows expected = torch_steps()->nearest(patches, bank);
    const auto distance = [&](const at::Tensor& x) { return plain_steps()->nearest(x, bank).distance; };
    const auto row = [&](const at::Tensor& x) { return plain_steps()->nearest(x, bank).row; };
    QVERIFY(gap(by_opencv(distance, patches), expected.distance) <= 1e-6);
    QVERIFY(gap(by_opencv(row, patches), expected.row) == 0);
    const at::Tensor neighbours = at::randint(300, {300, 4}).to(at::kFloat);
    const auto beyond = [&](const at::Tensor& x) {
      return plain_steps()->surroundings(x, plain_steps()->nearest(x, bank), bank, neighbours).beyond;
    };
    QVERIFY(gap(by_opencv(beyond, patches),
                torch_steps()->surroundings(patches, expected, bank, neighbours).beyond) <= 1e-5);
  }

  void a_map_is_drawn_by_two_products() {
    at::manual_seed(7);
    const at::Tensor values = at::rand({1, 1, 11, 8});
    const at::Tensor kernel = at::full({17}, 1.0F / 17);
    for (const at::Tensor& smoothing : {at::Tensor(), kernel}) {
      const auto drawn = [&](const at::Tensor& x) { return plain_steps()->drawn(x, 88, 61, smoothing); };
      QVERIFY(gap(by_opencv(drawn, values), torch_steps()->drawn(values, 88, 61, smoothing)) <= 1e-5);
    }
  }

  void what_cannot_be_written_is_named() {
    const at::Tensor x = at::ones({1, 2, 3, 4});
    const auto refused = [&](const Arithmetic& run) {
      const auto graph = GraphConversion::convert(recorded(run, x), {"x"}, {"y"});
      return graph ? std::string() : graph.error().message;
    };
    QVERIFY(refused([](const at::Tensor& a) { return at::sin(a); }).find("aten::sin") != std::string::npos);
    QVERIFY(refused([](const at::Tensor& a) { return std::get<0>(at::topk(a, 2, 1)); }).find("aten::topk") !=
            std::string::npos);
    QCOMPARE(
        refused([](const at::Tensor& a) { return at::add(a, a, 2); }),
        std::string("the operation aten::add of the network cannot be written as ONNX in this form: a factor "
                    "other than one"));
    QVERIFY(refused([](const at::Tensor& a) {
              return at::avg_pool2d(a, {3, 3}, {1, 1}, {1, 1}, false, true);
            }).find("the rim") != std::string::npos);
    const auto read_again = [](const at::Tensor& a) {
      at::Tensor b = a * 2;
      const at::Tensor c = b.relu_();
      return c + b;
    };
    const std::string message = refused(read_again);
    QVERIFY2(message.empty() || message.find("overwrites") != std::string::npos, message.c_str());
    if (message.empty()) // the recorder renames what was overwritten, and the sum is of the new array
      QVERIFY(gap(by_opencv(read_again, x - 2), read_again(x - 2)) == 0);
  }

  void broken_files_are_reported() {
    const std::filesystem::path file = folder_.filePath("broken.onnx").toStdString();
    std::ofstream(file) << "no model";
    const auto read = run_onnx(file, 3, 4, {});
    QVERIFY(!read && read.error().code == ErrorCode::unsupported);
    QVERIFY(read.error().message.find("OpenCV cannot read") != std::string::npos);
    NodeGraph graph;
    graph.inputs = {{"x", {1, 2}}};
    graph.outputs = {{"y", {1, 2}}};
    graph.nodes = {{"NoSuchOperation", {"x"}, "y", {}}};
    const auto written = write_onnx(graph, folder_.filePath("never.onnx").toStdString());
    QVERIFY(!written && written.error().message.find("NoSuchOperation") != std::string::npos);
    QVERIFY(!QFile::exists(folder_.filePath("never.onnx")));
  }
};

QTEST_GUILESS_MAIN(TestOnnxOperators)
#include "tst_onnx_operators.moc"
