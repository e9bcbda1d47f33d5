#include "tests/cli/program.h"

#include <QFile>
#include <QJsonArray>
#include <QtTest>

#include <signal.h>

using andon::cli::Call;
using andon::cli::Program;

/// The command line is a contract: names, files, JSON keys and exit codes.
class TestCli : public QObject {
  Q_OBJECT
  Program program_;
  QString data_;

  void has_keys(const Call& call, const QStringList& keys) {
    QVERIFY2(call.exit == 0, call.err.constData());
    QVERIFY2(QJsonDocument::fromJson(call.out).isObject(), call.out.constData());
    for (const QString& key : keys)
      QVERIFY2(call.json().contains(key), qPrintable(key));
  }

  /// Reads the error stream until it contains `part`, or a minute passes without a word.
  static QByteArray read_until(QProcess& process, const QByteArray& part) {
    process.setReadChannel(QProcess::StandardError);
    QByteArray seen = process.readAllStandardError();
    while (!seen.contains(part) && process.waitForReadyRead(60'000))
      seen += process.readAllStandardError();
    return seen;
  }

private Q_SLOTS:
  void initTestCase() {
    data_ = program_.simulate_small();
    const Call trained =
        program_.call(QStringList{"train", "motor", "--data", data_, "--name", "first", "--json"} +
                      Program::small_training(4));
    has_keys(trained, {"run", "epochs", "loss", "seconds", "device"});
    QCOMPARE(trained.json()["run"].toString(), QString("first"));
  }

  void answers_have_their_keys_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("keys");
    QTest::newRow("version") << QStringList{"version"}
                             << QStringList{"andon", "libraries", "blas", "devices"};
    QTest::newRow("doctor") << QStringList{"doctor"} << QStringList{"checks"};
    QTest::newRow("describe") << QStringList{"describe", "model", "motor"} << QStringList{"entries"};
    QTest::newRow("simulate") << QStringList{"simulate", "motor",     "--out", program_.path("other"),
                                             "--set",    "length=32", "--set", "rate=12.5"}
                              << QStringList{"path", "items", "sha256"};
    QTest::newRow("import") << QStringList{"import", data_, "--as", "named"}
                            << QStringList{"dataset", "items", "warnings"};
    QTest::newRow("score") << QStringList{"score", "first", "--data", data_, "--out", program_.path("s.csv")}
                           << QStringList{"items", "out", "seconds"};
    QTest::newRow("evaluate") << QStringList{"evaluate", "latest", "--data", data_}
                              << QStringList{"metrics", "baselines", "n"};
    QTest::newRow("threshold") << QStringList{"threshold", "first", "--method", "percentile"}
                               << QStringList{"threshold", "method",      "alpha",      "interval",
                                              "supported", "needed_more", "diagnostics"};
    QTest::newRow("report") << QStringList{"report", "first", "--out", program_.path("r.html")}
                            << QStringList{"out"};
    QTest::newRow("rerun") << QStringList{"rerun", "first"} << QStringList{"identical", "differences"};
    QTest::newRow("compare") << QStringList{"compare", "first", "motor-1"}
                             << QStringList{"differences", "metrics"};
    QTest::newRow("bench list") << QStringList{"bench", "list"} << QStringList{"results"};
  }
  void answers_have_their_keys() {
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, keys);
    has_keys(program_.call(arguments + QStringList{"--json"}), keys);
  }

  void evaluation_has_metrics_with_intervals() {
    const QJsonObject json = program_.call({"evaluate", "first", "--data", data_, "--json"}).json();
    for (const char* metric : {"auroc", "aupr", "f1"})
      for (const char* key : {"value", "low", "high"})
        QVERIFY2(json["metrics"][metric][key].isDouble(), metric);
    for (const char* baseline : {"random", "pca", "linear"})
      QVERIFY2(json["baselines"][baseline]["auroc"]["value"].isDouble(), baseline);
    QCOMPARE(json["n"].toInt(), 48);
  }

