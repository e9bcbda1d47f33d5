#include "core/decision/threshold_table.h"
#include "core/inspection/image_detector.h"
#include "core/inspection/onnx_runner.h"
#include "core/inspection/patch_grids.h"
#include "core/workflow/bundle.h"
#include "core/workflow/inspect.h"
#include "core/workflow/program_test.h"
#include "core/workflow/run_files.h"
#include "core/workflow/score_file.h"
#include "tests/workflow/image_story_fixture.h"

#include <algorithm>
#include <cmath>

using namespace andon;
using namespace andon::workflow;
namespace fs = std::filesystem;

/// Scorers exported as one file for other programs: TorchScript and ONNX.
class TestImagePrograms : public QObject {
  Q_OBJECT
  ImageStory story_;
  Progress silent_;

  void trained(const std::string& name, const std::string& model, const OptionMap& more) {
    Workspace workspace = story_.open();
    OptionMap options = ImageStory::bank_options();
    for (const auto& [key, value] : more)
      options[key] = value;
    VALUE(run, train(workspace,
                     {.model = model, .data = story_.surfaces().string(), .name = name, .options = options},
                     silent_, {}));
  }
  /// Surfaces without flat places, where distances are rounding errors.
  fs::path stone() const { return story_.folder() / "stone"; }
  static std::ptrdiff_t entries(const fs::path& folder) {
    return fs::exists(folder) ? std::distance(fs::directory_iterator(folder), {}) : 0;
  }

