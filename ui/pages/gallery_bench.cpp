#include "ui/pages/gallery_bench.h"

#include "core/workflow/bench_table.h"
#include "core/workflow/data.h"
#include "core/workflow/images.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/images_page.h"
#include "ui/pages/page_states.h"
#include "ui/plot/gallery_strip.h"
#include "ui/plot/image_canvas.h"
#include "ui/plot/pyramid_bench.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QEventLoop>
#include <QIdentityProxyModel>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>

namespace andon::ui {
namespace {

namespace fs = std::filesystem;
constexpr int longest_wait_ms = 30'000, page_width = 1600, page_height = 900;
constexpr int slow_frames = 600, fast_frames = 300, jumps = 60, plain_frames = 60, sampled = 200;
constexpr int slow_step = 24, fast_step = 500;
const char run_name[] = "bank";

double since(const QElapsedTimer& clock) {
  return double(clock.nsecsElapsed()) * 1e-6;
}

/// Runs the event loop until `ready()` holds, which is asked after every event of the loop.
bool wait_until(const std::function<bool()>& ready) {
  QEventLoop loop;
  QElapsedTimer clock;
  clock.start();
  QTimer look;
  QObject::connect(&look, &QTimer::timeout, &loop, [&] {
    if (ready() || clock.elapsed() > longest_wait_ms)
      loop.quit();
  });
  look.start(0);
  loop.exec();
  return ready();
}

/// Counts what has been painted.
class PaintCount : public QObject {
public:
  explicit PaintCount(QWidget* watched) { watched->installEventFilter(this); }
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::Paint)
      return false;
    watched->event(event);
    ++count_;
    return true;
  }
  std::int64_t count() const { return count_; }

private:
  std::int64_t count_ = 0;
};

/// What a strip without a cache does: it reads and shrinks the image while it paints.
class PlainThumbnails : public QIdentityProxyModel {
public:
  using QIdentityProxyModel::QIdentityProxyModel;
  QVariant data(const QModelIndex& index, int role) const override {
    if (role != Qt::DecorationRole)
      return QIdentityProxyModel::data(index, role);
    const auto* gallery = static_cast<const GalleryModel*>(sourceModel())->gallery();
    const QImage whole(QString::fromStdString(gallery->rows[std::size_t(index.row())].path.string()));
    return whole.scaled(GalleryModel::thumbnail_side, GalleryModel::thumbnail_side, Qt::KeepAspectRatio,
                        Qt::SmoothTransformation);
  }
};

/// A model of simulated parts that has scored them, so that their maps are kept as after `andon score`.
Result<workflow::Gallery> scored_parts(const GalleryBenchIn& in) {
  ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(in.folder / "workspace"));
  Progress silent;
  const fs::path data = in.folder / "parts";
  ANDON_TRY(workflow::simulate({.simulator = "surfaces",
                                .options = {{"texture", std::string("stamped_part")},
                                            {"size", in.side},
                                            {"train", std::int64_t{12}},
                                            {"test_good", std::int64_t{12}},
                                            {"test_defect", std::int64_t{4}}},
                                .out = data},
                               silent, {}));
  ANDON_TRY(workflow::train(workspace, {.model = "patchcore", .data = data.string(), .name = run_name},
                            silent, {}));
  ANDON_TRY(workflow::score(workspace, {.run = run_name, .data = data.string(), .out = {}}, silent, {}));
  return workflow::gallery(workspace, run_name);
}

/// So many names of the images: what is read and decoded is the same as of so many files.
Result<std::shared_ptr<const workflow::Gallery>> many(const workflow::Gallery& parts,
                                                      const GalleryBenchIn& in) {
  auto gallery = std::make_shared<workflow::Gallery>(parts);
  gallery->rows.clear();
  std::error_code error;
  fs::create_directories(in.folder / "many", error);
  for (std::int64_t i = 0; i < in.images && !error; ++i) {
    workflow::GalleryRow row = parts.rows[std::size_t(i) % parts.rows.size()];
    const fs::path link = in.folder / "many" / (std::to_string(i) + row.path.extension().string());
    fs::create_hard_link(row.path, link, error);
    row.path = link;
    row.score = double(in.images - i);
    gallery->rows.push_back(std::move(row));
  }
  if (error)
    return fail(ErrorCode::io, "cannot name the images in " + in.folder.string() + ": " + error.message());
  return gallery;
}

