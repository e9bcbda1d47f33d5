#include "ui/pages/candidate_desk.h"

#include "core/workflow/adapt.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/candidate_report.h"
#include "ui/pages/reviewer.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/selection.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace andon::ui {

CandidateDesk::CandidateDesk(PageContext& context, QWidget* page)
    : QObject(page), context_(context), page_(page) {}

void CandidateDesk::adapt(const QString& title, const QStringList& arguments) {
  if (running())
    return;
  const QStringList all =
      QStringList{QStringLiteral("adapt")} + arguments +
      QStringList{QStringLiteral("--by"), reviewer_name(context_.settings), QStringLiteral("--workspace"),
                  QString::fromStdString(context_.workspace.string())};
  job_ = context_.jobs.run_child(title, all, this, [this, title](Result<QByteArray> printed) {
    job_ = 0;
    Q_EMIT running_changed();
    if (!printed) {
      if (printed.error().code != ErrorCode::cancelled)
        context_.messages.show_error(title, printed.error());
      return;
    }
    Q_EMIT made();
    load_candidate(QJsonDocument::fromJson(*printed).object()[QLatin1String("candidate")].toString());
    Q_EMIT context_.selection.workspace_changed();
  });
  Q_EMIT running_changed();
}

void CandidateDesk::load_candidate(const QString& run) {
  context_.jobs.run<workflow::AdaptOut>(
      tr("Candidate report"), Lane::io, this,
      [folder = context_.workspace, name = run.toStdString()](Progress&,
                                                              std::stop_token) -> Result<workflow::AdaptOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::adapt_report(workspace, name);
      },
      [this](Result<workflow::AdaptOut> report) {
        if (report)
          show_candidate(*report);
        else
          context_.messages.show_error(tr("Candidate report"), report.error());
      });
}

CandidateReport* CandidateDesk::show_candidate(const workflow::AdaptOut& report) {
  auto* dialog = new CandidateReport(report, page_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &CandidateReport::accepted_candidate, this,
          [this](const QString& run) { switch_model(true, run); });
  dialog->open();
  return dialog;
}

void CandidateDesk::switch_model(bool accept, const QString& run) {
  context_.jobs.run<workflow::SwitchOut>(
      accept ? tr("Accept") : tr("Roll back"), Lane::io, this,
      [folder = context_.workspace, accept,
       in = workflow::SwitchIn{run.toStdString(), reviewer_name(context_.settings).toStdString(), ""}](
          Progress&, std::stop_token) -> Result<workflow::SwitchOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return accept ? workflow::accept_candidate(workspace, in) : workflow::roll_back(workspace, in);
      },
      [this, accept](Result<workflow::SwitchOut> out) {
        if (!out)
          return context_.messages.show_error(accept ? tr("Accept") : tr("Roll back"), out.error());
        context_.messages.show_message(MessageBar::Kind::note, tr("%1 now uses %2.")
                                                                   .arg(QString::fromStdString(out->line),
                                                                        QString::fromStdString(out->active)));
        Selection::State next = context_.selection.state();
        next.run = QString::fromStdString(out->active);
        next.page.clear();
        context_.selection.select(next);
        Q_EMIT context_.selection.workspace_changed();
        Q_EMIT switched();
      });
}

} // namespace andon::ui
