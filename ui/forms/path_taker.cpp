#include "ui/forms/path_taker.h"

#include "core/workflow/images.h"
#include "ui/forms/import_dialog.h"
#include "ui/jobs/job_list.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/selection.h"

#include <QFileInfo>

#include <algorithm>

namespace andon::ui {

using workflow::OfferedPath;
using workflow::PathKind;

struct PathTaker::Looked {
  std::vector<OfferedPath> paths;
  std::vector<std::string> models; ///< finished runs on images, the newest first
  std::vector<std::string> names;  ///< data sets there are
};

namespace {

QString text_of(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}

QString reason(const OfferedPath& offered) {
  const QString path = text_of(offered.path);
  switch (offered.kind) {
  case PathKind::missing:
    return PathTaker::tr("There is no file or folder %1 that can be read.").arg(path);
  case PathKind::empty_folder:
    return PathTaker::tr("The folder %1 holds neither signals (CSV, HDF5, WAV, MAT) nor images (PNG, JPEG, "
                         "BMP, TIFF).")
        .arg(path);
  default:
    return PathTaker::tr("%1 is no kind of file that can be read: signals are CSV, HDF5, WAV or MAT, images "
                         "PNG, JPEG, BMP or TIFF.")
        .arg(path);
  }
}

} // namespace

PathTaker::PathTaker(PageContext& context, QWidget* window)
    : QObject(window), context_(context), window_(window) {}

void PathTaker::take(const QList<QUrl>& urls) {
  QStringList paths;
  QString elsewhere;
  for (const QUrl& url : urls)
    if (url.isLocalFile())
      paths << url.toLocalFile();
    else
      elsewhere = url.toDisplayString();
  if (!elsewhere.isEmpty())
    context_.messages.show_message(
        MessageBar::Kind::warning,
        tr("%1 is not a file of this computer. Save it first, then drop the file.").arg(elsewhere));
  take(paths);
}

void PathTaker::take(const QStringList& paths) {
  if (paths.isEmpty())
    return;
  context_.jobs.cancel(job_);
  std::vector<std::filesystem::path> files;
  for (const QString& path : paths)
    files.emplace_back(path.toStdString());
  job_ = context_.jobs.run<Looked>(
      tr("Look at files"), Lane::io, this,
      [folder = context_.workspace, files](Progress& progress, std::stop_token stop) -> Result<Looked> {
        Looked looked;
        ANDON_ASSIGN(looked.paths, workflow::look_at(files, progress, stop));
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        ANDON_ASSIGN(looked.models, workflow::image_runs(workspace));
        ANDON_ASSIGN(const std::vector<store::DatasetRow> sets, workspace.store().datasets());
        for (const store::DatasetRow& row : sets)
          looked.names.push_back(row.name);
        return looked;
      },
      [this](Result<Looked> looked) {
        if (looked)
          decide(*looked);
        else
          context_.messages.show_error(tr("Look at files"), looked.error());
      });
}

void PathTaker::decide(const Looked& looked) {
  std::vector<OfferedPath> refused;
  ImportOffer offer;
  QStringList images;
  for (const OfferedPath& each : looked.paths)
    switch (each.kind) {
    case PathKind::workspace:
      if (context_.open_workspace)
        context_.open_workspace(each.path);
      return;
    case PathKind::signals:
    case PathKind::images:
      offer.rows.push_back({text_of(each.path), each.kind == PathKind::images});
      break;
    case PathKind::image:
      images << text_of(each.path);
      break;
    default:
      refused.push_back(each);
    }
  for (const std::string& model : looked.models)
    offer.models << QString::fromStdString(model);
  for (const std::string& name : looked.names)
    offer.taken << QString::fromStdString(name);
  const QString open = context_.selection.state().run;
  offer.model = offer.models.contains(open) ? open : offer.models.value(0);
  tell_refused(refused);
  if (!offer.rows.empty())
    (new ImportDialog(context_, offer, window_))->open();
  else if (!images.isEmpty() && offer.models.isEmpty())
    refuse_images(images);
  else if (!images.isEmpty())
    inspect(images, offer.model);
}

void PathTaker::inspect(const QStringList& files, const QString& run) {
  Selection::State next = context_.selection.state();
  next.run = run;
  next.page = QStringLiteral("images");
  context_.selection.select(next);
  Q_EMIT images_wanted(files);
}

void PathTaker::refuse_images(const QStringList& files) {
  const QString folder = QFileInfo(files.front()).absolutePath();
  context_.messages.show_message(
      MessageBar::Kind::warning,
      tr("No model for images is trained yet, so there is nothing to judge %1 by. Import a folder with good "
         "images first and train on it.")
          .arg(QFileInfo(files.front()).fileName()),
      tr("Import its folder…"), [this, folder] { take(QStringList{folder}); });
}

void PathTaker::tell_refused(const std::vector<OfferedPath>& refused) {
  if (refused.empty())
    return;
  QStringList reasons;
  for (const OfferedPath& each : refused)
    reasons << reason(each);
  context_.messages.show_message(
      MessageBar::Kind::warning,
      reasons.size() == 1
          ? reasons.front()
          : tr("%1 files or folders cannot be read; the details say why.").arg(reasons.size()),
      reasons.join(QLatin1Char('\n')));
}

} // namespace andon::ui
