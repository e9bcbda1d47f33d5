#include "core/base/atomic_file.h"
#include "core/base/random.h"
#include "tests/signal/import_fixture.h"

#include <QtTest>

#include <cstring>

using namespace andon;
using namespace andon::test;

namespace {

std::string bytes_of(std::uint64_t value, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i)
    bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

std::string wav(std::uint16_t channels = 2, std::uint32_t data_bytes = 800) {
  std::string samples;
  for (int i = 0; i < 400; ++i)
    samples += bytes_of(static_cast<std::uint64_t>(i * 50), 2);
  return "RIFF" + bytes_of(36 + samples.size(), 4) + "WAVEfmt " + bytes_of(16, 4) + bytes_of(1, 2) +
         bytes_of(channels, 2) + bytes_of(8000, 4) + bytes_of(8000ULL * channels * 2, 4) +
         bytes_of(channels * 2ULL, 2) + bytes_of(16, 2) + "data" + bytes_of(data_bytes, 4) + samples;
}

// MAT 5, uncompressed: one double column vector "sig" of n samples; `claimed` rows stand in its header.
std::string mat5(std::uint32_t n = 100, std::uint32_t claimed = 100) {
  std::string head = "MATLAB 5.0 MAT-file";
  head.resize(124, ' ');
  head += bytes_of(0x0100, 2) + "IM";
  std::string values;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double value = i * 0.5;
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, 8);
    values += bytes_of(bits, 8);
  }
  const std::string body = bytes_of(6, 4) + bytes_of(8, 4) + bytes_of(6, 4) + bytes_of(0, 4) +
                           bytes_of(5, 4) + bytes_of(8, 4) + bytes_of(claimed, 4) + bytes_of(1, 4) +
                           bytes_of(1, 2) + bytes_of(3, 2) + std::string("sig\0", 4) + bytes_of(9, 4) +
                           bytes_of(values.size(), 4) + values;
  return head + bytes_of(14, 4) + bytes_of(body.size(), 4) + body;
}

std::string csv() {
  std::string text = "time,a,\"b \"\"quoted\"\"\",anomaly\n";
  for (int i = 0; i < 40; ++i)
    text += std::to_string(i) + ",\"" + std::to_string(i * i) + "\"," + (i == 9 ? "NaN" : "-1.5e3") + "," +
            std::to_string(i % 7 == 0) + "\n";
  return text;
}

} // namespace

class TestHostileFiles : public QObject {
  Q_OBJECT
private:
  ImportFixture fixture_;

