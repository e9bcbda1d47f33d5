#include "core/base/random.h"
#include "core/signal/dataset.h"
#include "core/signal/envelope.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>

using namespace andon;

namespace {

MinMax brute_force(std::span<const float> values, std::span<const std::uint8_t> missing, double begin,
                   double end) {
  MinMax result;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto at = static_cast<double>(i);
    if (at < std::floor(begin) || at >= end || (!missing.empty() && missing[i]))
      continue;
    if (result.low > result.high)
      result = {values[i], values[i]};
    result.low = std::min(result.low, values[i]);
    result.high = std::max(result.high, values[i]);
  }
  return result;
}

std::vector<float> noise(std::size_t n, std::uint64_t seed) {
  Random random{Seed(seed)};
  std::vector<float> values(n);
  for (float& value : values)
    value = static_cast<float>(random.normal());
  return values;
}

/// Block of the level that a query of this width reads.
std::int64_t block_of(double width, std::int64_t samples) {
  std::int64_t block = Envelope::base_block;
  while (static_cast<double>(block * Envelope::factor) <= width && block < samples)
    block *= Envelope::factor;
  return block;
}

std::filesystem::path folder_of(const QTemporaryDir& folder) {
  return folder.path().toStdString();
}

Result<Dataset> recording(const std::filesystem::path& folder, const std::vector<float>& values) {
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(folder, "recording"));
  ItemInfo info;
  info.id = "long";
  info.sensors = {{"x", Role::feature, "V", 1000, 0}};
  ANDON_TRY(writer.begin_scene(info));
  ANDON_TRY(writer.append("x", values));
  ANDON_TRY(writer.end_scene(info));
  ANDON_TRY(writer.finish());
  return Dataset::open(folder);
}

class CountingProgress : public Progress {
public:
  void stage(std::string_view, std::int64_t) override { ++stages; }
  void message(std::string_view text) override { messages.emplace_back(text); }
  int stages = 0;
  std::vector<std::string> messages;
};

} // namespace

class TestEnvelope : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void edge_cases();
  void spikes_are_in_every_level_at_every_width();
  void agrees_with_brute_force_within_one_block();
  void gaps_are_empty_bins();
  void cache_is_reused_and_agrees();
  void damaged_or_foreign_cache_is_rebuilt();
  void cancelled_build_leaves_nothing();
  void unwritable_cache_still_answers();
  void unknown_names_are_errors();
};

void TestEnvelope::edge_cases() {
  const Envelope none = Envelope::build({});
  QCOMPARE(none.samples(), 0);
  QVERIFY(none.range().low > none.range().high);
  std::vector<MinMax> out(3);
  none.query(0, 64, out);
  for (const MinMax& bin : out)
    QVERIFY(bin.low > bin.high);

  const std::vector<float> one{-3.5F};
  const Envelope single = Envelope::build(one);
  QCOMPARE(single.range().low, -3.5F);
  QCOMPARE(single.range().high, -3.5F);
  single.query(-64, 64, out);
  QVERIFY(out[0].low > out[0].high);
  QCOMPARE(out[1].high, -3.5F);
  QVERIFY(out[2].low > out[2].high);

  const std::vector<float> broken{1, std::nanf(""), 2};
  const Envelope nan = Envelope::build(broken);
  QCOMPARE(nan.range().low, 1.0F);
  QCOMPARE(nan.range().high, 2.0F);
}

void TestEnvelope::spikes_are_in_every_level_at_every_width() {
  Random random{Seed(7)};
  for (int round = 0; round < 20; ++round) {
    const std::size_t n = 1 + random.below(3'000'000);
    std::vector<float> values(n, 0.25F);
    const std::size_t spike = random.below(n);
    values[spike] = round % 2 ? 9.0F : -9.0F;
    const Envelope envelope = Envelope::build(values);
    for (double width = 64; width < 4.0 * static_cast<double>(n); width *= random.uniform(1.05, 2.5)) {
      const double first = static_cast<double>(spike) - random.uniform(0, 40) * width;
      std::vector<MinMax> out(48);
      envelope.query(first, width, out);
      const auto bin = static_cast<std::size_t>((static_cast<double>(spike) - first) / width);
      const float extreme = round % 2 ? out[bin].high : out[bin].low;
      QVERIFY2(extreme == values[spike],
               qPrintable(QStringLiteral("spike at %1 of %2 is hidden at %3 samples a pixel")
                              .arg(spike)
                              .arg(n)
                              .arg(width)));
    }
  }
}

