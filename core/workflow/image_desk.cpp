#include "core/inspection/patch_grids.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/image_maps.h"
#include "core/workflow/image_model.h"
#include "core/workflow/images.h"
#include "core/workflow/run_choice.h"
#include "core/workflow/run_files.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <mutex>

namespace andon::workflow {

namespace fs = std::filesystem;

struct ImageDesk::State {
  std::string run;
  images::OpenedDetector opened;
  DataSource data; ///< without a name where only files are looked at
  std::optional<images::ImageMaps> maps;
  std::vector<double> normal; ///< ascending
  fs::path train_root;
  DecisionLine line;
  HeatScale scale;
  float contour_line = 0;
  mutable std::mutex busy; ///< detectors are used by one thread at a time

  double pixel_p(double score) const { return opened.detector->pixel_p(score); }
  double image_p(double score) const;
  Result<ImageView> view_of(const std::string& id, LoadedImage loaded, std::optional<ImageScore> scored,
                            Mask truth, double decode_ms) const;
};

double ImageDesk::State::image_p(double score) const {
  const auto as_high = normal.end() - std::lower_bound(normal.begin(), normal.end(), score);
  return (1 + static_cast<double>(as_high)) / (1 + static_cast<double>(normal.size()));
}

Result<ImageView> ImageDesk::State::view_of(const std::string& id, LoadedImage loaded,
                                            std::optional<ImageScore> scored, Mask truth,
                                            double decode_ms) const {
  ImageView view;
  view.id = id;
  if (!scored) {
    ANDON_ASSIGN(scored, opened.detector->score(loaded.image, loaded.region));
    view.times = scored->times;
    view.times.decode = decode_ms;
  }
  view.score = scored->score;
  view.p_value = image_p(view.score);
  view.map = std::move(scored->map);
  view.heat.reserve(view.map.values.size());
  for (const float score : view.map.values)
    view.heat.push_back(static_cast<std::uint8_t>(scale.level(score)));
  view.regions = heat_regions(view.map, contour_line, least_area);
  for (HeatRegion& region : view.regions)
    region.peak_p = pixel_p(region.peak_score);
  view.contours = outlines(above(view.map, contour_line), view.map.width, view.map.height);
  if (!truth.empty())
    view.truth_outlines = outlines(truth.inside, truth.width, truth.height);
  view.truth = std::move(truth);
  view.image = std::move(loaded.image);
  view.region = std::move(loaded.region);
  return view;
}

ImageDesk::ImageDesk() : state_(std::make_unique<State>()) {}
ImageDesk::~ImageDesk() = default;

Result<std::shared_ptr<ImageDesk>> ImageDesk::open(Workspace& workspace, const std::string& name,
                                                   const std::string& data) {
  std::shared_ptr<ImageDesk> desk(new ImageDesk);
  State& state = *desk->state_;
  fs::path folder = name;
  std::error_code error;
  if (images::is_bundle(folder)) {
    state.run = name;
  } else {
    ANDON_ASSIGN(const store::Run run, workspace.store().find_run(name));
    ANDON_TRY(expect_images(run));
    folder = workspace.run_folder(run.name);
    state.run = run.name;
    ANDON_ASSIGN(state.line, newest_line(workspace.store(), run.id));
    state.train_root = images::data_root(run.data_path);
  }
  ANDON_ASSIGN(const std::string device, images::device_of(workspace));
  ANDON_ASSIGN(state.opened, images::open_detector(folder, device));
  if (!data.empty()) {
    ANDON_ASSIGN(state.data, open_data(workspace, data));
    if (!state.data.images)
      return fail(ErrorCode::unsupported,
                  "data set '" + data + "' holds " + state.data.modality + ", not images");
  }
  state.maps.emplace(data.empty() ? fs::path() : workspace.cache_folder(), state.opened.card.key());
  ANDON_ASSIGN(const std::vector<ScoreRow> normal, read_scores(validation_scores_file(folder)));
  state.normal = raw_scores(normal);
  std::sort(state.normal.begin(), state.normal.end());
  const auto pixel_p = [&state](double score) { return state.pixel_p(score); };
  state.scale = HeatScale::from(pixel_p);
  state.contour_line = HeatScale::score_at(pixel_p, contour_p);
  return desk;
}

const std::string& ImageDesk::run() const {
  return state_->run;
}
std::vector<DetectorFact> ImageDesk::facts() const {
  return state_->opened.detector->facts(); // does not change
}
std::optional<double> ImageDesk::threshold() const {
  return state_->line.threshold;
}
std::optional<double> ImageDesk::low() const {
  return state_->line.low;
}
std::optional<double> ImageDesk::threshold_of(const std::string& image) const {
  ScoreRow row;
  row.path = image;
  if (!state_->line.threshold)
    return std::nullopt;
  return lines_of({row}, state_->line).front();
}
std::optional<Verdict> ImageDesk::verdict_of(const std::string& image, double score) const {
  ScoreRow row;
  row.path = image;
  row.score = score;
  if (!state_->line.threshold)
    return std::nullopt;
  return verdicts_of({row}, state_->line).front();
}
const HeatScale& ImageDesk::scale() const {
  return state_->scale;
}
double ImageDesk::pixel_p(double score) const {
  return state_->pixel_p(score);
}

Result<ImageView> ImageDesk::view(const std::string& id) const {
  const std::scoped_lock lock(state_->busy);
  if (!state_->data.images)
    return fail(ErrorCode::invalid_argument, "no data set is open, so there is no image '" + id + "'");
  const ImageDataset& dataset = state_->data.images->dataset;
  const auto item = std::ranges::find(dataset.items, id, &ImageItem::id);
  if (item == dataset.items.end())
    return fail(ErrorCode::not_found,
                "data set '" + dataset.name + "' has no image '" + id + "'; it was changed after scoring");
  double decode_ms = 0;
  Result<LoadedImage> loaded;
  {
    const StageClock clock(decode_ms);
    loaded = load_image(dataset, *item);
  }
  if (!loaded)
    return fail(loaded.error());
  Mask truth;
  if (item->label == 1) {
    ANDON_ASSIGN(truth, ground_truth(*item, loaded->image.width, loaded->image.height));
  }
  auto kept = state_->maps->read(state_->data.sha256, id);
  if (kept && (kept->map.width != loaded->image.width || kept->map.height != loaded->image.height))
    kept.reset();
  const bool fresh = !kept;
  ANDON_ASSIGN(ImageView view,
               state_->view_of(id, std::move(*loaded), std::move(kept), std::move(truth), decode_ms));
  if (fresh)
    state_->maps->keep(state_->data.sha256, id, {view.score, view.map, view.times});
  return view;
}

Result<ImageView> ImageDesk::view_file(const fs::path& file) const {
  const std::scoped_lock lock(state_->busy);
  double decode_ms = 0;
  Result<Image> image;
  {
    const StageClock clock(decode_ms);
    image = read_image(file);
  }
  if (!image)
    return fail(image.error());
  ANDON_ASSIGN(ImageView view,
               state_->view_of(file.filename().string(), {std::move(*image), {}}, {}, {}, decode_ms));
  view.file = file;
  return view;
}

Result<std::vector<NearestGood>> ImageDesk::nearest(const ImageView& view, int x, int y, int count) const {
  const std::scoped_lock lock(state_->busy);
  ANDON_ASSIGN(const std::vector<NearestPatch> patches,
               state_->opened.detector->nearest(view.image, view.region, x, y, count));
  std::vector<NearestGood> result;
  for (const NearestPatch& patch : patches)
    result.push_back({patch, state_->train_root.empty() ? fs::path() : state_->train_root / patch.item});
  return result;
}

} // namespace andon::workflow
