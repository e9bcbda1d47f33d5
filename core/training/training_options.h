#pragma once
#include "core/base/options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// The one training loop's options, the same for every model.
struct TrainingOptions {
  std::int64_t epochs = 30;
  std::int64_t batch = 64;
  double learning_rate = 1e-3;
  double weight_decay = 1e-4;
  double warmup_fraction = 0.05; ///< of all steps, linear, before the cosine
  double clip_norm = 1.0;        ///< global gradient norm
  std::int64_t patience = 8;     ///< epochs without a better validation loss
  bool bf16 = false;
  bool deterministic = true;
  double checkpoint_seconds = 30;
  std::vector<Option> describe();

  // Set by the caller, not by people.
  std::uint64_t seed = 1;
  std::string device = "cpu";
  bool resume = false;
};

struct TrainingReport {
  std::int64_t epochs = 0, steps = 0;
  std::int64_t skipped_steps = 0; ///< steps left out because loss or gradient was not finite
  double train_loss = 0, best_validation_loss = 0;
  std::int64_t best_epoch = 0;
  double seconds = 0;
  bool resumed = false;
};

} // namespace andon
