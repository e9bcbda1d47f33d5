#include "core/workflow/bundle.h"
#include "core/workflow/health.h"
#include "core/workflow/image_model.h"
#include "core/workflow/image_pictures.h"
#include "core/workflow/inspect.h"
#include "core/workflow/latency.h"
#include "core/workflow/report.h"
#include "tests/inspection/image_fixture.h"
#include "tests/workflow/image_story_fixture.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

using namespace andon;
using namespace andon::workflow;
namespace fs = std::filesystem;

/// The colour scale, regions and outlines; inspection, gallery, report and bundle of a small run.
class TestImageInspect : public QObject {
  Q_OBJECT
  ImageStory story_;
  Progress silent_;

  static std::string text_of(const std::vector<Outline>& outlines) {
    std::string text;
    for (const Outline& outline : outlines) {
      for (const auto& corner : outline)
        text += std::to_string(corner[0]) + "," + std::to_string(corner[1]) + " ";
      text += "; ";
    }
    return text;
  }

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
    Workspace workspace = story_.open();
    VALUE(trained, story_.train_bank(workspace));
    VALUE(evaluated, evaluate(workspace, {.run = "bank", .data = story_.surfaces().string()}, silent_, {}));
  }

  void latency_has_every_stage_and_only_supported_percentiles() {
    Workspace workspace = story_.open();
    VALUE(out, latency(workspace, {.run = "bank", .takt_ms = 1e-6, .repeats = 120}, silent_, {}));
    QCOMPARE(out.model, std::string("patchcore"));
    QCOMPARE(out.images, std::int64_t{24});
    QCOMPARE(out.stages.size(), std::size_t{6});
    double parts = 0;
    for (const StageLatency& stage : out.stages) {
      QVERIFY2(stage.cold > 0 && stage.p50 > 0 && stage.p50 <= stage.p95 && stage.p95 <= stage.p99,
               stage.stage.c_str());
      QVERIFY(std::isnan(stage.p999));
      parts += stage.stage == "total" ? 0 : stage.cold;
    }
    QVERIFY2(parts <= out.stages.back().cold, "the stages of one image are parts of its total");
    QVERIFY(out.open_ms > 0);
    QCOMPARE(out.over_takt, 1.0);
    VALUE(calm, latency(workspace, {.run = "bank", .takt_ms = 1e9, .repeats = 20}, silent_, {}));
    QCOMPARE(calm.over_takt, 0.0);
    QVERIFY(std::isnan(calm.stages.back().p99));
    FAILS_WITH(latency(workspace, {.run = "bank", .repeats = 3}, silent_, {}), ErrorCode::invalid_argument,
               "repeats");
    std::stop_source stop;
    stop.request_stop();
    FAILS_WITH(latency(workspace, {.run = "bank"}, silent_, stop.get_token()), ErrorCode::cancelled,
               "after 0 images");
  }

  void the_scale_stands_for_p_values_whatever_the_unit() {
    const auto pixel_p = [](double score) { return std::min(1.0, std::exp(-score)); };
    const HeatScale scale = HeatScale::from(pixel_p);
    QCOMPARE(scale.level(-5), 0);
    QCOMPARE(scale.level(static_cast<float>(-std::log(HeatScale::cold_p))), 0);
    QCOMPARE(scale.level(static_cast<float>(-std::log(HeatScale::hot_p) + 1e-3)), 255);
    QCOMPARE(scale.level(std::nanf("")), 255);
    const float middle = static_cast<float>(-std::log(HeatScale::p_at(0.5)));
    QVERIFY(std::abs(scale.level(middle) - 127) <= 1);
    const HeatScale scaled =
        HeatScale::from([&](double score) { return pixel_p(score / 1000); }); // another unit of the scores
    for (float score = 0; score < 15; score += 0.25F)
      QVERIFY(std::abs(scaled.level(score * 1000) - scale.level(score)) <= 1);
    const HeatScale unknown = HeatScale::from([](double) { return 1.0; });
    QCOMPARE(unknown.level(1e30F), 0);
    QCOMPARE(HeatScale::position(HeatScale::p_at(0.3)), 0.3);
  }

  void other_runs_and_data_are_named() {
    Workspace workspace = story_.open();
    VALUE(run, workspace.store().add_run({.name = "axis", .model = "motor"}));
    const fs::path image = story_.surfaces() / "test" / "good" / "000.png";
    FAILS_WITH(inspect(workspace, {.run = "axis", .image = image.string(), .out = story_.folder() / "axis"},
                       silent_, {}),
               ErrorCode::unsupported, "does not look at images");
    FAILS_WITH(data_health(workspace, {story_.surfaces().string()}, silent_, {}), ErrorCode::unsupported,
               "holds images; these checks are for signals");
  }

  void wide_samples_are_stretched_for_eyes() {
    const auto shown = [](int channels, const std::vector<std::uint16_t>& samples) {
      Image wide{static_cast<int>(samples.size()) / channels, 1, channels, 16, {}};
      wide.bytes.resize(2 * samples.size());
      std::memcpy(wide.bytes.data(), samples.data(), wide.bytes.size());
      return as_eight_bits(wide);
    };
    std::vector<std::uint16_t> ramp(4095); // 12 bits in 16
    std::iota(ramp.begin(), ramp.end(), std::uint16_t{1});
    const Image grey = shown(1, ramp);
    QCOMPARE(grey.bits, 8);
    QVERIFY(std::is_sorted(grey.bytes.begin(), grey.bytes.end()));
    QCOMPARE(std::count(grey.bytes.begin(), grey.bytes.begin() + 21, 0), 21); // 0.5 % of 4095 is 20
    QVERIFY(grey.bytes[60] > 0 && grey.bytes[4034] < 255);
    QCOMPARE(std::count(grey.bytes.end() - 21, grey.bytes.end(), 255), 21);
    QVERIFY(std::abs(int(grey.bytes[2047]) - 128) <= 1);
    std::vector<std::uint16_t> hot(1000, 300);
    std::fill(hot.begin(), hot.begin() + 400, std::uint16_t{100});
    hot[999] = 65535; // one dead pixel does not darken the others
    const Image lit = shown(1, hot);
    QVERIFY(lit.bytes[0] == 0 && lit.bytes[998] == 255 && lit.bytes[999] == 255);
    std::vector<std::uint16_t> colour(300);
    for (std::size_t i = 0; i < colour.size(); ++i)
      colour[i] = static_cast<std::uint16_t>(i % 3 == 0 ? 4000 : i % 3 == 1 ? 2000 : 0);
    const Image red = shown(3, colour);
    QVERIFY(red.bytes[0] == 255 && std::abs(int(red.bytes[1]) - 128) <= 1 && red.bytes[2] == 0);
    QCOMPARE(shown(1, std::vector<std::uint16_t>(9, 257 * 40)).bytes, std::vector<std::uint8_t>(9, 40));
    const Image eight{2, 1, 1, 8, {3, 9}};
    QCOMPARE(as_eight_bits(eight).bytes, eight.bytes);
  }

  void the_scale_gets_brighter_all_the_way() {
    double before = -1;
    for (int level = 0; level < HeatScale::levels; ++level) {
      const auto c = heat_colour(level);
      const double luma = 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
      QVERIFY2(luma >= before - 0.5, std::to_string(level).c_str());
      before = luma;
    }
  }

  void regions_have_boxes_peaks_and_areas() {
    const Mask drawn = test::drawn_mask({"##...", "##..#", "....#", ".#..."});
    ScoreMap map{5, 4, std::vector<float>(drawn.inside.begin(), drawn.inside.end())};
    map.values[9] = 300; // (4, 1)
    const std::vector<HeatRegion> regions = heat_regions(map, 200, 2);
    QCOMPARE(regions.size(), std::size_t{2});
    QCOMPARE(regions[0].area, std::int64_t{2});
    QCOMPARE(regions[0].peak_x, 4);
    QCOMPARE(regions[0].peak_y, 1);
    QCOMPARE(regions[1].width, 2);
    QCOMPARE(regions[1].height, 2);
  }

  void outlines_follow_pixel_edges() {
    const auto traced = [](const std::vector<std::string>& rows) {
      const Mask mask = test::drawn_mask(rows);
      return text_of(outlines(mask.inside, mask.width, mask.height));
    };
    QCOMPARE(traced({"...", ".#.", "..."}), std::string("1,1 2,1 2,2 1,2 ; "));
    QCOMPARE(traced({"#.", ".#"}), std::string("0,0 1,0 1,1 0,1 ; 1,1 2,1 2,2 1,2 ; "));
    QCOMPARE(traced({"###", "#.#", "###"}), std::string("0,0 3,0 3,3 0,3 ; 1,1 1,2 2,2 2,1 ; "));
    QCOMPARE(traced({"..."}), std::string());
  }

  void inspecting_writes_pictures_and_names_good_patches() {
    Workspace workspace = story_.open();
    const fs::path image = story_.surfaces() / "test/missing_part/000.png";
    const fs::path out_folder = story_.folder() / "inspected";
    VALUE(out, inspect(workspace, {.run = "bank", .image = image.string(), .out = out_folder}, silent_, {}));
    VALUE(scores, stored_scores(workspace, "bank"));
    const auto row = std::find_if(scores.rows.begin(), scores.rows.end(), [](const ScoreRow& each) {
      return each.path == "test/missing_part/000.png";
    });
    QVERIFY(row != scores.rows.end());
    QVERIFY(std::abs(out.view.score - row->score) <= 1e-6 * std::abs(row->score)); // 9 digits in the file
    QCOMPARE(out.decision, row->decision);
    QCOMPARE(out.verdict, std::string(row->decision == 1 ? "defective" : "good"));
    VALUE(heat, read_image(out.heatmap));
    QCOMPARE(heat.width, 96);
    QCOMPARE(heat.channels, 3);
    VALUE(overlay, read_image(out.overlay));
    QVERIFY(!out.nearest.empty());
    for (const InspectedPatch& patch : out.nearest) {
      QVERIFY(patch.good.patch.item.starts_with("train/good/"));
      QVERIFY(fs::exists(patch.picture));
    }
    FAILS_WITH(inspect(workspace, {.run = "bank", .image = "absent.png", .out = out_folder}, silent_, {}),
               ErrorCode::not_found, "absent.png");
  }

  void a_good_image_is_colder_than_a_defect() {
    Workspace workspace = story_.open();
    VALUE(desk, ImageDesk::open(workspace, "bank", story_.surfaces().string()));
    const auto heat_of = [&](const std::string& id) {
      const auto view = desk->view(id);
      double sum = 0;
      for (const std::uint8_t level : view->heat)
        sum += level;
      return sum / static_cast<double>(view->heat.size());
    };
    QVERIFY(heat_of("train/good/000.png") < 20);
    QVERIFY(heat_of("test/missing_part/000.png") > 2 * heat_of("train/good/000.png"));
    VALUE(view, desk->view("test/missing_part/000.png"));
    QVERIFY(!view.truth_outlines.empty());
    FAILS_WITH(desk->view("test/missing_part/999.png"), ErrorCode::not_found, "has no image");
  }

  void the_gallery_is_sorted_and_knows_wrong_calls() {
    Workspace workspace = story_.open();
    VALUE(shown, gallery(workspace, "bank"));
    QCOMPARE(shown.rows.size(), std::size_t{14});
    QVERIFY(std::is_sorted(shown.rows.begin(), shown.rows.end(),
                           [](const GalleryRow& a, const GalleryRow& b) { return a.score > b.score; }));
    for (const GalleryRow& row : shown.rows) {
      QVERIFY(fs::exists(row.path));
      QCOMPARE(row.wrong(), row.label != row.decision);
    }
    QCOMPARE(shown.defects.size(), std::size_t{5});
    VALUE(suspicious, suspicious_images(workspace, "bank"));
    QCOMPARE(suspicious.size(), std::size_t{10});
    QVERIFY(suspicious.front().score >= suspicious.back().score);
    VALUE(small, thumbnail(workspace.cache_folder(), shown.rows[0].path, 32));
    QCOMPARE(std::max(small.width, small.height), 32);
    VALUE(again, thumbnail(workspace.cache_folder(), shown.rows[0].path, 32));
    QCOMPARE(again.bytes, small.bytes);
  }

  void the_report_shows_pictures_and_recall() {
    Workspace workspace = story_.open();
    VALUE(written, write_report(workspace, {"bank", story_.folder() / "bank.html"}, silent_, {}));
    VALUE(html, read_file(written));
    for (const char* part : {"data:image/png;base64,", "What is found", "missing_part", "Wrong calls",
                             "data sha256", "detector/detector.safetensors", "mobilenet_v3_small"})
      QVERIFY2(html.find(part) != std::string::npos, part);
  }

  void the_report_as_pdf_says_the_same() {
    Workspace workspace = story_.open();
    const fs::path out = story_.folder() / "bank.pdf";
    VALUE(written, write_report(workspace, {"bank", out}, silent_, {}));
    VALUE(pdf, read_file(written));
    QVERIFY(pdf.starts_with("%PDF-"));
    for (const char* part : {"(Run bank)", "(Metrics)", "(Charts)", "(What is found)", "(Wrong calls)",
                             "(Highest scores)", "(Threshold history)", "(How to repeat this run)"})
      QVERIFY2(pdf.find("/Title " + std::string(part)) != std::string::npos, part);
    QVERIFY(pdf.find("/Subtype /Image") != std::string::npos);
    FAILS_WITH(write_report(workspace, {"bank", out / "below.pdf"}, silent_, {}), ErrorCode::io, "below.pdf");
    std::stop_source stopped;
    stopped.request_stop();
    FAILS_WITH(write_report(workspace, {"bank", out}, silent_, stopped.get_token()), ErrorCode::cancelled,
               "no report");
    VALUE(kept, read_file(out));
    QCOMPARE(kept, pdf);
  }

  void a_bundle_scores_alike_without_the_workspace() {
    Workspace workspace = story_.open();
    const fs::path out_folder = story_.folder() / "bank.bundle";
    VALUE(out, export_run(workspace, {.run = "bank", .out = out_folder}, silent_, {}));
    QVERIFY(out.parity_max <= 1e-6);
    QVERIFY(out.samples >= 8);
    FAILS_WITH(export_run(workspace, {.run = "bank", .out = out_folder}, silent_, {}),
               ErrorCode::already_exists, "--replace");
    FAILS_WITH(
        export_run(workspace, {.run = "bank", .format = "tflite", .out = story_.folder() / "x"}, silent_, {}),
        ErrorCode::unsupported, "torchscript or onnx");
    fs::rename(story_.folder() / "models", story_.folder() / "models-away");
    Workspace other = story_.open("other");
    VALUE(scored, score(other, {.run = out_folder.string(), .data = story_.surfaces().string(), .out = {}},
                        silent_, {}));
    VALUE(before, stored_scores(workspace, "bank"));
    QCOMPARE(scored.rows.size(), before.rows.size());
    for (std::size_t i = 0; i < scored.rows.size(); ++i) {
      QVERIFY(std::abs(scored.rows[i].score - before.rows[i].score) <= 1e-6 * std::abs(before.rows[i].score));
      QCOMPARE(scored.rows[i].decision, before.rows[i].decision);
    }
    VALUE(looked, inspect(other,
                          {.run = out_folder.string(),
                           .image = (story_.surfaces() / "test/good/000.png").string(),
                           .out = story_.folder() / "from-bundle"},
                          silent_, {}));
    QVERIFY(looked.threshold.has_value());
    fs::rename(story_.folder() / "models-away", story_.folder() / "models");
  }

  void a_changed_bundle_is_refused() {
    Workspace workspace = story_.open();
    const fs::path folder = story_.folder() / "changed.bundle";
    VALUE(out, export_run(workspace, {.run = "bank", .out = folder}, silent_, {}));
    VALUE(card_text, read_file(folder / "bundle.json"));
    const std::size_t at = card_text.find("\"score\": ");
    QVERIFY(at != std::string::npos);
    std::string shifted = card_text;
    shifted.replace(at + 9, shifted.find_first_of(",\n}", at) - at - 9, "12345.5");
    QVERIFY(write_atomic(folder / "bundle.json", shifted));
    FAILS_WITH(images::open_detector(folder, "cpu"), ErrorCode::conflict, "self-test");
    QVERIFY(write_atomic(folder / "bundle.json", card_text));
    VALUE(sample, read_bundle(folder));
    VALUE(bytes, read_file(folder / sample.samples[0].file));
    QVERIFY(write_atomic(folder / sample.samples[0].file, bytes + "x"));
    FAILS_WITH(images::open_detector(folder, "cpu"), ErrorCode::corrupt, "not the file that was exported");
  }
};

QTEST_GUILESS_MAIN(TestImageInspect)
#include "tst_image_inspect.moc"
