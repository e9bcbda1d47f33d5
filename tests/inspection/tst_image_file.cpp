// Files of every kind against Pillow's pixels; hostile files: an error that names the file, or the true
// pixels.
#include "core/base/hash.h"
#include "core/base/random.h"
#include "tests/inspection/image_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <thread>

using namespace andon;
using namespace andon::test;

namespace {

QJsonArray golden_cases() {
  QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/image_files_golden.json"));
  if (!file.open(QIODevice::ReadOnly))
    qFatal("no golden file");
  return QJsonDocument::fromJson(file.readAll()).object()["cases"].toArray();
}

std::string bytes_of(const QJsonObject& row) {
  return QByteArray::fromBase64(row["file"].toString().toLatin1()).toStdString();
}

int sample(const Image& image, std::size_t i) {
  return image.bits == 8 ? image.bytes[i] : image.bytes[2 * i] | image.bytes[2 * i + 1] << 8;
}

std::string big(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

/// A PNG header of that size with a kilobyte of nothing behind it; checksums are not looked at before the
/// limits.
std::string bomb(std::uint32_t width, std::uint32_t height) {
  return "\x89PNG\r\n\x1a\n" + big(13) + "IHDR" + big(width) + big(height) +
         std::string("\x08\x02\0\0\0", 5) + big(0) + big(1000) + "IDAT" + std::string(1000, 'x') + big(0) +
         big(0) + "IEND" + big(0);
}

} // namespace

class TestImageFile : public QObject {
  Q_OBJECT
private:
  ImageFolder folder_;

  void names_the_file(const Error& error, const std::string& name) {
    QVERIFY2(error.message.find(name) != std::string::npos, error.message.c_str());
  }

private Q_SLOTS:
  void kinds_data() {
    QTest::addColumn<QJsonObject>("row");
    for (const QJsonValue& value : golden_cases())
      QTest::newRow(qPrintable(value["name"].toString())) << value.toObject();
  }
  void kinds() {
    QFETCH(QJsonObject, row);
    const auto path = folder_.write(row["name"].toString().toStdString(), bytes_of(row));
    const auto image = read_image(path);
    QVERIFY2(image, image ? "" : image.error().message.c_str());
    const auto probed = probe_image(path);
    QVERIFY2(probed, probed ? "" : probed.error().message.c_str());
    for (const auto& [found, key] : {std::pair{image->width, "width"},
                                     {image->height, "height"},
                                     {image->channels, "channels"},
                                     {image->bits, "bits"},
                                     {probed->width, "width"},
                                     {probed->height, "height"},
                                     {probed->channels, "channels"},
                                     {probed->bits, "bits"}})
      QCOMPARE(found, row[key].toInt());
    const QJsonArray pixels = row["pixels"].toArray();
    for (int i = 0; i < pixels.size(); ++i)
      QVERIFY2(std::abs(sample(*image, static_cast<std::size_t>(i)) - pixels[i].toInt()) <=
                   row["tolerance"].toInt(),
               qPrintable(QString("sample %1: %2, expected %3")
                              .arg(i)
                              .arg(sample(*image, static_cast<std::size_t>(i)))
                              .arg(pixels[i].toInt())));
  }

  /// Every truncation is an error, except where only padding behind the pixels is lost.
  void truncated_data() { kinds_data(); }
  void truncated() {
    QFETCH(QJsonObject, row);
    const std::string bytes = bytes_of(row), name = row["name"].toString().toStdString();
    const auto whole = read_image(folder_.write(name, bytes));
    QVERIFY(whole);
    const std::size_t step = std::max<std::size_t>(1, bytes.size() / 60);
    for (std::size_t size = 0; size < bytes.size(); size += step) {
      const auto cut = read_image(folder_.write(name, bytes.substr(0, size)));
      if (cut)
        QVERIFY2(cut->bytes == whole->bytes,
                 qPrintable(QString("cut to %1 of %2 bytes").arg(size).arg(bytes.size())));
      else
        names_the_file(cut.error(), name);
      const bool sealed = name.ends_with(".png") || name.ends_with(".jpg");
      QVERIFY2(!cut || !sealed,
               qPrintable(QString("%1 bytes of %2 were accepted").arg(size).arg(bytes.size())));
    }
  }

