#pragma once
#include "ui/jobs/job_list.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace andon::ui {

/// The status bar's content: workspace, device, the running job with its time left and a cancel button.
/// Threads: GUI.
class StatusRow : public QWidget {
  Q_OBJECT
public:
  explicit StatusRow(JobList& jobs, QWidget* parent = nullptr);
  void set_workspace(const QString& folder);

Q_SIGNALS:
  void jobs_wanted();

protected:
  void changeEvent(QEvent* event) override;

private:
  void retranslate();
  void show_jobs();
  JobList& jobs_;
  QLabel* workspace_;
  QLabel* device_;
  QToolButton* title_;
  QProgressBar* bar_;
  QLabel* left_;
  QToolButton* cancel_;
  QString folder_;
  int shown_ = 0;
};

/// "0:41 left", "about 2 min left", "" when unknown.
QString time_left_text(double seconds);

} // namespace andon::ui
