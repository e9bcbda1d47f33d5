#pragma once
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace andon::cli {

/// What one call of the program printed and how it ended.
struct Call {
  int exit = -1;
  QByteArray out, err;
  QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

/// Calls the real program in a workspace of its own.
class Program {
public:
  QString folder() const { return root_.path(); }
  QString workspace() const { return root_.filePath("workspace"); }
  QString path(const QString& name) const { return root_.filePath(name); }
  QStringList complete(const QStringList& arguments) const {
    return arguments + QStringList{"--workspace", workspace(), "--threads", "2"};
  }
  /// Waits for the end, at most two minutes.
  Call call(const QStringList& arguments) const {
    QProcess process;
    process.start(ANDON_PROGRAM, complete(arguments));
    process.waitForFinished(120'000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
  }
  void start(QProcess& process, const QStringList& arguments) const {
    process.start(ANDON_PROGRAM, complete(arguments));
    process.waitForStarted(30'000);
  }
  /// A small data set "small" and its path.
  QString simulate_small(const QString& name = "small") const {
    call({"simulate", "motor", "--out", path(name), "--set", "length=64", "--set", "rate=25", "--set",
          "train=96", "--set", "test_healthy=24", "--set", "test_dull=24"});
    return path(name);
  }
  static QStringList small_training(int epochs) {
    return {"--set", QString("epochs=%1").arg(epochs),
            "--set", "batch=16",
            "--set", "width=8",
            "--set", "embedding=16",
            "--set", "checkpoint_seconds=0.05"};
  }

private:
  QTemporaryDir root_;
};

} // namespace andon::cli
