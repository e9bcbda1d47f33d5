#include "core/signal/word_envelope.h"

#include "core/base/assert.h"

#include <algorithm>
#include <cmath>

namespace andon {

void WordEnvelope::add(const Series& series) {
  for (std::size_t i = 0; i < series.values.size(); ++i, ++samples_) {
    if (static_cast<std::size_t>(samples_ / base_block) >= levels_[0].size())
      levels_[0].resize(static_cast<std::size_t>(samples_ / base_block) + 1);
    if (series.is_missing(i))
      continue;
    const float value = series.values[i];
    if (!many_ && (states_.empty() || states_.back() != value)) {
      const auto at = std::ranges::lower_bound(states_, value);
      if (at == states_.end() || *at != value) {
        states_.insert(at, value);
        many_ = states_.size() > most_states;
      }
    }
    words_ = words_ && value >= 0 && value <= 65535 && value == std::floor(value);
    if (words_)
      levels_[0].back().add(static_cast<std::uint16_t>(value));
  }
  if (many_)
    states_.clear();
}

void WordEnvelope::finish() {
  levels_.resize(1);
  while (levels_.back().size() > 1) {
    const std::vector<BitRange>& fine = levels_.back();
    std::vector<BitRange> coarse((fine.size() + factor - 1) / factor);
    for (std::size_t i = 0; i < fine.size(); ++i)
      coarse[i / factor].add(fine[i]);
    levels_.push_back(std::move(coarse));
  }
  range_ = levels_.back().front();
}

void WordEnvelope::query(double first, double width, std::span<BitRange> out) const {
  ANDON_ASSERT(width >= static_cast<double>(base_block));
  std::size_t level = 0;
  double block = static_cast<double>(base_block);
  while (level + 1 < levels_.size() && block * factor <= width) {
    block *= factor;
    ++level;
  }
  const std::vector<BitRange>& bins = levels_[level];
  const auto count = static_cast<double>(bins.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = {};
    const double start = first + static_cast<double>(i) * width;
    const double from = std::clamp(std::floor(start / block), 0.0, count);
    const double to = std::clamp(std::ceil((start + width) / block), 0.0, count);
    for (auto k = static_cast<std::size_t>(from); k < static_cast<std::size_t>(to); ++k)
      out[i].add(bins[k]);
  }
}

} // namespace andon
