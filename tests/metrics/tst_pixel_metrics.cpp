// Pixel metrics against golden values, a brute-force oracle, their defined edge cases and their invariances.
#include "core/base/random.h"
#include "core/metrics/components.h"
#include "core/metrics/pixel_metrics.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace andon;

namespace {

struct MapData {
  std::string id, defect;
  int width = 0, height = 0;
  std::vector<float> scores;
  std::vector<std::uint8_t> truth, region;
};

ScoreMapSource source_of(const std::vector<MapData>& maps, int* visits = nullptr) {
  return [&maps, visits](const ScoreMapVisitor& visit) -> Result<void> {
    if (visits)
      ++*visits;
    for (const MapData& map : maps)
      ANDON_TRY(visit({map.id, map.defect, map.width, map.height, map.scores, map.truth, map.region}));
    return {};
  };
}

Result<PixelMetrics> measured(const std::vector<MapData>& maps, PixelMetricOptions options = {}) {
  Progress progress;
  return pixel_metrics(source_of(maps), options, progress, {});
}

PixelMetricOptions without_intervals() {
  PixelMetricOptions options;
  options.bootstrap.resamples = 0;
  return options;
}

/// '#' = defective; scores in the same order.
MapData drawn(const std::string& id, const std::vector<std::string>& rows, std::vector<float> scores) {
  MapData map{
      id, "dent", static_cast<int>(rows.front().size()), static_cast<int>(rows.size()), std::move(scores),
      {}, {}};
  for (const std::string& row : rows)
    for (const char pixel : row)
      map.truth.push_back(pixel == '#' ? 255 : 0);
  return map;
}

std::vector<float> constant(std::size_t count, float value = 1) {
  return std::vector<float>(count, value);
}

std::vector<MapData> random_maps(Random& random, int images, int width, int height, int levels) {
  std::vector<MapData> maps;
  for (int i = 0; i < images; ++i) {
    MapData map{"image " + std::to_string(i), i % 2 ? "dent" : "", width, height, {}, {}, {}};
    for (int k = 0; k < width * height; ++k) {
      const bool bad = i % 2 && random.below(5) == 0;
      map.truth.push_back(bad ? 255 : 0);
      const double score = random.normal() + (bad ? 1 : 0);
      map.scores.push_back(static_cast<float>(levels > 0 ? std::round(score * levels) / levels : score));
    }
    maps.push_back(std::move(map));
  }
  return maps;
}

/// Pairs for AUROC; for AUPRO every threshold against every region, found by flood fill.
struct Oracle {
  double auroc = 0, aupro = 0;
};

void flood(const MapData& map, int x, int y, int label, std::vector<int>& labels) {
  if (x < 0 || y < 0 || x >= map.width || y >= map.height ||
      !map.truth[static_cast<std::size_t>(y * map.width + x)] ||
      labels[static_cast<std::size_t>(y * map.width + x)])
    return;
  labels[static_cast<std::size_t>(y * map.width + x)] = label;
  for (int dy = -1; dy <= 1; ++dy)
    for (int dx = -1; dx <= 1; ++dx)
      flood(map, x + dx, y + dy, label, labels);
}

Oracle oracle(const std::vector<MapData>& maps, double limit) {
  std::vector<float> good, thresholds;
  std::vector<std::vector<float>> regions;
  std::vector<float> bad;
  for (const MapData& map : maps) {
    std::vector<int> labels(map.truth.size());
    int count = 0;
    for (int y = 0; y < map.height; ++y)
      for (int x = 0; x < map.width; ++x)
        if (map.truth[static_cast<std::size_t>(y * map.width + x)] &&
            !labels[static_cast<std::size_t>(y * map.width + x)])
          flood(map, x, y, ++count, labels);
    const std::size_t first = regions.size();
    regions.resize(first + static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < labels.size(); ++i) {
      (labels[i] ? bad : good).push_back(map.scores[i]);
      if (labels[i])
        regions[first + static_cast<std::size_t>(labels[i] - 1)].push_back(map.scores[i]);
      thresholds.push_back(map.scores[i]);
    }
  }
  Oracle result;
  for (const float b : bad)
    for (const float g : good)
      result.auroc += b > g ? 1 : b == g ? 0.5 : 0;
  result.auroc /= static_cast<double>(bad.size()) * static_cast<double>(good.size());
  std::sort(thresholds.begin(), thresholds.end(), std::greater<>());
  thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
  double last_rate = 0, last_overlap = 0;
  for (const float t : thresholds) {
    const auto above = [t](const std::vector<float>& values) {
      return static_cast<double>(
          std::count_if(values.begin(), values.end(), [t](float v) { return v >= t; }));
    };
    const double rate = above(good) / static_cast<double>(good.size());
    double overlap = 0;
    for (const auto& region : regions)
      overlap += above(region) / static_cast<double>(region.size()) / static_cast<double>(regions.size());
    if (last_rate < limit && rate > last_rate) {
      const double end = std::min(rate, limit);
      const double at_end = last_overlap + (overlap - last_overlap) * (end - last_rate) / (rate - last_rate);
      result.aupro += (end - last_rate) * (last_overlap + at_end) / 2 / limit;
    }
    last_rate = rate;
    last_overlap = overlap;
  }
  return result;
}

template <class T>
std::vector<T> numbers(const QJsonValue& array) {
  std::vector<T> values;
  for (const QJsonValue& value : array.toArray())
    values.push_back(static_cast<T>(value.toDouble()));
  return values;
}

std::vector<MapData> maps_of(const QJsonObject& row) {
  std::vector<MapData> maps;
  const QJsonArray scores = row["maps"].toArray(), masks = row["masks"].toArray(),
                   regions = row["regions"].toArray();
  for (int i = 0; i < scores.size(); ++i)
    maps.push_back({"image " + std::to_string(i), "", row["width"].toInt(), row["height"].toInt(),
                    numbers<float>(scores[i]), numbers<std::uint8_t>(masks[i]),
                    regions.isEmpty() ? std::vector<std::uint8_t>{} : numbers<std::uint8_t>(regions[i])});
  return maps;
}

void near(double found, double expected, double tolerance) {
  QVERIFY2(std::abs(found - expected) <= tolerance,
           qPrintable(QString("%1, expected %2").arg(found, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

} // namespace

class TestPixelMetrics : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void golden_data() {
    QTest::addColumn<QJsonObject>("row");
    QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/pixel_metrics_golden.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QJsonValue& value : QJsonDocument::fromJson(file.readAll()).object()["cases"].toArray())
      QTest::newRow(qPrintable(value["name"].toString())) << value.toObject();
  }
  void golden() {
    QFETCH(QJsonObject, row);
    const std::vector<MapData> maps = maps_of(row);
    PixelMetricOptions options = without_intervals();
    options.aupro_limit = row["limit"].toDouble();
    options.pimo_low = row["pimo_low"].toDouble();
    options.pimo_high = row["pimo_high"].toDouble();
    const auto metrics = measured(maps, options);
    QVERIFY2(metrics, metrics ? "" : metrics.error().message.c_str());
    near(metrics->auroc.value, row["auroc"].toDouble(), 1e-12);
    near(metrics->average_precision.value, row["average_precision"].toDouble(), 1e-12);
    near(metrics->aupro.value, row["aupro"].toDouble(), 1e-12);
    const std::vector<double> pimo = numbers<double>(row["aupimo"]);
    QCOMPARE(metrics->aupimo_by_image.size(), pimo.size());
    std::size_t i = 0;
    for (const auto& [id, value] : metrics->aupimo_by_image)
      near(value, pimo[i++], 1e-12);
  }

  void brute_force() {
    Random random(Seed(1));
    for (int round = 0; round < 30; ++round) {
      const auto maps = random_maps(random, 4, 5 + round % 4, 6, round % 3);
      const auto metrics = measured(maps, without_intervals());
      QVERIFY(metrics);
      const Oracle expected = oracle(maps, 0.3);
      near(metrics->auroc.value, expected.auroc, 1e-12);
      near(metrics->aupro.value, expected.aupro, 1e-12);
    }
  }

  void labelling_matches_flood_fill() {
    Random random(Seed(2));
    for (int round = 0; round < 300; ++round) {
      MapData map{"", "", 1 + static_cast<int>(random.below(12)), 1 + static_cast<int>(random.below(12)), {},
                  {}, {}};
      for (int i = 0; i < map.width * map.height; ++i)
        map.truth.push_back(random.below(100) < 45 ? 1 : 0);
      std::vector<int> labels(map.truth.size());
      int count = 0;
      for (int y = 0; y < map.height; ++y)
        for (int x = 0; x < map.width; ++x)
          if (map.truth[static_cast<std::size_t>(y * map.width + x)] &&
              !labels[static_cast<std::size_t>(y * map.width + x)])
            flood(map, x, y, ++count, labels);
      const Components found = connected_components(map.truth, map.width, map.height, Connectivity::eight);
      QCOMPARE(static_cast<int>(found.count()), count);
      for (std::size_t i = 0; i < labels.size(); ++i)
        QCOMPARE(static_cast<int>(found.label[i]), labels[i]);
    }
    const std::vector<std::uint8_t> diagonal{1, 0, 0, 1};
    QCOMPARE(connected_components(diagonal, 2, 2, Connectivity::eight).count(), 1U);
    QCOMPARE(connected_components(diagonal, 2, 2, Connectivity::four).count(), 2U);
  }

  /// Little memory and many passes give the same bits as one pass.
  void streaming_equals_in_memory() {
    Random random(Seed(3));
    const auto maps = random_maps(random, 10, 160, 150, 0);
    PixelMetricOptions small;
    small.memory = 1 << 20;
    small.bootstrap.resamples = 20;
    PixelMetricOptions large = small;
    large.memory = 1LL << 30;
    int visits = 0;
    Progress progress;
    const auto streamed = pixel_metrics(source_of(maps, &visits), small, progress, {});
    const auto whole = measured(maps, large);
    QVERIFY(streamed && whole);
    QCOMPARE(whole->passes, 3);
    QVERIFY2(streamed->passes > 5, qPrintable(QString::number(streamed->passes)));
    QCOMPARE(visits, streamed->passes);
    for (const auto& [a, b] : {std::pair{streamed->auroc, whole->auroc},
                               {streamed->aupro, whole->aupro},
                               {streamed->average_precision, whole->average_precision},
                               {streamed->aupimo, whole->aupimo}})
      QVERIFY(a.value == b.value && a.low == b.low && a.high == b.high);
  }

  /// Full buckets take a table of cells: the same score for most pixels.
  void many_equal_scores() {
    std::vector<MapData> maps;
    for (int i = 0; i < 2; ++i) {
      MapData map{"image " + std::to_string(i),     "", 300, 300, constant(90000),
                  std::vector<std::uint8_t>(90000), {}};
      for (std::size_t k = 0; i == 1 && k < 100; ++k) {
        map.truth[k] = 1;
        map.scores[k] = k < 50 ? 1.0F : 1.0F + 1e-6F;
      }
      maps.push_back(std::move(map));
    }
    const auto metrics = measured(maps, without_intervals());
    near(metrics->auroc.value, 0.75, 1e-15);
  }

  void invariance() {
    Random random(Seed(4));
    const auto maps = random_maps(random, 6, 20, 20, 16);
    const auto expected = measured(maps);
    using Transform = float (*)(float);
    const Transform transforms[] = {
        [](float x) { return x * 1024 - 7; }, [](float x) { return std::exp(x); },
        [](float x) { return x * x * x; }, [](float x) { return x == 0 ? -0.0F : x; },
        [](float x) { return x > 2       ? std::numeric_limits<float>::infinity()
                             : x > 1.99F ? 40
                                         : x; }};
    for (std::size_t t = 0; t < 4; ++t) {
      auto changed = maps;
      for (MapData& map : changed)
        for (float& score : map.scores)
          score = transforms[t](score);
      const auto found = measured(changed);
      for (const auto& [a, b] : {std::pair{found->auroc, expected->auroc},
                                 {found->aupro, expected->aupro},
                                 {found->average_precision, expected->average_precision},
                                 {found->aupimo, expected->aupimo}}) {
        near(a.value, b.value, 1e-12);
        near(a.low, b.low, 1e-12);
        near(a.high, b.high, 1e-12);
      }
    }
    auto infinite = maps;
    for (MapData& map : infinite)
      for (float& score : map.scores)
        score = transforms[4](score);
    QVERIFY(measured(infinite)->auroc.value > 0.5);
  }

  void constant_scores() {
    const auto metrics =
        measured({drawn("a", {"##..", "...."}, constant(8)), {"b", "", 4, 2, constant(8), {}, {}}});
    QCOMPARE(metrics->auroc.value, 0.5);
    near(metrics->aupro.value, 0.15, 1e-15);
    QCOMPARE(metrics->aupimo.value, 0.0);
    near(metrics->average_precision.value, 2.0 / 16, 1e-15);
  }

  void perfect_and_reversed() {
    const auto perfect = measured({drawn("a", {"#..", "...", "..#"}, {9, 1, 1, 1, 1, 1, 1, 1, 8}),
                                   {"b", "", 3, 3, constant(9), {}, {}}});
    QCOMPARE(perfect->auroc.value, 1.0);
    near(perfect->aupro.value, 1, 1e-15);
    QCOMPARE(perfect->aupimo.value, 1.0);
    QCOMPARE(perfect->regions, 2);
    const auto reversed = measured({drawn("a", {"#..", "...", "..#"}, {0, 1, 1, 1, 1, 1, 1, 1, 0})});
    QCOMPARE(reversed->auroc.value, 0.0);
    QCOMPARE(reversed->aupro.value, 0.0);
  }

  void one_class() {
    const auto good = measured({{"a", "", 2, 1, {1, 2}, {}, {}}, {"b", "", 2, 1, {1, 2}, {0, 0}, {}}});
    QVERIFY(good && std::isnan(good->auroc.value) && std::isnan(good->aupro.value) &&
            std::isnan(good->aupimo.value));
    QVERIFY(good->warnings.size() == 1 && good->warnings[0].find("no defective pixel") != std::string::npos);
    const auto bad = measured({drawn("a", {"##"}, {1, 2})});
    QVERIFY(bad && std::isnan(bad->auroc.value) && std::isnan(bad->aupro.value));
    QCOMPARE(bad->average_precision.value, 1.0);
    QVERIFY(bad->warnings[0].find("every pixel") != std::string::npos);
    const auto none = measured({});
    QVERIFY(none && std::isnan(none->auroc.value) && none->images == 0);
    const auto empty_mask = measured({drawn("a", {".."}, {1, 2})});
    QVERIFY(empty_mask->warnings[1].find("empty mask") != std::string::npos);
  }

  void errors() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto not_number =
        measured({{"good.png", "", 1, 1, {1}, {}, {}}, {"bad.png", "", 2, 1, {1, nan}, {}, {}}});
    QCOMPARE(not_number.error().code, ErrorCode::invalid_argument);
    QVERIFY(not_number.error().message.find("bad.png") != std::string::npos);
    QVERIFY(not_number.error().message.find("(1, 0)") != std::string::npos);
    QVERIFY(!measured({{"a", "", 2, 1, {1}, {}, {}}}));
    QVERIFY(!measured({{"a", "", 2, 1, {1, 2}, {0}, {}}}));
    QVERIFY(!measured({{"a", "", 2, 1, {1, 2}, {}, {1, 1, 1}}}));
    PixelMetricOptions crossed;
    crossed.pimo_low = 0.1;
    QVERIFY(!measured({}, crossed));
    std::stop_source stop;
    stop.request_stop();
    Progress progress;
    const std::vector<MapData> one{{"a", "", 1, 1, {1}, {}, {}}};
    QCOMPARE(pixel_metrics(source_of(one), {}, progress, stop.get_token()).error().code,
             ErrorCode::cancelled);
    int pass = 0;
    const ScoreMapSource changing = [&](const ScoreMapVisitor& visit) -> Result<void> {
      const std::vector<float> scores = constant(4 * static_cast<std::size_t>(++pass));
      return visit({"a", "", 4, pass, scores, {}, {}});
    };
    PixelMetricOptions small = without_intervals();
    QCOMPARE(pixel_metrics(changing, small, progress, {}).error().code, ErrorCode::conflict);
  }

  /// The region of interest cuts a defect, and hides another.
  void regions_of_interest() {
    MapData map = drawn("a", {"##..#", "....."}, {5, 1, 1, 1, 1, 1, 1, 1, 1, 1});
    map.region = {1, 0, 1, 1, 0, 1, 1, 1, 1, 1};
    const auto metrics = measured({map}, without_intervals());
    QCOMPARE(metrics->regions, 1);
    QCOMPARE(metrics->bad_pixels, 1);
    QCOMPARE(metrics->auroc.value, 1.0);
    QVERIFY(metrics->warnings.back().find("1 defect(s) lie wholly outside") != std::string::npos);
  }

  void resolution_warning() {
    const auto metrics = measured({drawn("a", {"#."}, {2, 1}), {"b", "", 2, 1, {1, 1}, {}, {}}});
    QVERIFY(metrics->warnings.back().find("less than one pixel") != std::string::npos);
  }

  void decisions() {
    const std::vector<MapData> maps{drawn("a", {"##...", "#..#."}, {3, 1, 2, 0, 0, 3, 0, 0, 1, 0}),
                                    {"b", "", 2, 1, {2, 0}, {}, {}}};
    Progress progress;
    const auto at = pixel_decision(source_of(maps), 2, progress, {});
    QVERIFY(at);
    QCOMPARE(at->true_positives, 2);
    QCOMPARE(at->false_positives, 2);
    QCOMPARE(at->false_negatives, 2);
    QCOMPARE(at->true_negatives, 6);
    QCOMPARE(at->iou, 2.0 / 6);
    QCOMPARE(at->f1, 0.5);
    QCOMPARE(at->regions.size(), std::size_t{2});
    QCOMPARE(at->regions[0].overlap, 2.0 / 3);
    QVERIFY(!at->regions[1].found());
    const auto by_defect = recall_by_defect(at->regions);
    QCOMPARE(by_defect.size(), std::size_t{1});
    QCOMPARE(by_defect[0].recall.value, 0.5);
    const auto by_area = recall_by_area(at->regions);
    QCOMPARE(by_area.size(), std::size_t{2});
    QCOMPARE(by_area[1].name, std::string("2 to 3 pixels"));
    QCOMPARE(by_area[1].found, 1);
    QCOMPARE(by_area[1].share_low, 0.3);
    QCOMPARE(by_area[1].share_high, 0.3);
    QCOMPARE(at->images.size(), std::size_t{2});
    QCOMPARE(at->images[0].true_positives, 2);
    QVERIFY(!at->images[0].is_good && at->images[1].is_good);
    // One image of a kind: every draw is the data themselves.
    const PixelRates rates = pixel_rates(*at);
    QCOMPARE(rates.precision.value, 0.5);
    QCOMPARE(rates.precision.low, 0.5);
    QCOMPARE(rates.recall.high, 0.5);
    QVERIFY(!pixel_decision(source_of(maps), std::nan(""), progress, {}));
  }

  void intervals_of_called_pixels() {
    Random random(Seed(12));
    const auto maps = random_maps(random, 30, 10, 10, 0);
    Progress progress;
    const auto at = pixel_decision(source_of(maps), 0.5, progress, {});
    const PixelRates rates = pixel_rates(*at), again = pixel_rates(*at);
    for (const Estimate& rate : {rates.iou, rates.precision, rates.recall, rates.f1})
      QVERIFY(rate.low < rate.value && rate.value < rate.high);
    QCOMPARE(again.iou.low, rates.iou.low);
    QCOMPARE(rates.iou.value, at->iou);
  }

  /// The interval covers the value of the population about as often as it says.
  void interval_coverage() {
    Random random(Seed(9));
    PixelMetricOptions options;
    options.bootstrap.resamples = 200;
    double sum = 0;
    std::vector<Estimate> estimates;
    for (int round = 0; round < 60; ++round) {
      estimates.push_back(measured(random_maps(random, 30, 8, 8, 0), options)->auroc);
      sum += estimates.back().value;
    }
    const double centre = sum / 60;
    const auto covered = std::count_if(estimates.begin(), estimates.end(), [&](const Estimate& e) {
      return e.low <= centre && centre <= e.high;
    });
    // 95 % of 60 is 57; 48 or fewer has a probability below 1e-4 at the stated coverage.
    QVERIFY2(covered > 48, qPrintable(QString::number(covered)));
    QVERIFY(std::all_of(estimates.begin(), estimates.end(),
                        [](const Estimate& e) { return e.low < e.value && e.value < e.high; }));
  }

  void paired_comparison() {
    Random random(Seed(10));
    const auto maps = random_maps(random, 40, 10, 10, 0);
    auto better = maps;
    for (MapData& map : better)
      for (std::size_t i = 0; i < map.scores.size(); ++i)
        map.scores[i] += map.truth[i] ? 0.8F : 0;
    const auto first = measured(maps), second = measured(better);
    const auto gain = compare_pixel_metrics(*first, *second);
    QVERIFY(gain);
    near(gain->auroc.difference.value, second->auroc.value - first->auroc.value, 1e-15);
    QVERIFY(gain->auroc.difference.low > 0 && gain->auroc.p_value < 0.01);
    QVERIFY(gain->aupro.difference.low > 0);
    const auto same = compare_pixel_metrics(*first, *first);
    QCOMPARE(same->auroc.difference.low, 0.0);
    QCOMPARE(same->auroc.p_value, 1.0);
    const auto other = measured(random_maps(random, 38, 10, 10, 0));
    QCOMPARE(compare_pixel_metrics(*first, *other).error().code, ErrorCode::invalid_argument);
  }
};

QTEST_APPLESS_MAIN(TestPixelMetrics)
#include "tst_pixel_metrics.moc"
