// Whole scorers with every network and every image score: the ONNX file by OpenCV against TorchScript.
#include "core/exchange/onnx_file.h"
#include "core/inspection/onnx_runner.h"
#include "core/models/patch_scorer.h"
#include "tests/models/formula_weights.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace andon;

class TestOnnxScorers : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;

  std::filesystem::path weights(const std::string& id) {
    const std::filesystem::path file = folder_.filePath(QString::fromStdString(id)).toStdString();
    if (!std::filesystem::exists(file) &&
        !write_safetensors(file, formula_weights(*(*backbone_table().find(id))->make({}))))
      qFatal("cannot write weights");
    return file;
  }

  /// A scorer whose numbers come from a formula; the bank is as wide as the features.
  PatchScorer scorer(const std::string& id, std::int64_t side, std::int64_t rows) {
    PatchScorer result;
    PatchMemory memory;
    result.weights = weights(id);
    memory.features.options.backbone = id;
    memory.features.options.precision = "fp32";
    result.height = side;
    result.width = side + 32;
    auto extractor = PatchFeatureExtractor::open(memory.features.options, result.weights, "cpu");
    if (!extractor)
      qFatal("%s", extractor.error().message.c_str());
    const auto images = formula_image(side);
    const auto features = extractor->extract(images, 1, side, side);
    if (!features)
      qFatal("%s", features.error().message.c_str());
    const auto dimension = static_cast<std::size_t>(features->dimension);
    memory.dimension = features->dimension;
    const std::size_t patches = features->values.size() / dimension;
    for (std::int64_t row = 0; row < rows; ++row)
      for (std::size_t i = 0; i < dimension; ++i)
        memory.bank.push_back(features->values[(static_cast<std::size_t>(row) % patches) * dimension + i] *
                              (1 + 0.1F * static_cast<float>(noise_.at(memory.bank.size()))));
    result.method = std::move(memory);
    result.smoothing = 4;
    result.image_score = "both";
    result.top_usual = {1.5, 0.3};
    result.mean_usual = {1.2, 0.2};
    stride_ = extractor->stride();
    return result;
  }

  static PatchMemory& memory(PatchScorer& of) { return std::get<PatchMemory>(of.method); }
  void add_positions(PatchScorer& to) {
    const auto steps = [&](std::int64_t side) { return (side + stride_ - 1) / stride_; };
    for (std::int64_t i = 0; i < steps(to.height) * steps(to.width); ++i) {
      to.usual.mean.push_back(1 + 0.3F * static_cast<float>(noise_.at(static_cast<std::uint64_t>(i))));
      to.usual.deviation.push_back(
          0.2F + 0.1F * static_cast<float>(noise_.at(static_cast<std::uint64_t>(i) + 9999)));
    }
    to.usual.floor = 1e-3;
  }

  /// Largest gap of maps and scores between the two files on two images.
  double gap(const PatchScorer& of) {
    const std::filesystem::path script = folder_.filePath("a.pt").toStdString(),
                                file = folder_.filePath("a.onnx").toStdString();
    const ProgramCard card{0.5, {{"run", "formula"}}};
    const auto graph = node_graph(of, card);
    if (!graph)
      return failed(graph.error().message);
    for (const auto& done : {write_onnx(*graph, file), write_torchscript(of, card, script)})
      if (!done)
        return failed(done.error().message);
    std::vector<std::vector<float>> images(2);
    for (std::size_t i = 0; i < static_cast<std::size_t>(of.height * of.width * 3); ++i) {
      images[0].push_back(0.5F + 0.5F * static_cast<float>(noise_.at(i)));
      images[1].push_back(0.5F + 0.5F * std::sin(static_cast<float>(i) * 0.01F));
    }
    const auto by_opencv = run_onnx(file, of.height, of.width, images);
    const auto by_torch = run_torchscript(script, of.height, of.width, images);
    if (!by_opencv || !by_torch)
      return failed(by_opencv ? by_torch.error().message : by_opencv.error().message);
    double most = 0;
    const auto compare = [&](double a, double b) {
      most = std::max(most, std::abs(a - b) / std::max(1.0, std::abs(b)));
    };
    for (std::size_t i = 0; i < images.size(); ++i) {
      compare((*by_opencv)[i].score, (*by_torch)[i].score);
      for (std::size_t p = 0; p < (*by_torch)[i].map.size(); ++p)
        compare(static_cast<double>((*by_opencv)[i].map[p]), static_cast<double>((*by_torch)[i].map[p]));
    }
    if (!((*by_torch)[0].score != (*by_torch)[1].score))
      return failed("both images score alike");
    return most;
  }
  static double failed(const std::string& message) {
    qWarning("%s", message.c_str());
    return 1e9;
  }

  FormulaNoise noise_{"onnx"};
  std::int64_t stride_ = 0;

