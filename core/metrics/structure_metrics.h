#pragma once
#include "core/signal/sensor_meta.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// Two sensors that hold the halves of one value, and the bins in which its low half rolls over.
struct WordPair {
  std::int64_t low = 0, high = 0;
  std::vector<std::int64_t> overflow; ///< ascending, without repeats
};
/// What a scene's sensors are.
struct SceneStructure {
  std::vector<SensorType> types;
  std::vector<std::int64_t> masks; ///< moving bits of sensors of type bits, else 0
  std::vector<WordPair> pairs;
};

struct PairCounts {
  std::int64_t found = 0, wrong = 0, missed = 0;
  double precision() const; ///< 1 when nothing was predicted
  double recall() const;    ///< 1 when there was nothing to find
  double f1() const;        ///< 2·found/(2·found + wrong + missed), 1 when there is nothing at all
};

/// Figures of predicted against true structures, scene by scene pooled.
struct StructureScores {
  double node_macro_f1 = 0; ///< mean over the types that occur of F1; sensors of unknown type are left out
  std::array<PairCounts, 3> types; ///< of sensors called one_word, two_words, bits, where the truth is known
  PairCounts pairs;                ///< of unordered pairs
  double order_accuracy = 0; ///< of the pairs found: share with the low half right; 1 when none was found
  double bitmask_iou =
      0;               ///< bits both in truth and prediction / bits in either, over all sensors; 1 when none
  PairCounts overflow; ///< of (unordered pair, bin)
};
/// requires equally many scenes, each with equally many sensors.
StructureScores structure_scores(std::span<const SceneStructure> predicted,
                                 std::span<const SceneStructure> truth);

} // namespace andon
