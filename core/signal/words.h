#pragma once
#include "core/base/error.h"
#include "core/signal/series.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// True when every present value is a whole number in 0 … 65535, so that it can be read as a 16-bit word.
bool holds_words(const Series& series);
/// The values as words, missing ones as 0. requires holds_words(series).
std::vector<std::uint16_t> words_of(const Series& series);
inline std::uint16_t swap_bytes(std::uint16_t word) {
  return static_cast<std::uint16_t>((word << 8) | (word >> 8));
}
/// b − a modulo 2¹⁶, in −32768 … 32767: the shortest way from one reading of a counter to the next.
inline int word_step(std::uint16_t a, std::uint16_t b) {
  return static_cast<std::int16_t>(static_cast<std::uint16_t>(b - a));
}
/// True when a counter that went from a to b by the shortest way passed its end.
inline bool rolls_over(std::uint16_t a, std::uint16_t b) {
  const int difference = static_cast<int>(b) - static_cast<int>(a);
  return difference > 32767 || difference < -32767;
}

/// 32-bit values of two halves of equal rate, start and length.
struct Decoded32 {
  std::vector<std::uint32_t> value;
  std::vector<std::int64_t> rollovers; ///< samples at which the low half has passed its end
  std::vector<std::int64_t> torn;      ///< roll-overs at which the high half follows one sample late
};
/// Joins the halves. At a torn read the value is mended with the high half of the next sample. Bytes are put
/// back in order where the metas say so. Errors: invalid_argument (rates, starts or lengths differ; not
/// words).
Result<Decoded32> decode_pair(const Sensor& low, const Sensor& high);

/// Bits [start, start + count) of every word, as a number. requires 0 <= start, 1 <= count, start + count
/// <= 16.
std::vector<std::uint16_t> bit_field(std::span<const std::uint16_t> words, int start, int count);
/// Changes of each of the 16 bits from sample to sample.
std::array<std::int64_t, 16> bit_toggles(std::span<const std::uint16_t> words);

} // namespace andon
