// Corrected masks become the ground truth that the data set opens with next time.
#include "core/inspection/mask_writer.h"
#include "tests/inspection/image_fixture.h"

#include <QtTest>

using namespace andon;
using namespace andon::test;

class TestMaskWriter : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void round_trip_data() {
    QTest::addColumn<QString>("good");
    QTest::addColumn<QString>("bad");
    QTest::newRow("mvtec") << "train/good/a.png"
                           << "test/dent/b.png";
    QTest::newRow("folders") << "good/a.png"
                             << "dent/b.png";
  }
  void round_trip() {
    QFETCH(QString, good);
    QFETCH(QString, bad);
    ImageFolder folder;
    folder.png(good.toStdString());
    folder.png(bad.toStdString(), 9);
    for (const std::vector<std::string>& rows :
         {std::vector<std::string>{"#.....", "......", "......", ".....#"},
          std::vector<std::string>{"......", ".##...", "......", "......"}}) {
      const auto set = open_image_dataset(folder.root());
      QVERIFY(set && set->items.size() == 2);
      const bool first = set->items[0].label == 1;
      const ImageItem &defective = set->items[first ? 0 : 1], &fine = set->items[first ? 1 : 0];
      QVERIFY(save_ground_truth(*set, defective, drawn_mask(rows)));
      QVERIFY(!save_ground_truth(*set, fine, drawn_mask(rows)));
      QVERIFY(!save_ground_truth(*set, defective, drawn_mask({"#"})));
      const auto again = open_image_dataset(folder.root());
      QCOMPARE(text_of(*ground_truth(again->items[first ? 0 : 1], 6, 4)), text_of(drawn_mask(rows)));
      QVERIFY(again->warnings.empty());
    }
  }
};

QTEST_APPLESS_MAIN(TestMaskWriter)
#include "tst_mask_writer.moc"
