#include "core/base/safetensors.h"
#include "core/inspection/patch_grids.h"
#include "core/models/weights.h"
#include "core/workflow/csv_record.h"
#include "core/workflow/export_features.h"
#include "core/workflow/image_model.h"
#include "tests/workflow/image_story_fixture.h"

#include <cmath>
#include <cstring>

using namespace andon;
using namespace andon::workflow;
namespace fs = std::filesystem;

/// Vectors of images and windows as files for other programs.
class TestExportFeatures : public QObject {
  Q_OBJECT
  ImageStory story_;
  Progress silent_;

  /// What a method's options take from small ones.
  static OptionMap quick_options(const std::string& method) {
    OptionMap wanted = ImageStory::bank_options();
    wanted.insert({{"epochs", std::int64_t{1}},
                   {"samples_an_epoch", std::int64_t{24}},
                   {"head_width", std::int64_t{16}},
                   {"channels", std::int64_t{12}},
                   {"latent", std::int64_t{8}},
                   {"projection", std::int64_t{16}}});
    OptionMap options;
    for (const OptionInfo& info : (*image_methods().find(method))->options)
      if (const auto found = wanted.find(info.key); found != wanted.end())
        options.insert(*found);
    return options;
  }
  void trained(const std::string& model, const std::string& data) {
    Workspace workspace = story_.open();
    VALUE(run,
          train(workspace, {.model = model, .data = data, .name = model, .options = quick_options(model)},
                silent_, {}));
  }
  fs::path out(const std::string& name) const { return story_.folder() / "out" / name; }
  ExportFeaturesIn images(const std::string& run, const std::string& file) const {
    return {.run = run, .data = story_.surfaces().string(), .part = "test", .out = out(file)};
  }
  static std::vector<std::vector<std::string>> records(const fs::path& file) {
    const auto text = read_file(file);
    std::vector<std::vector<std::string>> result;
    for (std::size_t at = 0; text && at < text->size();)
      result.push_back(*next_csv_record(*text, at));
    return result;
  }
  static std::vector<float> numbers(const TensorSet& set, const std::string& name) {
    const NamedTensor* tensor = set.find(name);
    std::vector<float> values(tensor ? tensor->bytes.size() / sizeof(float) : 0);
    if (tensor)
      std::memcpy(values.data(), tensor->bytes.data(), tensor->bytes.size());
    return values;
  }

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
  }

  void every_image_method_exports_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<int>("dimension");
    const std::map<std::string, int> known{
        {"cae", 8}, {"vae", 8}, {"padim", 12}, {"student_teacher", 16}}; // of the others, the backbone's
    for (const ImageMethod& method : image_methods().rows())
      QTest::addRow("%s", method.id.c_str())
          << QString::fromStdString(method.id) << (known.count(method.id) > 0 ? known.at(method.id) : 0);
  }
  void every_image_method_exports() {
    QFETCH(QString, method);
    QFETCH(int, dimension);
    const std::string name = method.toStdString();
    trained(name, story_.surfaces().string());
    Workspace workspace = story_.open();
    VALUE(first, export_features(workspace, images(name, name + ".csv"), silent_, {}));
    VALUE(again, export_features(workspace, images(name, name + "_again.csv"), silent_, {}));
    VALUE(tensors, export_features(workspace, images(name, name + ".safetensors"), silent_, {}));
    QCOMPARE(*read_file(first.out), *read_file(again.out));
    QVERIFY(dimension == 0 ? first.dimension > 16 : first.dimension == dimension);
    VALUE(scored,
          score(workspace, {.run = name, .data = story_.surfaces().string(), .part = "test"}, silent_, {}));
    const auto rows = records(first.out);
    QCOMPARE(rows.size(), scored.rows.size() + 1);
    QCOMPARE(first.items, std::int64_t(scored.rows.size()));
    VALUE(set, read_safetensors(tensors.out));
    const NamedTensor* features = set.find("features");
    QVERIFY(features && features->type == TensorType::f32);
    QCOMPARE(features->shape, (std::vector<std::int64_t>{first.items, first.dimension}));
    const std::vector<float> values = numbers(set, "features");
    const auto d = static_cast<std::size_t>(first.dimension);
    bool differ = false;
    for (std::size_t i = 0; i < scored.rows.size(); ++i) {
      const ScoreRow& row = scored.rows[i];
      QCOMPARE(rows[i + 1].size(), d + 3);
      QCOMPARE(rows[i + 1][0], row.path);
      QCOMPARE(rows[i + 1][1], std::to_string(row.label));
      QVERIFY(std::abs(std::stod(rows[i + 1][2]) - row.score) <= 1e-8 * std::max(1.0, std::abs(row.score)));
      for (std::size_t k = 0; k < d; ++k) {
        QCOMPARE(std::stof(rows[i + 1][k + 3]), values[i * d + k]);
        QVERIFY(std::isfinite(values[i * d + k]));
        differ = differ || values[i * d + k] != values[k];
      }
    }
    QVERIFY(differ);
    QVERIFY(set.metadata.at("items").starts_with("[\"" + scored.rows[0].path + "\""));
    QCOMPARE(set.metadata.at("model"), name);
  }

  /// Pixels outside the region of interest say nothing.
  void only_the_region_counts_data() {
    QTest::addColumn<QString>("method");
    for (const ImageMethod& method : image_methods().rows())
      QTest::addRow("%s", method.id.c_str()) << QString::fromStdString(method.id);
  }
  void only_the_region_counts() {
    QFETCH(QString, method);
    Workspace workspace = story_.open();
    VALUE(opened, images::open_detector(workspace.run_folder(method.toStdString()), "cpu"));
    VALUE(image, read_image(story_.surfaces() / "test/good/000.png"));
    Mask region{image.width, image.height,
                std::vector<std::uint8_t>(std::size_t(image.width) * std::size_t(image.height), 0)};
    for (int y = 0; y < image.height / 2; ++y)
      std::fill_n(region.inside.begin() + y * image.width, image.width, std::uint8_t{1});
    Image other = image;
    const std::size_t half = other.bytes.size() / 2;
    for (std::size_t i = half; i < other.bytes.size(); ++i)
      other.bytes[i] = static_cast<std::uint8_t>(255 - other.bytes[i]);
    VALUE(whole, opened.detector->features(image, {}));
    VALUE(inside, opened.detector->features(image, region));
    VALUE(changed, opened.detector->features(other, region));
    QCOMPARE(inside, changed);
    QVERIFY(inside != whole);
    QCOMPARE(inside.size(), whole.size());
    const Mask nothing{image.width, image.height, std::vector<std::uint8_t>(region.inside.size(), 0)};
    FAILS_WITH(opened.detector->features(image, nothing), ErrorCode::insufficient_data, "region");
  }

  void a_patch_memory_exports_the_mean_of_its_patches() {
    Workspace workspace = story_.open();
    VALUE(made, export_features(workspace, images("patchcore", "mean.safetensors"), silent_, {}));
    VALUE(set, read_safetensors(made.out));
    const std::vector<float> values = numbers(set, "features");
    const PatchFeatureOptions options{
        .backbone = "mobilenet_v3_small", .layers = "block2,block7", .pooling = 1, .precision = "fp32"};
    VALUE(weights, weights_for("mobilenet_v3_small"));
    VALUE(extractor, PatchFeatureExtractor::open(options, weights.file, "cpu"));
    QCOMPARE(extractor.dimension(), made.dimension);
    const auto rows = records(out("patchcore.csv"));
    for (const std::size_t i : {std::size_t{0}, std::size_t(made.items - 1)}) {
      VALUE(image, read_image(story_.surfaces() / rows[i + 1][0]));
      const PreparedView view = prepared(image, {0, 0, image.width, image.height}, {.image_side = 192});
      VALUE(patches, extractor.extract(view.rgb, 1, view.height, view.width));
      const auto d = static_cast<std::size_t>(patches.dimension);
      for (std::size_t k = 0; k < d; ++k) {
        double sum = 0;
        for (std::size_t p = k; p < patches.values.size(); p += d)
          sum += patches.values[p];
        const double mean = sum / static_cast<double>(patches.height * patches.width);
        QVERIFY(std::abs(values[i * d + k] - mean) <= 1e-6 * std::max(1.0, std::abs(mean)));
      }
    }
  }

  void windows_export_command_and_current() {
    VALUE(simulated, story_.simulate_small(story_.data()));
    Workspace workspace = story_.open();
    VALUE(run, train(workspace,
                     {.model = "motor",
                      .data = story_.data().string(),
                      .name = "motor",
                      .options = ImageStory::small_options(1)},
                     silent_, {}));
    const ExportFeaturesIn in{.run = "motor", .part = "test", .out = out("motor.csv")};
    VALUE(made, export_features(workspace, in, silent_, {})); // of the data it was trained on
    QCOMPARE(made.dimension, std::int64_t{32});
    const auto rows = records(made.out);
    QCOMPARE(rows[0][0] + rows[0][1] + rows[0][2], std::string("itemstartend"));
    QCOMPARE(rows.size(), std::size_t(made.items) + 1);
    for (std::size_t i = 1; i < rows.size(); ++i) { // both halves have length 1, and the score is 1 − cosine
      double command = 0, current = 0, product = 0;
      for (std::size_t k = 0; k < 16; ++k) {
        const double a = std::stod(rows[i][5 + k]), b = std::stod(rows[i][21 + k]);
        command += a * a;
        current += b * b;
        product += a * b;
      }
      QVERIFY(std::abs(command - 1) < 1e-4 && std::abs(current - 1) < 1e-4);
      QVERIFY(std::abs(1 - product - std::stod(rows[i][4])) < 1e-4);
    }
  }

  void what_cannot_be_exported_is_refused() {
    Workspace workspace = story_.open();
    const auto exported = [&](ExportFeaturesIn in, std::stop_token stop = {}) {
      return export_features(workspace, in, silent_, std::move(stop));
    };
    FAILS_WITH(exported(images("cae", "x.txt")), ErrorCode::invalid_argument, ".safetensors");
    FAILS_WITH(exported(images("cae", "cae.csv")), ErrorCode::already_exists, "--replace");
    FAILS_WITH(exported(images("nobody", "x.csv")), ErrorCode::not_found, "nobody");
    ExportFeaturesIn in = images("cae", "x.csv");
    in.part = "moon";
    FAILS_WITH(exported(in), ErrorCode::not_found, "it has: test train");
    in = images("cae", "x.csv");
    in.data = story_.data().string();
    FAILS_WITH(exported(in), ErrorCode::unsupported, "takes images");
    VALUE(run,
          train(workspace, {.model = "pca", .data = story_.data().string(), .name = "axes"}, silent_, {}));
    in = images("axes", "x.csv");
    in.data.clear();
    FAILS_WITH(exported(in), ErrorCode::unsupported, "these have: motor, cae");
    std::stop_source stopped;
    stopped.request_stop();
    FAILS_WITH(exported(images("cae", "x.csv"), stopped.get_token()), ErrorCode::cancelled, "cancelled");
    QVERIFY(!fs::exists(out("x.csv")));
    in = images("vae", "cae.csv");
    in.replace = true;
    VALUE(replaced, exported(in));
    QCOMPARE(*read_file(out("cae.csv")), *read_file(out("vae.csv")));
  }
};

QTEST_GUILESS_MAIN(TestExportFeatures)
#include "tst_export_features.moc"
