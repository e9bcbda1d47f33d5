#pragma once
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/signal/series.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// One thing that a person says of the sensors of a scene.
struct DecodeChange {
  enum class Kind {
    pair,       ///< `sensor` is the low half and `other` the high half of one 32-bit value
    apart,      ///< `sensor` and the half it was paired with stand alone again
    bits,       ///< the bits in `mask` are fields of their own; 0 takes that back
    type,       ///< `type`: unknown, one_word or bits
    swap_bytes, ///< `on`: the two bytes of every word were recorded in the other order
  };
  Kind kind = Kind::pair;
  std::string sensor, other;
  std::int64_t mask = 0;
  SensorType type = SensorType::unknown;
  bool on = true;
  bool operator==(const DecodeChange&) const = default;
};

/// Changes what is known of the sensors so that it stays consistent: whoever is paired, marked or given a
/// type leaves the pair it was in, and so does its former other half. Roll-over times of pairs that change
/// are dropped. Errors: not_found (sensor, naming the nearest), invalid_argument (a sensor with itself,
/// halves of different rates or lengths, a mask beyond 16 bits, two_words as a type).
Result<void> apply_change(const DecodeChange& change, std::vector<SensorInfo>& sensors);

struct DecodeWritten {
  std::int64_t scenes = 0; ///< that were changed
  std::string sha256;      ///< of the data set as it is now
};
/// Applies the changes in order to one scene, or to every scene that has the sensors named (scene ""), checks
/// that halves and bit fields hold 16-bit words, finds the roll-overs of new pairs in the samples (kept up to
/// 65,536 a pair) and replaces the manifest in one atomic step; scene files stay as recorded. Errors: those
/// of apply_change, not_found (scene), invalid_argument (not words; starts differ), io, cancelled; then
/// nothing was changed. Memory: 1 M samples. Cost: one pass over the samples of the sensors named.
Result<DecodeWritten> decode_dataset(const std::filesystem::path& folder, const std::string& scene,
                                     std::span<const DecodeChange> changes, Progress& progress,
                                     std::stop_token stop);

} // namespace andon
