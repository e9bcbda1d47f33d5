#include "core/base/random.h"
#include "core/signal/dataset.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/detector_model.h"
#include "core/workflow/health.h"
#include "core/workflow/interval_evaluation.h"
#include "core/workflow/score_file.h"
#include "tests/workflow/story_fixture.h"

#include <cmath>

using namespace andon;
using namespace andon::workflow;

namespace {

/// Three sensors at two rates; in the test scenes the first rises by three deviations for a while.
Scene scene(const std::string& id, const std::string& part, std::uint64_t seed, bool faulty) {
  Random random{Seed(seed)};
  Scene result;
  result.id = id;
  result.part = part;
  result.label = faulty ? -1 : 0;
  const auto sensor = [&](const char* name, double rate, std::size_t samples) {
    Sensor each;
    each.info.id = name;
    each.info.rate = each.series.rate = rate;
    for (std::size_t i = 0; i < samples; ++i)
      each.series.values.push_back(static_cast<float>(random.normal()));
    each.info.samples = static_cast<std::int64_t>(samples);
    return each;
  };
  result.sensors = {sensor("flow", 1, 300), sensor("pressure", 1, 300), sensor("vibration", 4, 1200)};
  if (faulty) {
    for (std::size_t i = 150; i < 220; ++i)
      result.sensors[0].series.values[i] += 3;
    result.intervals = {{150, 220, 1, "shift", ""}};
  }
  return result;
}

Result<void> write_plant(const std::filesystem::path& folder) {
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(folder, "plant"));
  std::vector<Scene> scenes;
  for (std::uint64_t i = 0; i < 3; ++i)
    scenes.push_back(scene("train-" + std::to_string(i), "train", i + 1, false));
  for (std::uint64_t i = 0; i < 6; ++i)
    scenes.push_back(scene("test-" + std::to_string(i), "test", i + 100, true));
  ANDON_TRY(writer.write_pack("plant", scenes));
  ANDON_TRY(writer.finish());
  return {};
}

} // namespace

/// The detectors through the same use cases as every model.
class TestDetectorModels : public QObject {
  Q_OBJECT
  Story story_;
  std::filesystem::path plant() const { return story_.folder() / "plant"; }
  Progress silent_;

private Q_SLOTS:
  void initTestCase() { QVERIFY(write_plant(plant())); }

  void trainScoreEvaluate() {
    Workspace workspace = story_.open();
    VALUE(trained,
          train(workspace, {.model = "innovation", .data = plant().string(), .name = "chart"}, silent_, {}));
    QCOMPARE(trained.run, std::string("chart"));
    VALUE(scored, score(workspace, {.run = "chart", .data = plant().string(), .out = {}}, silent_, {}));
    QCOMPARE(scored.rows.size(), std::size_t{6 * 300});
    QCOMPARE(scored.rows[1].item, std::string("test-0@1"));
    QCOMPARE(scored.rows[160].label, 1);
    VALUE(out, evaluate(workspace, {.run = "chart", .data = plant().string()}, silent_, {}));
    QVERIFY(out.metrics.at("auroc").value > 0.9);
    QVERIFY(out.metrics.at("auroc").value > out.baselines.at("random").at("auroc").value + 0.3);
    for (const char* name : {"vus_pr", "vus_roc", "range_f1", "affiliation_f1", "segment_iou", "event_recall",
                             "detection_delay"}) {
      QVERIFY2(out.metrics.count(name) == 1, name);
      QVERIFY2(out.baselines.at("pca").count(name) == 1, name);
      QVERIFY2(out.baselines.at("random").count(name) == 1, name);
    }
    const Estimate& vus = out.metrics.at("vus_pr");
    QVERIFY(vus.value > out.baselines.at("random").at("vus_pr").value);
    QVERIFY(vus.low <= vus.value && vus.value <= vus.high);
    QCOMPARE(out.metrics.at("event_recall").value, 1.0);
    QVERIFY(out.metrics.at("detection_delay").value < 20);
    VALUE(repeated, rerun(workspace, "chart", silent_, {}));
    QVERIFY(repeated.identical);
  }

  void optionsAreChecked() {
    Workspace workspace = story_.open();
    FAILS_WITH(
        train(workspace,
              {.model = "innovation", .data = plant().string(), .options = {{"windw", std::int64_t{5}}}},
              silent_, {}),
        ErrorCode::invalid_argument, "window");
    VALUE(faster,
          train(workspace,
                {.model = "pca", .data = plant().string(), .name = "fast", .options = {{"grid_rate", 4.0}}},
                silent_, {}));
    VALUE(scored, score(workspace, {.run = "fast", .data = plant().string(), .out = {}}, silent_, {}));
    QCOMPARE(scored.rows.size(), std::size_t{6 * 1200});
  }

