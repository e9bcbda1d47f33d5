#pragma once
#include "core/models/structure_example.h"
#include "core/workflow/model_table.h"
#include "core/workflow/scene_data.h"

#include <map>
#include <string>
#include <vector>

namespace andon::workflow {

/// Scenes with what the sensors' meta tell of them. Errors: those of each_scene.
Result<std::vector<StructureExample>> structure_examples(const DataSource& data,
                                                         const std::vector<std::size_t>& items,
                                                         std::int64_t bins, Progress& progress,
                                                         std::stop_token stop);

/// A scene with what a model says of it.
template <class Prediction>
struct ReadScene {
  std::size_t item = 0;
  StructureExample example;
  Prediction prediction;
};

/// The scenes of the job's part with model.predict() of each. Errors: those of reading and predicting,
/// insufficient_data (no scene), cancelled (within one scene).
template <class Prediction, class Model>
Result<std::vector<ReadScene<Prediction>>> read_and_predict(const Model& model, const ApplyJob& job,
                                                            std::int64_t bins, Progress& progress,
                                                            std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<std::size_t> items, scene_items_of(job.data, job.part));
  ANDON_ASSIGN(std::vector<StructureExample> scenes,
               structure_examples(job.data, items, bins, progress, stop));
  std::vector<ReadScene<Prediction>> result;
  progress.stage("finding structure", static_cast<std::int64_t>(items.size()));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "scoring was cancelled");
    ANDON_ASSIGN(Prediction prediction, model.predict(scenes[i].facts));
    result.push_back({items[i], std::move(scenes[i]), std::move(prediction)});
    progress.advance(static_cast<std::int64_t>(i) + 1);
  }
  return result;
}

/// Figures of predicted against true structures of the same scenes, by name.
using StructureFigures = std::vector<std::pair<std::string, double>>;
using FiguresOf = StructureFigures (*)(const StructureScores& scores);
/// Each figure with a percentile interval over 200 draws of as many scenes with repeats.
Metrics structure_metrics(const std::vector<SceneStructure>& predicted,
                          const std::vector<SceneStructure>& truth, FiguresOf figures, Seed seed);

/// Probabilities of one_word, two_words and bits by name, as both models write them into their files.
std::map<std::string, float> named_types(const float* three);

} // namespace andon::workflow
