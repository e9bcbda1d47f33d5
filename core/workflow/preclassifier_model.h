#pragma once
#include "core/models/preclassifier.h"
#include "core/workflow/structure_examples.h"

namespace andon::workflow::preclassifier {

/// Every option of the model "preclassifier": architecture, training and validation share in one flat set.
struct PreclassifierConfig {
  PreclassifierOptions architecture;
  TrainingOptions training;
  double validation = 0.15;
  PreclassifierConfig();
  std::vector<Option> describe();
};

std::vector<OptionInfo> options();
Result<OptionMap> resolve(const OptionMap& options);
/// Fits on the sensors' meta as truth. Writes weights.safetensors and model.json.
Result<FitOutcome> fit(const FitJob& job, Progress& progress, std::stop_token stop);
/// One row a sensor of a scene: score = probability that it is half of a 32-bit value; label from the meta
/// where the type is known. The whole prediction, type probabilities and embedding of every sensor, is
/// written as preclassifier.json into the run folder.
Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop);
/// node_macro_f1 and recall_one_word, recall_two_words, recall_bits (1 when there is none) with intervals
/// over scenes; beside them a rule on coincidences and carries, a ridge regression of the types on the word
/// facts, and a random scorer.
Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop);

/// The row of the model table.
std::vector<ModelEntry> model_rows();

} // namespace andon::workflow::preclassifier
