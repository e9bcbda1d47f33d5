#include "core/signal/windows.h"
#include "tests/signal/import_fixture.h"

#include <QtTest>

using namespace andon;
using namespace andon::test;

namespace {

std::string utf16le(const std::string& ascii) {
  std::string out = "\xFF\xFE";
  for (const char c : ascii)
    out += {c, '\0'};
  return out;
}

} // namespace

class TestImport : public QObject {
  Q_OBJECT
private:
  ImportFixture fixture_;

private Q_SLOTS:
  void csv_dialects_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    const auto row = [](const char* name, const std::string& text, const char* first, const char* second) {
      QTest::newRow(name) << QByteArray(text.data(), static_cast<qsizetype>(text.size())) << first << second;
    };
    row("comma", "a,b\n1,2\n3,4\n", "1 3", "2 4");
    row("no newline at the end", "a,b\n1,2\n3,4", "1 3", "2 4");
    row("semicolon", "a;b\n1;2\n3;4\n", "1 3", "2 4");
    row("decimal comma", "a;b\n1,5;2\n3,25;-4,5\n", "1.5 3.25", "2 -4.5");
    row("tab", "a\tb\n1\t2\n3\t\n", "1 3", "2 _");
    row("pipe", "a|b\n1|2\n3|4\n", "1 3", "2 4");
    row("spaces", "a b\n 1   2 \n3 4\n", "1 3", "2 4");
    row("crlf", "a,b\r\n1,2\r\n3,4\r\n", "1 3", "2 4");
    row("cr", "a,b\r1,2\r3,4\r", "1 3", "2 4");
    row("blank lines", "a,b\n\n1,2\n\n3,4\n\n", "1 3", "2 4");
    row("bom",
        "\xEF\xBB\xBF"
        "a,b\n1,2\n3,4\n",
        "1 3", "2 4");
    row("utf-16", utf16le("a,b\n1,2\n3,4\n"), "1 3", "2 4");
    row("quoted", "a,b\n\"1\",\"2\"\n\"3\",4\n", "1 3", "2 4");
    row("missing words", "a,b\n,NA\nNaN,null\n-,7\n5,6\n", "_ _ _ 5", "_ _ 7 6");
    row("not finite", "a,b\ninf,-Infinity\n1e999,1e39\n1,2\n", "_ _ 1", "_ _ 2");
    row("exponents", "a,b\n1e3,+2.5E-1\n123456789012345678,.5\n", "1000 1.23457e+17", "0.25 0.5");
    row("ragged", "a,b\n1\n3,4,5\n6,7\n", "1 3 6", "_ 4 7");
  }
  void csv_dialects() {
    QFETCH(QByteArray, text);
    QFETCH(QString, first);
    QFETCH(QString, second);
    const auto in = fixture_.import_text(text.toStdString());
    QVERIFY2(in.set.has_value(), in.error().c_str());
    const auto scene = in.set->read(0);
    QVERIFY(scene);
    QCOMPARE(scene->id, std::string("table"));
    QCOMPARE(scene->sensors.size(), std::size_t{2});
    QCOMPARE(QString::fromStdString(values_text(scene->sensors[0].series)), first);
    QCOMPARE(QString::fromStdString(values_text(scene->sensors[1].series)), second);
    QCOMPARE(scene->sensors[0].info.id, std::string("a"));
  }
  void warnings_name_line_and_column() {
    const auto in = fixture_.import_text("a,b,c,c\n1,2,x,1\n\"3\n\",oops,y,1\n5\n6,7,z,1,9\n8,,w,1\n");
    QVERIFY2(in.set.has_value(), in.error().c_str());
    QVERIFY(in.warned("text_column", 1, "column 'c' holds words"));
    QVERIFY(in.warned("duplicate_column", 1, "it is called 'c_2'"));
    QVERIFY(in.warned("not_a_number", 3, "column 'b' holds 'oops'"));
    QVERIFY(in.warned("ragged_row", 5, "1 fields where 4"));
    QVERIFY(in.warned("ragged_row", 6, "1 fields more"));
    QVERIFY(in.warned("missing_value", 7, "column 'b' is empty"));
    QVERIFY(in.warned("rate_unknown", 0, "1 sample a second"));
  }
  void times_give_the_rate_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("rate");
    QTest::newRow("seconds") << "time,a\n0,1\n0.01,2\n0.02,3\n0.03,4\n" << 100.0;
    QTest::newRow("milliseconds") << "time_ms,a\n0,1\n5,2\n10,3\n15,4\n" << 200.0;
    QTest::newRow("epoch ms") << "t,a\n1600000000000,1\n1600000000500,2\n1600000001000,3\n" << 2.0;
    QTest::newRow("iso") << "when;a\n2020-02-28 23:59:58;1\n2020-02-28 23:59:59;2\n2020-02-29T00:00:00Z;3\n"
                         << 1.0;
    QTest::newRow("iso fractions")
        << "when;a\n2020-01-01T00:00:00.00;1\n2020-01-01T00:00:00.25;2\n2020-01-01T01:00:00.50+01:00;3\n"
        << 4.0;
  }
  void times_give_the_rate() {
    QFETCH(QString, text);
    QFETCH(double, rate);
    const auto in = fixture_.import_text(text.toStdString());
    QVERIFY2(in.set.has_value(), in.error().c_str());
    QCOMPARE(in.set->items()[0].sensors.size(), std::size_t{1});
    QCOMPARE(in.set->items()[0].sensors[0].rate, rate);
    QVERIFY(in.report->warnings.empty());
  }
  void uneven_times_are_reported() {
    const auto in = fixture_.import_text("time,a\n0,1\n1,2\n2,3\n3.5,4\n3.4,5\n5,6\n6,7\n7,8\n");
    QVERIFY(in.set);
    QVERIFY(in.warned("time_backwards", 6));
    QVERIFY(in.warned("time_jitter", 5, "more than 10 %"));
  }
  void label_column_becomes_intervals() {
    const auto in = fixture_.import_text("time,a,anomaly\n0,1,0\n1,1,1\n2,1,1\n3,1,0\n4,1,1.0\n5,2,0\n");
    QVERIFY(in.set);
    const ItemInfo& info = in.set->items()[0];
    QCOMPARE(info.label, 1);
    QCOMPARE(info.sensors.size(), std::size_t{1});
    QCOMPARE(info.intervals.size(), std::size_t{2});
    QCOMPARE(info.intervals[0].start, 1.0);
    QCOMPARE(info.intervals[0].end, 3.0);
    QCOMPARE(info.intervals[1].end, 5.0);
  }
  void bytes_that_are_not_utf8_are_kept() {
    const auto in = fixture_.import_text("\xC0\xFC\xB7\xF9,b\n1,2\n3,4\n");
    QVERIFY2(in.set.has_value(), in.error().c_str());
    QVERIFY(in.warned("encoding", 1, "not UTF-8"));
    QCOMPARE(in.set->items()[0].sensors[0].id, std::string("%C0%FC%B7%F9"));
  }
  void map_gives_roles_parts_labels_and_attributes() {
    fixture_.write("mill/run_01.csv", "n,v,i,junk\n0,1,2,x\n1,2,3,x\n");
    fixture_.write("mill/run_02.csv", "n,v,i,junk\n0,1,2,x\n1,2,3,x\n");
    fixture_.write("mill/runs.csv", "no,tool,feed\n1,sharp,6\n2,dull,20\n");
    const auto map = parse_column_map("rate: 10\nother: ignore\n"
                                      "columns:\n - {name: v, role: command, unit: mm/s}\n - {pattern: "
                                      "\"(i)\", id: \"$1 motor\", role: current}\n"
                                      "table: {file: runs.csv, key: 'no', label: {column: tool, abnormal: "
                                      "dull, normal: sharp}, attributes: [feed]}\n"
                                      "files: [{files: [run_01], part: train}, {files: ['*'], part: test}]\n",
                                      "map");
    QVERIFY2(map.has_value(), map ? "" : map.error().message.c_str());
    const auto in = fixture_.import(fixture_.path("mill"), *map);
    QVERIFY2(in.set.has_value(), in.error().c_str());
    QCOMPARE(in.set->items().size(), std::size_t{2});
    const ItemInfo &one = in.set->items()[0], &two = in.set->items()[1];
    QCOMPARE(one.part, std::string("train"));
    QCOMPARE(two.part, std::string("test"));
    QCOMPARE(one.label, 0);
    QCOMPARE(two.label, 1);
    QCOMPARE(two.attributes.at("feed"), std::string("20"));
    QCOMPARE(one.sensors.size(), std::size_t{2});
    QCOMPARE(one.sensors[1].id, std::string("i motor"));
    QCOMPARE(to_string(one.sensors[1].role), std::string("current"));
    QCOMPARE(one.sensors[0].rate, 10.0);
  }
  void a_long_side_table_is_read_to_its_end() {
    fixture_.write("mill/run_01.csv", "n,v\n0,1\n1,2\n");
    std::string table = "no,tool\n";
    for (int row = 100; table.size() < (5U << 20); ++row)
      table += std::to_string(row) + ",sharp and still quite new after the last change of the insert\n";
    fixture_.write("mill/runs.csv", table + "1,dull\n");
    const auto map = parse_column_map("rate: 10\nfiles: [{files: ['*'], part: test}]\n"
                                      "table: {file: runs.csv, key: 'no', label: {column: tool, abnormal: "
                                      "dull, normal: sharp}}\n",
                                      "map");
    QVERIFY2(map.has_value(), map ? "" : map.error().message.c_str());
    const auto in = fixture_.import(fixture_.path("mill"), *map);
    QVERIFY2(in.set.has_value(), in.error().c_str());
    QCOMPARE(in.set->items()[0].label, 1);
  }
  void wrong_maps_are_refused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("key") << "rate: 1\ncolums: []\n"
                         << "map:2: unknown key 'colums' in the column map; did you mean 'columns'?";
    QTest::newRow("role") << "columns:\n - {name: a, role: motor}\n"
                          << "expected feature, command, current";
    QTest::newRow("rate") << "rate: -1\n"
                          << "above 0";
    QTest::newRow("pattern") << "columns:\n - {pattern: \"(\"}\n"
                             << "not a regular expression";
    QTest::newRow("neither") << "columns:\n - {role: command}\n"
                             << "either 'name' or 'pattern'";
    QTest::newRow("yaml") << "a: [1\n"
                          << "not valid YAML";
    QTest::newRow("scalar") << "hello"
                            << "key: value";
    QTest::newRow("part") << "files: [{files: a, part: trian}]"
                          << "expected one of train val test";
  }
  void wrong_maps_are_refused() {
    QFETCH(QString, text);
    QFETCH(QString, part);
    const auto map = parse_column_map(text.toStdString(), "map");
    QVERIFY(!map);
    QVERIFY2(QString::fromStdString(map.error().message).contains(part), map.error().message.c_str());
  }
  void many_blocks_keep_order_and_lines() {
    std::string text = "index,a,b\n";
    const int rows = 900'000;
    for (int i = 0; i < rows; ++i)
      text += std::to_string(i) + "," + std::to_string(i % 1000) + (i == 800'000 ? ",bad\n" : ".25,\"7\"\n");
    QVERIFY(text.size() > (12U << 20));
    const auto in = fixture_.import_text(text);
    QVERIFY2(in.set.has_value(), in.error().c_str());
    QVERIFY(in.warned("not_a_number", 800'002));
    const auto series = in.set->read_range(0, "a", 0, rows);
    QCOMPARE(series->values.size(), std::size_t(rows));
    for (int i = 0; i < rows; ++i)
      if (i != 800'000)
        QCOMPARE(series->values[static_cast<std::size_t>(i)], static_cast<float>(i % 1000) + 0.25F);
    QVERIFY(in.set->read_range(0, "b", 800'000, 1)->is_missing(0));
    std::stop_source source;
    source.request_stop();
    QCOMPARE(fixture_.import(fixture_.path("mill"), {}, {}, source.get_token()).report.error().code,
             ErrorCode::cancelled);
  }
  void shipped_maps_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("items");
    QTest::addColumn<int>("sensors");
    QTest::newRow("cnc_mill") << "cnc_mill" << 12 << 11;
    QTest::newRow("skab") << "skab" << 35 << 8;
    QTest::newRow("cwru") << "cwru" << 5 << 1;
  }
  void shipped_maps() {
    QFETCH(QString, name);
    QFETCH(int, items);
    QFETCH(int, sensors);
    const std::filesystem::path data =
        std::filesystem::path(ANDON_SHARED_DATA) / "signals" / name.toStdString();
    const auto map = read_column_map(std::filesystem::path(ANDON_TEST_DATA) / "../datasets/maps" /
                                     (name.toStdString() + ".yaml"));
    QVERIFY2(map.has_value(), map ? "" : map.error().message.c_str());
    if (!std::filesystem::exists(data))
      QSKIP("the development data are not on this machine");
    const auto in = fixture_.import(data, *map);
    QVERIFY2(in.set.has_value(), in.error().c_str());
    QCOMPARE(static_cast<int>(in.set->items().size()), items);
    for (const ItemInfo& item : in.set->items()) {
      QCOMPARE(static_cast<int>(item.sensors.size()), sensors);
      QVERIFY(item.label >= 0);
    }
    if (name != "cnc_mill")
      return;
    WindowOptions options;
    options.length = 64;
    const auto train = cut_pair_windows(*in.set, {"train"}, options),
               test = cut_pair_windows(*in.set, {"test"}, options);
    QVERIFY(train && test && train->size() > 50 && test->size() > 80);
    QVERIFY(std::all_of(train->refs.begin(), train->refs.end(),
                        [](const WindowRef& ref) { return ref.label == 0; }));
    QVERIFY(std::any_of(test->refs.begin(), test->refs.end(),
                        [](const WindowRef& ref) { return ref.label == 0; }));
  }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
