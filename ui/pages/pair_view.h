#pragma once
#include "core/signal/series.h"
#include "core/workflow/runs.h"

#include <QWidget>

#include <vector>

class QLabel;

namespace andon::ui {

class CurveChart;

/// The waveforms of one cell of the similarity matrix.
struct PairValues {
  workflow::ScoreRow command_window, current_window, other_window;
  std::vector<Sensor> command, current,
      other; ///< other: the best matching current that is not the command's own
  double similarity = 0, own_similarity = 0, other_similarity = 0;
};

/// Command, current and the best matching other current as three small plots with their windows' names.
/// Threads: GUI.
class PairView : public QWidget {
  Q_OBJECT
public:
  explicit PairView(QWidget* parent = nullptr);
  void show_pair(const PairValues& pair);
  void show_note(const QString& text);
  void retranslate();

private:
  void show_sensors(int plot, const QString& title, const std::vector<Sensor>& sensors, Role role);
  QLabel* note_;
  QLabel* titles_[3];
  CurveChart* plots_[3];
};

} // namespace andon::ui
