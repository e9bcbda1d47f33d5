#include "core/base/hash.h"
#include "tests/workflow/story_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace andon;
using namespace andon::workflow;

/// The pre-classifier through the same use cases as every model.
class TestPreclassifierModel : public QObject {
  Q_OBJECT
  Story story_;
  Progress silent_;

  std::string data() const { return (story_.folder() / "scenes").string(); }
  TrainIn job(const std::string& name, std::int64_t epochs) const {
    return {.model = "preclassifier",
            .data = data(),
            .name = name,
            .options = {{"epochs", epochs},
                        {"pretrain_epochs", std::int64_t{2}},
                        {"batch", std::int64_t{32}},
                        {"learning_rate", 5e-3},
                        {"width", std::int64_t{8}}}};
  }

private Q_SLOTS:
  void initTestCase() {
    const OptionMap options{{"train", std::int64_t{20}}, {"validation", std::int64_t{4}},
                            {"test", std::int64_t{6}},   {"sensors", std::int64_t{10}},
                            {"duration", 8.0},           {"abnormal", 0.0},
                            {"anomaly_length_max", 3.0}};
    VALUE(simulated,
          simulate({.simulator = "scenes", .options = options, .seed = 4, .out = data()}, silent_, {}));
  }

  void a_cancelled_run_resumes_bit_equal_data() {
    QTest::addColumn<QString>("curve");
    QTest::newRow("contrast") << "pretrain/loss/train";
    QTest::newRow("types") << "loss/val";
  }
  void a_cancelled_run_resumes_bit_equal() {
    QFETCH(QString, curve);
    Workspace workspace = story_.open(("workspace " + std::string(QTest::currentDataTag())));
    VALUE(whole, train(workspace, job("whole", 3), silent_, {}));
    StopAfter progress(curve.toStdString(), 1);
    FAILS_WITH(train(workspace, job("broken", 3), progress, progress.token()), ErrorCode::cancelled,
               "andon train --resume broken");
    VALUE(resumed, train(workspace, {.resume = "broken"}, silent_, {}));
    VALUE(a, sha256_file(workspace.run_folder("whole") / "weights.safetensors"));
    VALUE(b, sha256_file(workspace.run_folder("broken") / "weights.safetensors"));
    QCOMPARE(a, b);
  }

  void every_sensor_has_a_row_and_stands_in_the_file() {
    Workspace workspace = story_.open();
    VALUE(trained, train(workspace, job("types", 8), silent_, {}));
    VALUE(scored, score(workspace, {.run = "types", .data = data(), .out = {}}, silent_, {}));
    QCOMPARE(scored.rows.size(), std::size_t{6 * 10});
    QFile file(QString::fromStdString((workspace.run_folder("types") / "preclassifier.json").string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray scenes = QJsonDocument::fromJson(file.readAll()).object()["scenes"].toArray();
    QCOMPARE(scenes.size(), 6);
    for (std::size_t i = 0; i < scored.rows.size(); ++i) {
      const ScoreRow& row = scored.rows[i];
      const QJsonObject scene = scenes[static_cast<int>(i / 10)].toObject(),
                        sensor = scene["sensors"].toArray()[static_cast<int>(i % 10)].toObject(),
                        types = sensor["probability"].toObject();
      QCOMPARE(scene["item"].toString().toStdString(), row.item);
      QCOMPARE(sensor["id"].toString().toStdString(), row.sensor);
      QVERIFY(std::abs(types["two_words"].toDouble() - row.score) < 1e-9);
      QCOMPARE(sensor["embedding"].toArray().size(), 128);
      double sum = 0, best = 0;
      for (const QJsonValue& each : types) {
        sum += each.toDouble();
        best = std::max(best, each.toDouble());
      }
      QVERIFY(std::abs(sum - 1) < 1e-5);
      QCOMPARE(types[sensor["type"].toString()].toDouble(), best);
      QVERIFY(row.label == 0 || row.label == 1);
    }
  }

  void an_evaluation_stands_beside_a_rule_a_linear_model_and_chance() {
    Workspace workspace = story_.open();
    VALUE(out, evaluate(workspace, {.run = "types", .data = data()}, silent_, {}));
    QCOMPARE(out.n, std::int64_t{60});
    for (const char* name : {"node_macro_f1", "recall_one_word", "recall_two_words", "recall_bits"}) {
      const Estimate& own = out.metrics.at(name);
      QVERIFY2(own.low <= own.value && own.value <= own.high, name);
      for (const char* baseline : {"rule", "linear", "random"})
        QVERIFY(out.baselines.at(baseline).contains(name));
    }
    const double own = out.metrics.at("node_macro_f1").value,
                 chance = out.baselines.at("random").at("node_macro_f1").value;
    QVERIFY2(own > 0.75 && chance < 0.5, qPrintable(QString("%1 %2").arg(own).arg(chance)));
  }
};

QTEST_APPLESS_MAIN(TestPreclassifierModel)
#include "tst_preclassifier_model.moc"
