#include "core/workflow/adapt.h"
#include "core/workflow/bench_condition.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/bench_surfaces.h"

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

struct Relit {
  Seen before, after, fresh, known_before, known;
};

Result<Relit> one_texture(const fs::path& folder, const std::string& texture,
                          const LightBenchOptions& options, Progress& progress, std::stop_token stop) {
  const auto seed = static_cast<std::uint64_t>(options.seed);
  BenchSurfaces known{texture, seed}, recent{texture, seed + 1000}, unseen{texture, seed + 2000};
  known.options.train = options.train;
  recent.options.train = options.recent;
  unseen.options.test_good = options.unseen;
  for (BenchSurfaces* moved : {&recent, &unseen}) {
    moved->options.gradient = options.gradient;
    moved->options.noise = options.noise;
  }
  ANDON_TRY(write_surfaces(folder / "known", known, progress, stop));
  ANDON_TRY(write_surfaces(folder / "recent", recent, progress, stop));
  ANDON_TRY(write_surfaces(folder / "unseen", unseen, progress, stop));
  ANDON_ASSIGN(Workspace workspace, Workspace::open(folder / "workspace"));
  for (const auto& [data, name] : {std::pair{"known", "surface"}, std::pair{"recent", "fresh"}}) {
    TrainIn in{.model = options.model, .data = (folder / data).string(), .name = name};
    in.seed = seed;
    ANDON_TRY(train(workspace, in, progress, stop));
  }
  Relit result;
  ANDON_ASSIGN(result.before, seen(workspace, "surface", folder / "unseen", progress, stop));
  ANDON_ASSIGN(result.fresh, seen(workspace, "fresh", folder / "unseen", progress, stop));
  ANDON_ASSIGN(result.known_before, seen(workspace, "surface", folder / "known", progress, stop));
  ANDON_ASSIGN(
      const AdaptOut adapted,
      adapt(workspace,
            {.run = "surface", .recent = (folder / "recent").string(), .recent_part = "train", .options = {}},
            progress, stop));
  ANDON_ASSIGN(result.after, seen(workspace, adapted.candidate, folder / "unseen", progress, stop));
  ANDON_ASSIGN(result.known, seen(workspace, adapted.candidate, folder / "known", progress, stop));
  return result;
}

} // namespace

std::vector<Option> LightBenchOptions::describe() {
  return {option("texture", texture, "Surface, or all"),
          option("model", model, "Image method"),
          option("train", train, "Good images to train on", "images", 10, 100000),
          option("recent", recent, "Good images of the new light without labels", "images", 10, 100000),
          option("unseen", unseen, "Unseen good images of the new light", "images", 10, 100000),
          option("gradient", gradient, "Largest fall of the new light from the centre to a side", "", 0, 0.5),
          option("noise", noise, "Sensor noise under the new light, as a fraction of white", "", 0, 0.2),
          option("seed", seed, "Of simulation and training", "", 0, 1e9)};
}

Result<std::vector<BenchResult>> bench_light(const OptionMap& values, Progress& progress,
                                             std::stop_token stop) {
  ANDON_ASSIGN(const LightBenchOptions options, configured<LightBenchOptions>(values));
  SurfaceOptions surfaces;
  surfaces.texture = options.texture;
  std::vector<BenchResult> results;
  for (const std::string& texture : chosen_textures(surfaces)) {
    ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
    ANDON_ASSIGN(const Relit of, one_texture(scratch.path(), texture, options, progress, stop));
    for (const auto& [who, figures] :
         {std::pair{"before", of.before}, std::pair{"after", of.after}, std::pair{"fresh", of.fresh}}) {
      const std::string end = std::string(who) + "/" + texture;
      results.push_back({"flagged/" + end, figures.flagged, "", of.before.flagged, {}});
      results.push_back({"recall/" + end, figures.recall, "", of.before.recall, {}});
      results.push_back({"auroc/" + end, figures.auroc, "", of.before.auroc, {}});
    }
    results.push_back({"known_flagged/" + texture, of.known.flagged, "", of.known_before.flagged, {}});
    results.push_back({"known_auroc/" + texture, of.known.auroc, "", of.known_before.auroc, {}});
  }
  return results;
}

} // namespace andon::workflow
