// The registry of weights: folders, import, cards, verification, and a real network's answer to a photograph.
#include "core/base/hash.h"
#include "core/models/patch_features.h"
#include "core/models/weights.h"
#include "tests/models/formula_weights.h"

#include <QTemporaryDir>
#include <QtTest>
#include <c10/core/InferenceMode.h>
#include <nlohmann/json.hpp>

#include <array>

using namespace andon;

namespace {

namespace fs = std::filesystem;

const fs::path shared_weights = fs::path(ANDON_SHARED_DATA) / "weights";

/// An uncompressed 24-bit BMP, stored bottom row first, halved in steps of nearest pixels to side × side, in
/// −1..1.
at::Tensor read_bmp(const fs::path& path, std::int64_t side) {
  QFile file(QString::fromStdString(path.string()));
  if (!file.open(QIODevice::ReadOnly))
    return {};
  const QByteArray bytes = file.readAll();
  const auto number = [&](int at) {
    return static_cast<std::int64_t>(qFromLittleEndian<quint32>(bytes.constData() + at));
  };
  const std::int64_t data = number(10), width = number(18), height = number(22),
                     row = (width * 3 + 3) / 4 * 4;
  at::Tensor image = torch::zeros({1, 3, side, side});
  for (std::int64_t y = 0; y < side; ++y)
    for (std::int64_t x = 0; x < side; ++x)
      for (std::int64_t c = 0; c < 3; ++c) {
        const std::int64_t at = data + (height - 1 - y * height / side) * row + x * width / side * 3 + 2 - c;
        image[0][c][y][x] =
            static_cast<float>(static_cast<unsigned char>(bytes[static_cast<int>(at)])) / 127.5F - 1;
      }
  return image;
}

} // namespace

