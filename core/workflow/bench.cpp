#include "core/decision/far_experiment.h"
#include "core/drift/drift_experiment.h"
#include "core/workflow/bench_condition.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/bench_scenes.h"
#include "core/workflow/bench_window.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unistd.h>

namespace andon::workflow {

namespace fs = std::filesystem;

Result<ScratchFolder> ScratchFolder::make() {
  std::error_code error;
  std::string pattern = (fs::temp_directory_path(error) / "andon-bench-XXXXXX").string();
  if (!::mkdtemp(pattern.data()))
    return fail(ErrorCode::io, "cannot create a folder below " + fs::temp_directory_path(error).string() +
                                   "; set TMPDIR to one that you may write to");
  return ScratchFolder(pattern);
}

ScratchFolder::~ScratchFolder() {
  std::error_code error;
  if (!path_.empty())
    fs::remove_all(path_, error);
}

const Table<BenchEntry>& bench_table() {
  static const Table<BenchEntry> table(
      "bench",
      {
          {"motor", "Motor story: training time, scoring rate, AUROC and F1 on the default simulation",
           describe_defaults<MotorBenchOptions>(), bench_motor},
          {"review", "From a verdict's key to the next item painted, with many windows queued",
           describe_defaults<ReviewBenchOptions>(), bench_review},
          {"adapt",
           "Recall of a new fault before and after reviewing the highest scores, and after random labels",
           describe_defaults<AdaptBenchOptions>(), bench_adapt},
          {"drift_adapt", "A new condition: healthy recordings flagged and dull tools found before and after adapting",
           describe_defaults<ConditionBenchOptions>(), bench_condition},
          {"light_adapt", "Another light: good images flagged and defects found before and after adapting",
           describe_defaults<LightBenchOptions>(), bench_light},
          {"friction",
           "AUROC against the friction of a dull tool in heavy noise, beside PCA and a linear model",
           describe_defaults<FrictionBenchOptions>(), bench_friction},
          {"csv", "CSV import rate beside a plain getline/stod loop", describe_defaults<CsvBenchOptions>(),
           bench_csv},
          {"coreset", "Greedy k-centre selection of patches beside the naive loop",
           describe_defaults<CoresetBenchOptions>(), bench_coreset},
          {"patchcore", "One image from file to decision with a memory bank, beside a plain implementation",
           describe_defaults<PatchcoreBenchOptions>(), bench_patchcore},
          {"pixels", "Exact pixel metrics over more pixels than fit into memory",
           describe_defaults<PixelsBenchOptions>(), bench_pixels},
          {"images",
           "Every image method on simulated surfaces, or on a folder in MVTec AD layout with --data DIR",
           describe_defaults<ImageBenchOptions>(), bench_images},
          {"contaminated",
           "Hidden defects among the training images, found by review: AUROC clean, contaminated, cleaned",
           describe_defaults<ContaminatedBenchOptions>(), bench_contaminated},
          {"parts", "False rejects of simulated good parts beside what was promised",
           describe_defaults<PartsBenchOptions>(), bench_parts},
          {"pyramid", "Frame time of four linked tracks of long signals in the window",
           describe_defaults<PyramidBenchOptions>(), bench_pyramid},
          {"scene_page", "Frame time of the lanes of a long scene in the window",
           describe_defaults<ScenePageBenchOptions>(), bench_scene_page},
          {"gallery", "Frame time of the gallery of many images, and opening one with its heatmap",
           describe_defaults<GalleryBenchOptions>(), bench_gallery},
          {"thresholds", "Frame time of the Thresholds page while its line and its tail are dragged",
           describe_defaults<ThresholdsBenchOptions>(), bench_thresholds},
          {"startup", "Seconds from the start of the window to its first paint",
           describe_defaults<StartupBenchOptions>(), bench_startup},
          {"cnc", "CNC mill: retrieval of the matching current and worn/unworn tools, needs --data DIR",
           describe_defaults<CncBenchOptions>(), bench_cnc},
          {"skab", "SKAB test bench: every detector by the published protocol, needs --data DIR",
           describe_defaults<SkabBenchOptions>(), bench_skab},
          {"cwru", "CWRU bearings: every detector on spectral bands, needs --data DIR",
           describe_defaults<CwruBenchOptions>(), bench_cwru},
          {"structure", "Types, pairs, order, bit masks and roll-overs found on machines never seen",
           describe_defaults<SceneBenchOptions>(), bench_structure},
          {"preclassifier", "Types of sensors told one by one on machines never seen, beside a rule and a linear model",
           describe_defaults<SceneBenchOptions>(), bench_preclassifier},
          {"scenes", "Anomalies of scenes of machines never seen, and the time to score one",
           describe_defaults<SceneBenchOptions>(), bench_scenes},
          {"far", "Realised against promised false-alarm rates on known laws, and the price in missed alarms",
           describe_defaults<FarOptions>(), bench_far},
          {"gpd", "Generalised Pareto fit: time, and likelihood beside a dense search",
           describe_defaults<GpdBenchOptions>(), bench_gpd},
          {"drift", "Drift detectors: kept run lengths on unchanged streams, delays after changes, MMD time",
           describe_defaults<DriftExperimentOptions>(), bench_drift},
      });
  return table;
}

double at_share(std::vector<double> values, double share) {
  const double rank = std::ceil(share * static_cast<double>(values.size()));
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

std::vector<BenchInfo> benches() {
  std::vector<BenchInfo> result;
  for (const BenchEntry& row : bench_table().rows())
    result.push_back({row.id, row.title, row.options});
  return result;
}

Result<std::vector<BenchResult>> bench(const std::string& id, const OptionMap& options, Progress& progress,
                                       std::stop_token stop) {
  ANDON_ASSIGN(const BenchEntry* entry, bench_table().find(id));
  return entry->run(options, progress, stop);
}

} // namespace andon::workflow
