#include "core/base/atomic_file.h"
#include "core/signal/dataset.h"
#include "core/signal/split.h"
#include "core/signal/windows.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace andon;

namespace {

Sensor sensor(const std::string& id, Role role, double rate, std::vector<float> values) {
  Sensor made;
  made.info = {id, role, "A", rate, static_cast<std::int64_t>(values.size())};
  made.series.rate = rate;
  made.series.values = std::move(values);
  return made;
}

std::vector<float> ramp(std::size_t n, float step = 1) {
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i)
    values[i] = step * static_cast<float>(i);
  return values;
}

std::vector<Scene> pack(int count) {
  std::vector<Scene> scenes;
  for (int i = 0; i < count; ++i) {
    Scene scene{"scene" + std::to_string(i),
                i < count / 2 ? "train" : "test",
                i % 2,
                {{"tool", i % 2 ? "dull" : "sharp"}},
                {},
                {}};
    scene.sensors.push_back(sensor("x/velocity", Role::command, 100, ramp(64, static_cast<float>(i + 1))));
    scene.sensors.push_back(sensor("current", Role::current, 50, ramp(32, 2.0F * static_cast<float>(i + 1))));
    scene.intervals.push_back({0.1, 0.2, 1, "spike", "current"});
    scenes.push_back(std::move(scene));
  }
  return scenes;
}

Result<std::string> write_pack_set(const std::filesystem::path& folder, bool replace = false) {
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(folder, folder.filename().string(), replace));
  ANDON_TRY(writer.write_pack("pack", pack(6)));
  return writer.finish();
}

Result<std::string> write_recording(const std::filesystem::path& folder, std::size_t samples) {
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(folder, "long"));
  ItemInfo info;
  info.id = "run 1";
  info.sensors = {{"a", Role::command, "m/s", 1000, 0}, {"b", Role::current, "A", 1000, 0}};
  ANDON_TRY(writer.begin_scene(info));
  const std::vector<float> values = ramp(samples);
  std::vector<std::uint8_t> missing(samples, 0);
  if (samples > 7)
    missing[samples - 3] = 1;
  for (std::size_t from = 0; from < samples; from += 10'007) {
    const std::size_t count = std::min<std::size_t>(10'007, samples - from);
    ANDON_TRY(writer.append("a", std::span(values).subspan(from, count)));
    ANDON_TRY(
        writer.append("b", std::span(values).subspan(from, count), std::span(missing).subspan(from, count)));
  }
  info.label = 1;
  info.intervals.push_back({1, 2, 1, "worn", ""});
  ANDON_TRY(writer.end_scene(info));
  return writer.finish();
}

std::size_t entries_in(const QString& folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder.toStdString()), {}));
}

} // namespace

