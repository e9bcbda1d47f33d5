// Tiles and their stitching; image folders that appear whole or not at all.
#include "core/base/random.h"
#include "core/inspection/image_dataset.h"
#include "core/inspection/image_folder_writer.h"
#include "core/inspection/region_fill.h"
#include "core/inspection/tiles.h"
#include "tests/inspection/image_fixture.h"

#include <QtTest>

#include <cmath>
#include <cstring>

using namespace andon;
using namespace andon::test;

class TestTiles : public QObject {
  Q_OBJECT
private Q_SLOTS:
  /// stitch(tile(x)) == x, bit for bit; tiles cover everything and overlap as promised.
  void stitched_tiles_are_the_map() {
    Random random(Seed(1));
    for (int round = 0; round < 200; ++round) {
      const int width = 1 + static_cast<int>(random.below(90)),
                height = 1 + static_cast<int>(random.below(90));
      const int size = 2 + static_cast<int>(random.below(40)),
                overlap = static_cast<int>(random.below(static_cast<std::uint64_t>(size)));
      ScoreMap map{width, height, {}};
      for (int i = 0; i < width * height; ++i)
        map.values.push_back(static_cast<float>(random.normal() * std::pow(10.0, random.uniform(-3, 6))));
      MapStitcher stitcher(width, height, overlap);
      int last_x = -1;
      for (const Tile& tile : tiles_of(width, height, size, overlap)) {
        QCOMPARE(tile.width, std::min(size, width));
        QVERIFY(tile.x == 0 || last_x < 0 || last_x + size - tile.x >= overlap);
        last_x = tile.x;
        stitcher.add(tile, cropped(map, tile));
      }
      QCOMPARE(stitcher.finish().values, map.values);
    }
  }

  /// A step between two tiles becomes a ramp.
  void overlaps_blend() {
    MapStitcher stitcher(6, 1, 2);
    stitcher.add({0, 0, 4, 1}, {4, 1, {0, 0, 0, 0}});
    stitcher.add({2, 0, 4, 1}, {4, 1, {1, 1, 1, 1}});
    const auto values = stitcher.finish().values;
    QCOMPARE(values.front(), 0.0F);
    QCOMPARE(values.back(), 1.0F);
    QVERIFY(values[2] > 0 && values[2] < values[3] && values[3] < 1);
  }

  void crops() {
    const Image image{3, 2, 1, 16, {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0}};
    const Image part = cropped(image, {1, 0, 2, 2});
    QCOMPARE(part.bytes, (std::vector<std::uint8_t>{2, 0, 3, 0, 5, 0, 6, 0}));
    QCOMPARE(text_of(cropped(drawn_mask({"#..", "..#"}), {1, 0, 2, 2})), std::string("..\n.#\n"));
  }

  void outside_a_region_nothing_matters() {
    const Mask region{3, 1, {255, 0, 1}};
    const Image grey{3, 1, 1, 8, {10, 200, 21}};
    QCOMPARE(filled_outside(grey, region).bytes, (std::vector<std::uint8_t>{10, 16, 21}));
    QCOMPARE(filled_outside(grey, {}).bytes, grey.bytes);
    QCOMPARE(filled_outside(grey, {3, 1, {0, 0, 0}}).bytes, grey.bytes);
    const std::vector<std::uint16_t> wide{60000, 1, 2, 7, 7, 7, 50000, 3, 4};
    Image colour{3, 1, 3, 16, std::vector<std::uint8_t>(18)};
    std::memcpy(colour.bytes.data(), wide.data(), 18);
    std::vector<std::uint16_t> filled(9);
    std::memcpy(filled.data(), filled_outside(colour, region).bytes.data(), 18);
    QCOMPARE(filled, (std::vector<std::uint16_t>{60000, 1, 2, 55000, 2, 3, 50000, 3, 4}));
  }

  void folders_appear_whole() {
    ImageFolder folder;
    const Image image{2, 1, 1, 8, {3, 4}};
    {
      auto writer = ImageFolderWriter::create(folder.path("set"), false);
      QVERIFY(writer && writer->write("train/good/000.png", image));
      QVERIFY(!writer->write("../outside.png", image) && !writer->write("/outside.png", image));
      QVERIFY(!std::filesystem::exists(folder.path("set")));
    }
    QVERIFY(std::filesystem::is_empty(folder.root()));
    auto writer = ImageFolderWriter::create(folder.path("set"), false);
    QVERIFY(writer && writer->write("train/good/000.png", image));
    const auto hash = writer->finish();
    QVERIFY(hash);
    const auto set = open_image_dataset(folder.path("set"));
    QVERIFY(set && set->items.size() == 1);
    QCOMPARE(ImageFolderWriter::create(folder.path("set"), false).error().code, ErrorCode::already_exists);
    auto again = ImageFolderWriter::create(folder.path("set"), true);
    QVERIFY(again && again->write("train/good/000.png", image));
    QCOMPARE(*again->finish(), *hash);
    folder.png("other/a.png");
    QCOMPARE(ImageFolderWriter::create(folder.path("other"), true).error().code, ErrorCode::already_exists);
  }
};

QTEST_APPLESS_MAIN(TestTiles)
#include "tst_tiles.moc"
