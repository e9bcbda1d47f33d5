// Regions of interest and ignore masks in training, scoring and maps.
#include "core/inspection/learned_map.h"
#include "core/inspection/position_gaussians.h"
#include "core/inspection/synthetic_defect.h"
#include "tests/inspection/surface_fixture.h"

#include <cmath>

using namespace andon;
using namespace andon::test;

namespace {

/// roi.png and ignore.png of a data set: a rectangle with a hole. Returns what counts.
Mask write_masks(const std::filesystem::path& root) {
  Image roi{side, side, 1, 8, std::vector<std::uint8_t>(side * side)}, ignored = roi;
  Mask region{side, side, std::vector<std::uint8_t>(side * side)};
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const auto pixel = static_cast<std::size_t>(y * side + x);
      roi.bytes[pixel] = x >= 21 && x < 83 && y >= 10 && y < 70 ? 255 : 0;
      ignored.bytes[pixel] = x >= 50 && x < 63 && y >= 30 && y < 45 ? 255 : 0;
      region.inside[pixel] = ignored.bytes[pixel] != 0 ? 0 : roi.bytes[pixel];
    }
  if (!write_png(root / "roi.png", roi) || !write_png(root / "ignore.png", ignored))
    qFatal("cannot write masks");
  return region;
}

void add_noise_outside(const std::filesystem::path& file, const Mask& region, std::uint64_t number) {
  auto image = read_image(file);
  Random random(Seed(number).stream("outside"));
  for (std::size_t i = 0; image && i < image->bytes.size(); ++i)
    if (region.inside[i / 3] == 0)
      image->bytes[i] = static_cast<std::uint8_t>(random.below(256));
  if (!image || !write_png(file, *image))
    qFatal("cannot change an image");
}

} // namespace

