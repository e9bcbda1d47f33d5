#include "ui/pages/run_commands.h"

#include "core/workflow/report.h"
#include "ui/models/run_model.h"
#include "ui/plot/axis.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/selection.h"

#include <QDesktopServices>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

namespace andon::ui {

RunCommands::RunCommands(PageContext& context, QWidget* window)
    : QObject(window), context_(context), window_(window) {}

template <class Out>
void RunCommands::run_job(const QString& title, Lane lane,
                          std::function<Result<Out>(workflow::Workspace&, Progress&, std::stop_token)> work,
                          std::function<void(const Out&)> tell) {
  context_.jobs.run<Out>(
      title, lane, this,
      [folder = context_.workspace, work = std::move(work)](Progress& progress,
                                                            std::stop_token stop) -> Result<Out> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return work(workspace, progress, stop);
      },
      [this, title, tell = std::move(tell)](Result<Out> out) {
        if (out)
          tell(*out);
        else if (out.error().code != ErrorCode::cancelled)
          context_.messages.show_error(title, out.error());
        Q_EMIT context_.selection.workspace_changed();
      });
}

void RunCommands::start_child(const QString& title, QStringList arguments) {
  arguments << QStringLiteral("--workspace") << QString::fromStdString(context_.workspace.string());
  auto id = std::make_shared<int>(0);
  *id = context_.jobs.run_child(title, arguments, this, [this, title, id](Result<QByteArray> printed) {
    training_.removeAll(*id);
    QString run;
    if (printed) {
      run = QJsonDocument::fromJson(*printed).object()[QLatin1String("run")].toString();
      context_.messages.show_message(MessageBar::Kind::note, tr("%1 is finished.").arg(run));
    } else if (printed.error().code != ErrorCode::cancelled) {
      context_.messages.show_error(title, printed.error());
    }
    Q_EMIT done(run);
    Q_EMIT context_.selection.workspace_changed();
  });
  training_ << *id;
}

void RunCommands::train(const workflow::TrainIn& in) {
  QStringList arguments{QStringLiteral("train"),  QString::fromStdString(in.model),
                        QStringLiteral("--data"), QString::fromStdString(in.data),
                        QStringLiteral("--seed"), QString::number(in.seed)};
  if (!in.name.empty())
    arguments << QStringLiteral("--name") << QString::fromStdString(in.name);
  for (const auto& [key, value] : in.options)
    arguments << QStringLiteral("--set") << QString::fromStdString(key + "=" + andon::to_text(value));
  start_child(tr("Training %1").arg(QString::fromStdString(in.name.empty() ? in.model : in.name)), arguments);
}

void RunCommands::resume(const QString& run) {
  start_child(tr("Resuming %1").arg(run), {QStringLiteral("train"), QStringLiteral("--resume"), run});
}

void RunCommands::evaluate(const QString& run) {
  const std::string data = context_.selection.state().data.toStdString();
  run_job<workflow::EvaluateOut>(
      tr("Evaluating %1").arg(run), Lane::compute,
      [run = run.toStdString(), data](workflow::Workspace& workspace, Progress& progress,
                                      std::stop_token stop) -> Result<workflow::EvaluateOut> {
        std::string wanted = data;
        if (wanted.empty()) {
          ANDON_ASSIGN(const workflow::RunDetail detail, workflow::run_detail(workspace, run));
          wanted = detail.run.data_name.empty() ? detail.run.data_path : detail.run.data_name;
        }
        return workflow::evaluate(workspace, {run, wanted, "test"}, progress, stop);
      },
      [this, run](const workflow::EvaluateOut& out) {
        const auto auroc = out.metrics.find("auroc");
        context_.messages.show_message(
            MessageBar::Kind::note,
            auroc == out.metrics.end()
                ? tr("%1: evaluated on %2 windows; AUROC is not defined for them.").arg(run).arg(out.n)
                : tr("%1: AUROC %2 on %3 windows, %4 of them abnormal.")
                      .arg(run, RunModel::estimate_text(auroc->second))
                      .arg(out.n)
                      .arg(out.abnormal));
        Q_EMIT done(run);
      });
}