void TestEnvelope::agrees_with_brute_force_within_one_block() {
  Random random{Seed(11)};
  const std::vector<float> values = noise(100'000, 12);
  std::vector<std::uint8_t> missing(values.size());
  for (std::size_t i = 0; i < missing.size(); ++i)
    missing[i] = (i / 500) % 7 == 3;
  const Envelope envelope = Envelope::build(values, missing);
  const auto samples = static_cast<std::int64_t>(values.size());
  for (int round = 0; round < 300; ++round) {
    const double width = 64 * std::pow(2.0, random.uniform(0, 11));
    const double first = random.uniform(-2 * width, static_cast<double>(samples));
    std::vector<MinMax> out(5);
    envelope.query(first, width, out);
    const auto block = static_cast<double>(block_of(width, samples));
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double begin = first + static_cast<double>(i) * width, end = begin + width;
      if (end <= 0 || begin >= static_cast<double>(samples)) {
        QVERIFY(out[i].low > out[i].high);
        continue;
      }
      const MinMax widened =
          brute_force(values, missing, std::floor(begin / block) * block, std::ceil(end / block) * block);
      QCOMPARE(out[i].low, widened.low);
      QCOMPARE(out[i].high, widened.high);
      const MinMax exact = brute_force(values, missing, begin, end);
      if (exact.low <= exact.high)
        QVERIFY(out[i].low <= exact.low && out[i].high >= exact.high);
    }
  }
}

void TestEnvelope::gaps_are_empty_bins() {
  std::vector<float> values(10'000, 1.0F);
  std::vector<std::uint8_t> missing(values.size());
  std::fill(missing.begin() + 2048, missing.begin() + 6144, std::uint8_t{1});
  const Envelope envelope = Envelope::build(values, missing);
  std::vector<MinMax> out(80);
  envelope.query(0, 128, out);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool outside = i * 128 >= values.size();
    const bool gap = i >= 16 && i < 48;
    QCOMPARE(out[i].low > out[i].high, outside || gap);
  }
}

void TestEnvelope::cache_is_reused_and_agrees() {
  QTemporaryDir temporary;
  const std::vector<float> values = noise(300'007, 3);
  const auto dataset = recording(folder_of(temporary) / "data", values);
  QVERIFY2(dataset.has_value(), dataset ? "" : dataset.error().message.c_str());
  const auto file = folder_of(temporary) / "cache" / "x.env";
  CountingProgress first, second;
  const auto built = Envelope::open_or_build(file, *dataset, 0, "x", first, {});
  QVERIFY2(built.has_value(), built ? "" : built.error().message.c_str());
  QCOMPARE(first.stages, 1);
  const auto opened = Envelope::open_or_build(file, *dataset, 0, "x", second, {});
  QVERIFY(opened.has_value());
  QCOMPARE(second.stages, 0);
  const Envelope memory = Envelope::build(values);
  QCOMPARE(opened->samples(), memory.samples());
  std::vector<MinMax> expected(200), actual(200);
  for (const double width : {64.0, 100.0, 1024.0, 5000.0}) {
    memory.query(-300, width, expected);
    opened->query(-300, width, actual);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      QCOMPARE(actual[i].low, expected[i].low);
      QCOMPARE(actual[i].high, expected[i].high);
    }
  }
}

