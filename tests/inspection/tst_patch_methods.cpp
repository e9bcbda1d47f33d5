#include "core/base/random.h"
#include "core/inspection/coreset.h"
#include "core/inspection/layer_choice.h"
#include "core/inspection/memory_bank.h"
#include "core/inspection/patchcore.h"
#include "core/inspection/position_gaussians.h"
#include "core/inspection/squared_distance.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>

using namespace andon;

namespace {

/// Rows that wander like the patches of an image: near ones are alike, the first features vary most.
std::vector<float> wandering(std::size_t n, std::size_t d, double decay) {
  Random random(Seed(7).stream("rows"));
  std::vector<double> state(d);
  std::vector<float> rows;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < d; ++j) {
      state[j] = i % 40 == 0 ? random.normal() : 0.8 * state[j] + 0.6 * random.normal();
      rows.push_back(static_cast<float>(state[j] * std::pow(1.0 + static_cast<double>(j), -decay)));
    }
  return rows;
}

std::vector<Neighbour> brute_force(std::span<const float> rows, std::span<const float> queries, std::size_t d,
                                   std::size_t k) {
  std::vector<Neighbour> result;
  for (std::size_t q = 0; q < queries.size() / d; ++q) {
    std::vector<Neighbour> all;
    for (std::uint32_t r = 0; r < rows.size() / d; ++r)
      all.push_back({squared_distance(queries.data() + q * d, rows.data() + r * d, d), r});
    std::sort(all.begin(), all.end());
    result.insert(result.end(), all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k));
  }
  return result;
}

PatchPool pool_of(int images, std::size_t patches, std::size_t d) {
  PatchPool pool{d, wandering(static_cast<std::size_t>(images) * patches, d, 0.5), {}, {}};
  for (int i = 0; i < images; ++i) {
    pool.images.push_back("part-" + std::to_string(i));
    for (std::size_t p = 0; p < patches; ++p)
      pool.origins.push_back({i, static_cast<std::int32_t>(p), 0, 8, 8});
  }
  return pool;
}

} // namespace