  void score_file_is_the_contract() {
    QVERIFY(program_.call({"score", "first", "--data", data_, "--out", program_.path("scores.csv")}).exit ==
            0);
    QFile file(program_.path("scores.csv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    QCOMPARE(lines.front(), QByteArray("item,sensor,start,end,score,decision,label"));
    QCOMPARE(lines.size(), 48 + 2); // header and the end of the last line
    QCOMPARE(lines[1].split(',').size(), 7);
  }

  void wrong_usage_is_told_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exit");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("command") << QStringList{"trian"} << 2 << QByteArray("did you mean 'train'");
    QTest::newRow("no command") << QStringList{} << 2 << QByteArray("no command");
    QTest::newRow("option") << QStringList{"train", "motor", "--dta", data_} << 2
                            << QByteArray("did you mean '--data'");
    QTest::newRow("key") << QStringList{"train", "motor", "--data", data_, "--set", "epoch=3"} << 2
                         << QByteArray("did you mean 'epochs'");
    QTest::newRow("range") << QStringList{"train", "motor", "--data", data_, "--set", "epochs=-3"} << 2
                           << QByteArray("expected a value from");
    QTest::newRow("model") << QStringList{"train", "moter", "--data", data_} << 2
                           << QByteArray("did you mean 'motor'");
    QTest::newRow("no data") << QStringList{"train", "motor"} << 2 << QByteArray("--data");
    QTest::newRow("part") << QStringList{"evaluate", "first", "--data", data_, "--part", "tets"} << 2
                          << QByteArray("tets");
    QTest::newRow("run") << QStringList{"evaluate", "frist", "--data", data_} << 1
                         << QByteArray("did you mean 'first'");
    QTest::newRow("data") << QStringList{"evaluate", "first", "--data", "/no/such"} << 1
                          << QByteArray("/no/such");
    QTest::newRow("import") << QStringList{"import", "/no/such.csv", "--as", "x"} << 1
                            << QByteArray("/no/such.csv");
    QTest::newRow("command with help")
        << QStringList{"candidate", "--help"} << 2 << QByteArray("unknown command 'candidate'");
    QTest::newRow("policy") << QStringList{"queue", "first", "--data", data_, "--policy", "tops"} << 2
                            << QByteArray("did you mean 'top'");
    QTest::newRow("law") << QStringList{"bench", "far", "--set", "laws=foo"} << 2
                         << QByteArray("option 'laws': unknown");
    QTest::newRow("operators") << QStringList{"audit", "first", "--operators", "0"} << 2
                               << QByteArray("--operators");
    QTest::newRow("adapt") << QStringList{"adapt", "first", "--set", "learning_rate=-1"} << 2
                           << QByteArray("expected a value from");
    QTest::newRow("bench") << QStringList{"bench", "moto"} << 2 << QByteArray("did you mean 'motor'");
  }
  void wrong_usage_is_told() {
    QFETCH(QStringList, arguments);
    QFETCH(int, exit);
    QFETCH(QByteArray, part);
    const Call call = program_.call(arguments);
    QCOMPARE(call.exit, exit);
    QVERIFY2(call.err.contains(part), call.err.constData());
    QVERIFY2(call.out.isEmpty(), call.out.constData());
    const Call json = program_.call(arguments + QStringList{"--json"});
    QVERIFY2(json.json().contains("error"), json.out.constData());
  }

  void same_seed_gives_the_same_bytes() {
    const Call a = program_.call({"simulate", "motor", "--out", program_.path("a/set"), "--seed", "7",
                                  "--set", "length=32", "--set", "rate=12.5", "--json"});
    const Call b = program_.call({"simulate", "motor", "--out", program_.path("b/set"), "--seed", "7",
                                  "--set", "length=32", "--set", "rate=12.5", "--json"});
    const Call c = program_.call({"simulate", "motor", "--out", program_.path("c/set"), "--seed", "8",
                                  "--set", "length=32", "--set", "rate=12.5", "--json"});
    QCOMPARE(a.json()["sha256"].toString(), b.json()["sha256"].toString());
    QVERIFY(a.json()["sha256"].toString() != c.json()["sha256"].toString());
  }

  void progress_for_a_parent_is_json() {
    const Call call =
        program_.call(QStringList{"train", "motor", "--data", data_, "--progress", "json", "--json"} +
                      Program::small_training(2));
    QCOMPARE(call.exit, 0);
    QStringList kinds;
    for (const QByteArray& line : call.err.split('\n')) {
      if (line.isEmpty())
        continue;
      const QJsonDocument event = QJsonDocument::fromJson(line);
      QVERIFY2(event.isObject(), line.constData());
      kinds << event.object().keys();
    }
    for (const char* kind : {"stage", "total", "done", "metric", "step", "value"})
      QVERIFY2(kinds.contains(kind), kind);
  }

  void interrupt_ends_with_130_and_resumes() {
    QProcess process;
    program_.start(process,
                   QStringList{"train", "motor", "--data", data_, "--name", "stopped", "--progress", "json"} +
                       Program::small_training(2000));
    QByteArray seen = read_until(process, "\"metric\"");
    QVERIFY2(seen.contains("\"metric\""), seen.constData());
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    seen += process.readAllStandardError();
    QVERIFY2(seen.contains("andon train --resume stopped"), seen.constData());
    program_.start(process, {"train", "--resume", "stopped", "--progress", "json"});
    seen = read_until(process, "run stopped resumed");
    QVERIFY2(seen.contains("run stopped resumed"), seen.constData());
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 130);
  }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
