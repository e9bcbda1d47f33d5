// What a person says of the words of a scene, written into the data set and read back.
#include "core/signal/dataset.h"
#include "core/signal/words.h"
#include "core/workflow/decode.h"
#include "core/workflow/recording.h"
#include "story_fixture.h"

#include <algorithm>
#include <cmath>

using namespace andon;
using namespace andon::workflow;

namespace {

SensorMeta meta_in(const std::vector<SensorInfo>& sensors, const std::string& id) {
  const auto found = std::ranges::find(sensors, id, &SensorInfo::id);
  return found == sensors.end() ? SensorMeta{} : found->meta;
}

DecodeChange pair_of(const std::string& low, const std::string& high) {
  return {DecodeChange::Kind::pair, low, high, 0, {}, true};
}

} // namespace

class TestDecode : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void init() {
    root_ = std::make_unique<QTemporaryDir>();
    folder_ = std::filesystem::path(root_->path().toStdString()) / "scenes";
    Progress silent;
    const OptionMap options{{"train", std::int64_t{1}},
                            {"validation", std::int64_t{0}},
                            {"test", std::int64_t{2}},
                            {"sensors", std::int64_t{12}},
                            {"duration", 10.0},
                            {"pair_share", 0.4},
                            {"float_share", 0.6},
                            {"binary_share", 0.0},
                            {"bits_share", 0.2},
                            {"machines", std::int64_t{1}},
                            {"anomaly_length_max", 3.0},
                            {"swapped_bytes", 0.0},
                            {"missing", 0.0}};
    VALUE(made,
          simulate({.simulator = "scenes", .options = options, .seed = 5, .out = folder_, .replace = false},
                   silent, {}));
    VALUE(workspace, Workspace::open(folder_.parent_path() / "workspace"));
    workspace_.emplace(std::move(workspace));
    VALUE(dataset, Dataset::open(folder_));
    truth_ = dataset.items().front();
    sha256_ = dataset.sha256();
  }

  void halves_are_found_again() {
    const auto low = std::ranges::find(truth_.sensors, WordPart::low,
                                       [](const SensorInfo& sensor) { return sensor.meta.part; });
    QVERIFY(low != truth_.sensors.end());
    Progress silent;
    VALUE(apart, decode(*workspace_, {folder_.string(), truth_.id, {{DecodeChange::Kind::apart, low->id}}},
                        silent, {}));
    QCOMPARE(apart.scenes, std::int64_t{1});
    QVERIFY(apart.sha256 != sha256_);
    QCOMPARE(meta_in(apart.sensors, low->id).type, SensorType::unknown);
    QVERIFY(meta_in(apart.sensors, low->meta.pair).pair.empty());

    VALUE(joined,
          decode(*workspace_, {folder_.string(), truth_.id, {pair_of(low->id, low->meta.pair)}}, silent, {}));
    const SensorMeta again = meta_in(joined.sensors, low->id);
    QCOMPARE(again.pair, low->meta.pair);
    QCOMPARE(meta_in(joined.sensors, low->meta.pair).part, WordPart::high);
    QCOMPARE(again.rollovers.size(), low->meta.rollovers.size());
    for (std::size_t i = 0; i < again.rollovers.size(); ++i)
      QVERIFY(std::abs(again.rollovers[i] - low->meta.rollovers[i]) < 1e-9);
  }

  void every_scene_at_once_and_only_those_that_fit() {
    Progress silent;
    VALUE(all, decode(*workspace_, {folder_.string(), "", {{DecodeChange::Kind::type, "s00"}}}, silent, {}));
    QCOMPARE(all.scenes, std::int64_t{3});
    FAILS_WITH(decode(*workspace_, {folder_.string(), "", {{DecodeChange::Kind::apart, "s99"}}}, silent, {}),
               ErrorCode::not_found, "sensors named");
    FAILS_WITH(decode(*workspace_, {folder_.string(), "nowhere", {}}, silent, {}), ErrorCode::not_found,
               "nowhere");
  }

  void samples_stay_and_overviews_are_kept() {
    VALUE(before, Dataset::open(folder_));
    VALUE(values, before.read_range(0, "s00", 0, 1000));
    Progress silent;
    VALUE(out, decode(*workspace_, {folder_.string(), truth_.id, {{DecodeChange::Kind::type, "s00"}}}, silent,
                      {}));
    VALUE(after, Dataset::open(folder_));
    VALUE(same, after.read_range(0, "s00", 0, 1000));
    QCOMPARE(same.values, values.values);
    QCOMPARE(after.samples_sha256(0), before.samples_sha256(0));
    QVERIFY(after.verify());
    QCOMPARE(after.items()[1].sensors[0].meta, before.items()[1].sensors[0].meta);
  }

  void what_cannot_be_is_refused_and_changes_nothing() {
    Progress silent;
    const auto& sensors = truth_.sensors;
    const auto other_rate = std::ranges::find_if(
        sensors, [&](const SensorInfo& sensor) { return sensor.rate != sensors[0].rate; });
    QVERIFY(other_rate != sensors.end());
    const auto floats = std::ranges::find_if(sensors, [](const SensorInfo& s) { return !s.meta.words; });
    QVERIFY(floats != sensors.end());
    const auto refuse = [&](DecodeChange change, ErrorCode code, const char* part) {
      FAILS_WITH(decode(*workspace_, {folder_.string(), truth_.id, {change}}, silent, {}), code, part);
    };
    refuse(pair_of("s00", "s00"), ErrorCode::invalid_argument, "both halves");
    refuse(pair_of("s00", other_rate->id), ErrorCode::invalid_argument, "rates or lengths");
    refuse({DecodeChange::Kind::bits, "s00", {}, 0x10000}, ErrorCode::invalid_argument, "0xffff");
    refuse({DecodeChange::Kind::bits, floats->id, {}, 1}, ErrorCode::invalid_argument, "16-bit words");
    refuse({DecodeChange::Kind::type, "s00", {}, 0, SensorType::two_words}, ErrorCode::invalid_argument,
           "other half");
    refuse({DecodeChange::Kind::apart, "s0O"}, ErrorCode::not_found, "did you mean");
    VALUE(dataset, Dataset::open(folder_));
    QCOMPARE(dataset.sha256(), sha256_);
  }

  void bits_leave_their_pair() {
    Progress silent;
    const auto high = std::ranges::find(truth_.sensors, WordPart::high,
                                        [](const SensorInfo& sensor) { return sensor.meta.part; });
    QVERIFY(high != truth_.sensors.end());
    VALUE(out,
          decode(*workspace_, {folder_.string(), truth_.id, {{DecodeChange::Kind::bits, high->id, {}, 0xf0}}},
                 silent, {}));
    const SensorMeta bits = meta_in(out.sensors, high->id), former = meta_in(out.sensors, high->meta.pair);
    QCOMPARE(bits.type, SensorType::bits);
    QCOMPARE(bits.bit_start, std::int64_t{4});
    QVERIFY(!bits.raw32 && bits.pair.empty());
    QCOMPARE(former.type, SensorType::unknown);
    QVERIFY(former.rollovers.empty());
  }

private:
  std::unique_ptr<QTemporaryDir> root_;
  std::filesystem::path folder_;
  std::optional<Workspace> workspace_;
  ItemInfo truth_;
  std::string sha256_;
};

QTEST_GUILESS_MAIN(TestDecode)
#include "tst_decode.moc"
