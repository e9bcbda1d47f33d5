// Simulated surfaces: the same bits every time, exact masks, variation of good parts.
#include "core/base/hash.h"
#include "core/simulate/simulator_table.h"
#include "core/simulate/surfaces.h"

#include <QtTest>

#include <set>

using namespace andon;

namespace {

SurfaceOptions small() {
  SurfaceOptions options;
  options.size = 64;
  options.train = 3;
  options.test_good = 2;
  options.test_defect = 2;
  return options;
}

std::string hash_of(const SurfaceImage& image) {
  return sha256(std::string(image.pixels.begin(), image.pixels.end()) +
                std::string(image.mask.begin(), image.mask.end()));
}

} // namespace

class TestSurfaces : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void textures_and_defects_data() {
    QTest::addColumn<QString>("texture");
    QTest::addColumn<QString>("defect");
    SurfaceOptions all;
    for (const std::string& texture : chosen_textures(all))
      for (const std::string& defect : surface_defects())
        QTest::addRow("%s %s", texture.c_str(), defect.c_str())
            << QString::fromStdString(texture) << QString::fromStdString(defect);
  }
  /// A mask is never empty, never most of the image, and its pixels differ from the part without the defect.
  void textures_and_defects() {
    QFETCH(QString, texture);
    QFETCH(QString, defect);
    for (const double contrast : {0.05, 1.0, 2.0})
      for (std::int64_t index = 0; index < 4; ++index) {
        SurfaceOptions options = small();
        options.contrast = contrast;
        const SurfaceImage image =
            simulate_surface(options, {texture.toStdString(), "test", defect.toStdString(), index}, Seed(5));
        QCOMPARE(image.pixels.size(), std::size_t{64 * 64 * 3});
        const auto marked = std::count(image.mask.begin(), image.mask.end(), 255);
        QVERIFY2(marked > 0 && marked < 64 * 64 / 3, qPrintable(QString::number(marked)));
        QCOMPARE(std::count(image.mask.begin(), image.mask.end(), 0) + marked, 64 * 64);
      }
  }

  void reproducible() {
    const SurfaceItem item{"leather", "test", "stain", 1};
    const SurfaceImage a = simulate_surface(small(), item, Seed(7));
    QCOMPARE(hash_of(simulate_surface(small(), item, Seed(7))), hash_of(a));
    QVERIFY(hash_of(simulate_surface(small(), item, Seed(8))) != hash_of(a));
    std::set<std::string> hashes;
    for (const std::string& texture : chosen_textures(small()))
      for (const SurfaceItem& each : surface_items(small(), texture))
        hashes.insert(hash_of(simulate_surface(small(), each, Seed(7))));
    QCOMPARE(hashes.size(), std::size_t{5 * (3 + 2 + 5 * 2)});
  }

  /// Counts do not shift other groups.
  void counts_are_independent() {
    SurfaceOptions more = small();
    more.train = 30;
    more.test_good = 0;
    const auto items = surface_items(more, "leather");
    QCOMPARE(items.size(), std::size_t{40});
    QCOMPARE(hash_of(simulate_surface(more, items.back(), Seed(1))),
             hash_of(simulate_surface(small(), surface_items(small(), "leather").back(), Seed(1))));
  }

  void good_parts_vary() {
    for (const std::string& texture : chosen_textures(small())) {
      const SurfaceImage a = simulate_surface(small(), {texture, "train", "", 0}, Seed(2));
      const SurfaceImage b = simulate_surface(small(), {texture, "train", "", 1}, Seed(2));
      double gap = 0, mean = 0;
      for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        gap += std::abs(a.pixels[i] - b.pixels[i]);
        mean += a.pixels[i];
      }
      const double count = static_cast<double>(a.pixels.size());
      QVERIFY2(gap / count > 2 && gap / count < 60,
               qPrintable(QString("%1: %2").arg(texture.c_str()).arg(gap / count)));
      QVERIFY2(mean / count > 50 && mean / count < 200, texture.c_str());
      QVERIFY(std::none_of(a.mask.begin(), a.mask.end(), [](std::uint8_t pixel) { return pixel != 0; }));
    }
  }

  void table_row() {
    const auto entry = simulators().find("surfaces");
    QVERIFY(entry && (*entry)->write_images && !(*entry)->write);
    std::vector<std::string> paths;
    const ImageSink sink = [&](const std::string& path, std::int64_t width, std::int64_t,
                               std::int64_t channels,
                               const std::vector<std::uint8_t>& pixels) -> Result<void> {
      if (static_cast<std::int64_t>(pixels.size()) != width * width * channels)
        return fail(ErrorCode::internal, "size");
      paths.push_back(path);
      return {};
    };
    Progress progress;
    const OptionMap one{{"texture", std::string("leather")},
                        {"size", std::int64_t{32}},
                        {"train", std::int64_t{2}},
                        {"test_good", std::int64_t{1}},
                        {"test_defect", std::int64_t{1}}};
    const auto count = (*entry)->write_images(one, Seed(1), sink, progress, {});
    QVERIFY2(count, count ? "" : count.error().message.c_str());
    QCOMPARE(*count, 8);
    QCOMPARE(paths.size(), std::size_t{13});
    QCOMPARE(paths.front(), std::string("train/good/000.png"));
    QCOMPARE(paths.back(), std::string("ground_truth/wrong_colour/000_mask.png"));
    OptionMap all = one;
    all["texture"] = std::string("all");
    paths.clear();
    QCOMPARE(*(*entry)->write_images(all, Seed(1), sink, progress, {}), 40);
    QCOMPARE(paths.front(), std::string("brushed_metal/train/good/000.png"));
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE((*entry)->write_images(one, Seed(1), sink, progress, stop.get_token()).error().code,
             ErrorCode::cancelled);
    OptionMap far = one;
    far["shift"] = 20.0;
    QCOMPARE((*entry)->write_images(far, Seed(1), sink, progress, {}).error().code,
             ErrorCode::invalid_argument);
  }
};

QTEST_APPLESS_MAIN(TestSurfaces)
#include "tst_surfaces.moc"