class TestDataset : public QObject {
  Q_OBJECT
private:
  QTemporaryDir dir_;
  std::filesystem::path at(const char* name) const {
    return std::filesystem::path(dir_.path().toStdString()) / name;
  }

private Q_SLOTS:
  void pack_round_trip() {
    const auto hash = write_pack_set(at("pack"));
    QVERIFY2(hash.has_value(), hash ? "" : hash.error().message.c_str());
    const auto set = Dataset::open(at("pack"));
    QVERIFY2(set.has_value(), set ? "" : set.error().message.c_str());
    QCOMPARE(set->sha256(), *hash);
    QVERIFY(set->verify());
    QCOMPARE(set->items().size(), std::size_t{6});
    const std::vector<Scene> wanted = pack(6);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const auto scene = set->read(i);
      QVERIFY(scene);
      QCOMPARE(scene->id, wanted[i].id);
      QCOMPARE(scene->part, wanted[i].part);
      QCOMPARE(scene->label, wanted[i].label);
      QCOMPARE(scene->attributes.at("tool"), wanted[i].attributes.at("tool"));
      QCOMPARE(scene->intervals.size(), std::size_t{1});
      QCOMPARE(scene->intervals[0].sensor, std::string("current"));
      for (std::size_t s = 0; s < 2; ++s) {
        QCOMPARE(scene->sensors[s].info.id, wanted[i].sensors[s].info.id);
        QCOMPARE(scene->sensors[s].series.rate, wanted[i].sensors[s].series.rate);
        QVERIFY(scene->sensors[s].series.values == wanted[i].sensors[s].series.values);
      }
    }
    QCOMPARE(set->items()[0].duration, 0.64);
  }
  /// Object headers that hold a time would make the bytes depend on the clock: bit 5 of the flags says so.
  void no_object_keeps_its_time() {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(at("pack"))) {
      if (entry.path().extension() != ".h5")
        continue;
      const std::string bytes = *read_file(entry.path());
      std::size_t headers = 0;
      for (std::size_t i = bytes.find("OHDR\x02"); i != std::string::npos;
           i = bytes.find("OHDR\x02", i + 1)) {
        ++headers;
        QCOMPARE(bytes[i + 5] & 0x20, 0);
      }
      QVERIFY(headers > 1);
    }
  }
  void same_scenes_same_bytes() {
    const auto first = write_pack_set(at("same1")), second = write_pack_set(at("same2"));
    QVERIFY(first && second);
    QCOMPARE(*first, *second);
  }
  void recording_data() {
    QTest::addColumn<int>("samples");
    for (const int samples : {0, 1, 100, 65'535, 65'536, 65'537, 300'000})
      QTest::newRow(qPrintable(QString::number(samples))) << samples;
  }
  void recording() {
    QFETCH(int, samples);
    const std::filesystem::path folder = at(("long" + std::to_string(samples)).c_str());
    const auto hash = write_recording(folder, static_cast<std::size_t>(samples));
    QVERIFY2(hash.has_value(), hash ? "" : hash.error().message.c_str());
    const auto set = Dataset::open(folder);
    QVERIFY(set && set->verify());
    QCOMPARE(set->items()[0].label, 1);
    QCOMPARE(set->items()[0].sensors[1].samples, static_cast<std::int64_t>(samples));
    const auto scene = set->read(0);
    QVERIFY(scene);
    QVERIFY(scene->sensors[0].series.values == ramp(static_cast<std::size_t>(samples)));
    QVERIFY(scene->sensors[0].series.missing.empty());
    if (samples > 7) {
      const Series& b = scene->sensors[1].series;
      QCOMPARE(std::count(b.missing.begin(), b.missing.end(), 1), 1);
      QVERIFY(b.is_missing(static_cast<std::size_t>(samples) - 3));
    }
  }
  void ranges_are_clipped() {
    const auto set = Dataset::open(at("long300000"));
    QVERIFY(set);
    const auto middle = set->read_range(0, "a", 65'530, 10);
    QVERIFY(middle);
    QCOMPARE(middle->values.front(), 65'530.0F);
    QCOMPARE(middle->values.back(), 65'539.0F);
    QCOMPARE(middle->start, 65.53);
    QCOMPARE(set->read_range(0, "a", 299'999, 10)->values.size(), std::size_t{1});
    QCOMPARE(set->read_range(0, "a", -5, 10)->values.size(), std::size_t{5});
    QCOMPARE(set->read_range(0, "a", 0, INT64_MAX)->values.size(), std::size_t{300'000});
    QCOMPARE(set->read_range(0, "a", 400'000, 10)->values.size(), std::size_t{0});
    const auto unknown = set->read_range(0, "c", 0, 1);
    QVERIFY(!unknown && unknown.error().code == ErrorCode::not_found);
    QVERIFY(unknown.error().message.find("no sensor 'c'") != std::string::npos);
  }
  void nothing_remains_without_finish() {
    const QTemporaryDir dir;
    {
      auto writer = DatasetWriter::create(std::filesystem::path(dir.path().toStdString()) / "half", "half");
      QVERIFY(writer && writer->write_pack("p", pack(2)));
    }
    QCOMPARE(entries_in(dir.path()), std::size_t{0});
  }
  void replacing_is_explicit() {
    const QTemporaryDir dir;
    const std::filesystem::path folder = std::filesystem::path(dir.path().toStdString()) / "set";
    QVERIFY(write_pack_set(folder));
    const auto refused = write_pack_set(folder);
    QVERIFY(!refused && refused.error().code == ErrorCode::already_exists);
    QVERIFY(write_pack_set(folder, true));
    QVERIFY(Dataset::open(folder));
    QCOMPARE(entries_in(dir.path()), std::size_t{1});
    const auto foreign = DatasetWriter::create(dir.path().toStdString(), "x", true);
    QVERIFY(!foreign && foreign.error().message.find("not a data set") != std::string::npos);
  }
  void writer_refuses() {
    auto writer = DatasetWriter::create(at("refused"), "refused");
    QVERIFY(writer);
    std::vector<Scene> scenes = pack(2);
    scenes[1].sensors[0].series.values.pop_back();
    QVERIFY(writer->write_pack("p", scenes).error().message.find("equal layout") != std::string::npos);
    scenes = pack(1);
    scenes[0].id = "nan";
    scenes[0].sensors[0].series.values[3] = std::nanf("");
    QVERIFY(writer->write_pack("p", scenes).error().message.find("sample 3 is not finite") !=
            std::string::npos);
    scenes[0].sensors[0].series.missing.assign(64, 0);
    scenes[0].sensors[0].series.missing[3] = 1;
    QVERIFY(writer->write_pack("p", scenes));
    QCOMPARE(writer->write_pack("p", scenes).error().code, ErrorCode::already_exists);
    QCOMPARE(writer->append("a", {}).error().code, ErrorCode::invalid_argument);
  }
  void damage_is_found() {
    QCOMPARE(Dataset::open(at("absent")).error().code, ErrorCode::not_found);
    const std::filesystem::path folder = at("damaged");
    QVERIFY(write_pack_set(folder));
    const std::string manifest = *read_file(folder / "dataset.json");
    QVERIFY(write_atomic(folder / "dataset.json", manifest.substr(0, manifest.size() / 2)));
    QCOMPARE(Dataset::open(folder).error().code, ErrorCode::parse);
    std::string edited = manifest;
    edited.replace(edited.find("sharp"), 5, "shark");
    QVERIFY(write_atomic(folder / "dataset.json", edited));
    QCOMPARE(Dataset::open(folder).error().code, ErrorCode::corrupt);
    QVERIFY(write_atomic(folder / "dataset.json", manifest));
    const std::filesystem::path file = std::filesystem::directory_iterator(folder / "scenes")->path();
    std::string bytes = *read_file(file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    QVERIFY(write_atomic(file, bytes));
    QCOMPARE(Dataset::open(folder)->verify().error().code, ErrorCode::corrupt);
    QVERIFY(write_atomic(file, bytes.substr(0, bytes.size() - 1)));
    QCOMPARE(Dataset::open(folder).error().code, ErrorCode::corrupt);
  }
  void whole_scene_windows() {
    const auto set = Dataset::open(at("pack"));
    const auto windows = cut_pair_windows(*set, {"test"}, {});
    QVERIFY2(windows.has_value(), windows ? "" : windows.error().message.c_str());
    QCOMPARE(windows->length, std::int64_t{64});
    QCOMPARE(windows->size(), std::int64_t{3});
    QCOMPARE(windows->refs[0].id, std::string("scene3"));
    QCOMPARE(windows->refs[0].label, 1);
    // Scene 3 has slope 4 a sample: the command is itself, the current (half the rate, double the slope) is
    // its interpolation.
    for (std::size_t k = 0; k < 64; ++k) {
      QCOMPARE(windows->command[k], 4.0F * static_cast<float>(k));
      QCOMPARE(windows->current[k], std::min(4.0F * static_cast<float>(k), 248.0F));
    }
  }
  void automatic_windows_fit_the_scenes() {
    const auto scenes = Dataset::open(at("pack"));
    QCOMPARE(fitting_windows(*scenes, {}, {}).length, std::int64_t{0});
    QCOMPARE(fitting_windows(*scenes, {}, {}, 64).length, std::int64_t{0});
    QCOMPARE(fitting_windows(*scenes, {}, {}, 16).length, std::int64_t{16});
    QCOMPARE(fitting_windows(*scenes, {}, {}, 16).stride, std::int64_t{4});
    QCOMPARE(fitting_windows(*scenes, {}, {10, 0}).length, std::int64_t{10});
    QVERIFY(write_recording(at("automatic"), 5000));
    const auto recording = Dataset::open(at("automatic"));
    QCOMPARE(fitting_windows(*recording, {}, {}).length, std::int64_t{64});
    QCOMPARE(fitting_windows(*recording, {}, {}).stride, std::int64_t{16});
    QCOMPARE(fitting_windows(*recording, {}, {0, 32}).stride, std::int64_t{32});
  }
  void part_windows_and_labels() {
    const auto set = Dataset::open(at("pack"));
    WindowOptions options;
    options.length = 10;
    const auto windows = cut_pair_windows(*set, {}, options);
    QVERIFY(windows);
    QCOMPARE(windows->size(), std::int64_t{36});
    QCOMPARE(windows->refs[1].id, std::string("scene0@0.1"));
    for (std::int64_t w = 0; w < 6; ++w)
      QCOMPARE(windows->refs[static_cast<std::size_t>(w)].label, w == 1 ? 1 : 0);
    QCOMPARE(windows->command[10], 10.0F);
    options.length = 65;
    const auto short_scenes = cut_pair_windows(*set, {}, options);
    QCOMPARE(short_scenes.error().code, ErrorCode::insufficient_data);
    QVERIFY(short_scenes.error().message.find("longest has 64") != std::string::npos);
    std::stop_source source;
    source.request_stop();
    QCOMPARE(cut_pair_windows(*set, {}, {}, source.get_token()).error().code, ErrorCode::cancelled);
    QCOMPARE(cut_pair_windows(*set, {"nowhere"}, {}).error().code, ErrorCode::insufficient_data);
  }
  void missing_is_interpolated_or_dropped() {
    Scene scene{"gaps", "", 0, {}, {}, {}};
    scene.sensors = {sensor("v", Role::command, 10, ramp(20)), sensor("i", Role::current, 10, ramp(20))};
    std::vector<std::uint8_t>& missing = scene.sensors[1].series.missing;
    missing.assign(20, 0);
    for (const std::size_t i : {3, 4, 10, 11, 12, 13, 14, 15})
      missing[i] = 1;
    auto writer = DatasetWriter::create(at("gaps"), "gaps");
    QVERIFY(writer->write_pack("p", {scene}) && writer->finish());
    const auto set = Dataset::open(at("gaps"));
    WindowOptions options;
    options.length = 10;
    std::int64_t dropped = 0;
    const auto windows = cut_pair_windows(*set, {}, options, {}, &dropped);
    QVERIFY(windows);
    QCOMPARE(dropped, std::int64_t{1});
    QCOMPARE(windows->size(), std::int64_t{1});
    QVERIFY(windows->current == ramp(10));
  }
  void splits_do_not_leak() {
    std::vector<WindowRef> refs;
    for (std::size_t item = 0; item < 10; ++item)
      for (int w = 0; w < 7; ++w)
        refs.push_back({"", item, w * 0.5, w * 0.5 + 1, 0});
    const auto split = split_windows(refs, {}, 7);
    QVERIFY(split && split->by_scene);
    QCOMPARE(split->train.size() + split->validation.size(), refs.size());
    for (const std::size_t a : split->train)
      for (const std::size_t b : split->validation)
        QVERIFY(refs[a].item != refs[b].item);
    const auto again = split_windows(refs, {}, 7);
    QVERIFY(again->validation == split->validation);
  }
  void few_scenes_split_in_time() {
    std::vector<WindowRef> refs;
    for (int w = 0; w < 100; ++w)
      refs.push_back({"", 0, w * 0.25, w * 0.25 + 1, 0});
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const auto split = split_windows(refs, {}, seed);
      QVERIFY(split && !split->by_scene);
      QCOMPARE(split->validation.size(), std::size_t{20});
      for (const std::size_t a : split->train)
        for (const std::size_t b : split->validation)
          QVERIFY(refs[a].end <= refs[b].start - 0.999 || refs[a].start >= refs[b].end + 0.999);
    }
    QCOMPARE(split_windows(std::span(refs).first(1), {}, 1).error().code, ErrorCode::insufficient_data);
    QCOMPARE(split_windows({}, {}, 1).error().code, ErrorCode::insufficient_data);
  }
};

QTEST_GUILESS_MAIN(TestDataset)
#include "tst_dataset.moc"
