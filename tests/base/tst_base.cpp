#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/base/options.h"
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/base/table.h"

#include <QtTest>

#include <cmath>

using namespace andon;

namespace {

struct Sample {
  double friction = 0.5;
  std::int64_t length = 256;
  bool noise = true;
  std::string kind = "sum";
  std::vector<Option> describe() {
    return {option("friction", friction, "Viscous friction", "A·s/rad", 0, 10),
            option("length", length, "Samples", "samples", 1, 4096), option("noise", noise, "Add noise"),
            choice("cycle.kind", kind, "Shape of the cycle", {"sum", "step"})};
  }
};

struct Row {
  std::string id, title;
};

} // namespace

class TestBase : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void options_round_trip() {
    const auto sample = configured<Sample>({{"friction", 2.5}, {"length", std::string("512")}, {"cycle.kind", std::string("step")}});
    QVERIFY(sample);
    Sample copy = *sample;
    const std::string json = to_json_text(values_of(copy.describe()));
    const auto again = configured<Sample>(*option_map_from_json(json));
    QVERIFY(again);
    Sample second = *again;
    QCOMPARE(to_json_text(values_of(second.describe())), json);
    QCOMPARE(second.length, std::int64_t{512});
  }
  void options_reject_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("part");
    QTest::newRow("unknown") << "frictoin" << "1" << "did you mean 'friction'";
    QTest::newRow("range") << "friction" << "11" << "from 0 to 10 A·s/rad";
    QTest::newRow("fraction") << "length" << "2.5" << "whole number";
    QTest::newRow("word") << "friction" << "lots" << "expected a number";
    QTest::newRow("not finite") << "friction" << "nan" << "finite";
    QTest::newRow("choice") << "cycle.kind" << "cube" << "expected one of sum step";
    QTest::newRow("flag") << "noise" << "maybe" << "true or false";
  }
  void options_reject() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, part);
    const auto sample = configured<Sample>({{key.toStdString(), value.toStdString()}});
    QVERIFY(!sample);
    QCOMPARE(sample.error().code, ErrorCode::invalid_argument);
    QVERIFY2(QString::fromStdString(sample.error().message).contains(part), sample.error().message.c_str());
  }
  void option_files_report_lines() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("broken.yaml").toStdString();
    QVERIFY(write_atomic(path, "friction: 1\nlength: [1, 2\n"));
    const auto values = read_option_file(path);
    QVERIFY(!values);
    QCOMPARE(values.error().code, ErrorCode::parse);
    QVERIFY2(values.error().message.find("broken.yaml:") != std::string::npos, values.error().message.c_str());
  }
  void portable_math_matches_the_library() {
    for (int i = -4000; i <= 4000; ++i) {
      const double x = i * 0.37;
      QVERIFY(std::abs(portable_sin(x) - std::sin(x)) < 5e-16 * std::max(1.0, std::abs(x) * 1e-3));
      QVERIFY(std::abs(portable_cos(x) - std::cos(x)) < 5e-16 * std::max(1.0, std::abs(x) * 1e-3));
      const double p = std::ldexp(1.0 + std::abs(i) / 4001.0, i / 20);
      QVERIFY(std::abs(portable_log(p) - std::log(p)) <= 4e-16 * std::max(1.0, std::abs(std::log(p))));
      const double e = i * 0.05;
      QVERIFY(std::abs(portable_exp(e) / std::exp(e) - 1) < 1e-15 * std::max(1.0, std::abs(e)));
    }
  }
  void random_is_the_same_everywhere() {
    Random random(Seed(7).stream("noise", 3));
    QCOMPARE(random.bits(), std::uint64_t{0x3ae328099659db51ULL});
    Random normal(Seed(7).stream("noise", 3));
    double sum = 0, squares = 0;
    for (int i = 0; i < 100000; ++i) {
      const double x = normal.normal();
      sum += x;
      squares += x * x;
    }
    QVERIFY(std::abs(sum / 1e5) < 0.015);
    QVERIFY(std::abs(squares / 1e5 - 1) < 0.02);
    QVERIFY(Seed(1).stream("a").value() != Seed(1).stream("b").value());
    QVERIFY(Seed(1).stream("a", 1).value() != Seed(1).stream("a", 2).value());
  }
  void atomic_file_keeps_the_old_until_commit() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("a.txt").toStdString();
    QVERIFY(write_atomic(path, "old"));
    {
      auto file = AtomicFile::open(path);
      QVERIFY(file);
      QVERIFY(file->write(std::string_view("new")));
      QCOMPARE(*read_file(path), std::string("old"));
    }
    QCOMPARE(*read_file(path), std::string("old"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    const auto refused = write_atomic("/nonexistent/folder/a.txt", "x");
    QCOMPARE(refused.error().code, ErrorCode::io);
    QCOMPARE(read_file(path, 2).error().code, ErrorCode::limit_exceeded);
    QCOMPARE(read_file(folder.filePath("none").toStdString()).error().code, ErrorCode::not_found);
  }
  void sweep_removes_what_dead_processes_left() {
    QTemporaryDir folder;
    const std::filesystem::path base = folder.path().toStdString();
    QVERIFY(write_atomic(base / "kept.txt", "x"));
    QVERIFY(write_atomic(base / "gone.txt.andon-tmp-999999999-0", "x"));
    QCOMPARE(sweep_temporaries(base), std::size_t{1});
    QVERIFY(std::filesystem::exists(base / "kept.txt"));
  }
  void sha256_of_known_text() {
    QCOMPARE(sha256("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  }
  void table_names_the_nearest() {
    const Table<Row> table("model", {{"motor", "Motor"}, {"scene", "Scene"}});
    QVERIFY(table.find("scene"));
    const auto missing = table.find("mtor");
    QCOMPARE(missing.error().code, ErrorCode::not_found);
    QVERIFY(missing.error().message.find("did you mean 'motor'") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(TestBase)
#include "tst_base.moc"
