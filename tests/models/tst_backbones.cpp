// Our networks against torchvision's (tests/golden/backbones_golden.py), and the patch features made from
// them.
#include "core/base/hash.h"
#include "core/models/patch_features.h"
#include "core/models/timm_names.h"
#include "tests/models/formula_weights.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <c10/core/InferenceMode.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

using namespace andon;
using nlohmann::json;

namespace {

const json& golden() {
  static const json values = [] {
    QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/backbones_golden.json"));
    return file.open(QIODevice::ReadOnly) ? json::parse(file.readAll().toStdString()) : json();
  }();
  return values;
}

/// Largest gap relative to the largest reference value; 1e9 when the shapes differ.
double gap(const at::Tensor& ours, const json& reference) {
  if (ours.sizes().vec() != reference["shape"].get<std::vector<std::int64_t>>())
    return 1e9;
  const at::Tensor flat = ours.contiguous().to(at::kDouble).reshape(-1);
  const double scale = reference["largest"].get<double>();
  double worst = std::abs(flat.mean().item<double>() - reference["mean"].get<double>());
  worst =
      std::max(worst, std::abs(flat.square().mean().sqrt().item<double>() - reference["rms"].get<double>()));
  for (std::size_t i = 0; i < reference["at"].size(); ++i)
    worst = std::max(worst, std::abs(flat[reference["at"][i].get<std::int64_t>()].item<double>() -
                                     reference["values"][i].get<double>()));
  return worst / scale;
}

std::string listing(const Backbone& network) {
  std::map<std::string, std::string> shapes;
  const auto note = [&](const std::string& name, const at::Tensor& tensor) {
    std::string text;
    for (const std::int64_t extent : tensor.sizes())
      text.append(text.empty() ? "" : "x").append(std::to_string(extent));
    shapes[name] = text;
  };
  for (const auto& item : network.named_parameters())
    note(item.key(), item.value());
  for (const auto& item : network.named_buffers())
    note(item.key(), item.value());
  std::string text;
  for (const auto& [name, shape] : shapes)
    text += name + " " + shape + "\n";
  return text;
}

at::Tensor normalised(const LoadedBackbone& loaded, std::vector<float>& image, std::int64_t side) {
  const at::Tensor raw = torch::from_blob(image.data(), {1, side, side, 3}, at::kFloat).permute({0, 3, 1, 2});
  return (raw - torch::tensor(at::ArrayRef<float>(loaded.mean)).view({1, 3, 1, 1})) /
         torch::tensor(at::ArrayRef<float>(loaded.spread)).view({1, 3, 1, 1});
}

TensorSet weights_of(const std::string& id, std::int64_t classes = 1000) {
  return formula_weights(*(*backbone_table().find(id))->make({.classes = classes}));
}

} // namespace

