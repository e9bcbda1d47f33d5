#include "core/inspection/patchcore.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace andon {
namespace {

/// Inside the ground truth a patch needs less to be taken for defective than elsewhere.
constexpr double p_inside_truth = 0.05;

/// Calls `visit` for the judged images of one label. One that cannot be read is reported and left out.
template <class Visit>
Result<void> visit_judged(const ImageLesson& lesson, int label, std::string_view stage, Visit visit,
                          Progress& progress, const std::stop_token& stop) {
  progress.stage(stage, std::ranges::count(lesson.judged, label, &JudgedImage::label));
  std::int64_t done = 0;
  for (const JudgedImage& judged : lesson.judged) {
    if (judged.label != label)
      continue;
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "learning from labels was cancelled");
    const auto loaded = load_image(*judged.dataset, judged.dataset->items[judged.item]);
    if (loaded)
      ANDON_TRY(visit(judged, *loaded));
    else
      progress.message(loaded.error().message + "; the image is left out");
    progress.advance(++done);
  }
  return {};
}

/// Those called good and, spread over the others, at most `most` of the training. Refers to the lesson.
NormalImages good_images(const ImageLesson& lesson, std::int64_t most) {
  NormalImages trained = normal_images(lesson.dataset, spread_out(lesson.normal, most)), good;
  std::map<std::string, const JudgedImage*> confirmed;
  for (const JudgedImage& judged : lesson.judged)
    if (judged.label == 0) {
      good.ids.push_back(judged.id);
      confirmed[judged.id] = &judged;
    }
  good.ids.insert(good.ids.end(), trained.ids.begin(), trained.ids.end());
  good.read = [confirmed = std::move(confirmed), trained = std::move(trained.read)](const std::string& id) {
    const auto found = confirmed.find(id);
    return found == confirmed.end()
               ? trained(id)
               : load_image(*found->second->dataset, found->second->dataset->items[found->second->item]);
  };
  return good;
}

} // namespace

std::vector<Option> PatchcoreLessonOptions::describe() {
  return {
      option("defect_weight", defect_weight,
             "How much a patch gains that is nearer to a confirmed defect than to any good patch; 0 = "
             "defects only leave the bank",
             "", 0, 100),
      option("defect_p", defect_p,
             "Patches of an image called defective are learnt as defects when normal images reach their "
             "score with at most this probability",
             "", 1e-9, 1),
      option("defect_share", defect_share,
             "Largest part of an image that is learnt as defective where no mask says which", "", 1e-4, 1),
      option("defect_limit", defect_limit, "Most patches of defects that are kept", "patches", 1, 1'000'000)};
}

Result<std::unique_ptr<Patchcore>> Patchcore::taught(const std::filesystem::path& folder,
                                                     const ImageLesson& lesson,
                                                     const PatchcoreLessonOptions& options,
                                                     const FitContext& context, Progress& progress,
                                                     std::stop_token stop) {
  ANDON_ASSIGN(std::unique_ptr<Patchcore> detector, load(folder, context));
  ANDON_TRY(detector->correct_bank(lesson, progress, stop));
  ANDON_TRY(detector->learn_defects(lesson, options, progress, stop));
  ANDON_TRY(
      detector->calibrate(good_images(lesson, detector->options_.map.calibration_images), progress, stop));
  return detector;
}

