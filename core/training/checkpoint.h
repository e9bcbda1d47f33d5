#pragma once
#include "core/base/error.h"
#include "core/base/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>

namespace andon {

/// Where a training run stands. Randomness needs no state of its own: shuffling depends on (seed, epoch),
/// augmentation and dropout on (seed, step).
struct TrainingState {
  std::int64_t epoch = 0;   ///< running epoch, from 0
  std::int64_t batch = 0;   ///< next batch of that epoch
  std::int64_t step = 0;    ///< batches seen, the schedule's position
  std::int64_t updates = 0; ///< optimiser steps made
  std::int64_t skipped = 0; ///< steps left out
  std::int64_t waited = 0;  ///< epochs since the best validation loss
  std::int64_t best_epoch = 0;
  double best_loss = std::numeric_limits<double>::infinity();
  double train_loss = 0; ///< of the last whole epoch
  double seconds = 0;
  std::map<std::string, double> sums; ///< of the running epoch: loss and terms, weighted by items
  bool finished = false;
};

struct Checkpoint {
  TrainingState state;
  TensorSet tensors;
};

/// Writes tensors to checkpoint-<n>.safetensors, reads them back, then publishes checkpoint.json that names
/// the file and its SHA-256; only then is the previous file removed. A kill at any moment leaves one good
/// checkpoint. Errors: io, corrupt when the bytes read back differ (the previous checkpoint stays).
Result<void> save_checkpoint(const std::filesystem::path& folder, const std::string& identity,
                             const Checkpoint& checkpoint);
/// Nothing when the folder has none. Errors: corrupt (hash, format), conflict when it belongs to another
/// identity, unsupported for a newer format.
Result<std::optional<Checkpoint>> load_checkpoint(const std::filesystem::path& folder,
                                                  const std::string& identity);
/// Removes the checkpoint of a run whose model is safely stored.
void discard_checkpoint(const std::filesystem::path& folder);

} // namespace andon
