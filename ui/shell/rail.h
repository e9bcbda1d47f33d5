#pragma once
#include "ui/pages/page.h"

#include <QWidget>

class QButtonGroup;
class QToolButton;

namespace andon::ui {

/// The pages as icon and word, one below the other. Arrow keys move, Space or Enter chooses. Threads: GUI.
class Rail : public QWidget {
  Q_OBJECT
public:
  explicit Rail(std::span<const PageEntry> pages, QWidget* parent = nullptr);
  void set_current(const QString& id);

Q_SIGNALS:
  void chosen(const QString& id);

protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  void retranslate();
  void show_icons();
  std::span<const PageEntry> pages_;
  std::vector<QToolButton*> buttons_;
  QButtonGroup* group_;
};

} // namespace andon::ui
