#include "core/workflow/review_view.h"

#include "core/workflow/data_source.h"
#include "core/workflow/item_id.h"
#include "core/workflow/item_vectors.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon::workflow {

namespace fs = std::filesystem;

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
  view->images_ = opened.job.data.images;
  view->has_vectors_ = has_vectors(*opened.model);
  if (view->has_vectors_)
    ANDON_TRY(view->add_vectors(workspace, queue, opened, progress, stop));
  return view;
}

/// The vectors of everything that was scored, and which of these items are normal.
Result<void> ReviewView::add_vectors(Workspace& workspace, const QueueOut& queue, const OpenedRun& opened,
                                     Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(vectors_, item_vectors(workspace, opened, queue.rows, progress, std::move(stop)));
  ANDON_ASSIGN(const LabelLog log, LabelLog::open(workspace));
  for (const ScoreRow& row : vectors_.rows) {
    const AgreedLabel said = log.book().agreed(queue.context.data_name, id_of(row));
    normal_.push_back(said.event ? said.label == label_class::normal : row.label == 0);
  }
  normal_confirmed_ = std::ranges::count(normal_, char{1}) > 0;
  if (!normal_confirmed_)
    std::ranges::transform(vectors_.rows, normal_.begin(),
                           [](const ScoreRow& row) { return char{row.decision != 1}; });
  return {};
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
  item.has_vectors = has_vectors_;
  const std::vector<ScoreRow>& rows = vectors_.rows;
  const auto own = std::ranges::find(rows, item.row.item, &ScoreRow::item);
  if (own == rows.end() || vectors_.dimension == 0)
    return;
  const auto place = static_cast<std::size_t>(own - rows.begin());
  std::vector<std::pair<double, std::size_t>> nearest;
  std::pair<double, std::size_t> normal{std::numeric_limits<double>::infinity(), place};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == place)
      continue;
    const std::pair<double, std::size_t> found{vector_distance(vectors_, place, i), i};
    if (normal_[i])
      normal = std::min(normal, found);
    if (nearest.size() < most_neighbours || found < nearest.back()) {
      nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), found), found);
      nearest.resize(std::min(nearest.size(), most_neighbours));
    }
  }
  for (const auto& [distance, i] : nearest)
    item.neighbours.push_back({rows[i], distance});
  if (normal.second != place)
    item.normal = ReviewNeighbour{rows[normal.second], normal.first};
  item.normal_confirmed = normal_confirmed_;
}

fs::path ReviewView::image_file(const std::string& item) const {
  const std::vector<ImageItem>& items = images_->dataset.items;
  const auto found = std::ranges::find(items, item, &ImageItem::id);
  return found == items.end() ? fs::path() : found->path;
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
  add_neighbours(item);
  if (desk_) {
    ANDON_TRY(add_image(item));
    if (item.normal)
      if (auto picture = read_image(image_file(item.normal->row.item)))
        item.normal_image = std::move(*picture);
    return item;
  }
  if (!signals_)
    return fail(ErrorCode::unsupported, "item '" + row.item + "' is neither a window nor an image");
  const double context = row.sensor.empty() ? context_windows * (row.end - row.start) : context_moment;
  ANDON_ASSIGN(item.sensors, samples(row, context, &item.length));
  if (item.normal) {
    ANDON_ASSIGN(item.normal_sensors, samples(item.normal->row, 0, nullptr));
  }
  return item;
}

} // namespace andon::workflow
