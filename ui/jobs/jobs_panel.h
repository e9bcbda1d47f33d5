#pragma once
#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace andon::ui {

class JobList;
class JobModel;

/// The dock's content: every job with stage, progress, time left and outcome; cancel and clear. Threads: GUI.
class JobsPanel : public QWidget {
  Q_OBJECT
public:
  explicit JobsPanel(JobList& jobs, QWidget* parent = nullptr);

protected:
  void changeEvent(QEvent* event) override;

private:
  void retranslate();
  void show_state();
  JobList& jobs_;
  JobModel* model_;
  QTableView* table_;
  QLabel* empty_;
  QPushButton* cancel_;
  QPushButton* clear_;
};

} // namespace andon::ui
