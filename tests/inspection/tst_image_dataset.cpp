// Layouts of image data sets: what is found, what is warned of, what is refused.
#include "core/base/random.h"
#include "core/inspection/annotations.h"
#include "core/inspection/image_dataset.h"
#include "core/inspection/rasterise.h"
#include "tests/inspection/image_fixture.h"

#include <QtTest>

using namespace andon;
using namespace andon::test;

namespace {

/// "id part label defect", one item a line.
std::string listing(const ImageDataset& set) {
  std::string text;
  for (const ImageItem& item : set.items)
    text += item.id + " " + item.part + " " + std::to_string(item.label) + " " + item.defect +
            (item.mask.empty() ? "" : " masked") + "\n";
  return text;
}

std::string kinds(const std::vector<ImageWarning>& warnings) {
  std::string text;
  for (const ImageWarning& warning : warnings)
    text += warning.kind + " " + warning.file + "\n";
  return text;
}

void make_mvtec(const ImageFolder& folder) {
  folder.png("train/good/000.png", 1);
  folder.png("train/good/001.png", 2);
  folder.png("test/good/000.png", 3);
  folder.png("test/dent/000.png", 4);
  folder.png("test/hole/000.png", 5);
  folder.mask("ground_truth/dent/000_mask.png", {"......", ".##...", ".##...", "......"});
  folder.mask("ground_truth/hole/000_mask.png", {"#.....", "......", "......", ".....#"});
}

} // namespace

