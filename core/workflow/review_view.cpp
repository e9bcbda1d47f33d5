#include "core/workflow/review_view.h"

#include "core/workflow/decision_line.h"
#include "core/workflow/item_id.h"
#include "core/workflow/run_session.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {

namespace {

constexpr std::size_t most_neighbours = 5, most_sensors = 6;
constexpr double context_windows = 1; ///< shown before and after, in lengths of the window
constexpr double context_moment = 4;  ///< seconds, of a moment of one sensor

bool shown(const SensorInfo& info, bool pair) {
  return !pair || info.role == Role::command || info.role == Role::current;
}

} // namespace

Result<std::shared_ptr<const ReviewView>> ReviewView::open(Workspace& workspace, const QueueOut& queue,
                                                           Progress& progress, std::stop_token stop) {
  std::shared_ptr<ReviewView> view(new ReviewView);
  const std::string part = queue.context.part.empty() ? "all" : queue.context.part;
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, queue.run, queue.context.data_path, part));
  view->signals_ = opened.job.data.signals;
  if (opened.job.data.images) {
    ANDON_ASSIGN(view->desk_, ImageDesk::open(workspace, queue.run, queue.context.data_path));
  }
  if (!opened.model->embed)
    return view;
  ANDON_ASSIGN(EmbeddingSet set, opened.model->embed(opened.job, progress, stop));
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), opened.run.id));
  decide_rows(set.windows, line);
  const auto d = static_cast<std::size_t>(set.dimension);
  view->dimension_ = 2 * set.dimension;
  view->embedding_.reserve(2 * set.command.size());
  for (std::size_t i = 0; i < set.windows.size(); ++i)
    for (const std::vector<float>* side : {&set.command, &set.current}) {
      const auto begin = side->begin() + static_cast<std::ptrdiff_t>(i * d);
      view->embedding_.insert(view->embedding_.end(), begin, begin + static_cast<std::ptrdiff_t>(d));
    }
  view->rows_ = std::move(set.windows);
  return view;
}

Result<std::vector<Sensor>> ReviewView::samples(const ScoreRow& row, double context, double* length) const {
  const std::string scene = scene_of(row.item);
  const auto items = signals_->items();
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const ItemInfo& item) { return item.id == scene; });
  if (found == items.end())
    return fail(ErrorCode::not_found, "data set '" + signals_->name() + "' has no scene '" + scene +
                                          "'; it was changed after scoring");
  if (length)
    *length = found->duration;
  const bool pair = std::any_of(found->sensors.begin(), found->sensors.end(),
                                [](const SensorInfo& info) { return info.role == Role::command; });
  const double start = std::max(0.0, row.start - context), end = std::min(found->duration, row.end + context);
  std::vector<Sensor> sensors;
  std::vector<SensorInfo> infos = found->sensors;
  std::ranges::stable_partition(infos, [&](const SensorInfo& info) { return info.id == row.sensor; });
  for (const SensorInfo& info : infos) {
    if (!shown(info, pair) || sensors.size() == most_sensors)
      continue;
    const auto from = static_cast<std::int64_t>(std::llround(start * info.rate));
    const auto count = static_cast<std::int64_t>(std::llround((end - start) * info.rate));
    ANDON_ASSIGN(Series series,
                 signals_->read_range(static_cast<std::size_t>(found - items.begin()), info.id, from, count));
    sensors.push_back({info, std::move(series)});
  }
  return sensors;
}

void ReviewView::add_neighbours(ReviewItem& item) const {
  const auto own = std::find_if(rows_.begin(), rows_.end(),
                                [&](const ScoreRow& row) { return row.item == item.row.item; });
  if (own == rows_.end() || dimension_ == 0)
    return;
  const auto d = static_cast<std::size_t>(dimension_);
  const auto place = static_cast<std::size_t>(own - rows_.begin());
  const float* const centre = embedding_.data() + place * d;
  std::vector<std::pair<double, std::size_t>> nearest;
  std::pair<double, std::size_t> normal{2, place};
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (i == place)
      continue;
    const float* const other = embedding_.data() + i * d;
    float cosine = 0;
    for (std::size_t k = 0; k < d; ++k)
      cosine += centre[k] * other[k];
    const std::pair<double, std::size_t> found{1 - static_cast<double>(cosine) / 2, i};
    if (rows_[i].decision != 1)
      normal = std::min(normal, found);
    if (nearest.size() < most_neighbours || found < nearest.back()) {
      nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), found), found);
      nearest.resize(std::min(nearest.size(), most_neighbours));
    }
  }
  for (const auto& [distance, i] : nearest)
    item.neighbours.push_back({rows_[i], distance});
  if (normal.second != place)
    item.normal = ReviewNeighbour{rows_[normal.second], normal.first};
}

/// Heatmap, hottest pixel and what is most alike there; methods without a memory have no good patch.
Result<void> ReviewView::add_image(ReviewItem& item) const {
  ANDON_ASSIGN(ImageView view, desk_->view(item.row.item));
  const auto shown = std::make_shared<const ImageView>(std::move(view));
  item.image = shown;
  const std::vector<float>& scores = shown->map.values;
  if (scores.empty())
    return {};
  const auto hottest = static_cast<int>(std::ranges::max_element(scores) - scores.begin());
  item.spot_x = hottest % shown->map.width;
  item.spot_y = hottest / shown->map.width;
  const auto found = desk_->nearest(*shown, item.spot_x, item.spot_y, 1);
  if (!found && found.error().code != ErrorCode::unsupported)
    return fail(found.error());
  if (!found || found->empty())
    return {};
  item.good = found->front();
  if (auto picture = read_image(item.good->path))
    item.good_image = std::move(*picture);
  return {};
}

Result<ReviewItem> ReviewView::item(const ScoreRow& row) const {
  ReviewItem item;
  item.row = row;
  if (desk_) {
    ANDON_TRY(add_image(item));
    return item;
  }
  if (!signals_)
    return fail(ErrorCode::unsupported, "item '" + row.item + "' is neither a window nor an image");
  const double context = row.sensor.empty() ? context_windows * (row.end - row.start) : context_moment;
  ANDON_ASSIGN(item.sensors, samples(row, context, &item.length));
  add_neighbours(item);
  if (item.normal) {
    ANDON_ASSIGN(item.normal_sensors, samples(item.normal->row, 0, nullptr));
  }
  return item;
}

} // namespace andon::workflow
