#include "core/inspection/image_detector.h"
#include "core/inspection/patch_grids.h"
#include "core/metrics/pixel_metrics.h"
#include "core/models/backbone_table.h"
#include "core/simulate/surfaces.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/bench_surfaces.h"
#include "core/workflow/image_fit.h"

#include <algorithm>
#include <iterator>
#include <sstream>

namespace andon::workflow {
namespace {

/// Every n-th of the chosen items, so that at most `most` stay; 0 = all.
std::vector<std::size_t> thinned(const std::vector<std::size_t>& items, std::int64_t most) {
  if (most <= 0 || static_cast<std::size_t>(most) >= items.size())
    return items;
  std::vector<std::size_t> result;
  for (std::int64_t i = 0; i < most; ++i)
    result.push_back(items[static_cast<std::size_t>(i) * items.size() / static_cast<std::size_t>(most)]);
  return result;
}

std::vector<std::size_t> items_of(const ImageDataset& dataset, const std::string& part, bool normal_only) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < dataset.items.size(); ++i) {
    const ImageItem& item = dataset.items[i];
    if (item.part == part && item.label >= 0 && (!normal_only || item.label == 0))
      result.push_back(i);
  }
  return result;
}

/// Maps and truths of the test images, kept as floats; requires memory for all of them.
struct Scored {
  std::vector<double> scores;
  std::vector<int> labels;
  std::vector<ScoreMap> maps;
  std::vector<Mask> truths, regions;
  std::vector<const ImageItem*> items;
};

Result<Scored> scored(const ImageDataset& dataset, const std::vector<std::size_t>& items,
                      const ImageDetector& detector, Progress& progress, std::stop_token stop) {
  Scored result;
  const auto visit = [&](std::size_t item, const LoadedImage& loaded) -> Result<void> {
    const ImageItem& of = dataset.items[item];
    ANDON_ASSIGN(ImageScore score, detector.score(loaded.image, loaded.region));
    ANDON_ASSIGN(Mask truth, ground_truth(of, loaded.image.width, loaded.image.height));
    result.scores.push_back(score.score);
    result.labels.push_back(of.label);
    result.maps.push_back(std::move(score.map));
    result.truths.push_back(std::move(truth));
    result.regions.push_back(loaded.region);
    result.items.push_back(&of);
    return {};
  };
  ANDON_TRY(visit_images(dataset, items, "scoring", visit, progress, std::move(stop)));
  return result;
}

Result<void> add_metrics(const Scored& of, const std::string& name, std::vector<BenchResult>& results,
                         Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Estimate image, auroc(of.scores, of.labels));
  ANDON_ASSIGN(const double precision, average_precision(of.scores, of.labels));
  ANDON_ASSIGN(const F1Max f1, f1_max(of.scores, of.labels));
  const ScoreMapSource source = [&](const ScoreMapVisitor& visit) -> Result<void> {
    for (std::size_t i = 0; i < of.maps.size(); ++i)
      ANDON_TRY(visit({of.items[i]->id, of.items[i]->defect, of.maps[i].width, of.maps[i].height,
                       of.maps[i].values, of.truths[i].inside, of.regions[i].inside}));
    return {};
  };
  PixelMetricOptions options;
  options.bootstrap.resamples = 0;
  ANDON_ASSIGN(const PixelMetrics pixels, pixel_metrics(source, options, progress, std::move(stop)));
  const auto n = static_cast<double>(of.scores.size());
  results.push_back({"images/" + name, n, "", {}, {}});
  results.push_back({"auroc/" + name, image.value, "", {}, {}});
  results.push_back({"aupr/" + name, precision, "", {}, {}});
  results.push_back({"f1/" + name, f1.f1, "", {}, {}});
  results.push_back({"pixel_auroc/" + name, pixels.auroc.value, "", {}, {}});
  results.push_back({"aupro/" + name, pixels.aupro.value, "", {}, {}});
  return {};
}