/// Fills the cache on disk, and times thumbnails with and without it.
Result<void> time_thumbnails(const workflow::Gallery& gallery, const fs::path& cache,
                             GalleryFigures& figures) {
  std::vector<double> cached, uncached;
  const std::size_t stride = std::max<std::size_t>(1, gallery.rows.size() / sampled);
  for (std::size_t i = 0; i < gallery.rows.size(); ++i) {
    QElapsedTimer clock;
    clock.start();
    ANDON_TRY(workflow::thumbnail(cache, gallery.rows[i].path, GalleryModel::thumbnail_side));
    uncached.push_back(since(clock));
    if (i % stride != 0)
      continue;
    clock.start();
    ANDON_TRY(workflow::thumbnail(cache, gallery.rows[i].path, GalleryModel::thumbnail_side));
    cached.push_back(since(clock));
  }
  figures.cached_ms = workflow::at_share(cached, 0.5);
  figures.uncached_ms = workflow::at_share(uncached, 0.5);
  return {};
}

/// Milliseconds from frame to frame, with everything that happens in between; `place(i)` scrolls.
std::vector<double> frames_of(QListView& strip, int count, const std::function<int(int)>& place) {
  std::vector<double> times;
  QEventLoop loop;
  QTimer timer;
  QElapsedTimer clock;
  int frame = 0;
  QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
    if (frame > 0)
      times.push_back(since(clock));
    if (frame == count)
      return loop.quit();
    clock.start();
    strip.horizontalScrollBar()->setValue(place(frame++));
    strip.viewport()->repaint();
  });
  timer.start(0);
  loop.exec();
  return times;
}

bool filled(const QListView& strip) {
  const QRect sight = strip.viewport()->rect();
  const int row = strip.indexAt(QPoint(1, sight.center().y())).row();
  for (int i = std::max(0, row); i < strip.model()->rowCount(); ++i) {
    const QModelIndex index = strip.model()->index(i, 0);
    if (!strip.visualRect(index).intersects(sight))
      return true;
    if (index.data(Qt::DecorationRole).value<QImage>().isNull())
      return false;
  }
  return true;
}

Result<void> time_scrolling(ImagesPage& page, GalleryFigures& figures) {
  QListView& strip = page.strip();
  const int end = strip.horizontalScrollBar()->maximum();
  const int middle = end / 3;
  std::vector<double> frames = frames_of(strip, slow_frames, [](int i) { return i * slow_step; });
  const std::vector<double> fast =
      frames_of(strip, fast_frames, [&](int i) { return std::min(end, middle + i * fast_step); });
  frames.insert(frames.end(), fast.begin(), fast.end());
  std::vector<double> fills;
  for (int jump = 0; jump < jumps; ++jump) {
    QElapsedTimer clock;
    clock.start();
    strip.horizontalScrollBar()->setValue(int((jump * 37 % jumps) * std::int64_t(end) / jumps));
    strip.viewport()->repaint();
    if (!wait_until([&] { return filled(strip); }))
      return fail(ErrorCode::internal, "the thumbnails did not arrive within 30 s");
    fills.push_back(since(clock));
  }
  figures.frames = static_cast<std::int64_t>(frames.size());
  figures.frame_ms_p50 = workflow::at_share(frames, 0.5);
  figures.frame_ms_p95 = workflow::at_share(frames, 0.95);
  figures.frame_ms_max = workflow::at_share(frames, 1);
  figures.fill_ms_p50 = workflow::at_share(fills, 0.5);
  figures.fill_ms_p95 = workflow::at_share(fills, 0.95);
  return {};
}

/// A strip of its own over the same images.
double plain_frames_p95(ImagesPage& page) {
  PlainThumbnails plain;
  plain.setSourceModel(&page.model());
  const std::unique_ptr<QListView> strip(make_gallery_strip(nullptr));
  strip->setModel(&plain);
  strip->resize(page.strip().size());
  strip->show();
  return workflow::at_share(frames_of(*strip, plain_frames, [](int i) { return i * slow_step; }), 0.95);
}

