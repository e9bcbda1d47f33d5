#include "core/inspection/map_calibration.h"
#include "core/inspection/patchcore.h"
#include "core/inspection/synthetic_defect.h"
#include "core/metrics/ranking.h"
#include "tests/inspection/surface_fixture.h"

#include <QtTest>

#include <cmath>

using namespace andon;
using namespace andon::test;

class TestImageMethods : public QObject {
  Q_OBJECT
  /// Images left out are scored again as when the detector was fitted.
  static void calibrating_again_changes_nothing(ImageDetector& again, const ImageDetector& fitted) {
    Progress progress;
    NormalImages images = normal_images(surface().dataset, surface().train);
    images.ids.clear();
    for (const NormalScore& normal : fitted.normal_scores())
      images.ids.push_back(normal.item);
    std::sort(images.ids.begin(), images.ids.end());
    QVERIFY(again.calibrate(images, progress, {}));
    const std::vector<NormalScore> before = fitted.normal_scores(), after = again.normal_scores();
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      QCOMPARE(after[i].item, before[i].item);
      QCOMPARE(after[i].score, before[i].score);
    }
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = again.calibrate(images, progress, stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::cancelled);
  }

private Q_SLOTS:
  void every_method_data() { every_method_row(); }
  void every_method() {
    QFETCH(QString, id);
    const auto row = image_methods().find(id.toStdString());
    QVERIFY(row);
    const ImageMethod& method = **row;
    Progress progress;
    FitContext context;
    context.weights = surface().weights();
    const auto fit = [&] {
      return method.fit(surface().dataset, surface().train, quick(method), context, progress, {});
    };
    const auto detector = fit(), again = fit();
    QVERIFY2(detector, detector ? "" : detector.error().message.c_str());
    QVERIFY(again);
    QVERIFY(!(*detector)->summary().empty());
    const std::filesystem::path folder = surface().root() / method.id;
    QVERIFY((*detector)->save(folder));
    const auto loaded = method.load(folder, context);
    QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
    for (const std::size_t item : surface().test) {
      const auto image = load_image(surface().dataset, surface().dataset.items[item]);
      QVERIFY(image);
      const auto score = (*detector)->score(image->image, {}), second = (*again)->score(image->image, {}),
                 restored = (*loaded)->score(image->image, {});
      QVERIFY(score && second && restored);
      QVERIFY(std::isfinite(score->score));
      QCOMPARE(score->map.width, image->image.width);
      QCOMPARE(score->map.height, image->image.height);
      for (const float value : score->map.values)
        QVERIFY(std::isfinite(value) && value >= 0);
      QCOMPARE(second->score, score->score);
      QCOMPARE(second->map.values, score->map.values);
      QCOMPARE(restored->score, score->score);
      QCOMPARE(restored->map.values, score->map.values);
      const double p = (*detector)->pixel_p(static_cast<double>(score->map.values[0]));
      QVERIFY(p > 0 && p <= 1);
    }
    QVERIFY(!(*detector)->normal_scores().empty());
    calibrating_again_changes_nothing(**loaded, **detector);
  }
  void precision_stays_what_it_was_fitted_in_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"patchcore", "padim", "student_teacher"})
      QTest::newRow(id) << QString(id);
  }
  /// precision=auto is settled when a run is fitted: elsewhere its scores are those of its line.
  void precision_stays_what_it_was_fitted_in() {
    QFETCH(QString, id);
    const auto row = image_methods().find(id.toStdString());
    QVERIFY(row);
    Progress progress;
    FitContext context;
    context.weights = surface().weights();
    OptionMap options = quick(**row);
    options["precision"] = std::string("auto");
    const auto detector = (*row)->fit(surface().dataset, surface().train, options, context, progress, {});
    QVERIFY(detector);
    const std::filesystem::path folder = surface().root() / ("settled-" + id.toStdString());
    QVERIFY((*detector)->save(folder));
    for (const char* precision : {"fp32", "bf16"}) {
      auto set = read_safetensors(folder / "detector.safetensors");
      QVERIFY(set && set->metadata.contains("precision"));
      set->metadata["precision"] = precision; // as a processor with or without bf16 would have settled it
      QVERIFY(write_safetensors(folder / "detector.safetensors", *set));
      const auto loaded = (*row)->load(folder, context);
      QVERIFY(loaded);
      QCOMPARE((*loaded)->precision(), std::string(precision));
    }
    context.precision = "fp32";
    const auto exact = (*row)->load(folder, context);
    QVERIFY(exact);
    QCOMPARE((*exact)->precision(), std::string("fp32"));
  }
  /// Tiles and a region of interest, in training as in scoring: outside nothing is coloured, and what counts
  /// for the image is inside.
  void every_method_in_a_region_data() { every_method_data(); }
  void every_method_in_a_region() {
    QFETCH(QString, id);
    const auto row = image_methods().find(id.toStdString());
    QVERIFY(row);
    const std::filesystem::path root = surface().root() / ("region-" + id.toStdString());
    std::filesystem::copy(surface().dataset.root, root, std::filesystem::copy_options::recursive);
    Image roi{side, side, 1, 8, std::vector<std::uint8_t>(side * side)};
    for (int y = 8; y < 88; ++y)
      std::fill_n(roi.bytes.begin() + y * side + 40, 48, std::uint8_t{255});
    QVERIFY(write_png(root / "roi.png", roi));
    const auto dataset = open_image_dataset(root);
    QVERIFY(dataset);
    OptionMap options = quick(**row);
    if (id != "padim") { // which compares places and takes no tiles
      options["tile"] = std::int64_t{64};
      options["image_side"] = std::int64_t{64};
    }
    FitContext context;
    context.weights = surface().weights();
    Progress progress;
    const auto detector = (*row)->fit(*dataset, surface().train, options, context, progress, {});
    QVERIFY2(detector, detector ? "" : detector.error().message.c_str());
    if (const auto* memory = dynamic_cast<const Patchcore*>(detector->get()))
      for (std::size_t patch = 0; patch < memory->bank().size(); ++patch) {
        const PatchOrigin& origin = memory->bank().origin(patch);
        QVERIFY(origin.x < 88 && origin.x + origin.width > 40 && origin.y < 88 &&
                origin.y + origin.height > 8);
      }
    const auto loaded = load_image(*dataset, dataset->items[surface().test[0]]);
    QVERIFY(loaded);
    QVERIFY(!loaded->region.empty());
    const auto inside = (*detector)->score(loaded->image, loaded->region);
    QVERIFY(inside);
    QVERIFY(std::isfinite(inside->score));
    int coloured = 0;
    for (std::size_t i = 0; i < inside->map.values.size(); ++i)
      if (loaded->region.inside[i] == 0)
        QCOMPARE(inside->map.values[i], 0.0F);
      else
        coloured += inside->map.values[i] > 0;
    QVERIFY(coloured > 0);
    QVERIFY(!(*detector)->score(loaded->image, {2, 2, {1, 1, 1, 1}}));
  }
  void every_method_stops_data() { every_method_data(); }
  void every_method_stops() {
    QFETCH(QString, id);
    const auto row = image_methods().find(id.toStdString());
    QVERIFY(row);
    FitContext context;
    context.weights = surface().weights();
    Progress progress;
    std::stop_source stop;
    stop.request_stop();
    const auto stopped =
        (*row)->fit(surface().dataset, surface().train, quick(**row), context, progress, stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::cancelled);
    const auto missing = (*row)->load(surface().root() / "nowhere", context);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::not_found);
  }
  void autoencoder_finds_defects() {
    const auto row = image_methods().find("cae");
    QVERIFY(row);
    Progress progress;
    OptionMap options = quick(**row);
    options["epochs"] = std::int64_t{60};
    const auto detector =
        (*row)->fit(surface().dataset, surface().train, options, FitContext{}, progress, {});
    QVERIFY2(detector, detector ? "" : detector.error().message.c_str());
    std::vector<double> scores;
    std::vector<int> labels;
    for (const std::size_t item : surface().test) {
      const auto image = load_image(surface().dataset, surface().dataset.items[item]);
      QVERIFY(image);
      scores.push_back((*detector)->score(image->image, {})->score);
      labels.push_back(surface().dataset.items[item].label);
    }
    const auto found = auroc(scores, labels);
    QVERIFY(found);
    QVERIFY2(found->value > 0.7, std::to_string(found->value).c_str());
  }
  void synthetic_defects_are_where_the_mask_is() {
    int without = 0;
    for (std::uint64_t i = 0; i < 60; ++i) {
      ColourPlane plane{64, 48, std::vector<float>(64 * 48 * 3, 0.5F)}, other = plane;
      Random texture(Seed(i).stream("texture"));
      for (float& value : plane.rgb)
        value = static_cast<float>(texture.uniform(0.4, 0.6));
      const ColourPlane before = plane;
      ColourPlane same = plane;
      Random random(Seed(i).stream("defect")), random_again(Seed(i).stream("defect"));
      const Mask mask = add_synthetic_defect(plane, other, random);
      QCOMPARE(add_synthetic_defect(same, other, random_again).inside, mask.inside);
      QCOMPARE(same.rgb, plane.rgb);
      double inside = 0, outside = 0, marked = 0;
      for (std::size_t p = 0; p < mask.inside.size(); ++p)
        for (std::size_t c = 0; c < 3; ++c) {
          const double change = std::abs(static_cast<double>(plane.rgb[p * 3 + c] - before.rgb[p * 3 + c]));
          (mask.inside[p] != 0 ? inside : outside) += change;
          marked += mask.inside[p] != 0 ? 1 : 0;
        }
      const double all = 3.0 * static_cast<double>(mask.inside.size());
      without += marked == 0 ? 1 : 0;
      if (marked > 0 && marked < all)
        QVERIFY(inside / marked > outside / (all - marked));
    }
    QVERIFY(without < 12);
  }
  void positions_are_compared_with_their_own() {
    PatchGrid grid{{0, 0, 160, 160}, 160, 160, 10, 10, 0, {}, std::vector<std::uint8_t>(100, 1)};
    const std::vector<PatchGrid> grids{grid};
    const auto values = [](double noise, std::uint64_t seed) {
      Random random(Seed(seed).stream("distances"));
      std::vector<float> result;
      for (int i = 0; i < 100; ++i) // the first column is always five times farther
        result.push_back(static_cast<float>((i % 10 == 0 ? 5 : 1) * std::exp(noise * random.normal())));
      return std::vector<std::vector<float>>{result};
    };
    PositionScale scale;
    for (std::uint64_t i = 0; i < 80; ++i)
      scale.add(grids, values(0.1, i), 160, 160);
    scale.finish();
    auto plain = values(0, 1);
    scale.deviations(grids, plain, 160, 160);
    QVERIFY(std::abs(plain[0][50] - plain[0][55]) < 2.5); // ln 5 is 16 deviations
    PositionScale whole, few;                             // one mean and deviation; a floor alone
    for (std::uint64_t i = 0; i < 80; ++i)
      whole.add(grids, values(0.1, i), 160, 160);
    whole.finish(false);
    auto everywhere = values(0, 1);
    everywhere[0][1] = 0;
    whole.deviations(grids, everywhere, 160, 160);
    const double spread = std::sqrt(0.09 * std::log(5) * std::log(5) + 0.01); // of ln d
    QVERIFY(std::abs(everywhere[0][50] - everywhere[0][55] - std::log(5) / spread) < 0.05);
    few.add(grids, values(0, 1), 160, 160);
    few.finish();
    auto rounded = values(0, 1), exact = rounded;
    rounded[0][3] = 1e-7F;
    exact[0][3] = 0;
    few.deviations(grids, rounded, 160, 160);
    few.deviations(grids, exact, 160, 160);
    QVERIFY(few.empty());
    QCOMPARE(rounded, exact); // what rounding leaves of nothing is nothing
    auto odd = values(0, 1);
    odd[0][55] *= 3;
    scale.apply(grids, odd, 160, 160);
    QCOMPARE(std::max_element(odd[0].begin(), odd[0].end()) - odd[0].begin(), 55);
    TensorSet set;
    scale.store(set);
    const auto restored = PositionScale::restore(set, "test");
    QVERIFY(restored);
    auto same = values(0, 1);
    same[0][55] *= 3;
    restored->apply(grids, same, 160, 160);
    QCOMPARE(same, odd);
    set.tensors.pop_back();
    QCOMPARE(PositionScale::restore(set, "test").error().code, ErrorCode::corrupt);
  }
  void image_scale_counts_deviations() {
    ImageScale scale;
    const std::vector<double> few{1, 2};
    scale.fit(few);
    QCOMPARE(scale(7), 7.0); // too few to know
    const std::vector<double> normal{1, std::exp(1.0), std::exp(2.0), std::exp(-1.0), std::exp(-2.0)};
    scale.fit(normal);
    QVERIFY(std::abs(scale(std::exp(std::sqrt(2.5))) - 1) < 1e-12);
    QCOMPARE(ImageScale::of(scale.values())(0.3), scale(0.3));
  }
  void a_fifth_is_kept_out() {
    std::vector<std::size_t> items(23);
    for (std::size_t i = 0; i < items.size(); ++i)
      items[i] = 100 + i;
    const TrainingSplit split = training_split(items, 10, 3);
    QCOMPARE(split.kept_out, (std::vector<std::size_t>{100, 105, 110}));
    QCOMPARE(split.learned.size(), 20U);
    QCOMPARE(training_split(items, 24, 3).learned, items);
    QCOMPARE(spread_out(items, 2), (std::vector<std::size_t>{100, 111}));
  }

private:
  static Surface& surface() {
    static Surface data;
    return data;
  }
};

QTEST_GUILESS_MAIN(TestImageMethods)
#include "tst_image_methods.moc"
