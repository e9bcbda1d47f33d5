#pragma once
#include "core/models/dual_encoder.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// Adaptation to a new condition without labels (SPEC S8).
struct DualEncoderConditionOptions {
  std::string layers = "upper";
  double learning_rate = 1e-5;
  std::int64_t epochs = 100;
  std::int64_t batch = 64;
  std::int64_t patience = 20;
  double replay = 1;
  std::vector<Option> describe();
};

/// Windows taken for healthy: recent ones of the new condition, and those the model knows already.
struct DualEncoderConditionIn {
  PairWindows train, validation; ///< recent
  PairWindows replay;            ///< of the first training, and of conditions met since
  std::uint64_t seed = 1;
};

/// Adapts `model` in place; on an error it must be thrown away. The running statistics of every batch
/// normalisation are reset and estimated anew as plain averages over batches of recent and replayed windows
/// (Li et al. 2018, adaptive batch normalisation, here on the mixture, so that the known condition stays
/// known). Then, with these statistics fixed, symmetric InfoNCE among the recent pairs and among the replayed
/// ones, weighted by their numbers; blocks below `layers` and the logit scale keep their parameters bit by
/// bit. Early stopping on the InfoNCE of `validation`; where no epoch is better than the new statistics
/// alone, these alone are the result. A fault head keeps what it learnt, on features standardised anew.
/// Nothing is written, for a candidate is never resumed. Errors: insufficient_data (fewer than 8 recent
/// training windows, fewer than 2 for validation), invalid_argument (windows of another shape), cancelled,
/// those of train().
Result<TrainingReport> adapt_to_condition(DualEncoder& model, const DualEncoderConditionIn& in,
                                          DualEncoderConditionOptions options, Progress& progress,
                                          std::stop_token stop);

} // namespace andon
