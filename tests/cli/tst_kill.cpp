#include "core/base/random.h"
#include "tests/cli/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QtTest>

using andon::cli::Call;
using andon::cli::Program;

/// kill -9 at random moments of training, import and report writing. ANDON_KILLS sets the number of kills
/// (default 20).
class TestKill : public QObject {
  Q_OBJECT
  Program program_;
  QString data_;
  QStringList finished_;

  void make_csv(const QString& path) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QByteArray text = "time,command,current\n";
    for (int i = 0; i < 200'000; ++i)
      text += QByteArray::number(i * 0.01, 'f', 2) + "," + QByteArray::number(i % 97) + "," +
              QByteArray::number(i % 89) + "\n";
    file.write(text);
  }
  QStringList job(int kind, int number) const {
    switch (kind) {
    case 0:
      return QStringList{"train", "motor", "--data", data_, "--name", QString("killed-%1").arg(number)} +
             Program::small_training(6);
    case 1:
      return {"import", program_.path("log.csv"), "--as", QString("log-%1").arg(number)};
    default:
      return {"report", "kept", "--out", program_.path("report.html")};
    }
  }
  void workspace_is_whole() {
    const Call doctor = program_.call({"doctor", "--json"});
    QVERIFY2(doctor.exit == 0, doctor.out.constData());
    for (const QJsonValue check : doctor.json()["checks"].toArray())
      QVERIFY2(check["status"].toString() != "error" &&
                   !(check["id"].toString() == "temporaries" && check["status"].toString() != "ok"),
               qPrintable(check["message"].toString()));
    QStringList states;
    for (const QJsonValue run : program_.call({"runs", "--json"}).json()["runs"].toArray()) {
      QVERIFY2(run["state"].toString() != "running", qPrintable(run["name"].toString()));
      if (run["state"].toString() == "finished")
        states << run["name"].toString();
    }
    for (const QString& name : finished_)
      QVERIFY2(states.contains(name), qPrintable(name + " had been reported as finished"));
  }

private Q_SLOTS:
  void initTestCase() {
    data_ = program_.simulate_small();
    make_csv(program_.path("log.csv"));
    const Call trained = program_.call(QStringList{"train", "motor", "--data", data_, "--name", "kept"} +
                                       Program::small_training(2));
    QVERIFY2(trained.exit == 0, trained.err.constData());
    finished_ << "kept";
    QCOMPARE(program_.call({"evaluate", "kept", "--data", data_}).exit, 0);
    QCOMPARE(program_.call({"report", "kept", "--out", program_.path("report.html")}).exit, 0);
  }

  void nothing_finished_is_lost() {
    const int kills =
        qEnvironmentVariableIntValue("ANDON_KILLS") > 0 ? qEnvironmentVariableIntValue("ANDON_KILLS") : 20;
    andon::Random random(andon::Seed(7).stream("kill"));
    qint64 longest[3] = {1500, 1500,
                         1000}; // milliseconds a whole job takes, learned from those that were not hit
    for (int i = 0; i < kills; ++i) {
      const int kind = i % 3;
      QProcess process;
      QElapsedTimer timer;
      timer.start();
      program_.start(process, job(kind, i));
      if (process.waitForFinished(
              static_cast<int>(random.below(static_cast<std::uint64_t>(longest[kind]))))) {
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        longest[kind] = timer.elapsed();
        if (kind == 0)
          finished_ << QString("killed-%1").arg(i);
      } else {
        process.kill();
        QVERIFY(process.waitForFinished(30'000));
      }
      workspace_is_whole();
      QFile report(program_.path("report.html"));
      QVERIFY(report.open(QIODevice::ReadOnly));
      QVERIFY(report.readAll().endsWith("</html>\n"));
    }
  }

  void what_was_killed_resumes() {
    for (const QJsonValue run : program_.call({"runs", "--json"}).json()["runs"].toArray()) {
      if (run["state"].toString() == "finished")
        continue;
      const Call resumed = program_.call({"train", "--resume", run["name"].toString()});
      QVERIFY2(resumed.exit == 0 || resumed.err.contains("manifest"), resumed.err.constData());
    }
    workspace_is_whole();
  }
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
