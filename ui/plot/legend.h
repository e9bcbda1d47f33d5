#pragma once
#include "ui/plot/scatter.h"

#include <QListWidget>

namespace andon::ui {

/// Groups of a scatter with their colour and count; unchecking one hides its points. Space toggles. Threads:
/// GUI.
class Legend : public QListWidget {
  Q_OBJECT
public:
  explicit Legend(Scatter& scatter, QWidget* parent = nullptr);
  /// counts: points a group. Call after Scatter::set_look.
  void set_groups(const std::vector<ScatterGroup>& groups, const std::vector<int>& counts);

protected:
  void changeEvent(QEvent* event) override;

private:
  void paint_swatches();
  Scatter& scatter_;
};

} // namespace andon::ui
