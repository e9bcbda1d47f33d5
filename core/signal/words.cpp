#include "core/signal/words.h"

#include "core/base/assert.h"

#include <algorithm>
#include <cmath>

namespace andon {

bool holds_words(const Series& series) {
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    const float value = series.values[i];
    if (!series.is_missing(i) && (!(value >= 0 && value <= 65535) || value != std::floor(value)))
      return false;
  }
  return true;
}

std::vector<std::uint16_t> words_of(const Series& series) {
  std::vector<std::uint16_t> words(series.values.size());
  for (std::size_t i = 0; i < words.size(); ++i)
    words[i] = series.is_missing(i) ? 0 : static_cast<std::uint16_t>(series.values[i]);
  return words;
}

Result<Decoded32> decode_pair(const Sensor& low, const Sensor& high) {
  const std::string where = "sensors '" + low.info.id + "' and '" + high.info.id + "'";
  if (low.series.rate != high.series.rate || low.series.start != high.series.start ||
      low.series.values.size() != high.series.values.size())
    return fail(ErrorCode::invalid_argument,
                where + " cannot make one value: their rates, starts or lengths differ");
  if (!holds_words(low.series) || !holds_words(high.series))
    return fail(ErrorCode::invalid_argument, where + " cannot make one value: they do not hold 16-bit words");
  std::vector<std::uint16_t> lows = words_of(low.series), highs = words_of(high.series);
  const auto mend = [](const Sensor& sensor, std::vector<std::uint16_t>& words) {
    if (sensor.info.meta.swapped_bytes)
      std::transform(words.begin(), words.end(), words.begin(), swap_bytes);
  };
  mend(low, lows);
  mend(high, highs);
  Decoded32 result;
  result.value.resize(lows.size());
  for (std::size_t i = 0; i < lows.size(); ++i) {
    std::uint16_t upper = highs[i];
    if (i > 0 && rolls_over(lows[i - 1], lows[i])) {
      result.rollovers.push_back(static_cast<std::int64_t>(i));
      if (highs[i] == highs[i - 1] && i + 1 < highs.size() && highs[i + 1] != highs[i]) {
        result.torn.push_back(static_cast<std::int64_t>(i));
        upper = highs[i + 1];
      }
    }
    result.value[i] = static_cast<std::uint32_t>(upper) << 16 | lows[i];
  }
  return result;
}

std::vector<std::uint16_t> bit_field(std::span<const std::uint16_t> words, int start, int count) {
  ANDON_ASSERT(start >= 0 && count >= 1 && start + count <= 16);
  std::vector<std::uint16_t> field(words.size());
  const auto mask = static_cast<std::uint16_t>((1U << count) - 1);
  for (std::size_t i = 0; i < words.size(); ++i)
    field[i] = static_cast<std::uint16_t>(words[i] >> start) & mask;
  return field;
}

std::array<std::int64_t, 16> bit_toggles(std::span<const std::uint16_t> words) {
  std::array<std::int64_t, 16> toggles{};
  for (std::size_t i = 1; i < words.size(); ++i)
    for (unsigned changed = words[i] ^ words[i - 1]; changed != 0; changed &= changed - 1)
      ++toggles[static_cast<std::size_t>(__builtin_ctz(changed))];
  return toggles;
}

} // namespace andon