  /// Bit flips: no crash, no image of another size than probed, an error that names the file.
  void flipped_data() { kinds_data(); }
  void flipped() {
    QFETCH(QJsonObject, row);
    const std::string name = row["name"].toString().toStdString(), good = bytes_of(row);
    Random random(Seed(11).stream(name));
    for (int i = 0; i < 120; ++i) {
      std::string bytes = good;
      const auto flips = 1 + random.below(3);
      for (std::uint64_t k = 0; k < flips; ++k)
        bytes[random.below(bytes.size())] ^= static_cast<char>(1U << random.below(8));
      const auto path = folder_.write(name, bytes);
      const auto image = read_image(path, {4'000'000, 1'000'000});
      if (!image) {
        names_the_file(image.error(), name);
        continue;
      }
      const auto probed = probe_image(path);
      QVERIFY(probed && probed->width == image->width && probed->height == image->height);
      QCOMPARE(image->bytes.size(), static_cast<std::size_t>(image->width) *
                                        static_cast<std::size_t>(image->height) *
                                        static_cast<std::size_t>(image->channels * image->bits / 8));
    }
  }

  void bombs() {
    const auto huge = read_image(folder_.write("huge.png", bomb(60000, 60000)));
    QVERIFY(!huge && huge.error().code == ErrorCode::limit_exceeded);
    QVERIFY(huge.error().message.find("60000 x 60000") != std::string::npos);
    QVERIFY(huge.error().message.find("cut the image into smaller ones") != std::string::npos);
    // Within the limit, but a kilobyte cannot hold 225 million pixels.
    const auto lying = read_image(folder_.write("lying.png", bomb(15000, 15000)));
    QVERIFY(!lying && lying.error().code == ErrorCode::parse);
    QVERIFY2(lying.error().message.find("promises") != std::string::npos, lying.error().message.c_str());
    const auto endless = probe_image(folder_.write("endless.png", bomb(0xffffffff, 1)));
    QVERIFY(!endless && endless.error().code == ErrorCode::limit_exceeded);
    const auto nothing = probe_image(folder_.write("nothing.png", bomb(0, 5)));
    QVERIFY(!nothing && nothing.error().code == ErrorCode::parse);
  }

