#include "core/metrics/ranking.h"
#include "core/workflow/adapt.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/bench_surfaces.h"
#include "core/workflow/images.h"
#include "core/workflow/labels.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const std::string& item) {
  return fs::path(item).filename().string().starts_with(hidden_name);
}

Result<double> auroc_of(Workspace& workspace, const std::string& run, const fs::path& data,
                        Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(
      const ScoreOut scored,
      score(workspace, {.run = run, .data = data.string(), .part = "test", .out = {}}, progress, stop));
  std::vector<double> scores;
  std::vector<int> labels;
  for (const ScoreRow& row : scored.rows) {
    scores.push_back(row.score);
    labels.push_back(row.label);
  }
  ANDON_ASSIGN(const Estimate value, auroc(scores, labels));
  return value.value;
}

struct Cleaned {
  double clean = 0, contaminated = 0, cleaned = 0, found = 0;
};

/// A scripted reviewer judges the most suspicious training images by the truth.
Result<double> review_suspicious(Workspace& workspace, const std::string& run, std::int64_t most) {
  ANDON_ASSIGN(const std::vector<SuspiciousImage> suspicious, suspicious_images(workspace, run));
  ANDON_ASSIGN(const LabelContext context, label_context(workspace, run, ""));
  ANDON_ASSIGN(LabelLog log, LabelLog::open(workspace));
  double found = 0;
  for (std::size_t i = 0; i < std::min(suspicious.size(), static_cast<std::size_t>(most)); ++i) {
    const SuspiciousImage& image = suspicious[i];
    found += is_hidden(image.id);
    ANDON_TRY(log.give(workspace, context, {image.id, 0, 0, image.score},
                       is_hidden(image.id) ? label_class::abnormal : label_class::normal,
                       {"script", "", "suspicious"}));
  }
  return found;
}

Result<Cleaned> one_texture(const fs::path& folder, const std::string& texture,
                            const ContaminatedBenchOptions& options, Progress& progress,
                            std::stop_token stop) {
  const auto train_images = static_cast<double>(options.train);
  BenchSurfaces surfaces{texture, static_cast<std::uint64_t>(options.seed)};
  surfaces.options.train = options.train;
  ANDON_TRY(write_surfaces(folder / "clean", surfaces, progress, stop));
  surfaces.hidden = std::lround(options.share * train_images / (1 - options.share));
  ANDON_TRY(write_surfaces(folder / "mixed", surfaces, progress, stop));
  ANDON_ASSIGN(Workspace workspace, Workspace::open(folder / "workspace"));
  Cleaned result;
  for (const char* name : {"clean", "mixed"}) {
    TrainIn in{.model = options.model, .data = (folder / name).string(), .name = name};
    in.seed = static_cast<std::uint64_t>(options.seed);
    ANDON_TRY(train(workspace, in, progress, stop));
  }
  ANDON_ASSIGN(result.clean, auroc_of(workspace, "clean", folder / "clean", progress, stop));
  ANDON_ASSIGN(result.contaminated, auroc_of(workspace, "mixed", folder / "mixed", progress, stop));
  const auto most = static_cast<std::int64_t>(std::ceil(options.reviewed * train_images));
  ANDON_ASSIGN(result.found, review_suspicious(workspace, "mixed", most));
  result.found /= static_cast<double>(std::max<std::int64_t>(1, surfaces.hidden));
  ANDON_ASSIGN(
      const AdaptOut adapted,
      adapt(workspace, {.run = "mixed", .options = {{"min_labels", std::int64_t{1}}}}, progress, stop));
  ANDON_TRY(accept_candidate(workspace, {.run = adapted.candidate, .author = "script"}));
  ANDON_ASSIGN(result.cleaned, auroc_of(workspace, "mixed", folder / "mixed", progress, stop));
  return result;
}

} // namespace

std::vector<Option> ContaminatedBenchOptions::describe() {
  return {option("texture", texture, "Surface, or all"),
          option("model", model, "Image method"),
          option("train", train, "Good training images", "images", 10, 100000),
          option("share", share, "Share of defects hidden among the training images", "", 0.001, 0.5),
          option("reviewed", reviewed, "Share of the training images that the scripted reviewer looks at", "",
                 0.01, 1),
          option("seed", seed, "Of simulation and training", "", 0, 1e9)};
}

Result<std::vector<BenchResult>> bench_contaminated(const OptionMap& values, Progress& progress,
                                                    std::stop_token stop) {
  ANDON_ASSIGN(const ContaminatedBenchOptions options, configured<ContaminatedBenchOptions>(values));
  SurfaceOptions surfaces;
  surfaces.texture = options.texture;
  std::vector<BenchResult> results;
  double worst = 0;
  for (const std::string& texture : chosen_textures(surfaces)) {
    ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
    ANDON_ASSIGN(const Cleaned of, one_texture(scratch.path(), texture, options, progress, stop));
    results.push_back({"auroc_clean/" + texture, of.clean, "", {}, {}});
    results.push_back({"auroc_contaminated/" + texture, of.contaminated, "", of.clean, {}});
    results.push_back({"auroc_cleaned/" + texture, of.cleaned, "", of.clean, {}});
    results.push_back({"found/" + texture, of.found, "", {}, {}});
    worst = std::max(worst, of.clean - of.cleaned);
  }
  results.push_back({"worst_gap", worst, "", {}, {}});
  return results;
}

} // namespace andon::workflow
