#include "core/workflow/latency.h"

#include "core/inspection/map_calibration.h"
#include "core/inspection/patch_grids.h"
#include "core/training/device.h"
#include "core/workflow/data_source.h"
#include "core/workflow/image_model.h"
#include "core/workflow/models_in_use.h"
#include "core/workflow/run_choice.h"
#include "core/workflow/run_session.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t most_images = 64;
constexpr std::array stage_names{"decode", "prepare", "backbone", "search", "map", "total"};
using Times = std::array<double, stage_names.size()>;

/// The ⌈q·n⌉-th smallest; NaN when fewer than one measurement lies beyond it.
double percentile(const std::vector<double>& ascending, double q) {
  const auto n = static_cast<double>(ascending.size());
  if (n * (1 - q) < 1 - 1e-9)
    return std::numeric_limits<double>::quiet_NaN();
  return ascending[static_cast<std::size_t>(std::ceil(q * n - 1e-9)) - 1];
}

/// One image from file to decision.
Result<Times> timed(const ImageDataset& dataset, const ImageItem& item, const ImageDetector& detector) {
  double total = 0, decode = 0;
  StageTimes inner;
  {
    const StageClock whole(total);
    Result<LoadedImage> loaded;
    {
      const StageClock clock(decode);
      loaded = load_image(dataset, item);
    }
    if (!loaded)
      return fail(loaded.error());
    ANDON_ASSIGN(const ImageScore scored, detector.score(loaded->image, loaded->region));
    inner = scored.times;
  }
  return Times{decode, inner.prepare, inner.backbone, inner.search, inner.map, total};
}

/// Folder of the run or bundle, and the data whose images are taken.
struct Subject {
  fs::path folder;
  std::string run, data;
};

Result<Subject> subject_of(Workspace& workspace, const LatencyIn& in) {
  if (images::is_bundle(in.run))
    return Subject{in.run, in.run, in.images};
  ANDON_ASSIGN(const store::Run run, run_in_use(workspace, in.run));
  ANDON_TRY(expect_images(run));
  return Subject{workspace.run_folder(run.name), run.name, in.images.empty() ? run.data_path : in.images};
}

/// The images that can be read, at most most_images, evenly spread.
Result<std::vector<std::size_t>> readable(const ImageDataset& dataset, Progress& progress) {
  std::vector<std::size_t> all(dataset.items.size()), items;
  std::iota(all.begin(), all.end(), std::size_t{0});
  for (const std::size_t item : spread_out(all, most_images)) {
    const auto loaded = load_image(dataset, dataset.items[item]);
    if (loaded)
      items.push_back(item);
    else
      progress.message(loaded.error().message + "; the image is left out");
  }
  if (items.empty())
    return fail(ErrorCode::insufficient_data, dataset.root.string() + " has no image that can be read");
  return items;
}

std::vector<StageLatency> summed(const Times& cold, const std::vector<Times>& warm) {
  std::vector<StageLatency> stages;
  for (std::size_t s = 0; s < stage_names.size(); ++s) {
    std::vector<double> times;
    for (const Times& each : warm)
      times.push_back(each[s]);
    std::sort(times.begin(), times.end());
    StageLatency stage;
    stage.stage = stage_names[s];
    stage.cold = cold[s];
    stage.p50 = percentile(times, 0.5);
    stage.p95 = percentile(times, 0.95);
    stage.p99 = percentile(times, 0.99);
    stage.p999 = percentile(times, 0.999);
    stages.push_back(std::move(stage));
  }
  return stages;
}

} // namespace

Result<LatencyOut> latency(Workspace& workspace, const LatencyIn& in, Progress& progress,
                           std::stop_token stop) {
  constexpr std::int64_t fewest = 20;
  if (in.repeats < fewest || !(in.takt_ms >= 0))
    return fail(ErrorCode::invalid_argument,
                "at least " + std::to_string(fewest) + " repeats and a takt of 0 ms or more are needed");
  ANDON_ASSIGN(const Subject subject, subject_of(workspace, in));
  if (subject.data.empty())
    return fail(ErrorCode::invalid_argument, "a bundle brings no images along; name a folder with --images");
  ANDON_ASSIGN(const DataSource data, open_data(workspace, subject.data));
  if (!data.images)
    return fail(ErrorCode::unsupported,
                "data set '" + data.name + "' holds " + data.modality + ", not images");
  const ImageDataset& dataset = data.images->dataset;
  ANDON_ASSIGN(const std::vector<std::size_t> items, readable(dataset, progress));
  LatencyOut out;
  ANDON_ASSIGN(out.device, images::device_of(workspace));
  out.threads = resolved_threads(workspace.session().threads);
  set_threads(out.threads);
  images::OpenedDetector opened;
  {
    const StageClock clock(out.open_ms);
    ANDON_ASSIGN(opened, images::open_detector(subject.folder, out.device));
  }
  ANDON_ASSIGN(const Times cold, timed(dataset, dataset.items[items.front()], *opened.detector));
  std::vector<Times> warm;
  progress.stage("timing", in.repeats);
  for (std::int64_t i = 0; i < in.repeats; ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "timing was cancelled after " + std::to_string(i) + " images");
    const ImageItem& item = dataset.items[items[static_cast<std::size_t>(i + 1) % items.size()]];
    ANDON_ASSIGN(warm.emplace_back(), timed(dataset, item, *opened.detector));
    progress.advance(i + 1);
  }
  out.run = subject.run;
  out.model = opened.card.method;
  out.images = static_cast<std::int64_t>(items.size());
  out.repeats = in.repeats;
  out.takt_ms = in.takt_ms;
  out.stages = summed(cold, warm);
  for (const Times& each : warm)
    out.totals.push_back(each.back());
  std::ranges::sort(out.totals);
  const auto late =
      std::ranges::count_if(out.totals, [&](double each) { return in.takt_ms > 0 && each > in.takt_ms; });
  out.over_takt = static_cast<double>(late) / static_cast<double>(in.repeats);
  return out;
}

} // namespace andon::workflow