class TestImageDataset : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void mvtec() {
    ImageFolder folder;
    make_mvtec(folder);
    const auto set = open_image_dataset(folder.root());
    QVERIFY2(set, set ? "" : set.error().message.c_str());
    QCOMPARE(set->layout, std::string("mvtec"));
    QCOMPARE(listing(*set), std::string("test/dent/000.png test 1 dent masked\ntest/good/000.png test 0 \n"
                                        "test/hole/000.png test 1 hole masked\ntrain/good/000.png train 0 \n"
                                        "train/good/001.png train 0 \n"));
    QCOMPARE(kinds(set->warnings), std::string());
    QCOMPARE(text_of(*ground_truth(set->items[0], 6, 4)), std::string("......\n.##...\n.##...\n......\n"));
    QVERIFY(ground_truth(set->items[1], 6, 4)->empty());
    const auto wrong = ground_truth(set->items[0], 5, 4);
    QVERIFY(!wrong && wrong.error().message.find("6 x 4") != std::string::npos);
    QVERIFY(region_of_interest(*set, set->items[0], 6, 4)->empty());
    QVERIFY(check_masks(*set).empty());
  }

  /// One bad file never stops a folder.
  void warnings() {
    ImageFolder folder;
    make_mvtec(folder);
    folder.write("train/good/broken.png", "no image");
    folder.png("train/good/caf\xff.png");
    folder.png("test/dent/001.png");
    folder.png("test/dent/002.png");
    folder.mask("ground_truth/dent/002_mask.png", {"##", "##"});
    folder.png("test/dent/003.png");
    folder.png("ground_truth/dent/003_mask.png", 7);
    folder.png("test/dent/004.png");
    folder.png("ground_truth/dent/004_mask.png", 0);
    folder.mask("ground_truth/good/000_mask.png", {"#.....", "......", "......", "......"});
    folder.mask("ground_truth/dent/absent_mask.png", {"#.....", "......", "......", "......"});
    const auto set = open_image_dataset(folder.root());
    QVERIFY(set);
    QCOMPARE(set->items.size(), std::size_t{9});
    const std::string found = kinds(set->warnings);
    for (const char* expected :
         {"unreadable train/good/broken.png", "unreadable train/good/caf%FF.png", "no_mask test/dent/001.png",
          "size_mismatch test/dent/002.png", "mask_on_good test/good/000.png",
          "mask_without_image ground_truth/dent/absent_mask.png"})
      QVERIFY2(found.find(expected) != std::string::npos, (std::string(expected) + " in\n" + found).c_str());
    QCOMPARE(kinds(check_masks(*set)), std::string("size_mismatch test/dent/002.png\nmask_values "
                                                   "test/dent/003.png\nempty_mask test/dent/004.png\n"));
  }

  void masks_in_a_folder_are_united() {
    ImageFolder folder;
    make_mvtec(folder);
    folder.png("test/dent/005.png");
    folder.mask("ground_truth/dent/005/000.png", {"#.....", "......", "......", "......"});
    folder.mask("ground_truth/dent/005/001.png", {"......", "......", "......", ".....#"});
    const auto set = open_image_dataset(folder.root());
    QVERIFY(set && set->warnings.empty());
    QCOMPARE(text_of(*ground_truth(set->items[1], 6, 4)), std::string("#.....\n......\n......\n.....#\n"));
  }

  void regions() {
    ImageFolder folder;
    make_mvtec(folder);
    folder.mask("roi.png", {"####..", "####..", "####..", "####.."});
    folder.mask("test/dent/000_ignore.png", {"#.....", "......", "......", "......"});
    folder.mask("test/hole/000_roi.png", {"......", "......", "######", "######"});
    const auto set = open_image_dataset(folder.root());
    QVERIFY(set);
    QCOMPARE(set->items.size(), std::size_t{5});
    QCOMPARE(text_of(*region_of_interest(*set, set->items[0], 6, 4)),
             std::string(".###..\n####..\n####..\n####..\n"));
    QCOMPARE(text_of(*region_of_interest(*set, set->items[2], 6, 4)),
             std::string("......\n......\n######\n######\n"));
    QVERIFY(!region_of_interest(*set, set->items[3], 7, 4));
  }

  void plain_folders() {
    ImageFolder folder;
    for (int i = 0; i < 40; ++i)
      folder.png("OK/" + std::to_string(i) + ".png", i);
    folder.png("scratch/a.png");
    folder.mask("scratch/a_mask.png", {"#.....", "......", "......", "......"});
    const auto set = open_image_dataset(folder.root());
    QVERIFY(set);
    QCOMPARE(set->layout, std::string("folders"));
    QCOMPARE(set->items.size(), std::size_t{41});
    QCOMPARE(set->items.back().defect, std::string("scratch"));
    QCOMPARE(set->items.back().part, std::string("test"));
    QVERIFY(!set->items.back().mask.empty());
    const auto train = std::count_if(set->items.begin(), set->items.end(),
                                     [](const auto& item) { return item.part == "train"; });
    QVERIFY2(train > 24 && train < 38, qPrintable(QString::number(train)));
  }

  void unlabelled_images() {
    ImageFolder folder;
    folder.png("a.png");
    folder.png("line 2/b.png");
    QCOMPARE(listing(*open_image_dataset(folder.root())),
             std::string("a.png test -1 \nline 2/b.png test -1 \n"));
  }

  void layout_mistakes() {
    ImageFolder empty;
    const auto none = open_image_dataset(empty.root());
    QVERIFY(!none && none.error().message.find("DIR/train/good") != std::string::npos);
    QCOMPARE(open_image_dataset(empty.path("absent")).error().code, ErrorCode::not_found);

    ImageFolder no_good;
    no_good.png("train/a.png");
    no_good.png("test/dent/a.png");
    const auto wrong = open_image_dataset(no_good.root());
    QVERIFY(!wrong && wrong.error().message.find("train/good") != std::string::npos);

    ImageFolder several;
    several.png("bottle/train/good/a.png");
    several.png("cable/train/good/a.png");
    const auto many = open_image_dataset(several.root());
    QVERIFY(!many && many.error().message.find("bottle, cable") != std::string::npos);

    ImageFolder broken;
    broken.write("a.png", "x");
    const auto unusable = open_image_dataset(broken.root());
    QVERIFY(!unusable && unusable.error().message.find("a.png") != std::string::npos);
  }

  void coco() {
    ImageFolder folder;
    for (const char* name : {"images/a.png", "images/b.png", "images/c.png"})
      folder.png(name);
    // The compressed text says 5 zeros, 2 ones, 17 zeros; b also has a polygon.
    folder.write(
        "annotations/instances_test.json",
        R"({"images":[{"id":1,"file_name":"a.png","width":6,"height":4},{"id":2,"file_name":"b.png","width":6,"height":4},
 {"id":3,"file_name":"c.png","width":6,"height":4},{"id":4,"file_name":"../../../etc/passwd"},{"id":5,"file_name":"gone.png"}],
 "categories":[{"id":7,"name":"dent"},{"id":8,"name":"hole"}],
 "annotations":[{"id":1,"image_id":1,"category_id":7,"segmentation":{"size":[4,6],"counts":[5,2,17]}},
 {"id":2,"image_id":2,"category_id":8,"segmentation":{"size":[4,6],"counts":"52a0"}},
 {"id":3,"image_id":2,"category_id":7,"segmentation":[[3,0,6,0,6,2,3,2]]},
 {"id":4,"image_id":2,"category_id":7,"segmentation":{"size":[4,6],"counts":[5,2,99]}},
 {"id":5,"image_id":99,"category_id":7,"segmentation":[[3,0,6,0,6,2]]},
 {"id":6,"image_id":2,"category_id":7,"segmentation":[[3,0,"x",0,6,2]]}]})");
    const auto set = open_image_dataset(folder.root());
    QVERIFY2(set, set ? "" : set.error().message.c_str());
    QCOMPARE(set->layout, std::string("coco"));
    QCOMPARE(listing(*set),
             std::string("images/a.png test 1 dent\nimages/b.png test 1 dent+hole\nimages/c.png test 0 \n"));
    QCOMPARE(text_of(*ground_truth(set->items[0], 6, 4)), std::string("......\n.#....\n.#....\n......\n"));
    QCOMPARE(text_of(*ground_truth(set->items[1], 6, 4)), std::string("...###\n.#.###\n.#....\n......\n"));
    QVERIFY(!ground_truth(set->items[0], 12, 8));
    QCOMPARE(kinds(set->warnings),
             std::string("unreadable ../../../etc/passwd\nunreadable gone.png\nannotation images/b.png\n"
                         "annotation instances_test.json\nannotation images/b.png\n"));
    QVERIFY(open_image_dataset(folder.path("annotations/instances_test.json")));
  }

  void compressed_runs() {
    std::vector<std::uint32_t> runs;
    QVERIFY(decompress_runs("52a0", runs));
    QCOMPARE(runs, (std::vector<std::uint32_t>{5, 2, 17}));
    for (const char* bad : {"\x7f", "o", "ooooooooooooooooooo", "N"})
      QVERIFY2(!decompress_runs(bad, runs), bad);
  }

  void united_runs_match_pixels() {
    Random random(Seed(5));
    for (int round = 0; round < 200; ++round) {
      const int width = 1 + static_cast<int>(random.below(7)), height = 1 + static_cast<int>(random.below(6));
      Mask a{width, height, {}}, b = a;
      for (int i = 0; i < width * height; ++i) {
        a.inside.push_back(random.below(3) == 0 ? 255 : 0);
        b.inside.push_back(random.below(4) == 0 ? 255 : 0);
      }
      Mask both{width, height, std::vector<std::uint8_t>(a.inside.size())};
      QVERIFY(add_runs(united_runs(runs_of(a), runs_of(b)), both));
      for (std::size_t i = 0; i < a.inside.size(); ++i)
        a.inside[i] |= b.inside[i];
      QCOMPARE(text_of(both), text_of(a));
    }
  }

  void labelme() {
    ImageFolder folder;
    for (const char* name : {"a.png", "b.png", "c.png"})
      folder.png(name);
    folder.write(
        "a.json",
        R"({"imageWidth":6,"imageHeight":4,"shapes":[{"label":"dent","shape_type":"rectangle","points":[[1,1],[3,3]]},
 {"label":"dent","shape_type":"point","points":[[1,1]]}]})");
    folder.write("b.json", std::string(100, '[') + std::string(100, ']'));
    const auto set = open_image_dataset(folder.root());
    QVERIFY2(set, set ? "" : set.error().message.c_str());
    QCOMPARE(set->layout, std::string("labelme"));
    QCOMPARE(set->items[0].defect, std::string("dent"));
    QCOMPARE(set->items[1].label, -1);
    QCOMPARE(set->items[2].label, 0);
    QCOMPARE(text_of(*ground_truth(set->items[0], 6, 4)), std::string("......\n.##...\n.##...\n......\n"));
    QCOMPARE(kinds(set->warnings), std::string("annotation a.png\nannotation b.png\n"));
  }

  /// Deep nesting is refused before the parser sees it.
  void deep_json() {
    ImageFolder folder;
    folder.png("a.png");
    folder.write("coco.json", std::string(5'000'000, '['));
    const auto set = open_image_dataset(folder.root());
    QVERIFY(!set && set.error().code == ErrorCode::limit_exceeded);
    folder.write("coco.json", R"({"images": 3})");
    QVERIFY(!open_image_dataset(folder.root()));
    folder.write("coco.json", R"({"images": [)");
    QCOMPARE(open_image_dataset(folder.root()).error().code, ErrorCode::parse);
  }

  void polygons_follow_pixel_centres() {
    const auto triangle = rasterised({{0, 0, 4, 0, 0, 4}}, 5, 5);
    QCOMPARE(text_of(*triangle), std::string("###..\n##...\n#....\n.....\n.....\n"));
    const auto clipped = rasterised({{-1e6F, -1e6F, 1e6F, -1e6F, 1e6F, 1e6F, -1e6F, 1e6F}}, 3, 2);
    QCOMPARE(text_of(*clipped), std::string("###\n###\n"));
    const auto outside = rasterised({{10, 10, 20, 10, 20, 20}}, 3, 2);
    QCOMPARE(text_of(*outside), std::string("...\n...\n"));
    std::vector<float> zigzag;
    for (int i = 0; i < 40000; ++i)
      zigzag.insert(zigzag.end(), {static_cast<float>(i % 7), i % 2 ? 100000.0F : 0.0F});
    const auto costly = rasterised({zigzag}, 7, 100000);
    QVERIFY(!costly && costly.error().code == ErrorCode::limit_exceeded);
  }

  void hashes() {
    ImageFolder folder;
    make_mvtec(folder);
    folder.png("test/good/copy.png", 1);
    const auto set = open_image_dataset(folder.root());
    const auto hashes = hash_images(*set);
    QVERIFY(hashes);
    QCOMPARE(hashes->by_id.size(), std::size_t{6});
    QCOMPARE(kinds(hashes->duplicates), std::string("duplicate train/good/000.png\n"));
    QVERIFY(hashes->duplicates.front().message.find("test/good/copy.png (test)") != std::string::npos);
    QCOMPARE(hash_images(*set)->sha256, hashes->sha256);
    folder.png("test/good/copy.png", 99);
    QVERIFY(hash_images(*set)->sha256 != hashes->sha256);
    QVERIFY(hash_images(*set)->duplicates.empty());
    std::filesystem::remove(folder.path("test/good/copy.png"));
    QVERIFY(!hash_images(*set));
  }

  void real_images() {
    const std::filesystem::path folder = ANDON_SHARED_DATA "/images/magnetic_tile";
    if (!std::filesystem::exists(folder))
      QSKIP("the magnetic tiles are not on this machine");
    const auto set = open_image_dataset(folder);
    QVERIFY(set);
    QCOMPARE(set->items.size(), std::size_t{1340});
    const auto first =
        std::find_if(set->items.begin(), set->items.end(), [](const auto& item) { return item.label == 1; });
    const auto image = read_image(first->path);
    QVERIFY(image);
    const auto mask = ground_truth(*first, image->width, image->height);
    QVERIFY2(mask && !mask->empty(), mask ? "" : mask.error().message.c_str());
  }
};

QTEST_APPLESS_MAIN(TestImageDataset)
#include "tst_image_dataset.moc"
