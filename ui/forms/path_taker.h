#pragma once
#include "core/workflow/offered_path.h"
#include "ui/pages/page.h"

#include <QObject>
#include <QStringList>
#include <QUrl>

namespace andon::ui {

/// What becomes of files and folders that somebody drops on the window or chooses: a workspace is opened,
/// data goes to the import dialog, image files go to the model in use, and what nobody can read gets a
/// sentence. Looking at them is a job. Threads: GUI.
class PathTaker : public QObject {
  Q_OBJECT
public:
  PathTaker(PageContext& context, QWidget* window);
  void take(const QStringList& paths);
  /// Links of other computers get a sentence; the rest is taken.
  void take(const QList<QUrl>& urls);

Q_SIGNALS:
  /// Image files to be judged; the selection names the run.
  void images_wanted(const QStringList& files);

private:
  struct Looked;
  void decide(const Looked& looked);
  void inspect(const QStringList& files, const QString& run);
  void refuse_images(const QStringList& files);
  void tell_refused(const std::vector<workflow::OfferedPath>& refused);
  PageContext& context_;
  QWidget* window_;
  int job_ = 0;
};

} // namespace andon::ui
