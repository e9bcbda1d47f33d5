#include "ui/pages/scene_loader.h"

#include "core/workflow/item_id.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/page.h"

#include <algorithm>
#include <tuple>

namespace andon::ui {

using workflow::Recording;
using workflow::RunScores;
using workflow::ScoreRow;

SceneLoader::SceneLoader(PageContext& context, QObject* parent) : QObject(parent), context_(context) {}

void SceneLoader::set_data(const QString& data, bool again) {
  if (data == data_name_ && !again)
    return;
  data_name_ = data;
  dataset_.reset();
  set_scene({});
  data_job_ = ++asked_;
  Q_EMIT data_changed();
  if (data.isEmpty())
    return;
  context_.jobs.run<workflow::DataSource>(
      tr("Open %1").arg(data), Lane::io, this,
      [folder = context_.workspace,
       name = data.toStdString()](Progress&, std::stop_token) -> Result<workflow::DataSource> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::open_data(workspace, name);
      },
      [this, job = data_job_, data](Result<workflow::DataSource> opened) {
        if (job != data_job_)
          return;
        if (!opened) {
          Q_EMIT failed(tr("Opening %1").arg(data), opened.error());
          return;
        }
        dataset_ = opened->signals;
        Q_EMIT data_changed();
      });
}

void SceneLoader::set_run(const QString& run, bool again) {
  if (run == run_name_ && !again)
    return;
  run_name_ = run;
  scores_job_ = ++asked_;
  if (!again)
    scores_.reset();
  Q_EMIT scores_changed();
  if (run.isEmpty())
    return;
  context_.jobs.run<RunScores>(
      {}, Lane::io, this,
      [folder = context_.workspace, name = run.toStdString()](Progress&,
                                                              std::stop_token) -> Result<RunScores> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::run_scores(workspace, name);
      },
      [this, job = scores_job_](Result<RunScores> scores) {
        if (job != scores_job_)
          return;
        // A run that was never scored is an ordinary state; the page says so where the scores would be.
        scores_ = scores ? std::make_shared<const RunScores>(std::move(*scores)) : nullptr;
        Q_EMIT scores_changed();
      });
}

void SceneLoader::set_scene(const QString& scene) {
  if (scene == scene_name_ && !(scene.isEmpty() && recording_))
    return;
  scene_name_ = scene;
  scene_job_ = ++asked_;
  if (scene.isEmpty()) {
    recording_.reset();
    Q_EMIT scene_changed();
    return;
  }
  if (!dataset_)
    return;
  using Opened = std::shared_ptr<const Recording>;
  context_.jobs.run<Opened>(
      tr("Open scene %1").arg(scene), Lane::io, this,
      [cache = context_.workspace / "cache", dataset = dataset_,
       name = scene.toStdString()](Progress& progress, std::stop_token stop) {
        return workflow::open_recording(cache, dataset, name, progress, stop);
      },
      [this, job = scene_job_, scene](Result<Opened> opened) {
        if (job != scene_job_)
          return;
        if (!opened) {
          scene_name_.clear();
          Q_EMIT failed(tr("Opening scene %1").arg(scene), opened.error());
          return;
        }
        recording_ = std::move(*opened);
        Q_EMIT scene_changed();
      });
}

QString SceneLoader::scene_of(const QString& item) const {
  const std::string id = item.toStdString();
  if (dataset_ && std::ranges::find(dataset_->items(), id, &ItemInfo::id) != dataset_->items().end())
    return item;
  return QString::fromStdString(workflow::scene_of(id));
}

std::vector<ScoreRow> SceneLoader::rows_of(const QString& scene) const {
  std::vector<ScoreRow> rows;
  const std::string id = scene.toStdString();
  if (scores_)
    for (const ScoreRow& row : scores_->rows)
      if (row.item == id || workflow::scene_of(row.item) == id)
        rows.push_back(row);
  std::ranges::sort(rows, {}, &ScoreRow::start);
  return rows;
}

const ScoreRow* SceneLoader::flagged_beside(const QString& scene, double time, int direction) const {
  if (!scores_ || !dataset_)
    return nullptr;
  std::map<std::string, int> order;
  for (const ItemInfo& item : dataset_->items())
    order.emplace(item.id, static_cast<int>(order.size()));
  using Position = std::pair<int, double>;
  const auto here_found = order.find(scene.toStdString());
  const Position here{here_found == order.end() ? -1 : here_found->second, time};
  const ScoreRow* best = nullptr;
  Position best_at;
  for (const ScoreRow& row : scores_->rows) {
    if (!scores_->flagged(row))
      continue;
    auto found = order.find(row.item);
    if (found == order.end())
      found = order.find(workflow::scene_of(row.item));
    if (found == order.end())
      continue;
    const Position at{found->second, row.start};
    const bool beyond = direction > 0 ? at > here : at < here;
    if (beyond && (!best || (direction > 0 ? at < best_at : at > best_at))) {
      best = &row;
      best_at = at;
    }
  }
  return best;
}

QString SceneLoader::first_scene() const {
  if (!dataset_ || dataset_->items().empty())
    return {};
  const ScoreRow* worst = nullptr;
  if (scores_)
    for (const ScoreRow& row : scores_->rows)
      if (scores_->flagged(row) && (!worst || row.score > worst->score))
        worst = &row;
  if (worst) {
    const QString scene = scene_of(QString::fromStdString(worst->item));
    if (std::ranges::find(dataset_->items(), scene.toStdString(), &ItemInfo::id) != dataset_->items().end())
      return scene;
  }
  return QString::fromStdString(dataset_->items().front().id);
}

} // namespace andon::ui