/// The bank keeps the images that are normal after the lesson: others leave it, missing ones join it.
Result<void> Patchcore::correct_bank(const ImageLesson& lesson, Progress& progress, std::stop_token stop) {
  const std::set<std::string> known(bank_.images().begin(), bank_.images().end());
  std::set<std::string> wanted;
  ImageLesson missing{lesson.dataset, {}, {}};
  const auto want = [&](const JudgedImage& good) {
    wanted.insert(good.id);
    if (!known.contains(good.id))
      missing.judged.push_back(good);
  };
  for (const std::size_t item : lesson.normal)
    want({lesson.dataset.items[item].id, &lesson.dataset, item, 0});
  for (const JudgedImage& judged : lesson.judged)
    if (judged.label == 0)
      want(judged);
  if (wanted.size() < 2)
    return fail(ErrorCode::insufficient_data,
                "less than two good images are left to remember; label or add more good ones");
  const auto join = [&](const JudgedImage& good, const LoadedImage& loaded) -> Result<void> {
    return add_image(good.id, loaded.image, loaded.region, stop).transform([](std::size_t) {});
  };
  ANDON_TRY(visit_judged(missing, 0, "learning confirmed good images", join, progress, stop));
  for (const std::string& id : known)
    if (!wanted.contains(id))
      ANDON_TRY(remove_image(id, stop));
  return {};
}

Result<void> Patchcore::learn_defects(const ImageLesson& lesson, const PatchcoreLessonOptions& options,
                                      Progress& progress, std::stop_token stop) {
  defects_.reset();
  defect_weight_ = options.defect_weight;
  if (defect_weight_ == 0)
    return {};
  PatchPool pool{bank_.dimension(), {}, {}, {}};
  const auto add = [&](const JudgedImage& judged, const LoadedImage& loaded) {
    return add_defect(judged, loaded, options, pool, stop);
  };
  ANDON_TRY(visit_judged(lesson, 1, "learning confirmed defects", add, progress, stop));
  if (pool.origins.empty())
    return {};
  ANDON_ASSIGN(defects_,
               MemoryBank::build(std::move(pool), {1, options.defect_limit, "exact"}, 1, progress, stop));
  return {};
}

/// The patches of a defective image that normal images hardly ever reach join the pool: those inside the
/// ground truth, without one the highest of the whole image.
Result<void> Patchcore::add_defect(const JudgedImage& judged, const LoadedImage& loaded,
                                   const PatchcoreLessonOptions& options, PatchPool& pool,
                                   std::stop_token stop) const {
  const Image& image = loaded.image;
  ANDON_ASSIGN(const Mask truth, ground_truth(judged.dataset->items[judged.item], image.width, image.height));
  StageTimes times;
  ANDON_ASSIGN(GridScores scores, distances(image, loaded.region, "", times, stop));
  calibration_.scale(scores);
  const auto owner = static_cast<std::int32_t>(pool.images.size());
  pool.images.push_back(judged.id);
  for (std::size_t g = 0; g < scores.grids.size(); ++g) {
    const PatchGrid& grid = scores.grids[g];
    const std::vector<std::uint8_t> marked = inside_of(truth, grid);
    const double line = truth.empty() ? options.defect_p : std::max(options.defect_p, p_inside_truth);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < grid.patches(); ++i)
      if (grid.inside[i] != 0 && marked[i] != 0 &&
          calibration_.normal().pixel_p(static_cast<double>(scores.values[g][i])) <= line)
        order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return scores.values[g][a] > scores.values[g][b]; });
    if (truth.empty())
      order.resize(std::min(order.size(), static_cast<std::size_t>(std::ceil(
                                              options.defect_share * static_cast<double>(grid.patches())))));
    for (const std::size_t i : order) {
      const std::span<const float> patch = grid.patch(i);
      pool.values.insert(pool.values.end(), patch.begin(), patch.end());
      const Tile place = grid.rectangle(i);
      pool.origins.push_back({owner, place.x, place.y, place.width, place.height});
    }
  }
  return {};
}

Result<void> Patchcore::raise_defects(const PatchGrid& grid, std::vector<float>& values,
                                      std::stop_token stop) const {
  ANDON_ASSIGN(const std::vector<Neighbour> found, defects_->search(grid.values, 1, std::move(stop)));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] += static_cast<float>(defect_weight_) * std::max(0.0F, values[i] - std::sqrt(found[i].squared));
  return {};
}

} // namespace andon