/// Opens every image of the small gallery, as a click in the strip does.
Result<void> time_opening(ImagesPage& page, Selection& selection, GalleryFigures& figures) {
  PaintCount painted(&page.canvas());
  QElapsedTimer clock;
  clock.start();
  Selection::State state;
  state.run = QString::fromLatin1(run_name);
  selection.select(state);
  page.activated();
  const auto shown = [&](const std::string& id, std::int64_t before) {
    return page.canvas().view() && page.canvas().view()->id == id && painted.count() > before;
  };
  if (!wait_until([&] { return page.canvas().view() && painted.count() > 0; }))
    return fail(ErrorCode::internal, "the first image was not painted within 30 s");
  figures.open_first_ms = since(clock);
  if (!wait_until([&] { return page.canvas().view()->id == page.model().gallery()->rows.front().id; }))
    return fail(ErrorCode::internal, "the image with the highest score was not shown within 30 s");
  std::vector<double> times;
  for (int row = 1; row < page.filter().rowCount(); ++row) {
    const std::string id = page.model().gallery()->rows[std::size_t(row)].id;
    const std::int64_t before = painted.count();
    clock.start();
    page.choose(row);
    if (!wait_until([&] { return shown(id, before); }))
      return fail(ErrorCode::internal, "image " + id + " was not painted within 30 s");
    times.push_back(since(clock));
  }
  figures.open_ms_p50 = workflow::at_share(times, 0.5);
  figures.open_ms_p95 = workflow::at_share(times, 0.95);
  return {};
}

} // namespace

Result<GalleryFigures> bench_gallery(const GalleryBenchIn& in) {
  if (in.images < sampled)
    return fail(ErrorCode::invalid_argument,
                "the gallery bench needs at least " + std::to_string(sampled) + " images");
  ANDON_ASSIGN(const workflow::Gallery parts, scored_parts(in));
  ANDON_ASSIGN(const std::shared_ptr<const workflow::Gallery> gallery, many(parts, in));
  GalleryFigures figures;
  Selection selection;
  ActionRegistry actions;
  MessageBar messages;
  Settings settings(in.folder / "settings");
  JobList jobs;
  PageContext context{in.folder / "workspace", selection, jobs, actions, messages, settings, {}};
  ANDON_TRY(time_thumbnails(*gallery, context.workspace / "cache", figures));
  ImagesPage page(context);
  page.resize(page_width, page_height);
  page.show();
  page.model().set_gallery(gallery);
  page.states().show_state(PageStates::State::filled);
  ANDON_TRY(time_scrolling(page, figures));
  figures.plain_frame_ms_p95 = plain_frames_p95(page);
  ANDON_TRY(time_opening(page, selection, figures));
  return figures;
}

std::string to_json(const GalleryFigures& figures) {
  const struct {
    const char* name;
    double value;
    const char* unit;
    double plain; ///< 0 = nothing to compare with
  } rows[] = {{"frame_ms_p50", figures.frame_ms_p50, "ms", 0},
              {"frame_ms_p95", figures.frame_ms_p95, "ms", figures.plain_frame_ms_p95},
              {"frame_ms_max", figures.frame_ms_max, "ms", 0},
              {"thumbnail_ms", figures.cached_ms, "ms", figures.uncached_ms},
              {"fill_ms_p50", figures.fill_ms_p50, "ms", 0},
              {"fill_ms_p95", figures.fill_ms_p95, "ms", 0},
              {"open_ms_p50", figures.open_ms_p50, "ms", 0},
              {"open_ms_p95", figures.open_ms_p95, "ms", 0},
              {"open_first_ms", figures.open_first_ms, "ms", 0},
              {"frames", double(figures.frames), "", 0}};
  QJsonArray results;
  for (const auto& row : rows) {
    QJsonObject each{{QStringLiteral("name"), QLatin1String(row.name)},
                     {QStringLiteral("value"), row.value},
                     {QStringLiteral("unit"), QLatin1String(row.unit)}};
    if (row.plain > 0)
      each[QStringLiteral("baseline")] = row.plain;
    results.append(each);
  }
  const QJsonObject root{{QStringLiteral("results"), results}};
  return QJsonDocument(root).toJson(QJsonDocument::Compact).toStdString();
}

std::optional<int> run_gallery_bench(const QStringList& arguments) {
  if (!bench_wanted(arguments, "gallery"))
    return std::nullopt;
  GalleryBenchIn in{.folder = bench_value(arguments, "--bench-folder").toStdString()};
  in.images = bench_number(arguments, "--bench-images", in.images);
  in.side = bench_number(arguments, "--bench-side", in.side);
  return bench_answer(bench_gallery(in));
}

} // namespace andon::ui
