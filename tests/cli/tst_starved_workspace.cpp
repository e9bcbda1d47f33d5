#include "tests/cli/program.h"

#include <QDir>
#include <QDirIterator>
#include <QtTest>

#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace andon::cli;

namespace {

/// Every file may grow to this and no further, which is all that a full disk is to the program. The shared
/// memory of SQLite's log needs 32 KiB; a label with a long reason needs more.
constexpr rlim_t few_bytes = 32768;
const QString long_reason(100'000, QLatin1Char('x'));
/// Linux: the rights that let root write where nobody may.
constexpr unsigned long dac_override = 1, dac_read_search = 2;

enum class Lack { space, permission };

/// The program, with a workspace that lacks something.
Call starved(const Program& program, Lack lack, const QStringList& arguments) {
  QProcess process;
  process.setChildProcessModifier([lack] {
    if (lack == Lack::space) {
      std::signal(SIGXFSZ, SIG_IGN); // a full disk fails the write, it kills nobody
      const rlimit limit{few_bytes, few_bytes};
      if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
        ::_exit(99);
    } else if (::geteuid() == 0 && (::prctl(PR_CAPBSET_DROP, dac_override) != 0 ||
                                    ::prctl(PR_CAPBSET_DROP, dac_read_search) != 0)) {
      ::_exit(99);
    }
  });
  process.start(ANDON_PROGRAM, program.complete(arguments));
  process.waitForFinished(120'000);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          process.readAllStandardOutput(), process.readAllStandardError()};
}

/// One sentence, not a crash: names what failed and what to do.
void says(const Call& call, const char* part) {
  if (call.exit == 99)
    QSKIP("this machine does not let a process give up rights");
  QVERIFY2(call.exit > 0 && call.exit < 99, call.err + call.out + "exit " + QByteArray::number(call.exit));
  QVERIFY2(call.err.contains(part), call.err);
  QVERIFY2(call.err.trimmed().count('\n') == 0, call.err);
}

} // namespace

/// A full disk and a read-only workspace: a clear sentence, and nothing is lost.
class TestStarvedWorkspace : public QObject {
  Q_OBJECT
  Program program_;
  QByteArray labels_, models_;

  QByteArray json(const QStringList& arguments) const {
    const Call call = program_.call(arguments + QStringList{"--json"});
    if (call.exit != 0)
      qFatal("%s", call.err.constData());
    return call.out;
  }
  QStringList queued(int count) const {
    QStringList ids;
    const auto items =
        QJsonDocument::fromJson(json({"queue", "line", "--policy", "audit", "--k", QString::number(count)}))
            .object()["items"]
            .toArray();
    for (const auto& item : items)
      ids << item.toObject()["id"].toString();
    return ids;
  }
  /// The first model is in use as long as there is nothing to roll back.
  QByteArray in_use() const { return program_.call({"rollback", "line", "--quiet"}).err; }
  QStringList files() const {
    QStringList all;
    for (QDirIterator each(program_.workspace(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         each.hasNext();)
      all << each.next();
    all.sort();
    return all;
  }
  /// The mode of the workspace and everything in it.
  void set_writable(bool on) const {
    QProcess::execute("chmod", {"-R", on ? "u+w" : "a-w", program_.workspace()});
  }

private Q_SLOTS:
  void initTestCase() {
    const QString data = program_.simulate_small();
    QCOMPARE(program_
                 .call(QStringList{"train", "motor", "--data", data, "--name", "line"} +
                       Program::small_training(2))
                 .exit,
             0);
    QCOMPARE(program_.call({"evaluate", "line", "--data", data}).exit, 0);
    QByteArray rows = "data,item,label\n";
    for (const QString& id : queued(30))
      rows += "small," + id.toUtf8() + (id.contains("dull") ? ",abnormal\n" : ",normal\n");
    QFile file(program_.path("labels.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(rows) == rows.size());
    file.close();
    QCOMPARE(program_.call({"label", "import", file.fileName()}).exit, 0);
    QCOMPARE(program_.call({"adapt", "line", "--set", "epochs=1"}).exit, 0);
  }
  void init() {
    labels_ = json({"label", "list", "--history"});
    models_ = in_use();
    QVERIFY2(models_.contains("nothing to roll back"), models_);
  }
  /// What there was is there, and the workspace works.
  void cleanup() {
    QCOMPARE(json({"label", "list", "--history"}), labels_);
    QCOMPARE(in_use(), models_);
    QCOMPARE(program_.call({"label", "verify"}).exit, 0);
  }
  void cleanupTestCase() { QCOMPARE(program_.call({"doctor"}).exit, 0); }

  void a_full_disk_loses_no_label() {
    const QString id = queued(1).first();
    says(starved(program_, Lack::space, {"label", "add", "line", id, "abnormal", "--reason", long_reason}),
         "nothing was half written");
    // With room again the same label is given and taken back.
    QCOMPARE(program_.call({"label", "add", "line", id, "abnormal", "--reason", long_reason}).exit, 0);
    QCOMPARE(program_.call({"label", "undo"}).exit, 0);
    const auto events = QJsonDocument::fromJson(json({"label", "list", "--history"})).object();
    QCOMPARE(events["labels"].toArray().size(),
             QJsonDocument::fromJson(labels_).object()["labels"].toArray().size() + 2);
    labels_ = json({"label", "list", "--history"});
  }

  void a_full_disk_leaves_no_half_candidate() {
    says(starved(program_, Lack::space, {"adapt", "line", "--set", "epochs=1", "--quiet"}),
         "check free space");
    const auto runs = QJsonDocument::fromJson(json({"runs"})).object()["runs"].toArray();
    for (const auto& run : runs)
      QVERIFY2(run.toObject()["state"] != QLatin1String("running"), json({"runs"}));
    QVERIFY(files().filter(QStringLiteral("andon-tmp")).isEmpty());
  }

  void a_full_disk_switches_no_model() {
    says(starved(program_, Lack::space, {"accept", "line-c1", "--reason", long_reason}),
         "nothing was half written");
  }

  void a_read_only_workspace_says_what_it_needs_data() {
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const QStringList& arguments) {
      QTest::newRow(qPrintable(arguments.mid(0, 2).join(' '))) << arguments;
    };
    row({"label", "add", "line", "test-dull-00001", "abnormal"});
    row({"label", "undo"});
    row({"adapt", "line"});
    row({"accept", "line-c1"});
    row({"rollback", "line"});
    row({"label", "list"});
    row({"label", "verify"});
    row({"queue", "line"});
    row({"runs"});
    row({"evaluate", "line", "--data", program_.path("small"), "--json"});
    row({"report", "line", "--out", "/dev/null/report.html"});
  }
  void a_read_only_workspace_says_what_it_needs() {
    QFETCH(QStringList, arguments);
    const QStringList before = files();
    set_writable(false);
    const Call call = starved(program_, Lack::permission, arguments);
    set_writable(true);
    says(call, "is read-only for you");
    QVERIFY2(call.err.contains("copy it to a folder that you may write to"), call.err);
    QCOMPARE(files(), before);
  }
};

QTEST_GUILESS_MAIN(TestStarvedWorkspace)
#include "tst_starved_workspace.moc"
