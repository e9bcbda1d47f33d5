#pragma once
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/signal/dataset.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace andon {

/// Smallest and largest value of a run of samples; low > high marks a bin without any present sample.
struct MinMax {
  float low = 1, high = -1;
};

/// Min/max pyramid of one sensor: level 0 covers `base_block` samples a bin, every further level 16 bins of
/// the one below. Built once in one pass and cached as a file (checksummed, atomic), then memory-mapped:
/// opening reads the levels once to check them (13 MB for 10^8 samples), never the samples. A single extreme
/// sample is in every level, so drawing from a level never hides a spike. Threads: const members from any
/// thread.
class Envelope {
public:
  static constexpr std::int64_t base_block = 64;
  static constexpr std::int64_t factor = 16;

  /// Opens the cache at `cache_file` when it was made from this data set, scene and sensor (by hash) and its
  /// checksum holds, else builds it and writes it; when it cannot be written it stays in memory and progress
  /// gets a message. Memory while building: 1 M samples plus the levels (samples/64·8·16/15 bytes). Cancels
  /// within 1 M samples, leaving nothing. Errors: not_found (scene, sensor), corrupt (the sensor is shorter
  /// than described), io, cancelled.
  static Result<Envelope> open_or_build(const std::filesystem::path& cache_file, const Dataset& dataset,
                                        std::size_t item, const std::string& sensor, Progress& progress,
                                        std::stop_token stop);
  /// In memory, for streams and tests.
  static Envelope build(std::span<const float> values, std::span<const std::uint8_t> missing = {});

  Envelope(Envelope&&) noexcept;
  Envelope& operator=(Envelope&&) noexcept;
  ~Envelope();

  std::int64_t samples() const;
  MinMax range() const; ///< of the whole sensor
  /// Bins of exactly [first + i·width, first + (i+1)·width) for i in [0, out.size()), from the coarsest level
  /// that is at least as fine as `width`; edges are widened to whole bins of that level, so extremes are
  /// never lost. requires width >= base_block; finer views read samples. Cost: O(out.size()·factor).
  void query(double first, double width, std::span<MinMax> out) const;

private:
  Envelope();
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace andon