  void refused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("part");
    const auto parse = static_cast<int>(ErrorCode::parse),
               unsupported = static_cast<int>(ErrorCode::unsupported);
    QTest::newRow("empty") << QByteArray() << parse << "0 bytes";
    QTest::newRow("text") << QByteArray("this is no image at all") << parse << "not an image";
    QTest::newRow("BigTIFF") << QByteArray("II\x2b\0\x08\0\0\0aaaaaaaa", 16) << unsupported << "BigTIFF";
    QTest::newRow("TIFF directory in itself")
        << QByteArray("II\x2a\0\0\0\0\0aaaaaaaa", 16) << parse << "directory";
    QTest::newRow("JPEG without frame")
        << QByteArray("\xFF\xD8\xFF\xDA\0\x08", 6).append(QByteArray(50, 'a')) << parse << "frame";
    QTest::newRow("JPEG of CMYK")
        << QByteArray("\xFF\xD8\xFF\xC0\0\x14\x08\0\x10\0\x10\x04", 12).append(QByteArray(50, '\0'))
        << unsupported << "CMYK";
    QTest::newRow("BMP larger than its file")
        << QByteArray("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\0\x10\0\0\0\x10\0\0\x01\0\x18\0", 30)
               .append(QByteArray(100, '\0'))
        << parse << "do not fit";
  }
  void refused() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    QFETCH(QString, part);
    const auto image = read_image(folder_.write("refused.bin", bytes.toStdString()));
    QVERIFY(!image);
    QVERIFY2(static_cast<int>(image.error().code) == code, image.error().message.c_str());
    QVERIFY2(QString::fromStdString(image.error().message).contains(part), image.error().message.c_str());
  }

  void missing_and_large_files() {
    QCOMPARE(read_image(folder_.path("absent.png")).error().code, ErrorCode::not_found);
    QCOMPARE(probe_image(folder_.path("absent.png")).error().code, ErrorCode::not_found);
    const auto path = folder_.png("small.png");
    QCOMPARE(read_image(path, {1000, 20}).error().code, ErrorCode::limit_exceeded);
    const auto large = probe_image(path, {1000, 20});
    QCOMPARE(large.error().code, ErrorCode::limit_exceeded);
    QVERIFY(large.error().message.find("save it as PNG or JPEG") != std::string::npos);
    QCOMPARE(read_image(path, {23, 1000}).error().code, ErrorCode::limit_exceeded);
    QVERIFY(read_image(path, {24, 1000}));
  }

  void png_round_trip() {
    Random random(Seed(3));
    for (const int bits : {8, 16})
      for (const int channels : {1, 3}) {
        Image image{13, 7, channels, bits,
                    std::vector<std::uint8_t>(static_cast<std::size_t>(13 * 7 * channels * bits / 8))};
        for (std::uint8_t& byte : image.bytes)
          byte = static_cast<std::uint8_t>(random.below(256));
        QVERIFY(write_png(folder_.path("round.png"), image));
        const auto back = read_image(folder_.path("round.png"));
        QVERIFY(back && back->bytes == image.bytes && back->bits == bits && back->channels == channels);
      }
    QVERIFY(!write_png(folder_.path("round.png"), Image{13, 7, 3, 8, {1, 2, 3}}));
    QVERIFY(!write_png(folder_.path("absent/round.png"), Image{1, 1, 1, 8, {1}}));
  }

  void masks() {
    const auto back = read_mask(folder_.mask("mask.png", {"#..", ".#."}));
    QVERIFY(back);
    QCOMPARE(text_of(*back), std::string("#..\n.#.\n"));
  }

  void many_threads_read_alike() {
    const auto path = folder_.png("shared.png", 77, 200, 100);
    const Image expected = *read_image(path);
    std::atomic<int> equal{0};
    {
      std::vector<std::jthread> readers;
      for (int t = 0; t < 4; ++t)
        readers.emplace_back([&] {
          for (int i = 0; i < 20; ++i)
            equal += read_image(path)->bytes == expected.bytes;
        });
    }
    QCOMPARE(equal.load(), 80);
  }

  void resizing() {
    const Image image{4, 2, 1, 8, {10, 20, 30, 40, 50, 60, 70, 80}};
    const Image half = resized(image, 2, 1);
    QCOMPARE(half.bytes, (std::vector<std::uint8_t>{35, 55}));
    const Image flat = resized(Image{3, 3, 3, 16, std::vector<std::uint8_t>(54, 7)}, 11, 2);
    QVERIFY(std::all_of(flat.bytes.begin(), flat.bytes.end(), [](std::uint8_t b) { return b == 7; }));
    QCOMPARE(flat.bytes.size(), std::size_t{11 * 2 * 3 * 2});
    const ScoreMap map = resized(ScoreMap{2, 1, {0, 1}}, 4, 1);
    QCOMPARE(map.values, (std::vector<float>{0, 0.25F, 0.75F, 1}));
  }

  /// A one-pixel defect survives every size.
  void masks_never_vanish() {
    for (int x = 0; x < 37; ++x) {
      Mask mask{37, 5, std::vector<std::uint8_t>(37 * 5)};
      mask.inside[static_cast<std::size_t>(2 * 37 + x)] = 1;
      for (const auto& [width, height] : {std::pair{7, 2}, {1, 1}, {36, 4}, {37, 5}, {80, 11}}) {
        const Mask small = resized(mask, width, height);
        QVERIFY(std::count(small.inside.begin(), small.inside.end(), 255) >= 1);
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestImageFile)
#include "tst_image_file.moc"
