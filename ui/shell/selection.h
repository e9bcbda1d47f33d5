#pragma once
#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace andon::ui {

/// What every page looks at: data set, run, time range, items. One shared object with its history (Alt+←/→).
/// Threads: GUI.
class Selection : public QObject {
  Q_OBJECT
public:
  struct State {
    QString data;                     ///< data set name in the workspace, "" = none
    QString run;                      ///< run name, "" = none
    QString item;                     ///< current scene or window id, "" = none
    QStringList items;                ///< selected windows (lasso); may be empty
    std::optional<double> start, end; ///< seconds within the current scene
    QString page;                     ///< id of the page that should show it, "" = stay
    bool operator==(const State&) const = default;
  };
  explicit Selection(QObject* parent = nullptr);
  const State& state() const { return state_; }
  /// Does nothing when equal; otherwise pushes the old state to the history and emits changed.
  void select(State next);
  bool can_go_back() const;
  bool can_go_forward() const;
  void back();
  void forward();

Q_SIGNALS:
  void changed(const andon::ui::Selection::State& now, const andon::ui::Selection::State& before);
  /// Data sets or runs of the workspace changed on disk (a job finished): reload lists.
  void workspace_changed();

private:
  void step(std::vector<State>& from, std::vector<State>& to);
  State state_;
  std::vector<State> past_, future_;
};

} // namespace andon::ui