private Q_SLOTS:
  void every_network_is_the_same_in_opencv_data() {
    QTest::addColumn<QString>("id");
    for (const BackboneRow& row : backbone_table().rows())
      QTest::newRow(row.id.c_str()) << QString::fromStdString(row.id);
  }
  void every_network_is_the_same_in_opencv() {
    QFETCH(QString, id);
    PatchScorer of = scorer(id.toStdString(), 96, 60);
    add_positions(of);
    const double difference = gap(of);
    qInfo("largest gap %.2g", difference);
    QVERIFY(difference <= 1e-4);
  }

  void every_image_score_is_the_same_in_opencv() {
    const PatchScorer plain = scorer("mobilenet_v3_small", 128, 300);
    for (const char* kind : {"top", "mean", "largest", "both"}) {
      PatchScorer of = plain;
      of.image_score = kind;
      QVERIFY2(gap(of) <= 1e-5, kind);
    }
    PatchScorer of = plain;
    memory(of).neighbours = 5;
    for (std::int64_t row = 0; row < 300; ++row)
      for (std::int64_t k = 0; k < memory(of).neighbours; ++k)
        memory(of).surroundings.push_back(static_cast<float>((row + k * 37) % 300));
    QVERIFY2(gap(of) <= 1e-4, "re-weighted");
    memory(of).neighbours = 1;
    memory(of).surroundings.resize(300);
    QVERIFY2(gap(of) <= 1e-4, "re-weighted by nothing");
  }

  void scales_axes_and_defects_are_the_same_in_opencv() {
    PatchScorer of = scorer("mobilenet_v3_small", 128, 300);
    const auto features = static_cast<std::size_t>(memory(of).dimension);
    for (std::size_t i = 0; i < features; ++i) {
      memory(of).features.centre.push_back(static_cast<float>(noise_.at(i)));
      memory(of).features.scale.push_back(1.5F + static_cast<float>(noise_.at(i + features)));
    }
    QVERIFY(gap(of) <= 1e-4);
    memory(of).dimension = memory(of).features.dimension = 24;
    for (std::size_t i = 0; i < features * 24; ++i)
      memory(of).features.axes.push_back(0.2F * static_cast<float>(noise_.at(i + 77)));
    memory(of).bank.resize(200 * 24);
    of.smoothing = 0;
    QVERIFY(gap(of) <= 1e-4);
    memory(of).defects.assign(memory(of).bank.begin() + 24 * 100, memory(of).bank.begin() + 24 * 140);
    memory(of).bank.resize(100 * 24);
    memory(of).defect_weight = 1.5;
    QVERIFY(gap(of) <= 1e-4);
  }

  void a_file_says_what_it_is() {
    PatchScorer of = scorer("mobilenet_v3_small", 96, 30);
    const auto graph = node_graph(of, {1.25, {{"run", "bank"}, {"method", "patchcore"}}});
    QVERIFY(graph);
    QCOMPARE(graph->texts.at("threshold"), std::string("1.25"));
    QCOMPARE(graph->texts.at("input_width"), std::string("128"));
    QCOMPARE(graph->texts.at("run"), std::string("bank"));
    const auto without = node_graph(of, {});
    QVERIFY(without && !without->texts.contains("threshold"));
    QCOMPARE(graph->inputs[0].name, std::string("images"));
    QCOMPARE(graph->inputs[0].shape, (std::vector<std::int64_t>{1, 3, 96, 128}));
    QCOMPARE(graph->outputs[0].shape, (std::vector<std::int64_t>{1, 96, 128}));
    QCOMPARE(graph->outputs[1].shape, (std::vector<std::int64_t>{1}));
    of.smoothing = 0;
    of.height = of.width = 2064;
    const auto large = node_graph(of, {});
    QVERIFY(!large && large.error().code == ErrorCode::unsupported);
    QVERIFY(large.error().message.find("image_side") != std::string::npos);
    of.height = of.width = 96;
    of.smoothing = 64;
    const auto wide = node_graph(of, {});
    QVERIFY(!wide && wide.error().message.find("smoothing") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(TestOnnxScorers)
#include "tst_onnx_scorers.moc"
