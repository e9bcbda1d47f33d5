#pragma once
#include "core/workflow/licences.h"

#include <QDialog>

class QPushButton;
class QTextBrowser;

namespace andon::ui {

class JobList;

/// Version, pre-trained networks with source, licence and SHA-256, libraries, and where the other licences
/// lie; text that can be selected and copied. Read in the background. Deletes itself when closed. Threads:
/// GUI.
class AboutDialog : public QDialog {
  Q_OBJECT
public:
  AboutDialog(JobList& jobs, QWidget* parent);
  QTextBrowser& text() { return *text_; }

private:
  void show_about(const workflow::AboutOut& about);
  void copy_all() const;
  workflow::AboutOut about_;
  QTextBrowser* text_;
  QPushButton* copy_;
};

} // namespace andon::ui
