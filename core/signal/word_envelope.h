#pragma once
#include "core/signal/series.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// What 16-bit words have in common: bits that are one in all of them and bits that are one in any.
struct BitRange {
  std::uint16_t all = 0xffff, any = 0;
  bool empty() const { return (all & ~any) != 0; } ///< of no word at all
  std::uint16_t moving() const { return static_cast<std::uint16_t>(any & ~all); }
  void add(std::uint16_t word) {
    all &= word;
    any |= word;
  }
  void add(const BitRange& other) {
    all &= other.all;
    any |= other.any;
  }
};

/// Pyramid of bit ranges over the words of a sensor: level 0 covers `base_block` samples, every further level
/// 16 blocks of the one below, so that a bit that moves for one sample shows at every zoom. Made piece by
/// piece; counts distinct values on the way. Threads: const members from any thread. Memory: 4 bytes for
/// every 64 samples.
class WordEnvelope {
public:
  static constexpr std::int64_t base_block = 64, factor = 16;
  static constexpr std::size_t most_states = 8;

  /// The next samples; missing ones are passed over. requires holds_words for the words to mean anything.
  void add(const Series& series);
  /// No more samples: builds the coarser levels.
  void finish();
  /// Bits of [first + i·width, first + (i+1)·width), widened to whole blocks. requires finish(), width >=
  /// base_block. Cost: O(out.size()·factor).
  void query(double first, double width, std::span<BitRange> out) const;
  bool words() const { return words_; } ///< every value so far was a 16-bit word
  BitRange range() const { return range_; }
  /// Distinct values, ascending, when there are at most most_states; else empty.
  const std::vector<float>& states() const { return states_; }

private:
  std::vector<std::vector<BitRange>> levels_{1};
  std::int64_t samples_ = 0;
  bool words_ = true, many_ = false;
  BitRange range_;
  std::vector<float> states_;
};

} // namespace andon
