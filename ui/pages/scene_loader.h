#pragma once
#include "core/workflow/data_source.h"
#include "core/workflow/recording.h"

#include <QObject>
#include <QString>

#include <memory>

namespace andon::ui {

struct PageContext;

/// Opens data set, scores and scene in io jobs and keeps the newest of each; an older answer that arrives
/// late is dropped. Threads: GUI.
class SceneLoader : public QObject {
  Q_OBJECT
public:
  explicit SceneLoader(PageContext& context, QObject* parent = nullptr);

  /// Each does nothing when it is what is loaded or loading; "" forgets. `again` loads in any case.
  void set_data(const QString& data, bool again = false);
  void set_run(const QString& run, bool again = false);
  void set_scene(const QString& scene);

  const QString& data() const { return data_name_; }
  const QString& run() const { return run_name_; }
  const QString& scene() const { return scene_name_; }
  const std::shared_ptr<const Dataset>& dataset() const { return dataset_; }
  const workflow::RunScores* scores() const { return scores_.get(); }
  const std::shared_ptr<const workflow::Recording>& recording() const { return recording_; }

  /// The scene an item id means in this data set: the id itself when there is such a scene.
  QString scene_of(const QString& item) const;
  /// Rows of a scene by start.
  std::vector<workflow::ScoreRow> rows_of(const QString& scene) const;
  /// The flagged row after (direction 1) or before (-1) a time of a scene, in the order of the data set.
  const workflow::ScoreRow* flagged_beside(const QString& scene, double time, int direction) const;
  /// The scene to begin with: the highest flagged one, else the first. "" without scenes.
  QString first_scene() const;

Q_SIGNALS:
  void data_changed();
  void scores_changed();
  void scene_changed();
  void failed(const QString& what, const andon::Error& error);

private:
  PageContext& context_;
  QString data_name_, run_name_, scene_name_;
  std::shared_ptr<const Dataset> dataset_;
  std::shared_ptr<const workflow::RunScores> scores_;
  std::shared_ptr<const workflow::Recording> recording_;
  int data_job_ = 0, scores_job_ = 0, scene_job_ = 0; ///< the newest of each; 0 = none asked
  int asked_ = 0;
};

} // namespace andon::ui
