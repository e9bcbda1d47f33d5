#pragma once
#include "core/signal/word_envelope.h"
#include "core/workflow/recording.h"

namespace andon::workflow {

/// What the samples of every sensor of a scene say about how to draw it: bits over time, few states. Reads
/// every sensor once. Cancels within one block of 1 M samples. Errors: io, cancelled.
Result<std::vector<std::shared_ptr<const WordEnvelope>>>
scene_words(const Recording& recording, Progress& progress, std::stop_token stop);

/// Two halves and how their bytes lie.
struct Halves {
  std::string low, high;
  bool low_swapped = false, high_swapped = false;
  auto operator<=>(const Halves&) const = default;
};
/// The 32-bit value of two halves, ready to draw. Values are less `offset`, the lowest one, so that single
/// steps of large counts are not lost in a float.
struct DecodedValue {
  Halves halves;
  double start = 0, rate = 1, offset = 0;
  std::int64_t samples = 0;
  std::shared_ptr<const Envelope> envelope;
  std::shared_ptr<const Series> whole; ///< when at most Recording::whole_limit samples
  std::vector<double> rollovers, torn; ///< seconds
};
/// Errors: those of decode_pair, not_found, io, cancelled. Memory: about 20 bytes a sample.
Result<DecodedValue> decoded_value(const Recording& recording, const Halves& halves, std::stop_token stop);
/// Values less `offset` of samples [from, from + count), torn reads mended as in the whole. Errors: io.
Result<Series> decoded_range(const Recording& recording, const Halves& halves, double offset,
                             std::int64_t from, std::int64_t count);

} // namespace andon::workflow