class TestPatchMethods : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void coreset_is_the_naive_one_data() {
    QTest::addColumn<int>("dimension");
    QTest::addColumn<double>("decay");
    QTest::newRow("features") << 96 << 0.7;
    QTest::newRow("noise that no bound helps with") << 40 << 0.0;
    QTest::newRow("few dimensions") << 3 << 0.0;
    QTest::newRow("whitened features") << 206 << 0.0;
    QTest::newRow("as many axes as bounds take") << 300 << 0.0;
  }
  void coreset_is_the_naive_one() {
    QFETCH(int, dimension);
    QFETCH(double, decay);
    const auto d = static_cast<std::size_t>(dimension);
    std::vector<float> rows = wandering(1500, d, decay);
    const std::vector<float> twice(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(300 * d));
    rows.insert(rows.end(), twice.begin(), twice.end()); // ties
    Progress progress;
    const auto fast = coreset(rows, d, {200, 11}, progress, {});
    const auto naive = coreset_naive(rows, d, {200, 11}, progress, {});
    QVERIFY(fast && naive);
    QCOMPARE(fast->rows, naive->rows);
    QCOMPARE(fast->cover_radius, naive->cover_radius);
  }
  void coreset_ends_when_all_is_covered() {
    const std::vector<float> rows{0, 1, 1, 0, 5};
    Progress progress;
    const auto chosen = coreset(rows, 1, {5, 0}, progress, {});
    QVERIFY(chosen);
    QCOMPARE(chosen->rows, (std::vector<std::uint32_t>{0, 4, 1}));
    QCOMPARE(chosen->cover_radius, 0.0);
  }
  void coreset_refuses() {
    Progress progress;
    const std::vector<float> rows{0, NAN};
    QCOMPARE(coreset(rows, 1, {1, 0}, progress, {}).error().code, ErrorCode::invalid_argument);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(coreset(wandering(50, 4, 0), 4, {9, 0}, progress, stop.get_token()).error().code,
             ErrorCode::cancelled);
  }
  void nearest_is_exact_data() {
    QTest::addColumn<int>("dimension");
    QTest::addColumn<double>("decay");
    QTest::newRow("features") << 70 << 0.4;
    QTest::newRow("whitened features") << 206 << 0.0;
    QTest::newRow("as many axes as bounds take") << 300 << 0.0;
  }
  void nearest_is_exact() {
    QFETCH(int, dimension);
    QFETCH(double, decay);
    const std::size_t d = static_cast<std::size_t>(dimension), k = 3;
    const std::vector<float> rows = wandering(1203, d, decay), all = wandering(1500, d, decay);
    const std::span<const float> queries(all.data() + 1203 * d, 297 * d);
    const auto expected = brute_force(rows, queries, d, k);
    for (const char* kind : {"exact", "flat"}) {
      const auto search = make_nearest(kind, rows, d);
      QVERIFY(search);
      const auto found = (*search)->search(queries, k, {}, {});
      QVERIFY(found);
      for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE((*found)[i].row, expected[i].row);
        QCOMPARE((*found)[i].squared, expected[i].squared);
      }
    }
    QCOMPARE(make_nearest("kd", rows, d).error().code, ErrorCode::invalid_argument);
  }
  void approximate_searches_hardly_miss_data() {
    QTest::addColumn<QString>("kind");
    QTest::newRow("ivf") << "ivf";
    QTest::newRow("hnsw") << "hnsw";
  }
  void approximate_searches_hardly_miss() {
    QFETCH(QString, kind);
    for (const double decay : {0.0, 0.6}) {
      constexpr std::size_t d = 48, n = 4000, queried = 2000;
      const std::vector<float> all = wandering(n + queried, d, decay);
      const std::span<const float> rows(all.data(), n * d), queries(all.data() + n * d, queried * d);
      const auto exact = make_nearest("exact", rows, d), other = make_nearest(kind.toStdString(), rows, d);
      QVERIFY(exact && other);
      const auto expected = (*exact)->search(queries, 1, {}, {}), found = (*other)->search(queries, 1, {}, {});
      QVERIFY(expected && found);
      int missed = 0;
      for (std::size_t q = 0; q < queried; ++q)
        missed += (*found)[q].squared > (*expected)[q].squared;
      QVERIFY2(missed <= 2, qPrintable(QString("%1 of %2 at %3").arg(missed).arg(queried).arg(decay)));
    }
  }
  void the_same_rows_give_the_same_index_data() { approximate_searches_hardly_miss_data(); }
  /// Bit for bit, misses too, however many cores build it.
  void the_same_rows_give_the_same_index() {
    QFETCH(QString, kind);
    constexpr std::size_t d = 48, n = 6000, queried = 1000, k = 20;
    const std::vector<float> all = wandering(n + queried, d, 0);
    const std::span<const float> rows(all.data(), n * d), queries(all.data() + n * d, queried * d);
    std::vector<Neighbour> first;
    for (int build = 0; build < 3; ++build) {
      const auto index = make_nearest(kind.toStdString(), rows, d);
      QVERIFY(index);
      const auto found = (*index)->search(queries, k, {}, {});
      QVERIFY(found);
      if (build == 0)
        first = *found;
      for (std::size_t i = 0; i < first.size(); ++i) {
        QCOMPARE((*found)[i].row, first[i].row);
        QCOMPARE((*found)[i].squared, first[i].squared);
      }
    }
  }
  void bank_leaves_an_image_out() {
    Progress progress;
    auto bank = MemoryBank::build(pool_of(4, 60, 24), {.bank_fraction = 1}, 1, progress, {});
    QVERIFY(bank);
    const std::vector<float> query(bank->patch(5).begin(), bank->patch(5).end());
    QCOMPARE(bank->search(query, 1, {}).value()[0].squared, 0.0F);
    const auto found = bank->search(query, 240, {}, 0);
    QVERIFY(found);
    for (std::size_t i = 0; i < 180; ++i)
      QVERIFY(bank->origin((*found)[i].row).image != 0);
    QVERIFY(std::isinf((*found)[180].squared));
  }
  void bank_grows_shrinks_and_returns() {
    Progress progress;
    const PatchPool pool = pool_of(4, 60, 24);
    auto bank = MemoryBank::build(pool, {.bank_fraction = 0.2}, 1, progress, {});
    QVERIFY(bank);
    const double radius = bank->cover_radius();
    QVERIFY(bank->remove_image("part-2", {}));
    QVERIFY(bank->cover_radius() >= radius);
    // The stated radius still covers every patch of every image.
    const auto worst = bank->search(pool.values, 1, {});
    QVERIFY(worst);
    for (const Neighbour& neighbour : *worst)
      QVERIFY(std::sqrt(neighbour.squared) <= bank->cover_radius() * (1 + 1e-6));
    QCOMPARE(bank->remove_image("part-2", {}).error().code, ErrorCode::not_found);
    const std::span<const float> values = std::span(pool.values).subspan(120 * 24, 60 * 24);
    QVERIFY(bank->add_image("part-2", values, std::span(pool.origins).subspan(120, 60), {}));
    QCOMPARE(bank->add_image("part-2", values, std::span(pool.origins).subspan(120, 60), {}).error().code,
             ErrorCode::already_exists);
    TensorSet set;
    bank->store(set);
    const auto again = MemoryBank::restore(set, "test");
    QVERIFY(again);
    QCOMPARE(again->search(pool.values, 2, {}).value()[17].squared,
             bank->search(pool.values, 2, {}).value()[17].squared);
    set.tensors.erase(set.tensors.begin());
    QCOMPARE(MemoryBank::restore(set, "test").error().code, ErrorCode::corrupt);
  }
  void spread_between_images_is_a_share_of_the_variance() {
    // Feature 0 tells the images apart and nothing else, 1 does not, 2 half, 3 is constant.
    SpreadBetweenImages spread;
    QCOMPARE(spread.share(), 0.0);
    const std::vector<float> one{0, 0, 0, 7, 0, 2, 1, 7}, two{4, 0, 1, 7, 4, 2, 2, 7};
    const std::vector<std::uint8_t> both{1, 1};
    spread.add(one, 4, both);
    QCOMPARE(spread.share(), 0.0);
    spread.add(two, 4, both);
    // Means of feature 2: 0.5 and 1.5, variance 0.25; of all patches 0, 1, 1, 2: 0.5.
    QCOMPARE(spread.share(), (1.0 + 0.0 + 0.5) / 3);
    SpreadBetweenImages masked;
    std::vector<float> outside = one;
    outside.insert(outside.end(), {1e6F, 1e6F, 1e6F, 1e6F});
    masked.add(outside, 4, std::vector<std::uint8_t>{1, 1, 0});
    masked.add(two, 4, both);
    masked.add(two, 4, std::vector<std::uint8_t>{0, 0});
    QCOMPARE(masked.share(), spread.share());
  }
  void values_match_numpy() {
    QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/image_methods_golden.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
    std::vector<double> support;
    for (const QJsonValue& value : golden["support"].toArray())
      support.push_back(value.toDouble());
    QVERIFY(std::abs(neighbourhood_weight(support[0], support) - golden["weight"].toDouble()) < 1e-14);
    PositionGaussians gaussians(3, 5);
    std::vector<float> test;
    for (int i = 0; i <= 9; ++i) {
      test.clear();
      for (int p = 0; p < 3; ++p)
        for (int k = 0; k < 5; ++k)
          test.push_back(static_cast<float>(std::sin(1.7 * (i + 1) * (k + 1) + 0.3 * p)));
      if (i < 9)
        gaussians.add(test);
    }
    const auto squared = gaussians.squared_distances(test, 0.05);
    QVERIFY(squared);
    for (int p = 0; p < 3; ++p) {
      const double expected = golden["mahalanobis"].toArray()[p].toDouble();
      QVERIFY(std::abs((*squared)[static_cast<std::size_t>(p)] - expected) < 1e-8 * expected);
    }
  }
  void p_values_fall_with_the_score() {
    NormalScores normal;
    ScoreMap map{100, 10, {}};
    for (int i = 0; i < 1000; ++i)
      map.values.push_back(static_cast<float>(i));
    normal.add("a", 3, map, {});
    normal.add("b", 5, map, {});
    normal.finish();
    QCOMPARE(normal.images()[0].item, std::string("b"));
    QCOMPARE(normal.pixel_p(-1), 1.0);
    QVERIFY(std::abs(normal.pixel_p(900) - 0.1) < 0.005);
    QVERIFY(normal.pixel_p(1e9) > 0 && normal.pixel_p(1e9) < 0.002);
    QCOMPARE(normal.image_p(6), 1.0 / 3);
    QCOMPARE(normal.image_p(5), 2.0 / 3);
  }
};

QTEST_GUILESS_MAIN(TestPatchMethods)
#include "tst_patch_methods.moc"
