#pragma once
#include "core/base/options.h"

#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QLineEdit;
class QToolButton;

namespace andon::ui {

/// An editor made from described options: one row an option with unit, range, help and a reset button; rows
/// that differ from the default are bold. A filter field finds options by key or help. Threads: GUI.
class OptionForm : public QWidget {
  Q_OBJECT
public:
  explicit OptionForm(std::vector<OptionInfo> options, QWidget* parent = nullptr);
  ~OptionForm() override;
  /// Only what differs from the defaults.
  OptionMap changed_values() const;
  /// Shows these values; unknown keys are ignored, missing ones show the default.
  void set_values(const OptionMap& values);
  void reset_all();

Q_SIGNALS:
  void edited();

protected:
  void changeEvent(QEvent* event) override;

private:
  struct Row;
  void add_row(const OptionInfo& info);
  void show_row(Row& row);
  void filter(const QString& text);
  void retranslate();
  std::vector<std::unique_ptr<Row>> rows_;
  QLineEdit* filter_;
  QLabel* nothing_;
};

} // namespace andon::ui
