#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// The latest items of a stream: score, features and name, oldest first. Memory: capacity·(width + 2)
/// numbers, whatever the length of the stream. Threads: one at a time.
class DriftBuffer {
public:
  /// requires capacity >= 1.
  DriftBuffer(std::size_t capacity, std::size_t width) : capacity_(capacity), width_(width) {}
  /// requires features.size() == width.
  void add(double score, std::span<const float> features, std::string item = {});
  std::size_t size() const { return scores_.size(); }
  std::size_t capacity() const { return capacity_; }
  std::size_t width() const { return width_; }
  std::int64_t seen() const { return seen_; } ///< items added, kept or not
  std::vector<double> scores() const;         ///< the newest last
  std::vector<float> features() const;        ///< [size, width]
  std::vector<std::string> items() const;

private:
  std::size_t place(std::size_t i) const { return (next_ + i) % scores_.size(); }
  std::size_t capacity_, width_, next_ = 0; ///< next_: the oldest, once the ring is full
  std::int64_t seen_ = 0;
  std::vector<double> scores_;
  std::vector<float> features_;
  std::vector<std::string> items_;
};

} // namespace andon