  /// Whole scenes, overlapping windows and rows without labels have no events.
  void noEventsNoMetrics() {
    std::vector<ScoreRow> rows(40);
    std::vector<double> scores(40, 1.0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].item = "scene-" + std::to_string(i);
      rows[i].end = 1;
      rows[i].label = i % 2 == 0 ? 1 : 0;
    }
    Metrics metrics;
    QVERIFY(add_interval_metrics(rows, scores, 0.5, 1, metrics));
    QVERIFY(metrics.empty());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].item = "scene@" + std::to_string(i);
      rows[i].start = 0.25 * static_cast<double>(i);
      rows[i].end = rows[i].start + 1;
    }
    QVERIFY(add_interval_metrics(rows, scores, 0.5, 1, metrics));
    QVERIFY(metrics.empty());
  }

  /// Rows of sensors count as moments of the scene: the highest score, abnormal where any sensor is.
  void sensorsBecomeMoments() {
    std::vector<ScoreRow> rows, whole;
    std::vector<double> scores, highest;
    Random random(Seed(3));
    for (int scene = 0; scene < 6; ++scene) {
      const std::size_t from = whole.size();
      for (int sensor = 0; sensor < 3; ++sensor)
        for (std::size_t bin = 0; bin < 30; ++bin) {
          ScoreRow row;
          row.item = "scene-" + std::to_string(scene);
          row.start = 0.5 * static_cast<double>(bin);
          row.end = row.start + 0.5;
          row.label = sensor == scene % 3 && bin / 5 == 2 ? 1 : 0;
          const double score = random.uniform() + row.label;
          if (sensor == 0) {
            whole.push_back(row);
            highest.push_back(score);
          }
          whole[from + bin].label = std::max(whole[from + bin].label, row.label);
          highest[from + bin] = std::max(highest[from + bin], score);
          row.sensor = "s" + std::to_string(sensor);
          rows.push_back(row);
          scores.push_back(score);
        }
    }
    Metrics sensors, moments;
    QVERIFY(add_interval_metrics(rows, scores, 1.2, 1, sensors));
    QVERIFY(add_interval_metrics(whole, highest, 1.2, 1, moments));
    QVERIFY(sensors.contains("vus_pr") && sensors.size() == moments.size());
    for (const auto& [name, estimate] : moments)
      QVERIFY2(sensors[name].value == estimate.value ||
                   (std::isnan(sensors[name].value) && std::isnan(estimate.value)),
               name.c_str());
  }

  void healthOfADataSet() {
    Workspace workspace = story_.open();
    VALUE(out, data_health(workspace, {plant().string()}, silent_, {}));
    QCOMPARE(out.scenes, std::int64_t{9});
    QCOMPARE(out.level, HealthLevel::ok);
    QCOMPARE(out.checks.size(), data_checks().rows().size());
    const auto file = story_.folder() / "loose.csv";
    std::string text = "time,a,b\n";
    for (int i = 0; i < 200; ++i)
      text += std::to_string(i) + "," + (i == 50 ? "" : std::to_string(std::sin(i))) + ",7\n";
    QVERIFY(write_atomic(file, text));
    VALUE(loose, data_health(workspace, {file.string()}, silent_, {}));
    QCOMPARE(loose.checks.front().id, std::string("reading"));
    QCOMPARE(loose.level, HealthLevel::warning);
    for (const DataCheckOut& check : loose.checks)
      if (check.id == "constant") {
        QCOMPARE(check.count, std::int64_t{1});
        QVERIFY(check.message.find("'b': every sample is 7") != std::string::npos);
      }
    FAILS_WITH(data_health(workspace, {"nowhere"}, silent_, {}), ErrorCode::not_found, "nowhere");
  }

  void skab() {
    const QString folder = QStringLiteral(ANDON_SHARED_DATA "/signals/skab");
    if (!QDir(folder).exists())
      QSKIP("the SKAB files are not here");
    const auto scores = story_.folder() / "skab.csv";
    VALUE(results, bench_skab({{"data", folder.toStdString()}, {"out", scores.string()}}, silent_, {}));
    std::map<std::string, double> values;
    for (const BenchResult& result : results)
      values[result.name] = result.value;
    QCOMPARE(values.at("rows"), 23801.0);
    QVERIFY(values.at("f1/innovation") >= 0.82);
    QVERIFY(values.at("far/innovation") <= 0.10);
    VALUE(rows, read_scores(scores));
    QCOMPARE(rows.size(), std::size_t{23801});
    double called = 0, right = 0, abnormal = 0;
    for (const ScoreRow& row : rows) {
      called += row.decision == 1;
      abnormal += row.label == 1;
      right += row.decision == 1 && row.label == 1;
    }
    QVERIFY(std::abs(2 * right / (called + abnormal) - values.at("f1/innovation")) < 1e-12);
  }

  void cwru() {
    const QString folder = QStringLiteral(ANDON_SHARED_DATA "/signals/cwru");
    if (!QDir(folder).exists())
      QSKIP("the CWRU files are not here");
    VALUE(results, bench_cwru({{"data", folder.toStdString()}}, silent_, {}));
    for (const BenchResult& result : results) {
      if (result.name == "auroc/pca" || result.name == "auroc/nearest")
        QVERIFY(result.value >= 0.999);
      if (result.name == "far/pca" || result.name == "far/nearest")
        QVERIFY(result.value <= 0.05);
    }
  }
};

QTEST_APPLESS_MAIN(TestDetectorModels)
#include "tst_detector_models.moc"