class TestWeights : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    base_ = folder_->path().toStdString();
    qputenv("XDG_CACHE_HOME", QByteArray::fromStdString((base_ / "cache").string()));
    qputenv("ANDON_MODELS", QByteArray::fromStdString((base_ / "models").string()));
    fs::create_directories(base_ / "models");
  }

  void imports_and_verifies() {
    write_formula("mobilenet_v3_small.safetensors");
    QVERIFY(!contains("taken"));
    const auto imported =
        import_weights(base_ / "models/mobilenet_v3_small.safetensors", {"taken", "MIT", "a test"});
    QVERIFY2(imported, imported ? "" : imported.error().message.c_str());
    QCOMPARE(imported->file, base_ / "cache/andon/weights/taken.safetensors");
    QCOMPARE(imported->sha256, *sha256_file(imported->file));
    const auto found = find_weights("taken");
    QVERIFY(found && found->imported && found->licence == "MIT" && found->origin == "a test" &&
            found->backbone == "mobilenet_v3_small" && found->bytes == fs::file_size(found->file));
    const auto check = verify_weights(*found);
    QVERIFY(check && check->hash_matches && check->activations_match);
    QVERIFY(weights_for("mobilenet_v3_small"));
    QVERIFY(find_weights("takem").error().message.find("'taken'") != std::string::npos);
  }

  /// Names of another library are no reason to look for the file in vain, nor to open it as it is.
  void files_of_timm_are_imported_when_used() {
    QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/timm_golden.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto golden = nlohmann::json::parse(file.readAll().toStdString());
    TensorSet set;
    for (const auto& [name, shape] : golden["networks"]["mobilenetv2_100"]["tensors"].items())
      set.tensors.push_back(formula_tensor(name, shape.get<std::vector<std::int64_t>>()));
    QVERIFY(write_safetensors(base_ / "models/mobilenetv2_100.ra_in1k.safetensors", set));
    const auto found = weights_for("mobilenet_v2");
    QVERIFY2(found, found ? "" : found.error().message.c_str());
    QVERIFY(found->imported && found->id == "mobilenetv2_100.ra_in1k");
    QVERIFY(verify_weights(*found)->activations_match);
    QVERIFY(read_safetensors(found->file)->find("features.18.0.weight"));
  }

  void notices_damage() {
    write_formula("mobilenet_v3_small.safetensors");
    const auto imported = import_weights(base_ / "models/mobilenet_v3_small.safetensors", {"taken", "", ""});
    QVERIFY(imported);
    fs::path card = imported->file;
    card.replace_extension(".json");
    QFile file(QString::fromStdString(card.string()));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray text = file.readAll();
    text.replace("\"rms\": ", "\"rms\": 9");
    file.resize(0);
    file.write(text);
    file.close();
    const auto other = verify_weights(*find_weights("taken"));
    QVERIFY(other && other->hash_matches && !other->activations_match);
    text.replace("\"layers\"", "\"formerly\""); // as earlier builds wrote it
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text);
    file.close();
    const auto earlier = verify_weights(*find_weights("taken"));
    QVERIFY(earlier && earlier->activations_match &&
            earlier->message.find("earlier build") != std::string::npos);
    QFile weights(QString::fromStdString(imported->file.string()));
    QVERIFY(weights.open(QIODevice::ReadWrite) && weights.seek(weights.size() - 3) && weights.putChar('!'));
    weights.close();
    const auto check = verify_weights(*find_weights("taken"));
    QVERIFY(check && !check->hash_matches);
  }

  void refuses() {
    QCOMPARE(import_weights(base_ / "absent.pth", {}).error().code, ErrorCode::not_found);
    write_formula("mobilenet_v3_small.safetensors");
    QCOMPARE(import_weights(base_ / "models/mobilenet_v3_small.safetensors", {"../up", "", ""}).error().code,
             ErrorCode::invalid_argument);
    const auto tiny = import_weights(fs::path(ANDON_TEST_DATA) / "base/data/tiny.pth", {});
    QVERIFY(!tiny && tiny.error().message.find("none of the networks") != std::string::npos);
    QVERIFY(!fs::exists(base_ / "cache/andon/weights/tiny.safetensors"));
    QVERIFY(weights_for("resnet18").error().message.find("scripts/fetch-weights") != std::string::npos);
    QCOMPARE(weights_for("resnet19").error().code, ErrorCode::not_found);
  }

  /// ImageNet's MobileNetV2, quantised: a cat is a cat.
  void real_network() {
    const fs::path source = shared_weights / "mobilenet_v2_1.0_224_quant.tflite";
    if (!fs::exists(source))
      QSKIP("the shared weights are not on this machine");
    const auto imported = import_weights(source, {"imagenet", "Apache-2.0", "a test"});
    QVERIFY2(imported, imported ? "" : imported.error().message.c_str());
    QCOMPARE(imported->backbone, std::string("mobilenet_v2"));
    const auto set = read_safetensors(imported->file);
    QVERIFY(set);
    const auto loaded = load_backbone("mobilenet_v2", *set, "imagenet");
    QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
    QCOMPARE(loaded->mean, (std::array<float, 3>{0.5F, 0.5F, 0.5F}));
    const c10::InferenceMode inference;
    const at::Tensor scores = loaded->network->classify(read_bmp(shared_weights / "cat.bmp", 224)).softmax(1);
    QCOMPARE(scores.size(1), 1001);
    const auto best = scores.argmax(1).item<std::int64_t>();
    qInfo("class %d with %.3f", static_cast<int>(best), scores.max().item<double>());
    // 282 … 286 are the five kinds of house cat in the list that begins with "background".
    QVERIFY(best >= 282 && best <= 286);
  }

private:
  void write_formula(const std::string& name) {
    const auto network = (*backbone_table().find("mobilenet_v3_small"))->make({});
    QVERIFY(write_safetensors(base_ / "models" / name, formula_weights(*network)));
  }
  bool contains(const std::string& id) {
    const auto all = list_weights();
    return std::any_of(all.begin(), all.end(), [&](const WeightsFile& each) { return each.id == id; });
  }

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path base_;
};

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"