class TestBackbones : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() {
    QVERIFY2(golden().contains("networks"), "tests/golden/backbones_golden.json is missing");
    QVERIFY(folder_.isValid());
  }

  void networks_data() {
    QTest::addColumn<QString>("id");
    for (const BackboneRow& row : backbone_table().rows())
      QTest::newRow(row.id.c_str()) << QString::fromStdString(row.id);
  }

  /// Names, shapes, activations before and after folding, logits: as torchvision.
  void networks() {
    QFETCH(QString, id);
    const json& expected = golden()["networks"][id.toStdString()];
    const auto bare = (*backbone_table().find(id.toStdString()))->make({.classes = 1000});
    QCOMPARE(sha256(listing(*bare)), expected["names_sha256"].get<std::string>());
    const auto loaded = load_backbone("auto", formula_weights(*bare), "formula");
    QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
    QCOMPARE(QString::fromStdString(loaded->row->id), id);
    std::vector<float> image = formula_image(64);
    const at::NoGradGuard no_gradient;
    const at::Tensor input = normalised(*loaded, image, 64);
    for (const bool folded : {false, true}) {
      if (folded)
        loaded->network->fold();
      Taps taps({});
      loaded->network->run(input, taps);
      std::size_t compared = 0;
      for (std::size_t i = 0; i < taps.names().size(); ++i)
        if (const auto at = expected["taps"].find(taps.names()[i]); at != expected["taps"].end()) {
          const double found = gap(taps.values()[i], *at);
          QVERIFY2(found < 1e-5, qPrintable(QString::fromStdString(taps.names()[i]) + " differs by " +
                                            QString::number(found)));
          worst_ = std::max(worst_, found);
          ++compared;
        }
      QCOMPARE(compared, expected["taps"].size());
      QVERIFY(gap(loaded->network->classify(input), expected["logits"]) < 1e-5);
    }
    qInfo("worst relative gap so far %.2e", worst_);
  }

  void timm_networks_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("ours");
    QTest::newRow("v2") << "mobilenetv2_100"
                        << "mobilenet_v2";
    QTest::newRow("v3 large") << "mobilenetv3_large_100"
                              << "mobilenet_v3_large";
    QTest::newRow("v3 small") << "mobilenetv3_small_100"
                              << "mobilenet_v3_small";
    QTest::newRow("v3 small of TensorFlow") << "tf_mobilenetv3_small_100"
                                            << "mobilenet_v3_small";
  }

  /// Blocks and logits of timm's own networks (tests/golden/timm_golden.py) from files with its names.
  void timm_networks() {
    QFETCH(QString, id);
    QFETCH(QString, ours);
    QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/timm_golden.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const json expected = json::parse(file.readAll().toStdString())["networks"][id.toStdString()];
    TensorSet set;
    for (const auto& [name, shape] : expected["tensors"].items())
      set.tensors.push_back(formula_tensor(name, shape.get<std::vector<std::int64_t>>()));
    QVERIFY(is_timm_mobilenet(set));
    const auto renamed = with_torchvision_names(set, id.toStdString() + ".ra_in1k.safetensors");
    QVERIFY2(renamed, renamed ? "" : renamed.error().message.c_str());
    const auto loaded = load_backbone("auto", *renamed, "timm");
    QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
    QCOMPARE(QString::fromStdString(loaded->row->id), ours);
    std::vector<float> image = formula_image(64);
    const at::NoGradGuard no_gradient;
    const at::Tensor input = normalised(*loaded, image, 64);
    Taps taps({});
    loaded->network->run(input, taps);
    std::size_t compared = 0;
    for (std::size_t i = 0; i < taps.names().size(); ++i)
      for (std::size_t block = 0; block < expected["blocks"].size(); ++block)
        if (taps.names()[i] == "block" + std::to_string(block)) {
          const double found = gap(taps.values()[i], expected["blocks"][block]);
          QVERIFY2(found < 1e-5, qPrintable(QString("block %1 differs by %2").arg(block).arg(found)));
          ++compared;
        }
    QVERIFY2(compared + 1 >= expected["blocks"].size(), qPrintable(QString::number(compared)));
    const double logits = gap(loaded->network->classify(input), expected["logits"]);
    QVERIFY2(logits < 1e-5, qPrintable(QString::number(logits)));
    if (ours != "mobilenet_v2") {
      for (NamedTensor& each : set.tensors)
        if (each.name.ends_with("running_var"))
          each.type = TensorType::f16;
      QCOMPARE(with_torchvision_names(set, "mobilenetv3.pth").error().code, ErrorCode::corrupt);
    }
  }

  void features_data() { networks_data(); }

  /// Pooling, upsampling and concatenation against torch's own; bf16 near fp32.
  void features() {
    QFETCH(QString, id);
    const json& expected = golden()["networks"][id.toStdString()];
    const std::filesystem::path file = folder_.filePath(id + ".safetensors").toStdString();
    QVERIFY(write_safetensors(file, weights_of(id.toStdString(), 0)));
    PatchFeatureOptions options{id.toStdString(), expected["layers"].get<std::string>(), 3, "fp32"};
    const auto extractor = PatchFeatureExtractor::open(options, file, "cpu");
    QVERIFY2(extractor, extractor ? "" : extractor.error().message.c_str());
    auto found = extractor->extract(formula_image(64), 1, 64, 64);
    QVERIFY2(found, found ? "" : found.error().message.c_str());
    QCOMPARE(extractor->dimension(), found->dimension);
    const at::Tensor ours = torch::from_blob(
        found->values.data(), {found->images, found->height, found->width, found->dimension}, at::kFloat);
    const double gap_here = gap(ours, expected["features"]);
    QVERIFY2(gap_here < 1e-5, qPrintable(QString::number(gap_here)));

    options.precision = "bf16";
    const auto coarse = PatchFeatureExtractor::open(options, file, "cpu");
    QVERIFY(coarse);
    const auto rounded = coarse->extract(formula_image(64), 1, 64, 64);
    QVERIFY(rounded);
    double error = 0, power = 0;
    for (std::size_t i = 0; i < rounded->values.size(); ++i) {
      error += std::pow(rounded->values[i] - found->values[i], 2);
      power += std::pow(found->values[i], 2);
    }
    // Eight bits of mantissa: every layer rounds by 2^-9, up to 50 layers add up.
    QVERIFY2(error < 0.05 * 0.05 * power, qPrintable(QString::number(std::sqrt(error / power))));
    std::filesystem::remove(file);
  }

  /// A batch gives what its images give alone; odd sizes and more images than one pass takes.
  void batches() {
    const std::filesystem::path file = folder_.filePath("batch.safetensors").toStdString();
    TensorSet set = weights_of("mobilenet_v2", 0);
    set.metadata["padding"] = "same";
    QVERIFY(write_safetensors(file, set));
    const auto extractor =
        PatchFeatureExtractor::open({"auto", "block2,block6.expand", 3, "fp32"}, file, "cpu");
    QVERIFY2(extractor, extractor ? "" : extractor.error().message.c_str());
    QCOMPARE(extractor->stride(), 4);
    constexpr std::int64_t n = 9, h = 45, w = 70;
    std::vector<float> images = formula_image(200);
    images.resize(n * h * w * 3);
    const auto together = extractor->extract(images, n, h, w);
    QVERIFY(together);
    QCOMPARE(together->height, (h + 3) / 4);
    QCOMPARE(together->width, (w + 3) / 4);
    for (std::int64_t i : {0, 4, 8}) {
      const auto alone = extractor->extract(std::span(images).subspan(i * h * w * 3, h * w * 3), 1, h, w);
      QVERIFY(alone);
      for (std::size_t k = 0; k < alone->values.size(); ++k)
        QVERIFY(std::abs(alone->values[k] - together->values[i * alone->values.size() + k]) < 1e-4F);
    }
    QVERIFY(extractor->extract({}, 0, h, w)->values.empty());
    QCOMPARE(extractor->extract(images, n + 1, h, w).error().code, ErrorCode::invalid_argument);
    QCOMPARE(extractor->extract(std::span(images).first(3), 1, 1, 1).error().code,
             ErrorCode::invalid_argument);
  }

  void refusals() {
    const std::filesystem::path file = folder_.filePath("refused.safetensors").toStdString();
    const TensorSet good = weights_of("mobilenet_v3_small", 7);
    const auto opened = [&](const TensorSet& set, const PatchFeatureOptions& options) {
      return write_safetensors(file, set).and_then(
          [&] { return PatchFeatureExtractor::open(options, file, "cpu"); });
    };
    QVERIFY(opened(good, {}));
    const auto fails = [&](const TensorSet& set, const PatchFeatureOptions& options, const char* part) {
      const auto result = opened(set, options);
      return !result && result.error().message.find(part) != std::string::npos;
    };
    QVERIFY(fails(good, {"resnet18"}, "weights of MobileNetV3 small"));
    QVERIFY(fails(good, {"auto", "layer2"}, "no layer 'layer2'"));
    QVERIFY(fails(good, {"auto", "block3,block3"}, "twice"));
    QVERIFY(fails(good, {"auto", "auto", 2}, "odd"));
    QVERIFY(fails(good, {"auto", "auto", 3, "int4"}, "int4"));
    TensorSet set = good;
    std::erase_if(set.tensors,
                  [](const NamedTensor& each) { return each.name == "features.5.block.0.0.weight"; });
    QVERIFY(fails(set, {}, "features.5.block.0.0.weight' is missing"));
    set = good;
    set.tensors.push_back(formula_tensor("features.99.weight", {3}));
    QVERIFY(fails(set, {}, "no place"));
    set = good;
    set.tensors[0].bytes.replace(0, 4, std::string("\0\0\xc0\x7f", 4));
    QVERIFY(fails(set, {}, "not finite"));
    set = good;
    set.metadata["mean"] = "0.5,0.5";
    QVERIFY(fails(set, {}, "mean"));
    QVERIFY(fails({{formula_tensor("a", {2})}, {}}, {}, "none of the networks"));
    QCOMPARE(PatchFeatureExtractor::open({}, folder_.filePath("absent").toStdString(), "cpu").error().code,
             ErrorCode::not_found);
  }

private:
  QTemporaryDir folder_;
  double worst_ = 0;
};

QTEST_GUILESS_MAIN(TestBackbones)
#include "tst_backbones.moc"