void TestEnvelope::damaged_or_foreign_cache_is_rebuilt() {
  QTemporaryDir temporary;
  const std::vector<float> values = noise(50'000, 4);
  const auto dataset = recording(folder_of(temporary) / "data", values);
  QVERIFY(dataset.has_value());
  const auto file = folder_of(temporary) / "x.env";
  Progress quiet;
  QVERIFY(Envelope::open_or_build(file, *dataset, 0, "x", quiet, {}).has_value());
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(file));
  const MinMax truth = Envelope::build(values).range();

  for (const std::int64_t position :
       {std::int64_t{0}, std::int64_t{9}, std::int64_t{40}, std::int64_t{100}, size / 2, size - 1}) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(position);
    const auto byte = static_cast<char>(stream.get() ^ 0x55);
    stream.seekp(position);
    stream.put(byte);
    stream.close();
    CountingProgress progress;
    const auto envelope = Envelope::open_or_build(file, *dataset, 0, "x", progress, {});
    QVERIFY(envelope.has_value());
    QCOMPARE(progress.stages, 1);
    QCOMPARE(envelope->range().low, truth.low);
    QCOMPARE(envelope->range().high, truth.high);
  }
  std::filesystem::resize_file(file, 10);
  CountingProgress progress;
  QVERIFY(Envelope::open_or_build(file, *dataset, 0, "x", progress, {}).has_value());
  QCOMPARE(progress.messages.size(), std::size_t{1});

  const auto other = recording(folder_of(temporary) / "other", noise(50'000, 5));
  QVERIFY(other.has_value());
  CountingProgress foreign;
  QVERIFY(Envelope::open_or_build(file, *other, 0, "x", foreign, {}).has_value());
  QCOMPARE(foreign.stages, 1);
}

void TestEnvelope::cancelled_build_leaves_nothing() {
  QTemporaryDir temporary;
  const auto dataset = recording(folder_of(temporary) / "data", noise(3'000'000, 6));
  QVERIFY(dataset.has_value());
  const auto cache = folder_of(temporary) / "cache";
  std::filesystem::create_directories(cache);

  class StopsAfter : public Progress {
  public:
    explicit StopsAfter(std::stop_source& source) : source_(source) {}
    void advance(std::int64_t done) override {
      last = done;
      source_.request_stop();
    }
    std::int64_t last = 0;

  private:
    std::stop_source& source_;
  };
  std::stop_source source;
  StopsAfter progress(source);
  const auto envelope =
      Envelope::open_or_build(cache / "x.env", *dataset, 0, "x", progress, source.get_token());
  QVERIFY(!envelope.has_value());
  QCOMPARE(envelope.error().code, ErrorCode::cancelled);
  QVERIFY(progress.last <= 1 << 20);
  QVERIFY(std::filesystem::is_empty(cache));
}

void TestEnvelope::unwritable_cache_still_answers() {
  QTemporaryDir temporary;
  const std::vector<float> values = noise(5'000, 8);
  const auto dataset = recording(folder_of(temporary) / "data", values);
  QVERIFY(dataset.has_value());
  std::ofstream(folder_of(temporary) / "plain") << "a file where a folder is needed";
  CountingProgress progress;
  const auto envelope =
      Envelope::open_or_build(folder_of(temporary) / "plain" / "x.env", *dataset, 0, "x", progress, {});
  QVERIFY(envelope.has_value());
  QCOMPARE(envelope->range().high, Envelope::build(values).range().high);
  QCOMPARE(progress.messages.size(), std::size_t{1});
  QVERIFY(progress.messages.front().find("could not be kept") != std::string::npos);
}

void TestEnvelope::unknown_names_are_errors() {
  QTemporaryDir temporary;
  const auto dataset = recording(folder_of(temporary) / "data", noise(1'000, 9));
  QVERIFY(dataset.has_value());
  Progress quiet;
  const auto sensor = Envelope::open_or_build(folder_of(temporary) / "a", *dataset, 0, "y", quiet, {});
  QCOMPARE(sensor.error().code, ErrorCode::not_found);
  QVERIFY(sensor.error().message.find("'y'") != std::string::npos);
  const auto scene = Envelope::open_or_build(folder_of(temporary) / "a", *dataset, 1, "x", quiet, {});
  QCOMPARE(scene.error().code, ErrorCode::not_found);
}

QTEST_GUILESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
