#include "core/inspection/patchcore.h"
#include "core/models/weights.h"
#include "core/workflow/about.h"
#include "core/workflow/forecast.h"
#include "core/workflow/image_maps.h"
#include "core/workflow/image_model.h"
#include "core/workflow/report.h"
#include "core/workflow/score_file.h"
#include "tests/workflow/image_story_fixture.h"

using namespace andon;
using namespace andon::workflow;
namespace fs = std::filesystem;

/// The use cases on images: simulate, import, train, score, evaluate, threshold, compare, rerun.
class TestImageStory : public QObject {
  Q_OBJECT
  ImageStory story_;
  Progress silent_;

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
    QCOMPARE(simulated.items, std::int64_t{24});
    Workspace workspace = story_.open();
    VALUE(trained, story_.train_bank(workspace));
    QCOMPARE(trained.run, std::string("bank"));
    QCOMPARE(trained.epochs, std::int64_t{0});
  }

  void a_folder_is_images_or_signals() {
    Workspace workspace = story_.open();
    VALUE(data, open_data(workspace, story_.surfaces().string()));
    QCOMPARE(data.modality, std::string("images"));
    QCOMPARE(data.images->dataset.items.size(), std::size_t{24});
    QCOMPARE(data.images->hashes.size(), std::size_t{24});
    VALUE(again, open_data(workspace, story_.surfaces().string()));
    QCOMPARE(again.sha256, data.sha256);
    FAILS_WITH(selected_parts(data, "val"), ErrorCode::not_found, "test train");
    FAILS_WITH(find_model("motor", data), ErrorCode::unsupported, "holds images");
  }

  void every_method_is_a_model() {
    for (const ImageMethod& method : image_methods().rows()) {
      VALUE(row, model_table().find(method.id));
      QCOMPARE(row->modality, std::string("images"));
      VALUE(options, row->resolve({{"calibration", std::string("split")}}));
      QCOMPARE(options.size(), row->options().size());
      FAILS_WITH(row->resolve({{"calibratoin", std::string("split")}}), ErrorCode::invalid_argument,
                 "calibration");
    }
    VALUE(bank, model_table().find("patchcore"));
    FAILS_WITH(bank->resolve({{"pooling", std::int64_t{4}}}), ErrorCode::invalid_argument, "odd number");
    VALUE(odd, bank->resolve({{"pooling", std::int64_t{5}}}));
  }

  void the_run_keeps_detector_card_and_normal_scores() {
    Workspace workspace = story_.open();
    const fs::path folder = workspace.run_folder("bank");
    VALUE(card, images::read_card(folder));
    QCOMPARE(card.method, std::string("patchcore"));
    QCOMPARE(card.backbone, std::string("mobilenet_v3_small"));
    QCOMPARE(card.calibration, std::string("left_out"));
    QCOMPARE(card.validation_images, std::int64_t{10});
    QVERIFY(!card.weights_sha256.empty());
    QCOMPARE(card.weights_id, std::string("mobilenet_v3_small"));
    QVERIFY(!fs::exists(folder / images::bundled_weights)); // it learnt none of its own
    VALUE(manifest, read_file(folder / "manifest.json"));
    for (const char* file : {"image_model.json", "detector/detector.safetensors"})
      QVERIFY2(manifest.find(file) != std::string::npos, file);
    VALUE(rows, read_scores(folder / "val_scores.csv"));
    QCOMPARE(rows.size(), std::size_t{10});
    for (const ScoreRow& row : rows)
      QCOMPARE(row.label, 0);
  }

  void scores_are_written_as_the_contract_says() {
    Workspace workspace = story_.open();
    const fs::path out = story_.folder() / "scores.csv";
    VALUE(scored,
          score(workspace, {.run = "bank", .data = story_.surfaces().string(), .out = out}, silent_, {}));
    QCOMPARE(scored.rows.size(), std::size_t{14});
    VALUE(text, read_file(out));
    QVERIFY(text.starts_with("path,score,decision,label,defect\ntest/"));
    VALUE(detail, run_detail(workspace, "bank"));
    for (const ScoreRow& row : scored.rows) {
      QCOMPARE(row.decision, row.score >= detail.thresholds[0].threshold ? 1 : 0);
      QCOMPARE(row.label, row.defect.empty() ? 0 : 1);
      QVERIFY(row.label == 1 ? row.defect_area > 0 : row.defect_area == 0);
    }
    VALUE(stored, stored_scores(workspace, "bank"));
    QCOMPARE(stored.rows.size(), scored.rows.size());
  }

  void evaluation_has_pixels_groups_and_baselines() {
    Workspace workspace = story_.open();
    VALUE(out, evaluate(workspace, {.run = "bank", .data = story_.surfaces().string()}, silent_, {}));
    QCOMPARE(out.n, std::int64_t{14});
    QCOMPARE(out.abnormal, std::int64_t{10});
    for (const char* name :
         {"auroc", "aupr", "f1", "recall", "overkill_rate", "pixel_auroc", "pixel_aupr", "aupro", "aupimo",
          "pixel_precision", "pixel_recall", "pixel_f1", "region_recall"}) {
      QVERIFY2(out.metrics.count(name) == 1, name);
      VALUE(described, describe("metric", name));
      const Estimate& e = out.metrics.at(name);
      QVERIFY2(e.low <= e.value && e.value <= e.high, name);
    }
    QVERIFY2(out.metrics.at("pixel_auroc").value > 0.7,
             std::to_string(out.metrics.at("pixel_auroc").value).c_str());
    for (const char* name : {"random", "pca"})
      QVERIFY2(out.baselines.count(name) == 1 && out.baselines.at(name).count("auroc") == 1, name);
    std::int64_t by_defect = 0, by_area = 0, found = 0;
    for (const GroupRecall& group : out.groups) {
      (group.by == "defect" ? by_defect : by_area) += group.items;
      if (group.by == "defect")
        continue;
      found += group.found;
      QVERIFY(group.area_low < group.area_high && group.share_low <= group.share_high);
      // All images have 96 × 96 pixels.
      QVERIFY(group.share_low * 96 * 96 > group.area_low - 0.5 &&
              group.share_high * 96 * 96 < group.area_high - 0.5);
    }
    QCOMPARE(by_defect, std::int64_t{10});
    QVERIFY(out.pixels.has_value());
    QVERIFY(out.pixels->regions >= 10);
    QCOMPARE(by_area, out.pixels->regions);
    QCOMPARE(found, out.pixels->found);
    QVERIFY(out.pixels->line_p > 0 && out.pixels->line_p <= 1e-3);
    QCOMPARE(out.pixels->true_positives + out.pixels->false_positives + out.pixels->false_negatives +
                 out.pixels->true_negatives,
             std::int64_t{14 * 96 * 96});
    double sum = 0;
    for (const auto& [id, value] : out.aupimo_by_image)
      sum += value;
    QCOMPARE(out.aupimo_by_image.size(), std::size_t{10});
    QVERIFY(std::abs(sum / 10 - out.metrics.at("aupimo").value) < 1e-12);
    VALUE(detail, run_detail(workspace, "bank")); // what was written is what was said
    QCOMPARE(detail.groups.size(), out.groups.size());
    QCOMPARE(detail.groups.back().mean_overlap, out.groups.back().mean_overlap);
    QCOMPARE(detail.groups.back().area_high, out.groups.back().area_high);
  }

  void kept_maps_give_the_same_metrics_as_scoring_again() {
    Workspace workspace = story_.open();
    const EvaluateIn in{.run = "bank", .data = story_.surfaces().string()};
    VALUE(first, evaluate(workspace, in, silent_, {}));
    VALUE(data, open_data(workspace, story_.surfaces().string()));
    VALUE(opened, images::open_detector(workspace.run_folder("bank"), "cpu"));
    const ImageItem& item = data.images->dataset.items.front();
    VALUE(image, read_image(item.path));
    VALUE(fresh, opened.detector->score(image, {}));
    const images::ImageMaps maps(workspace.cache_folder(), opened.card.key());
    const auto kept = maps.read(data.sha256, item.id);
    QVERIFY(kept.has_value());
    QCOMPARE(kept->score, fresh.score);
    QCOMPARE(kept->map.values, fresh.map.values);
    const images::ImageMaps none(workspace.cache_folder(), opened.card.key(), 0);
    QVERIFY(none.read(data.sha256, item.id).has_value()); // its own folder is never swept
    const images::ImageMaps other(workspace.cache_folder(), "another", 0);
    QVERIFY(!maps.read(data.sha256, item.id).has_value());
    VALUE(second, evaluate(workspace, in, silent_, {}));
    QCOMPARE(second.metrics.at("aupro").value, first.metrics.at("aupro").value);
  }

  void a_split_keeps_normal_images_away() {
    Workspace workspace = story_.open();
    OptionMap options = ImageStory::bank_options();
    options["calibration"] = std::string("split");
    options["calibration_fraction"] = 0.3;
    VALUE(
        trained,
        train(workspace,
              {.model = "patchcore", .data = story_.surfaces().string(), .name = "split", .options = options},
              silent_, {}));
    VALUE(card, images::read_card(workspace.run_folder(trained.run)));
    QCOMPARE(card.train_images, std::int64_t{7});
    QCOMPARE(card.validation_images, std::int64_t{3});
    QVERIFY(card.summary.find("7 images") != std::string::npos);
    for (const char* run : {"bank", "split"}) {
      VALUE(evaluated, evaluate(workspace, {.run = run, .data = story_.surfaces().string()}, silent_, {}));
    }
    VALUE(compared, compare(workspace, {"bank", "split"}, silent_, {}));
    QVERIFY2(compared.missing == CompareOut::Missing::nothing, compared.missing_reason.c_str());
    for (const char* name : {"auroc", "f1", "pixel_auroc", "pixel_aupr", "aupro", "aupimo"}) {
      QVERIFY2(compared.gaps.count(name) == 1, name);
      const Estimate& gap = compared.gaps.at(name).difference;
      const std::vector<Estimate>& both = compared.metrics.at(name);
      QVERIFY2(std::abs(gap.value - (both[1].value - both[0].value)) < 1e-12, name);
      QVERIFY2(gap.low <= gap.value && gap.value <= gap.high, name);
    }
    QVERIFY(std::any_of(compared.differences.begin(), compared.differences.end(),
                        [](const auto& each) { return each.key == "options.calibration"; }));
    // A line that came into use since changes nothing about the evaluations that are compared.
    VALUE(moved, fit_threshold(workspace, {.run = "bank", .method = "manual", .options = {{"line", -1e9}}},
                               silent_, {}));
    VALUE(later, compare(workspace, {"bank", "split"}, silent_, {}));
    QCOMPARE(later.gaps.at("f1").difference.value, compared.gaps.at("f1").difference.value);
  }

  void runs_without_common_pixels_are_compared_by_their_scores() {
    Workspace workspace = story_.open();
    std::stop_source stop;
    stop.request_stop();
    FAILS_WITH(compare(workspace, {"bank", "split"}, silent_, stop.get_token()), ErrorCode::cancelled, "");
    const fs::path plain = story_.folder() / "plain";
    fs::copy(story_.surfaces(), plain, fs::copy_options::recursive);
    fs::remove_all(plain / "ground_truth");
    for (const char* run : {"bank", "split"}) {
      VALUE(evaluated, evaluate(workspace, {.run = run, .data = plain.string()}, silent_, {}));
    }
    VALUE(unmarked, compare(workspace, {"bank", "split"}, silent_, {}));
    QCOMPARE(unmarked.gaps.count("f1"), std::size_t{1});
    QCOMPARE(unmarked.gaps.count("aupro"), std::size_t{0});
    QVERIFY(unmarked.missing == CompareOut::Missing::pixels);
    QVERIFY2(unmarked.missing_reason.find("marked by a mask") != std::string::npos,
             unmarked.missing_reason.c_str());
    VALUE(evaluated,
          evaluate(workspace, {.run = "bank", .data = plain.string(), .part = "all"}, silent_, {}));
    VALUE(apart, compare(workspace, {"bank", "split"}, silent_, {}));
    QVERIFY(apart.gaps.empty() && apart.missing == CompareOut::Missing::other_data);
  }

  void thresholds_are_fitted_on_normal_scores() {
    Workspace workspace = story_.open();
    VALUE(fitted,
          fit_threshold(workspace, {.run = "bank", .method = "conformal", .alpha = 0.2}, silent_, {}));
    QVERIFY(fitted.version.supported);
    VALUE(refused,
          fit_threshold(workspace, {.run = "bank", .method = "percentile", .alpha = 0.001}, silent_, {}));
    QVERIFY(!refused.version.supported);
    QVERIFY(refused.needed_more > 2900);
    VALUE(best,
          fit_threshold(workspace,
                        {.run = "bank", .method = "f1", .data = story_.surfaces().string(), .part = "test"},
                        silent_, {}));
    VALUE(out, evaluate(workspace, {.run = "bank", .data = story_.surfaces().string()}, silent_, {}));
    QCOMPARE(out.threshold, best.version.threshold);
  }

  void a_review_band_is_counted_everywhere() {
    Workspace workspace = story_.open();
    const std::string data = story_.surfaces().string();
    VALUE(plain, score(workspace, {.run = "bank", .data = data, .out = {}}, silent_, {}));
    QCOMPARE(plain.review, std::int64_t{0});
    std::vector<double> scores = raw_scores(plain.rows);
    std::sort(scores.begin(), scores.end());
    const double line = scores[9], low = scores[4];
    VALUE(fitted, fit_threshold(workspace,
                                {.run = "bank",
                                 .method = "manual",
                                 .options = {{"line", line}},
                                 .low = low,
                                 .reason = "people look at the middle"},
                                silent_, {}));
    VALUE(scored, score(workspace, {.run = "bank", .data = data, .out = {}}, silent_, {}));
    QCOMPARE(scored.review, std::int64_t{5});
    VALUE(out, evaluate(workspace, {.run = "bank", .data = data}, silent_, {}));
    QVERIFY(out.low.has_value());
    QCOMPARE(*out.low, low);
    Confusion expected;
    for (const ScoreRow& row : scored.rows) {
      const bool called = row.score >= line, review = !called && row.score >= low;
      QCOMPARE(row.decision, called ? 1 : 0);
      if (row.label == 1)
        ++(called ? expected.caught : review ? expected.review_abnormal : expected.escapes);
      else
        ++(called ? expected.overkill : review ? expected.review_normal : expected.passed);
    }
    QCOMPARE(out.confusion, expected);
    QCOMPARE(out.metrics.at("review_share").value, 5.0 / 14);
    QCOMPARE(out.metrics.at("escape_rate_after_review").value,
             static_cast<double>(expected.escapes) / static_cast<double>(expected.abnormal()));
    QVERIFY(out.metrics.at("escape_rate").value >= out.metrics.at("escape_rate_after_review").value);
    VALUE(described, describe("metric", "review_share"));
    VALUE(written, write_report(workspace, {"bank", story_.folder() / "band.html"}, silent_, {}));
    VALUE(html, read_file(written));
    VALUE(opened, open_data(workspace, data));
    for (const std::string& part : {std::string("review from"), std::string("are for review: 5 of 14"),
                                    std::string("evaluated data sha256"), opened.sha256,
                                    std::string("AUPIMO of an image"), std::string("area of the region")})
      QVERIFY2(html.find(part) != std::string::npos, part.c_str());
  }

  void rerun_is_identical() {
    Workspace workspace = story_.open();
    VALUE(again, rerun(workspace, "bank", silent_, {}));
    QString all;
    for (const auto& [key, pair] : again.differences)
      all += QString::fromStdString(key + ": " + pair.first + " -> " + pair.second + "\n");
    QVERIFY2(again.identical, qPrintable(all));
  }

  void import_copies_what_is_good_and_names_the_rest() {
    const fs::path messy = story_.folder() / "messy";
    fs::copy(story_.surfaces(), messy, fs::copy_options::recursive);
    std::error_code error;
    fs::copy_file(messy / "train/good/000.png", messy / "test/good/900.png", error);
    QVERIFY(!error);
    VALUE(cut, read_file(messy / "train/good/001.png"));
    QVERIFY(write_atomic(messy / "train/good/001.png", cut.substr(0, cut.size() / 2)));
    QVERIFY(write_atomic(messy / "test/good/901.png", "not a picture"));
    Workspace workspace = story_.open();
    VALUE(out, import_data(workspace, {.path = messy, .name = "parts", .map = {}}, silent_, {}));
    std::string kinds;
    for (const ImportWarning& warning : out.warnings)
      kinds += warning.kind + " " + warning.file + "\n";
    QVERIFY2(kinds.find("unreadable test/good/901.png") != std::string::npos, kinds.c_str());
    QVERIFY2(kinds.find("duplicate") != std::string::npos, kinds.c_str());
    FAILS_WITH(import_data(workspace, {.path = messy, .name = "parts", .map = {}}, silent_, {}),
               ErrorCode::already_exists, "--replace");
    // The file that is cut in half has a good header: it is found out when its pixels are read.
    VALUE(
        trained,
        train(workspace,
              {.model = "patchcore", .data = "parts", .name = "messy", .options = ImageStory::bank_options()},
              silent_, {}));
    VALUE(scored, score(workspace, {.run = "messy", .data = "parts", .part = "all", .out = {}}, silent_, {}));
    const bool named =
        std::any_of(scored.warnings.begin(), scored.warnings.end(),
                    [](const std::string& each) { return each.find("001.png") != std::string::npos; });
    QVERIFY(named);
  }

  void cancelling_leaves_the_run_resumable() {
    Workspace workspace = story_.open();
    std::stop_source stop;
    stop.request_stop();
    FAILS_WITH(train(workspace,
                     {.model = "patchcore",
                      .data = story_.surfaces().string(),
                      .name = "stopped",
                      .options = ImageStory::bank_options()},
                     silent_, stop.get_token()),
               ErrorCode::cancelled, "--resume stopped");
    VALUE(resumed, train(workspace, {.resume = "stopped"}, silent_, {}));
    QCOMPARE(resumed.run, std::string("stopped"));
  }

  void the_memory_is_told_before_training() {
    Workspace workspace = story_.open();
    const TrainIn in{.model = "patchcore",
                     .data = story_.surfaces().string(),
                     .name = "never",
                     .options = ImageStory::bank_options()};
    VALUE(expected, forecast(workspace, in, silent_, {}));
    VALUE(bank, images::read_card(workspace.run_folder("bank")));
    QCOMPARE(expected.images, bank.train_images);
    VALUE(detector, Patchcore::load(workspace.run_folder("bank") / "detector",
                                    {.weights = weights_for("mobilenet_v3_small")->file}));
    QCOMPARE(static_cast<double>(expected.patches), static_cast<double>(detector->bank().size()));
    const double ratio = static_cast<double>(expected.bytes) / static_cast<double>(detector->bank().bytes());
    QVERIFY2(ratio > 0.8 && ratio < 1.25, qPrintable(QString::number(ratio)));
    QVERIFY(expected.search_ms > 0 && expected.features_ms > 0);
    QVERIFY(!workspace.store().find_run("never"));
    TrainIn other = in;
    other.model = "cae";
    other.options.clear();
    FAILS_WITH(forecast(workspace, other, silent_, {}), ErrorCode::unsupported, "patchcore and synthetic");
    OptionMap own = in.options;
    own["backbone"] = std::string("self");
    other = in;
    other.options = own;
    FAILS_WITH(forecast(workspace, other, silent_, {}), ErrorCode::unsupported, "learnt from its own images");
  }

  void missing_weights_are_said() {
    Workspace workspace = story_.open();
    OptionMap options = ImageStory::bank_options();
    options["backbone"] = std::string("resnet18");
    FAILS_WITH(train(workspace,
                     {.model = "patchcore", .data = story_.surfaces().string(), .options = options}, silent_,
                     {}),
               ErrorCode::not_found, "needs a pre-trained network");
  }
};

QTEST_GUILESS_MAIN(TestImageStory)
#include "tst_image_story.moc"
