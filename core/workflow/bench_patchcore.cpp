#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/inspection/patchcore.h"
#include "core/models/patch_features_plain.h"
#include "core/models/random_weights.h"
#include "core/models/weights.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/data.h"

#include <cmath>

namespace andon::workflow {
namespace {

struct Network {
  std::string name, backbone;
  std::filesystem::path weights;
};

/// ResNets without training take the same time; only the search could tell, and it gets real images.
Result<std::vector<Network>> networks(const std::filesystem::path& folder, Progress& progress) {
  std::vector<Network> all;
  for (const auto& [name, backbone] :
       {std::pair{"resnet18", "resnet18"}, std::pair{"wrn50", "wide_resnet50_2"}}) {
    const std::filesystem::path file = folder / (std::string(backbone) + ".safetensors");
    ANDON_ASSIGN(const TensorSet set, random_weights(backbone, Seed(1)));
    ANDON_TRY(write_safetensors(file, set));
    all.push_back({name, backbone, file});
  }
  if (auto bundled = find_weights("mobilenet_v2_openimages"))
    all.push_back({"bundled", bundled->backbone, bundled->file});
  else
    progress.message("the bundled weights are not at hand; 'scripts/fetch-weights' brings them");
  return all;
}

struct Latencies {
  std::vector<double> total;
  std::vector<StageTimes> stages;
};

/// Decode to decision, one image at a time.
Result<Latencies> time_detector(const Patchcore& detector, const std::vector<std::filesystem::path>& files,
                                std::int64_t repeats, std::stop_token stop) {
  Latencies result;
  for (std::int64_t r = -3; r < repeats; ++r) { // the first three warm caches
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the benchmark was cancelled");
    Result<ImageScore> scored;
    StageTimes times;
    const double seconds = seconds_of([&] {
      Result<Image> image;
      {
        const StageClock clock(times.decode);
        image = read_image(files[static_cast<std::size_t>(r + 3) % files.size()]);
      }
      scored = image ? detector.score(*image, {}) : Result<ImageScore>(fail(image.error()));
    });
    if (!scored)
      return fail(scored.error());
    if (r < 0)
      continue;
    scored->times.decode = times.decode;
    result.total.push_back(seconds * 1e3);
    result.stages.push_back(scored->times);
  }
  return result;
}

/// The same answer by the straightforward road: fp32, channels first, exhaustive search by FAISS.
Result<double> time_plain(const PlainPatchFeatures& features, const NearestSearch& flat,
                          const PatchcoreOptions& options, const std::vector<std::filesystem::path>& files,
                          std::int64_t repeats, std::stop_token stop) {
  std::vector<double> total;
  for (std::int64_t r = -1; r < repeats; ++r) {
    Result<void> done;
    const auto answer = [&]() -> Result<void> {
      ANDON_ASSIGN(const Image image, read_image(files[static_cast<std::size_t>(r + 1) % files.size()]));
      const Tile whole = views_of(image.width, image.height, options.views).front();
      const PreparedView view = prepared(image, whole, options.views);
      ANDON_ASSIGN(const PatchFeatures found, features.extract(view.rgb, view.height, view.width));
      ANDON_ASSIGN(const std::vector<Neighbour> nearest, flat.search(found.values, 1, {}, stop));
      PatchGrid grid{.view = whole, .input_width = view.width, .input_height = view.height};
      grid.rows = static_cast<std::size_t>(found.height);
      grid.columns = static_cast<std::size_t>(found.width);
      grid.inside.assign(grid.patches(), 1);
      std::vector<std::vector<float>> distances(1);
      for (const Neighbour& neighbour : nearest)
        distances[0].push_back(std::sqrt(neighbour.squared));
      drawn_map(image.width, image.height, {}, std::span(&grid, 1), distances, options.views,
                options.map.smoothing);
      return {};
    };
    const double seconds = seconds_of([&] { done = answer(); });
    if (!done)
      return fail(done.error());
    if (r >= 0)
      total.push_back(seconds * 1e3);
  }
  return at_share(total, 0.5);
}

void add_stages(const std::string& name, const Latencies& times, std::vector<BenchResult>& results) {
  const auto stage = [&](const char* id, double StageTimes::*member) {
    std::vector<double> values;
    for (const StageTimes& each : times.stages)
      values.push_back(each.*member);
    results.push_back({name + "_" + id + "_ms_p50", at_share(values, 0.5), "ms", {}, {}});
  };
  stage("decode", &StageTimes::decode);
  stage("prepare", &StageTimes::prepare);
  stage("backbone", &StageTimes::backbone);
  stage("search", &StageTimes::search);
  stage("map", &StageTimes::map);
}

struct Scene {
  ImageDataset data;
  std::vector<std::size_t> train;
  std::vector<std::filesystem::path> test;
};

Result<Scene> images(const PatchcoreBenchOptions& options, const std::filesystem::path& folder,
                     Progress& progress, std::stop_token stop) {
  const OptionMap surfaces{{"texture", std::string("leather")},
                           {"train", options.images},
                           {"test_good", std::int64_t{8}},
                           {"test_defect", std::int64_t{2}}};
  ANDON_TRY(
      simulate({.simulator = "surfaces", .options = surfaces, .seed = 1, .out = folder}, progress, stop));
  Scene scene;
  ANDON_ASSIGN(scene.data, open_image_dataset(folder));
  for (std::size_t i = 0; i < scene.data.items.size(); ++i)
    if (scene.data.items[i].part == "train")
      scene.train.push_back(i);
    else
      scene.test.push_back(scene.data.items[i].path);
  return scene;
}

Result<void> bench_network(const Network& network, const Scene& scene, const PatchcoreBenchOptions& bench,
                           std::vector<BenchResult>& results, Progress& progress, std::stop_token stop) {
  PatchcoreOptions options;
  options.features.backbone = network.backbone;
  options.features.precision = bench.precision;
  options.bank.bank_limit = bench.patches;
  options.bank.bank_fraction = 1;
  options.pool_limit = bench.pool;
  options.map.calibration_images = 2;
  options.whitening = "none";
  options.features.layers = "fine";
  ANDON_ASSIGN(
      const std::unique_ptr<Patchcore> detector,
      Patchcore::fit(scene.data, scene.train, options, {.weights = network.weights}, progress, stop));
  progress.stage("timing " + network.name, bench.repeats);
  ANDON_ASSIGN(const Latencies times, time_detector(*detector, scene.test, bench.repeats, stop));
  ANDON_ASSIGN(const PlainPatchFeatures features,
               PlainPatchFeatures::open(options.features, network.weights));
  const MemoryBank& bank = detector->bank();
  std::vector<float> rows;
  rows.reserve(bank.size() * bank.dimension());
  for (std::size_t i = 0; i < bank.size(); ++i)
    rows.insert(rows.end(), bank.patch(i).begin(), bank.patch(i).end());
  ANDON_ASSIGN(const std::unique_ptr<NearestSearch> flat, make_nearest("flat", rows, bank.dimension()));
  const std::int64_t plain_repeats = std::max<std::int64_t>(bench.repeats / 10, 5);
  ANDON_ASSIGN(const double plain, time_plain(features, *flat, options, scene.test, plain_repeats, stop));
  const double median = at_share(times.total, 0.5);
  results.push_back({network.name + "_ms_p50", median, "ms", plain, plain / median});
  results.push_back({network.name + "_ms_p95", at_share(times.total, 0.95), "ms", {}, {}});
  results.push_back({network.name + "_ms_p99", at_share(times.total, 0.99), "ms", {}, {}});
  results.push_back({network.name + "_patches", static_cast<double>(bank.size()), "", {}, {}});
  add_stages(network.name, times, results);
  return {};
}

} // namespace

std::vector<Option> PatchcoreBenchOptions::describe() {
  return {
      option("images", images, "Normal images that the bank is chosen from", "images", 2, 10'000),
      option("pool", pool, "Patches of them that the selection sees", "patches", 100, 100'000'000),
      option("patches", patches, "Size of the bank", "patches", 10, 10'000'000),
      option("repeats", repeats, "Images timed, one at a time", "images", 5, 1'000'000),
      choice("network", network, "Which of them; all takes minutes", {"all", "resnet18", "wrn50", "bundled"}),
      choice("precision", precision, "Arithmetic of the network", {"auto", "fp32", "bf16"})};
}

Result<std::vector<BenchResult>> bench_patchcore(const OptionMap& values, Progress& progress,
                                                 std::stop_token stop) {
  ANDON_ASSIGN(const PatchcoreBenchOptions options, configured<PatchcoreBenchOptions>(values));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  ANDON_ASSIGN(const std::vector<Network> all, networks(scratch.path(), progress));
  ANDON_ASSIGN(const Scene scene, images(options, scratch.path() / "surfaces", progress, stop));
  std::vector<BenchResult> results;
  for (const Network& network : all)
    if (options.network == "all" || options.network == network.name)
      ANDON_TRY(bench_network(network, scene, options, results, progress, stop));
  return results;
}

} // namespace andon::workflow
