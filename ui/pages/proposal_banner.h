#pragma once
#include <QFrame>

class QLabel;
class QPushButton;

namespace andon::ui {

class Settings;

/// Says quietly that there is enough feedback to learn from. Put off, it comes back after as many labels
/// again; what was put off is remembered by line. Threads: GUI.
class ProposalBanner : public QFrame {
  Q_OBJECT
public:
  ProposalBanner(Settings& settings, QWidget* parent);
  /// `line` names the line and its workspace; `fresh` labels were given since it last learnt.
  void consider(const QString& line, int fresh, int goal, bool possible);
  QPushButton& accept_button() { return *accept_; }
  QPushButton& later_button() { return *later_; }

Q_SIGNALS:
  void accepted();

protected:
  void changeEvent(QEvent* event) override;

private:
  void put_off();
  void show_texts();
  Settings& settings_;
  QLabel* text_;
  QPushButton* accept_;
  QPushButton* later_;
  QString line_;
  int fresh_ = 0, goal_ = 0;
};

} // namespace andon::ui
