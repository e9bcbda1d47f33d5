#pragma once
#include "core/base/progress.h"
#include "core/training/objective.h"
#include "core/training/training_options.h"

#include <filesystem>

namespace andon {

/// The one training loop. Per epoch: items in an order drawn from (seed, epoch), cut into batches of nearly
/// equal size (at most options.batch), AdamW with warm-up and cosine, clipping, then validation; the weights
/// of the best validation loss are in the module at the end. A step whose loss or gradient is not finite
/// changes nothing, is counted and reported. Curves by epoch from 1: "loss/train", "loss/<term>", "loss/val",
/// "lr" and what validate() reports. `folder` receives checkpoints every options.checkpoint_seconds, at each
/// epoch's end and on cancellation ("" = none); with options.resume a checkpoint there is continued bit-equal
/// (same build, machine and threads). Errors: cancelled (within one batch), insufficient_data (no items),
/// invalid_argument (every step of an epoch was not finite), conflict or corrupt (checkpoint), io. Changes
/// torch's global generator and determinism switch.
Result<TrainingReport> train(const Objective& objective, const TrainingOptions& options,
                             const std::filesystem::path& folder, Progress& progress, std::stop_token stop);

} // namespace andon