  std::string scene_file() {
    const auto made = fixture_.import_text(csv());
    const std::filesystem::path scenes = made.set->folder() / "scenes";
    return *read_file(std::filesystem::directory_iterator(scenes)->path());
  }
  std::string valid(const QString& kind) {
    return kind == "wav" ? wav() : kind == "mat" ? mat5() : kind == "h5" ? scene_file() : csv();
  }
  // Either a data set that can be read whole, or an error that names the file.
  void check(const std::string& name, const std::string& bytes) {
    const auto in = fixture_.import(fixture_.write(name, bytes));
    if (!in.report) {
      QVERIFY2(in.error().find(std::filesystem::path(name).filename().string()) != std::string::npos,
               in.error().c_str());
      return;
    }
    QVERIFY(in.set && in.set->verify());
    for (std::size_t i = 0; i < in.set->items().size(); ++i)
      QVERIFY(in.set->read(i));
  }

private Q_SLOTS:
  void valid_files_import_data() {
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"wav", "mat", "h5", "csv"})
      QTest::newRow(kind) << kind;
  }
  void valid_files_import() {
    QFETCH(QString, kind);
    const auto in = fixture_.import(fixture_.write("valid." + kind.toStdString(), valid(kind)));
    QVERIFY2(in.set.has_value(), in.error().c_str());
    const auto scene = in.set->read(0);
    QVERIFY(scene);
    if (kind == "wav") {
      QCOMPARE(scene->sensors.size(), std::size_t{2});
      QCOMPARE(scene->sensors[0].series.rate, 8000.0);
      QCOMPARE(scene->sensors[1].series.values[1], 150.0F / 32768.0F);
    } else if (kind == "mat") {
      QCOMPARE(scene->sensors[0].info.id, std::string("sig"));
      QCOMPARE(scene->sensors[0].series.values[99], 49.5F);
    } else {
      QCOMPARE(scene->sensors.size(), std::size_t{2});
      QCOMPARE(scene->sensors[1].info.id, std::string("b \"quoted\""));
      QVERIFY(scene->sensors[1].series.is_missing(9));
      QCOMPARE(scene->intervals.size(), std::size_t{6});
    }
  }
  void truncated_data() { valid_files_import_data(); }
  void truncated() {
    QFETCH(QString, kind);
    const std::string bytes = valid(kind);
    const std::size_t step = std::max<std::size_t>(1, bytes.size() / 60);
    for (std::size_t length = 0; length < bytes.size(); length += step)
      check("cut." + kind.toStdString(), bytes.substr(0, length));
  }
  void flipped_bits_data() { valid_files_import_data(); }
  void flipped_bits() {
    QFETCH(QString, kind);
    const std::string bytes = valid(kind);
    Random random(Seed(20'240'101).stream(kind.toStdString()));
    for (int round = 0; round < 60; ++round) {
      std::string damaged = bytes;
      for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips)
        damaged[random.below(damaged.size())] ^= static_cast<char>(1 << random.below(8));
      check("flip." + kind.toStdString(), damaged);
    }
  }
  void refused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const char* file, const std::string& bytes, const char* part) {
      QTest::newRow(name) << file << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())) << part;
    };
    std::string wide;
    for (int i = 0; i < 100'000; ++i)
      wide += "c,";
    row("empty", "empty.csv", "", "empty.csv is empty");
    row("header only", "header.csv", "a,b\n", "a header but no rows");
    row("only words", "words.csv", "a,b\nx,y\nz,w\n", "no column of numbers");
    row("too many columns", "wide.csv", wide + "\n1,2\n", "more than 65536 columns");
    row("binary", "binary.csv", std::string("a,b\0\1\2", 7), "zero bytes");
    row("csv named wav", "text.wav", "a,b\n1,2\n", "not a readable WAV");
    row("csv named mat", "text.mat", "a,b\n1,2\n", "not a readable MAT");
    row("csv named h5", "text.h5", "a,b\n1,2\n", "not a readable HDF5");
    row("unknown", "text.xyz", "hello", "no known format");
    row("mat claims more", "claims.mat", mat5(100, 2'000'000'000), "bytes can hold");
    row("wav without channels", "silent.wav", wav(0), "silent.wav");
  }
  void refused() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    const auto in = fixture_.import(fixture_.write(name.toStdString(), bytes.toStdString()));
    QVERIFY(!in.report);
    QVERIFY2(QString::fromStdString(in.error()).contains(part), in.error().c_str());
  }
  void a_header_of_a_billion_columns() {
    std::string block;
    while (block.size() < (5U << 20))
      block += "x,";
    const std::filesystem::path path = fixture_.write("billion.csv", block);
    std::filesystem::resize_file(path, 2'000'000'000);
    const auto in = fixture_.import(path);
    QVERIFY(!in.report);
    QCOMPARE(in.report.error().code, ErrorCode::limit_exceeded);
  }
  void limits_are_kept() {
    ImportLimits limits;
    limits.line_bytes = 1 << 10;
    const auto open_quote = fixture_.import_text("a,b\n1,2\n3,\"" + std::string(9 << 20, '4'), {}, limits);
    QVERIFY2(open_quote.error().find("unclosed quote") != std::string::npos, open_quote.error().c_str());
    limits = {};
    limits.field_bytes = 100;
    const auto field = fixture_.import_text("a,b\n1,2\n3," + std::string(500, '4') + "\n", {}, limits);
    QVERIFY2(field.error().find("longer than 100 bytes") != std::string::npos, field.error().c_str());
    QCOMPARE(fixture_.import(fixture_.path("nowhere.csv")).report.error().code, ErrorCode::not_found);
  }
  void warnings_are_capped() {
    std::string text = "a,b\n";
    for (int i = 0; i < 3000; ++i)
      text += "1,\n";
    text += "1,2\n";
    const auto in = fixture_.import_text(text);
    QVERIFY2(in.set.has_value(), in.error().c_str());
    QCOMPARE(in.report->warnings.size(), WarningList::capacity);
    QVERIFY(in.report->suppressed >= 2000);
  }
};

QTEST_GUILESS_MAIN(TestHostileFiles)
#include "tst_hostile_files.moc"
