#include "core/training/training_options.h"

namespace andon {

std::vector<Option> TrainingOptions::describe() {
  return {
      option("epochs", epochs,
             "Passes over the training data; more when the loss is still falling at the end", "", 1, 100000),
      option("batch", batch,
             "Items a step; a contrastive loss needs many, since the others are its negatives", "items", 2,
             65536),
      option("learning_rate", learning_rate,
             "Highest step size, reached after the warm-up; lower it when steps are skipped", "", 1e-8, 1),
      option("weight_decay", weight_decay,
             "Pull of every weight to zero (AdamW); raise it against over-fitting", "", 0, 1),
      option("warmup_fraction", warmup_fraction, "Share of all steps in which the step size rises linearly",
             "", 0, 0.9),
      option("clip_norm", clip_norm,
             "Longest gradient of one step over all weights; 0 leaves gradients as they are", "", 0, 1e6),
      option("patience", patience, "Training stops after this many epochs without a better validation loss",
             "epochs", 1, 100000),
      option("bf16", bf16,
             "Compute in bfloat16 where the processor has it: faster for large models, less exact"),
      option("deterministic", deterministic,
             "Same data, seed and threads give the same bits; off may be faster on a GPU"),
      option("checkpoint_seconds", checkpoint_seconds,
             "Time between saved states from which an interrupted run goes on", "s", 0, 86400)};
}

} // namespace andon