class TestImageRegions : public QObject {
  Q_OBJECT
private Q_SLOTS:
  /// What lies outside the region, or under the ignore mask, changes nothing inside: not one bit of a score
  /// when training and test images have noise there.
  void outside_the_region_nothing_matters_data() { every_method_row(); }
  void outside_the_region_nothing_matters() {
    QFETCH(QString, id);
    const auto row = image_methods().find(id.toStdString());
    QVERIFY(row);
    OptionMap options = quick(**row);
    if (options.contains("epochs"))
      options["epochs"] = std::int64_t{1};
    FitContext context;
    context.weights = surface().weights();
    std::vector<std::unique_ptr<ImageDetector>> detectors;
    std::vector<ImageDataset> sets;
    for (const bool noisy : {false, true}) {
      const std::filesystem::path root =
          surface().root() / (id.toStdString() + (noisy ? "-noisy" : "-clean"));
      std::filesystem::copy(surface().dataset.root, root, std::filesystem::copy_options::recursive);
      const Mask region = write_masks(root);
      const auto dataset = open_image_dataset(root);
      QVERIFY(dataset);
      for (std::size_t item = 0; noisy && item < dataset->items.size(); ++item)
        add_noise_outside(dataset->items[item].path, region, item);
      Progress progress;
      auto detector = (*row)->fit(*dataset, surface().train, options, context, progress, {});
      QVERIFY2(detector, detector ? "" : detector.error().message.c_str());
      detectors.push_back(std::move(*detector));
      sets.push_back(*dataset);
    }
    for (const std::size_t item : surface().test) {
      const auto clean = load_image(sets[0], sets[0].items[item]),
                 noisy = load_image(sets[1], sets[1].items[item]);
      QVERIFY(clean && noisy);
      QVERIFY(clean->image.bytes != noisy->image.bytes);
      const auto a = detectors[0]->score(clean->image, clean->region),
                 b = detectors[1]->score(noisy->image, noisy->region);
      QVERIFY(a && b);
      QVERIFY(b->score == a->score); // every bit
      QCOMPARE(b->map.values, a->map.values);
    }
    const auto normal = detectors[0]->normal_scores(), normal_noisy = detectors[1]->normal_scores();
    QVERIFY(!normal.empty() && normal.size() == normal_noisy.size());
    for (std::size_t i = 0; i < normal.size(); ++i) {
      QCOMPARE(normal_noisy[i].item, normal[i].item);
      QVERIFY(normal_noisy[i].score == normal[i].score);
    }
  }
  void an_image_without_a_pixel_is_left_out_by_name() {
    const std::filesystem::path root = surface().root() / "masked-away";
    std::filesystem::copy(surface().dataset.root, root, std::filesystem::copy_options::recursive);
    const Image all{side, side, 1, 8, std::vector<std::uint8_t>(side * side, 255)};
    const ImageItem first = surface().dataset.items[surface().train[0]];
    const std::string stem = (root / first.id).replace_extension().string();
    QVERIFY(write_png(stem + "_ignore.png", all));
    const auto dataset = open_image_dataset(root);
    QVERIFY(dataset);
    std::string said;
    class Listener : public Progress {
    public:
      explicit Listener(std::string& to) : to_(to) {}
      void message(std::string_view text) override { to_ += text; }

    private:
      std::string& to_;
    } listener(said);
    const auto cae = image_methods().find("cae");
    QVERIFY(cae);
    OptionMap options = quick(**cae);
    const auto fitted = (*cae)->fit(*dataset, surface().train, options, {}, listener, {});
    QVERIFY2(fitted, fitted ? "" : fitted.error().message.c_str());
    QVERIFY2(said.find(dataset->items[surface().train[0]].path.string()) != std::string::npos, said.c_str());
    QVERIFY2(said.find("region of interest") != std::string::npos, said.c_str());
    QVERIFY(write_png(root / "ignore.png", all));
    const auto none = (*cae)->fit(*dataset, surface().train, options, {}, listener, {});
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::insufficient_data);
    QVERIFY2(none.error().message.find(".png: its region of interest") != std::string::npos,
             none.error().message.c_str());
  }
  /// A network that is trained on the left half only stays wrong about a right half that looks otherwise.
  void losses_count_only_the_region_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"cae", "vae", "student_teacher"})
      QTest::newRow(id) << id;
  }
  void losses_count_only_the_region() {
    QFETCH(QString, id);
    std::vector<ColourInput> inputs;
    for (std::uint64_t i = 0; i < 4; ++i) {
      ColourInput input{side, side, {}};
      Random random(Seed(i).stream("halves"));
      for (std::int64_t pixel = 0; pixel < side * side; ++pixel) {
        const double level = pixel % side < side / 2 ? 0.2 : 0.9;
        for (int c = 0; c < 3; ++c)
          input.rgb.push_back(static_cast<float>(level + random.uniform(-0.05, 0.05)));
      }
      inputs.push_back(std::move(input));
    }
    FitContext context;
    context.weights = surface().weights();
    const auto recipe = id == "cae" ? recipe_of(CaeOptions{}, context)
                        : id == "vae"
                            ? recipe_of(VaeOptions{}, context)
                            : recipe_of(StudentTeacherOptions{.features = {.precision = "fp32"}}, context);
    QVERIFY(recipe);
    NetTraining training{recipe->training, "halves", {}};
    training.options.epochs = 20;
    training.options.bf16 = false;
    Progress progress;
    const auto halves = [&](const std::vector<ColourInput>& images) -> std::pair<double, double> {
      const auto net = recipe->fit(images, training, progress, {});
      if (!net)
        qFatal("%s", net.error().message.c_str());
      const auto found = (*net)->errors(inputs[0]);
      const auto partly = (*net)->errors(images[0]);
      if (!found || !partly)
        qFatal("no errors");
      std::pair<double, double> sums;
      for (std::int64_t i = 0; i < found->rows * found->columns; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const bool left = i % found->columns < found->columns / 2;
        (left ? sums.first : sums.second) += static_cast<double>(found->values[at]);
        if (!images[0].inside.empty() && partly->values[at] != (left ? found->values[at] : 0.0F))
          qFatal("patches outside the region have errors, or those inside others than without a region");
      }
      return sums;
    };
    const auto whole = halves(inputs);
    std::vector<ColourInput> left = inputs;
    for (ColourInput& input : left)
      for (std::int64_t pixel = 0; pixel < side * side; ++pixel)
        input.inside.push_back(pixel % side < side / 2 ? 255 : 0);
    const auto part = halves(left);
    QVERIFY2(part.second / part.first > 1.5 * whole.second / whole.first,
             qPrintable(
                 QString("%1 %2 %3 %4").arg(part.second).arg(part.first).arg(whole.second).arg(whole.first)));
  }
  void students_learn_from_teachers_of_any_stride() {
    const auto row = image_methods().find("student_teacher");
    QVERIFY(row);
    OptionMap options = quick(**row);
    options["epochs"] = std::int64_t{1};
    FitContext context;
    context.weights = surface().weights();
    for (const char* layers : {"block2", "block10", "fine"}) {
      options["layers"] = std::string(layers);
      Progress progress;
      const auto detector = (*row)->fit(surface().dataset, surface().train, options, context, progress, {});
      QVERIFY2(detector, detector ? "" : detector.error().message.c_str());
    }
  }
  void synthetic_defects_stay_in_the_region() {
    int without = 0;
    for (std::uint64_t i = 0; i < 60; ++i) {
      ColourPlane plane{64, 48, std::vector<float>(64 * 48 * 3, 0.5F), std::vector<std::uint8_t>(64 * 48)};
      for (std::size_t p = 0; p < plane.inside.size(); ++p)
        plane.inside[p] = p % 64 >= 40 && p % 64 < 56 && p / 64 < 16 ? 255 : 0; // a twelfth
      Random random(Seed(i).stream("region"));
      vary_normal(plane, random);
      QCOMPARE(std::ranges::count(plane.inside, 255), 256);
      const ColourPlane before = plane;
      const Mask mask = add_synthetic_defect(plane, before, random);
      int changed = 0;
      for (std::size_t p = 0; p < plane.inside.size(); ++p) {
        if (plane.inside[p] != 0) {
          changed += mask.inside[p] != 0;
          continue;
        }
        QVERIFY(mask.inside[p] == 0);
        for (std::size_t c = 0; c < 3; ++c)
          QCOMPARE(plane.rgb[p * 3 + c], before.rgb[p * 3 + c]);
      }
      without += changed == 0;
    }
    QVERIFY2(without < 30, std::to_string(without).c_str());
  }
  /// The rim of a region is not drawn towards what is outside of it.
  void maps_end_at_the_region() {
    PatchGrid grid{{0, 0, 64, 64}, 64, 64, 8, 8, 0, {}, std::vector<std::uint8_t>(64)};
    std::vector<float> values(64);
    Mask region{64, 64, std::vector<std::uint8_t>(64 * 64)};
    for (std::size_t i = 0; i < 64; ++i) {
      grid.inside[i] = i % 8 < 4 ? 1 : 0;
      values[i] = i % 8 < 4 ? 3.0F : 900.0F;
    }
    for (std::size_t p = 0; p < region.inside.size(); ++p)
      region.inside[p] = p % 64 < 32 ? 255 : 0;
    const ScoreMap map = drawn_map(64, 64, region, std::span(&grid, 1), std::span(&values, 1),
                                   ViewOptions{.image_side = 64}, 4);
    for (std::size_t p = 0; p < map.values.size(); ++p)
      QVERIFY(std::abs(map.values[p] - (p % 64 < 32 ? 3.0F : 0.0F)) < 1e-5F);
  }
  void positions_learn_from_the_images_that_reach_them() {
    PositionGaussians gaussians(2, 1), alone(1, 1);
    const std::vector<std::uint8_t> left{1, 0}, both{1, 1};
    for (const float x : {1.0F, 2.0F, 4.0F}) {
      gaussians.add(std::vector<float>{x, 77.0F * x}, x < 3 ? left : both);
      alone.add(std::vector<float>{x});
    }
    QVERIFY(gaussians.known(0) && !gaussians.known(1));
    const auto found = gaussians.squared_distances(std::vector<float>{9, 9}, 0.1),
               expected = alone.squared_distances(std::vector<float>{9}, 0.1);
    QVERIFY(found && expected);
    QCOMPARE((*found)[0], (*expected)[0]);
    QCOMPARE((*found)[1], 0.0);
    gaussians.add(std::vector<float>{5, 5}, both, 1);
    gaussians.add(std::vector<float>{5, 5}, both, -1);
    QCOMPARE((*gaussians.squared_distances(std::vector<float>{9, 9}, 0.1))[1], 0.0);
    QVERIFY(gaussians.factorise(0.1));
    const PositionGaussians::Scale scale = gaussians.scale(0);
    QVERIFY(std::abs(std::pow(scale.inverse[0] * (9 - scale.mean[0]), 2) - (*found)[0]) < 1e-9);
  }

private:
  static Surface& surface() {
    static Surface data;
    return data;
  }
};

QTEST_GUILESS_MAIN(TestImageRegions)
#include "tst_image_regions.moc"
