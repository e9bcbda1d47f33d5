#include "ui/jobs/child_process.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <csignal>

namespace andon::ui {

namespace {

constexpr int poll_ms = 50, kill_after_ms = 10'000;
constexpr int kept_error_bytes = 16'384;

/// Splits the child's stderr into lines and forwards the ones it understands.
class ProgressReader {
public:
  explicit ProgressReader(Progress& progress) : progress_(progress) {}
  void feed(const QByteArray& bytes) {
    buffer_ += bytes;
    for (qsizetype end = buffer_.indexOf('\n'); end >= 0; end = buffer_.indexOf('\n')) {
      line(buffer_.left(end).trimmed());
      buffer_.remove(0, end + 1);
    }
  }
  /// Everything that was not progress: the error sentence.
  QString rest() {
    line(buffer_.trimmed());
    buffer_.clear();
    return QString::fromUtf8(other_).trimmed();
  }

private:
  void line(const QByteArray& text) {
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    if (object.contains(QLatin1String("stage")))
      progress_.stage(object[QLatin1String("stage")].toString().toStdString(),
                      object[QLatin1String("total")].toInteger());
    else if (object.contains(QLatin1String("done")))
      progress_.advance(object[QLatin1String("done")].toInteger());
    else if (object.contains(QLatin1String("metric")))
      progress_.metric(object[QLatin1String("metric")].toString().toStdString(),
                       object[QLatin1String("step")].toInteger(), object[QLatin1String("value")].toDouble());
    else if (object.contains(QLatin1String("message")))
      progress_.message(object[QLatin1String("message")].toString().toStdString());
    else if (!text.isEmpty() && other_.size() < kept_error_bytes)
      other_ += text + '\n';
  }

  Progress& progress_;
  QByteArray buffer_, other_;
};

Result<QByteArray> outcome(const QProcess& process, bool stopped, const QByteArray& out,
                           const QString& errors) {
  if (stopped)
    return fail(ErrorCode::cancelled, "cancelled; what was done is kept and can be resumed");
  if (process.exitStatus() == QProcess::CrashExit)
    return fail(ErrorCode::internal,
                QCoreApplication::translate("jobs",
                                            "the process that did the work stopped unexpectedly (signal %1). "
                                            "Nothing else was affected; resume the run or start it again. %2")
                    .arg(process.exitCode())
                    .arg(errors)
                    .trimmed()
                    .toStdString());
  if (process.exitCode() == 130)
    return fail(ErrorCode::cancelled, "cancelled; what was done is kept and can be resumed");
  if (process.exitCode() != 0)
    return fail(ErrorCode::internal, errors.isEmpty() ? "the process that did the work ended with code " +
                                                            std::to_string(process.exitCode())
                                                      : errors.toStdString());
  return out;
}

} // namespace

Result<QByteArray> run_child_process(const QString& program, const QStringList& arguments, Progress& progress,
                                     std::stop_token stop) {
  QProcess process;
  process.setProcessChannelMode(QProcess::SeparateChannels);
  process.start(program, arguments + QStringList{QStringLiteral("--progress"), QStringLiteral("json"),
                                                 QStringLiteral("--json")});
  if (!process.waitForStarted(5000))
    return fail(ErrorCode::not_found, "could not start '" + program.toStdString() +
                                          "': " + process.errorString().toStdString() +
                                          "; install the command line tool beside the window");
  ProgressReader reader(progress);
  QByteArray out;
  QElapsedTimer since_stop;
  bool stopped = false;
  while (process.state() != QProcess::NotRunning) {
    process.waitForFinished(poll_ms);
    out += process.readAllStandardOutput();
    reader.feed(process.readAllStandardError());
    if (stop.stop_requested() && !stopped && process.processId() > 0) {
      stopped = true;
      since_stop.start();
      ::kill(pid_t(process.processId()), SIGINT);
    }
    if (stopped && since_stop.elapsed() > kill_after_ms)
      process.kill();
  }
  out += process.readAllStandardOutput();
  reader.feed(process.readAllStandardError());
  return outcome(process, stopped, out, reader.rest());
}

} // namespace andon::ui
