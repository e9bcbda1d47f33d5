#include "core/drift/drift_buffer.h"

#include "core/base/assert.h"

#include <algorithm>

namespace andon {

void DriftBuffer::add(double score, std::span<const float> features, std::string item) {
  ANDON_ASSERT(features.size() == width_ && capacity_ >= 1);
  ++seen_;
  if (scores_.size() < capacity_) {
    scores_.push_back(score);
    features_.insert(features_.end(), features.begin(), features.end());
    items_.push_back(std::move(item));
    return;
  }
  scores_[next_] = score;
  std::copy(features.begin(), features.end(),
            features_.begin() + static_cast<std::ptrdiff_t>(next_ * width_));
  items_[next_] = std::move(item);
  next_ = (next_ + 1) % capacity_;
}

std::vector<double> DriftBuffer::scores() const {
  std::vector<double> result;
  for (std::size_t i = 0; i < size(); ++i)
    result.push_back(scores_[place(i)]);
  return result;
}

std::vector<float> DriftBuffer::features() const {
  std::vector<float> result;
  for (std::size_t i = 0; i < size(); ++i) {
    const auto from = features_.begin() + static_cast<std::ptrdiff_t>(place(i) * width_);
    result.insert(result.end(), from, from + static_cast<std::ptrdiff_t>(width_));
  }
  return result;
}

std::vector<std::string> DriftBuffer::items() const {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < size(); ++i)
    result.push_back(items_[place(i)]);
  return result;
}

} // namespace andon