/// AUROC of each kind of defect against the good images.
Result<void> add_defects(const Scored& of, const std::string& name, std::vector<BenchResult>& results) {
  std::vector<std::string> defects;
  for (const ImageItem* item : of.items)
    if (item->label == 1 && std::find(defects.begin(), defects.end(), item->defect) == defects.end())
      defects.push_back(item->defect);
  for (const std::string& defect : defects) {
    std::vector<double> scores;
    std::vector<int> labels;
    for (std::size_t i = 0; i < of.items.size(); ++i)
      if (of.labels[i] == 0 || of.items[i]->defect == defect) {
        scores.push_back(of.scores[i]);
        labels.push_back(of.labels[i]);
      }
    ANDON_ASSIGN(const Estimate value, auroc(scores, labels));
    results.push_back({"auroc/" + name + "/" + defect, value.value, "", {}, {}});
  }
  return {};
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

/// The method on the weights that the options mean; options of `set` that it has not belong to other methods.
Result<std::unique_ptr<ImageDetector>> fitted(const ImageMethod& method, const ImageDataset& dataset,
                                              const std::vector<std::size_t>& items,
                                              const ImageBenchOptions& options,
                                              const std::filesystem::path& scratch, Progress& progress,
                                              std::stop_token stop) {
  ANDON_ASSIGN(OptionMap set, parse_assignments(words_of(options.set)));
  if (method.needs_backbone && !options.weights)
    set["backbone"] = std::string(own_backbone);
  else if (method.needs_backbone)
    set.try_emplace("backbone", std::string("auto"));
  FitContext context;
  context.seed = static_cast<std::uint64_t>(options.seed);
  context.run_folder = scratch;
  ANDON_ASSIGN(const WeightsFile weights,
               images::weights_of(method, set, dataset, items, context, progress, stop));
  context.weights = weights.file;
  return method.fit(dataset, items, images::chosen_from(set, method.options), context, progress, stop);
}

Result<void> measure(const ImageDataset& dataset, const std::string& suffix, const ImageBenchOptions& options,
                     std::vector<BenchResult>& results, Progress& progress, std::stop_token stop) {
  const std::vector<std::size_t> train = thinned(items_of(dataset, "train", true), options.train_images),
                                 test = thinned(items_of(dataset, "test", false), options.test_images);
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  for (const ImageMethod& method : image_methods().rows()) {
    if (("," + options.methods + ",").find("," + method.id + ",") == std::string::npos &&
        options.methods != "all")
      continue;
    const std::string name = method.id + suffix;
    Result<std::unique_ptr<ImageDetector>> detector;
    const double fit_seconds = seconds_of(
        [&] { detector = fitted(method, dataset, train, options, scratch.path(), progress, stop); });
    if (!detector)
      return fail(detector.error());
    progress.message(name + ": " + (*detector)->summary());
    Result<Scored> test_scores;
    const double seconds =
        seconds_of([&] { test_scores = scored(dataset, test, **detector, progress, stop); });
    if (!test_scores)
      return fail(test_scores.error());
    ANDON_TRY(add_metrics(*test_scores, name, results, progress, stop));
    ANDON_TRY(add_defects(*test_scores, name, results));
    results.push_back({"fit_s/" + name, fit_seconds, "s", {}, {}});
    results.push_back({"image_ms/" + name, 1000 * seconds / static_cast<double>(test.size()), "ms", {}, {}});
  }
  return {};
}

} // namespace

std::vector<Option> ImageBenchOptions::describe() {
  return {option("data", data, "Folder in the MVTec AD layout; empty = simulated surfaces, every texture"),
          option("methods", methods, "Comma-separated ids, or all"),
          option("train_images", train_images, "Normal images to learn from, 0 = all", "images", 0, 1e6),
          option("test_images", test_images, "Images to score, evenly spread, 0 = all", "images", 0, 1e6),
          option("set", set, "Options of the methods, key=value separated by spaces"),
          option("weights", weights,
                 "Use the pre-trained network at hand; off learns features from the normal images"),
          option("seed", seed, "Of simulation and training", "", 0, 1e9)};
}

Result<std::vector<BenchResult>> bench_images(const OptionMap& values, Progress& progress,
                                              std::stop_token stop) {
  ANDON_ASSIGN(const ImageBenchOptions options, configured<ImageBenchOptions>(values));
  std::vector<BenchResult> results;
  if (!options.data.empty()) {
    ANDON_ASSIGN(const ImageDataset dataset, open_image_dataset(options.data));
    ANDON_TRY(measure(dataset, "", options, results, progress, stop));
    return results;
  }
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  for (const std::string& texture : chosen_textures({})) {
    const std::filesystem::path folder = scratch.path() / texture;
    ANDON_TRY(write_surfaces(folder, {.texture = texture, .seed = static_cast<std::uint64_t>(options.seed)},
                             progress, stop));
    ANDON_ASSIGN(const ImageDataset dataset, open_image_dataset(folder));
    ANDON_TRY(measure(dataset, "/" + texture, options, results, progress, stop));
  }
  return results;
}

} // namespace andon::workflow
