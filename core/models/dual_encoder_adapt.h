#pragma once
#include "core/models/dual_encoder.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// What people said of windows. A bag holds the windows of an interval of which at least one is abnormal.
struct WindowFeedback {
  PairWindows windows;
  std::vector<int> labels;                     ///< one a window: 1, 0, or −1 = only in bags
  std::vector<std::vector<std::int64_t>> bags; ///< indices of windows
  std::int64_t positives() const;
  std::int64_t negatives() const;
};

/// Fine-tuning on feedback (SPEC S7.3).
struct DualEncoderAdaptOptions {
  std::string layers = "head";
  std::string bag = "attention";
  double learning_rate = 3e-4;
  std::int64_t epochs = 150;
  std::int64_t batch = 64;
  std::int64_t patience = 50;
  double positive_share = 0.4;
  double replay = 5;
  double keep = 0.3;
  double sharpness = 1;
  std::vector<Option> describe();
};

/// Fine-tunes `model` in place and adds a fault head, which is trained ten times faster; on an error it must
/// be thrown away. Loss over labelled windows, bags and replayed healthy windows: binary cross-entropy of the
/// logit sharpness·asinh((s − t)/(t − m)) + h, less that of the threshold in use, with s the encoders' score,
/// t the threshold at the first fine-tuning, m the median healthy score and h of the fault head,
/// both classes weighted alike, positives repeated up to `positive_share` of the entries; plus keep·InfoNCE
/// on the replayed pairs, so that the space stays what it was for healthy units. Normalisation statistics
/// stay those of training. `validation` decides early stopping; without an abnormal window in it all epochs
/// are run. requires labels and bags within the windows. Errors: insufficient_data (nothing abnormal or
/// nothing normal), invalid_argument (windows of another shape), cancelled, those of train().
struct DualEncoderAdaptIn {
  WindowFeedback train, validation;
  PairWindows replay, replay_validation; ///< healthy windows of the first training
  double threshold = 0;
  std::uint64_t seed = 1;
};
Result<TrainingReport> adapt_dual_encoder(DualEncoder& model, const DualEncoderAdaptIn& in,
                                          DualEncoderAdaptOptions options, Progress& progress,
                                          std::stop_token stop);

} // namespace andon
