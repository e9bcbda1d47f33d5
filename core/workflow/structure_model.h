#pragma once
#include "core/models/structure_model.h"
#include "core/workflow/model_table.h"
#include "core/workflow/structure_examples.h"

namespace andon::workflow::structure {

/// Every option of the model "structure": architecture, training and validation share in one flat set.
struct StructureConfig {
  StructureOptions architecture;
  TrainingOptions training;
  double validation = 0.15;
  StructureConfig();
  std::vector<Option> describe();
};

std::vector<OptionInfo> options();
Result<OptionMap> resolve(const OptionMap& options);
/// Fits on the sensors' meta as truth. Writes weights.safetensors and model.json.
Result<FitOutcome> fit(const FitJob& job, Progress& progress, std::stop_token stop);
/// One row an unordered pair of sensors of a scene ("s03+s17"): score = probability that they are halves of
/// one value; label from the meta where both types are known. The whole prediction is written as
/// structure.json into the run folder.
Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop);
/// node_macro_f1, pair_f1, order_accuracy, bitmask_iou, overflow_f1 with intervals over scenes; beside them
/// the rule that calls two sensors a pair when roll-overs and moves coincide, and a random scorer.
Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop);

/// The row of the model table.
std::vector<ModelEntry> model_rows();

} // namespace andon::workflow::structure