  /// The test part of stone(), in its order.
  std::vector<ImageItem> test_items() const {
    const auto dataset = open_image_dataset(stone());
    if (!dataset)
      qFatal("%s", dataset.error().message.c_str());
    std::vector<ImageItem> items;
    std::ranges::copy_if(dataset->items, std::back_inserter(items),
                         [](const ImageItem& item) { return item.part == "test"; });
    return items;
  }
  std::vector<std::vector<float>> test_images() const {
    std::vector<std::vector<float>> images;
    for (const ImageItem& item : test_items()) {
      const auto image = read_image(item.path);
      images.push_back(prepared(*image, {0, 0, image->width, image->height}, {.image_side = 192}).rgb);
    }
    return images;
  }
  std::vector<int> test_labels() const {
    std::vector<int> labels;
    for (const ImageItem& item : test_items())
      labels.push_back(item.label);
    return labels;
  }

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
    VALUE(stones, simulate({.simulator = "surfaces",
                            .options = {{"texture", std::string("speckled_stone")},
                                        {"size", std::int64_t{96}},
                                        {"train", std::int64_t{12}},
                                        {"test_good", std::int64_t{4}},
                                        {"test_defect", std::int64_t{2}}},
                            .seed = 5,
                            .out = stone()},
                           silent_, {}));
    trained("bank", "patchcore", {});
    Workspace workspace = story_.open();
    VALUE(evaluated, evaluate(workspace, {.run = "bank", .data = story_.surfaces().string()}, silent_, {}));
  }

  void a_program_says_the_same_as_the_run_data() {
    QTest::addColumn<QString>("format");
    QTest::newRow("torchscript") << "torchscript";
    QTest::newRow("onnx") << "onnx";
  }
  void a_program_says_the_same_as_the_run() {
    QFETCH(QString, format);
    Workspace workspace = story_.open();
    const fs::path file = story_.folder() / format.toStdString() / "bank";
    const ExportIn in{.run = "bank", .format = format.toStdString(), .out = file};
    VALUE(out, export_run(workspace, in, silent_, {}));
    QVERIFY2(out.parity_max <= 1e-4, qPrintable(QString::number(out.parity_max)));
    QVERIFY(out.samples >= 8);
    QCOMPARE(out.bytes, fs::file_size(file));
    QCOMPARE(entries(file.parent_path()), std::ptrdiff_t{1});
    FAILS_WITH(export_run(workspace, in, silent_, {}), ErrorCode::already_exists, "--replace");
    std::stop_source stopped;
    stopped.request_stop();
    ExportIn other = in;
    other.out = file.parent_path() / "other";
    FAILS_WITH(export_run(workspace, other, silent_, stopped.get_token()), ErrorCode::cancelled, "nothing");
    QVERIFY(!fs::exists(other.out));
    other.replace = true;
    other.out = file;
    VALUE(replaced, export_run(workspace, other, silent_, {}));
    QCOMPARE(replaced.parity_max, out.parity_max);
    const fs::path roi = story_.surfaces() / "roi.png";
    fs::copy_file(story_.surfaces() / "train/good/000.png", roi);
    FAILS_WITH(export_run(workspace, other, silent_, {}), ErrorCode::unsupported, "roi.png");
    fs::remove(roi);
    QCOMPARE(entries(file.parent_path()), std::ptrdiff_t{1});
  }

  void another_runtime_scores_as_inspect_does() {
    Workspace workspace = story_.open();
    const fs::path file = story_.folder() / "bank.onnx";
    VALUE(out, export_run(workspace, {.run = "bank", .format = "onnx", .out = file}, silent_, {}));
    double most_good = 0, most_bad = 0;
    for (const char* id : {"test/good/000.png", "test/good/001.png", "test/missing_part/000.png",
                           "test/scratch/000.png", "test/stain/001.png"}) {
      const fs::path path = story_.surfaces() / id;
      VALUE(seen,
            inspect(workspace, {.run = "bank", .image = path.string(), .out = story_.folder() / "inspected"},
                    silent_, {}));
      VALUE(image, read_image(path));
      const ViewOptions views{.image_side = 192};
      const std::vector<std::vector<float>> inputs{
          prepared(image, {0, 0, image.width, image.height}, views).rgb};
      VALUE(scored, run_onnx(file, 192, 192, inputs));
      const double gap =
          std::abs(scored[0].score - seen.view.score) / std::max(1.0, std::abs(seen.view.score));
      QVERIFY2(gap <= 1e-4, qPrintable(QString("%1: %2").arg(id).arg(gap)));
      double& most = std::string(id).starts_with("test/good") ? most_good : most_bad;
      most = std::max(most, scored[0].score);
    }
    QVERIFY(most_bad > most_good);
  }

  void the_reweighted_score_is_exported() {
    trained("paper", "patchcore", {{"reweighted", true}, {"neighbours", std::int64_t{5}}});
    Workspace workspace = story_.open();
    for (const char* format : {"torchscript", "onnx"}) {
      const fs::path file = story_.folder() / (std::string("paper.") + format);
      VALUE(out, export_run(workspace, {.run = "paper", .format = format, .out = file}, silent_, {}));
      QVERIFY(out.parity_max <= 1e-4);
    }
  }

  void scales_by_position_and_axes_are_exported() {
    trained("placed", "patchcore",
            {{"whitening", std::string("pca")}, {"by_position", true}, {"pooling", std::int64_t{3}}});
    Workspace workspace = story_.open();
    for (const char* format : {"torchscript", "onnx"}) {
      const fs::path file = story_.folder() / (std::string("placed.") + format);
      VALUE(out, export_run(workspace, {.run = "placed", .format = format, .out = file}, silent_, {}));
      qInfo("%s: largest gap %.2g", format, out.parity_max);
    }
  }

  /// Every method says the same in both runtimes, map and score, on normal and defective images.
  void every_method_is_exported_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<int>("variant");
    for (const ImageMethod& method : image_methods().rows())
      if (method.id != "patchcore") // above
        for (const int variant : {0, 1})
          QTest::addRow("%s %d", method.id.c_str(), variant) << QString::fromStdString(method.id) << variant;
  }
  void every_method_is_exported() {
    QFETCH(QString, method);
    QFETCH(int, variant);
    const std::string name = method.toStdString() + std::to_string(variant);
    const bool second = variant == 1;
    const OptionMap wanted{{"epochs", std::int64_t{method == "synthetic" ? 8 : 1}},
                           {"samples_an_epoch", std::int64_t{24}},
                           {"head_width", std::int64_t{16}},
                           {"channels", std::int64_t{12}},
                           {"neighbours", std::int64_t{second ? 3 : 2}},
                           {"by_position", second},
                           {"layers", std::string("block2,block7")},
                           {"precision", std::string(second ? "bf16" : "fp32")},
                           {"image_side", std::int64_t{second ? 160 : 192}},
                           {"image_score", std::string(!second             ? "mean"
                                                       : method == "padim" ? "top"
                                                                           : "both")},
                           {"whitening", std::string(method == "synthetic" ? "pca" : "none")}};
    const auto row = image_methods().find(method.toStdString());
    QVERIFY(row);
    OptionMap options;
    for (const OptionInfo& info : (*row)->options) {
      const OptionMap bank = ImageStory::bank_options();
      if (const auto found = wanted.find(info.key); found != wanted.end())
        options.insert(*found);
      else if (const auto of_bank = bank.find(info.key); of_bank != bank.end())
        options.insert(*of_bank);
    }
    Workspace workspace = story_.open();
    const std::string data = stone().string();
    VALUE(run,
          train(workspace, {.model = method.toStdString(), .data = data, .name = name, .options = options},
                silent_, {}));
    VALUE(evaluated, evaluate(workspace, {.run = name, .data = data}, silent_, {}));
    for (const char* format : {"torchscript", "onnx"}) {
      const fs::path file = story_.folder() / (name + "." + format);
      VALUE(out, export_run(workspace, {.run = name, .format = format, .out = file}, silent_, {}));
      qInfo("%s: largest gap %.2g on %d images", format, out.parity_max, int(out.samples));
      QVERIFY(out.parity_max <= 1e-4);
      QVERIFY(out.samples >= 8);
      // What computed in bf16 is compared with itself in fp32, line and all.
      const bool in_bf16 = second && (*row)->needs_backbone;
      QCOMPARE(out.precision.has_value(), in_bf16);
      QCOMPARE(out.notes.empty(), !in_bf16);
      if (!in_bf16)
        continue;
      VALUE(normal, read_scores(validation_scores_file(workspace.run_folder(name))));
      QCOMPARE(out.precision->images, std::int64_t(normal.size()));
      const double before = *out.precision->threshold_before, after = *out.precision->threshold;
      QVERIFY(after != before);
      if (method == "global_knn") // means of random features hardly differ: their distances are rounding
        continue;
      QVERIFY2(std::abs(after - before) < 0.2 * std::abs(before),
               qPrintable(QString("%1 became %2").arg(before).arg(after)));
    }
  }

  /// The line of an exported bf16 run is drawn as the run's was, each on its own data.
  void a_line_is_drawn_again_as_it_was_drawn() {
    trained("short", "patchcore", {{"precision", std::string("bf16")}});
    Workspace workspace = story_.open();
    const std::string data = stone().string();
    const auto exported = [&] {
      return export_run(
          workspace,
          {.run = "short", .format = "torchscript", .out = story_.folder() / "short.pt", .replace = true},
          silent_, {});
    };
    VALUE(drawn,
          fit_threshold(workspace,
                        {.run = "short", .method = "manual", .options = {{"line", 7.25}}, .reason = "x"},
                        silent_, {}));
    VALUE(by_hand, exported());
    QCOMPARE(*by_hand.precision->threshold, 7.25);
    VALUE(evaluated, evaluate(workspace, {.run = "short", .data = data}, silent_, {}));
    VALUE(f1, fit_threshold(workspace, {.run = "short", .method = "f1", .data = data, .part = "test"},
                            silent_, {}));
    VALUE(by_labels, exported());
    QCOMPARE(*by_labels.precision->threshold_before, f1.version.threshold);
    // The program's own scores of the labelled images lead to the same line.
    VALUE(scored, run_torchscript(story_.folder() / "short.pt", 192, 192, test_images()));
    std::vector<double> scores;
    for (const ProgramOutput& output : scored)
      scores.push_back(output.score);
    const std::vector<int> labels = test_labels();
    VALUE(expected, andon::fit_threshold("f1", {.scores = scores, .labels = labels}, {}));
    const double line = *by_labels.precision->threshold;
    QVERIFY2(std::abs(line - expected.threshold) < 1e-4 * std::max(1.0, std::abs(line)),
             qPrintable(QString::number(expected.threshold)));
    fs::rename(stone(), story_.folder() / "gone");
    const auto lost = exported();
    fs::rename(story_.folder() / "gone", stone());
    QVERIFY(!lost);
    QVERIFY2(lost.error().message.find("chosen on data set 'stone'") != std::string::npos,
             lost.error().message.c_str());
    VALUE(kept, exported());
    QCOMPARE(*kept.precision->threshold, *by_labels.precision->threshold);
  }

  void what_a_program_cannot_hold_is_refused_by_name() {
    trained("tiled", "patchcore", {{"tile", std::int64_t{64}}});
    Workspace workspace = story_.open();
    const fs::path file = story_.folder() / "refused" / "x.onnx";
    const auto exported = [&](const std::string& run) {
      return export_run(workspace, {.run = run, .format = "onnx", .out = file}, silent_, {});
    };
    FAILS_WITH(exported("tiled"), ErrorCode::unsupported, "--format bundle");
    FAILS_WITH(exported("tiled"), ErrorCode::unsupported, "tile=0");
    QCOMPARE(entries(file.parent_path()), std::ptrdiff_t{0});
  }

  void a_file_that_says_something_else_is_refused() {
    Workspace workspace = story_.open();
    VALUE(opened, images::open_detector(workspace.run_folder("bank"), "cpu"));
    const fs::path root = story_.surfaces();
    VALUE(samples, program_samples({root / "train/good/000.png", root / "test/scratch/000.png"}, silent_));
    QVERIFY(expect(samples, *opened.detector, silent_, {}));
    VALUE(portable,
          portable_scorer(*opened.detector, story_.folder() / "models" / "mobilenet_v3_small.safetensors", 96,
                          96, {}));
    const fs::path file = story_.folder() / "self_test.pt";
    QVERIFY(write_torchscript(portable.scorer, {}, file));
    VALUE(gap, test_program(file, run_torchscript, portable, samples, {}));
    QVERIFY(gap <= most_bundle_gap);
    samples[1].expected.score += 2e-4 * std::max(1.0, samples[1].expected.score);
    FAILS_WITH(test_program(file, run_torchscript, portable, samples, {}), ErrorCode::conflict,
               "says something else");
    FAILS_WITH(test_program(file, run_torchscript, portable, samples, {}), ErrorCode::conflict,
               "scratch/000.png");
  }

  void a_cancelled_test_leaves_the_file_as_it_was() {
    struct StopAt : Progress {
      std::stop_source stop;
      void stage(std::string_view name, std::int64_t) override {
        if (name == "testing the program")
          stop.request_stop();
      }
    } progress;
    Workspace workspace = story_.open();
    const fs::path file = story_.folder() / "kept" / "x.onnx";
    fs::create_directories(file.parent_path());
    QVERIFY(write_atomic(file, "kept"));
    FAILS_WITH(export_run(workspace, {.run = "bank", .format = "onnx", .out = file, .replace = true},
                          progress, progress.stop.get_token()),
               ErrorCode::cancelled, "nothing was written");
    VALUE(kept, read_file(file));
    QCOMPARE(kept, std::string("kept"));
    QCOMPARE(entries(file.parent_path()), std::ptrdiff_t{1});
  }
};

QTEST_GUILESS_MAIN(TestImagePrograms)
#include "tst_image_programs.moc"
