#include "core/workflow/inspect.h"

#include "core/decision/threshold.h"
#include "core/inspection/named_values.h"
#include "core/training/device.h"
#include "core/workflow/bundle.h"
#include "core/workflow/image_model.h"
#include "core/workflow/image_pictures.h"
#include "core/workflow/models_in_use.h"
#include "core/workflow/run_session.h"

#include <algorithm>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t looked_up_regions = 3;
constexpr double overlay_opacity = 0.6;

/// By the line of the desk's run or by that of a bundle.
Result<void> judge(const ImageDesk& desk, const std::string& run, const std::string& image, InspectOut& out) {
  std::optional<Verdict> given;
  if (images::is_bundle(run)) {
    ANDON_ASSIGN(const BundleCard card, read_bundle(run));
    out.threshold = card.threshold;
    if (card.threshold)
      given = verdict(out.view.score, *card.threshold, card.low);
  } else {
    out.threshold = desk.threshold_of(image);
    given = desk.verdict_of(image, out.view.score);
  }
  if (!given)
    return {};
  out.decision = *given == Verdict::anomalous ? 1 : 0;
  out.verdict = out.decision == 1 ? "defective" : *given == Verdict::review ? "review" : "good";
  return {};
}

/// Spots to explain: the peaks of the worst regions, else the highest pixel.
std::vector<std::array<int, 2>> spots_of(const ImageView& view) {
  std::vector<std::array<int, 2>> spots;
  for (const HeatRegion& region : view.regions)
    if (spots.size() < looked_up_regions)
      spots.push_back({region.peak_x, region.peak_y});
  if (spots.empty()) {
    const auto peak = std::max_element(view.map.values.begin(), view.map.values.end());
    const auto at = static_cast<int>(peak - view.map.values.begin());
    spots.push_back({at % view.map.width, at / view.map.width});
  }
  return spots;
}

Result<void> write_pictures(const fs::path& folder, InspectOut& out) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return fail(ErrorCode::io, "cannot create " + folder.string() + ": " + error.message());
  out.heatmap = folder / "heatmap.png";
  out.overlay = folder / "overlay.png";
  out.map = folder / "scores.safetensors";
  ANDON_TRY(write_png(out.heatmap, heat_picture(out.view)));
  ANDON_TRY(write_png(out.overlay, overlay_picture(out.view, overlay_opacity)));
  TensorSet set;
  set.tensors = {named_values("map", out.view.map.values, static_cast<std::size_t>(out.view.map.width))};
  return write_safetensors(out.map, set);
}

Result<void> look_up_nearest(const ImageDesk& desk, const InspectIn& in, InspectOut& out, Progress& progress,
                             std::stop_token stop) {
  for (const auto& [x, y] : spots_of(out.view)) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the inspection was cancelled");
    auto found = desk.nearest(out.view, x, y, static_cast<int>(in.nearest));
    if (!found && found.error().code == ErrorCode::unsupported) {
      progress.message(found.error().message);
      return {};
    }
    if (!found)
      return fail(found.error());
    for (const NearestGood& good : *found) {
      InspectedPatch patch{x, y, good, {}};
      if (const auto image = read_image(good.path)) {
        patch.picture = in.out / ("nearest-" + std::to_string(out.nearest.size() + 1) + ".png");
        const NearestPatch& p = good.patch;
        ANDON_TRY(write_png(patch.picture,
                            part_of(as_eight_bits(*image), p.x, p.y, p.width, p.height, 2 * p.width)));
      }
      out.nearest.push_back(std::move(patch));
    }
  }
  return {};
}

} // namespace

Result<InspectOut> inspect(Workspace& workspace, const InspectIn& in, Progress& progress,
                           std::stop_token stop) {
  set_threads(resolved_threads(workspace.session().threads));
  progress.stage("loading the model");
  std::string run = in.run;
  if (!images::is_bundle(run)) {
    ANDON_ASSIGN(const store::Run used, run_in_use(workspace, in.run));
    run = used.name;
  }
  ANDON_ASSIGN(const std::shared_ptr<ImageDesk> desk, ImageDesk::open(workspace, run, in.data));
  progress.stage("inspecting");
  InspectOut out;
  ANDON_ASSIGN(out.view, in.data.empty() ? desk->view_file(in.image) : desk->view(in.image));
  ANDON_TRY(judge(*desk, run, in.image, out));
  ANDON_TRY(write_pictures(in.out, out));
  ANDON_TRY(look_up_nearest(*desk, in, out, progress, stop));
  return out;
}

} // namespace andon::workflow