void RunCommands::fit_threshold(const QString& run, const QString& method) {
  workflow::ThresholdIn in;
  in.run = run.toStdString();
  in.method = method.toStdString();
  run_job<workflow::ThresholdOut>(
      tr("Threshold of %1").arg(run), Lane::compute,
      [in](workflow::Workspace& workspace, Progress& progress, std::stop_token stop) {
        return workflow::fit_threshold(workspace, in, progress, stop);
      },
      [this, run](const workflow::ThresholdOut& out) {
        context_.messages.show_message(
            out.version.supported ? MessageBar::Kind::note : MessageBar::Kind::warning,
            out.version.supported
                ? tr("%1: threshold %2, version %3.")
                      .arg(run)
                      .arg(quantity_text(out.version.threshold, {}))
                      .arg(out.version.version)
                : tr("%1: threshold %2 is not supported by these data: %3 more normal windows are needed.")
                      .arg(run)
                      .arg(quantity_text(out.version.threshold, {}))
                      .arg(out.needed_more));
        Q_EMIT done(run);
      });
}

void RunCommands::report(const QString& run) {
  run_job<std::filesystem::path>(
      tr("Report of %1").arg(run), Lane::io,
      [run = run.toStdString()](workflow::Workspace& workspace, Progress& progress, std::stop_token stop) {
        return workflow::write_report(workspace, {run, workspace.run_folder(run) / "report.html"}, progress,
                                      stop);
      },
      [this](const std::filesystem::path& path) {
        const QString file = QString::fromStdString(path.string());
        context_.messages.show_message(MessageBar::Kind::note, tr("The report is in %1").arg(file),
                                       tr("Open"),
                                       [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(file)); });
        QDesktopServices::openUrl(QUrl::fromLocalFile(file));
      });
}

void RunCommands::rerun(const QString& run) {
  run_job<workflow::RerunOut>(
      tr("Repeating %1").arg(run), Lane::compute,
      [run = run.toStdString()](workflow::Workspace& workspace, Progress& progress, std::stop_token stop) {
        return workflow::rerun(workspace, run, progress, stop);
      },
      [this, run](const workflow::RerunOut& out) {
        QStringList details;
        for (const auto& [key, values] : out.differences)
          details << QStringLiteral("%1: %2 → %3")
                         .arg(QString::fromStdString(key), QString::fromStdString(values.first),
                              QString::fromStdString(values.second));
        context_.messages.show_message(
            out.identical ? MessageBar::Kind::note : MessageBar::Kind::warning,
            out.identical ? tr("%1 was repeated exactly: weights and metrics are the same.").arg(run)
                          : tr("%1 was repeated; differences: %2.").arg(run).arg(out.differences.size()),
            details.join(QLatin1Char('\n')));
        Q_EMIT done(QString::fromStdString(out.run));
      });
}

void RunCommands::remove(const QStringList& runs) {
  auto* box =
      new QMessageBox(QMessageBox::Question, tr("Remove runs"),
                      tr("Remove these runs with weights, history and scores? This cannot be undone.\n%1")
                          .arg(runs.join(QStringLiteral(", "))),
                      QMessageBox::NoButton, window_);
  box->setAttribute(Qt::WA_DeleteOnClose);
  QAbstractButton* yes = box->addButton(tr("Remove"), QMessageBox::DestructiveRole);
  box->setDefaultButton(box->addButton(QMessageBox::Cancel));
  connect(box, &QMessageBox::finished, this, [this, box, yes, runs] {
    if (box->clickedButton() == yes)
      remove_now(runs);
  });
  box->open();
}

void RunCommands::remove_now(const QStringList& runs) {
  run_job<int>(
      tr("Removing runs"), Lane::io,
      [runs](workflow::Workspace& workspace, Progress&, std::stop_token) -> Result<int> {
        for (const QString& run : runs)
          ANDON_TRY(workflow::remove_run(workspace, run.toStdString()));
        return static_cast<int>(runs.size());
      },
      [this](int count) {
        context_.messages.show_message(MessageBar::Kind::note, tr("Runs removed: %1.").arg(count));
        Q_EMIT done({});
      });
}

} // namespace andon::ui
