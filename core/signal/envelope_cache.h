#pragma once
#include "core/signal/envelope_levels.h"

#include <string>

namespace andon {

/// Levels of a cache file, mapped read-only; the views die with the object. Threads: any, immutable.
class MappedLevels {
public:
  /// Layout: magic, samples, base block, factor, source hash, SHA-256 of all that and of the levels; then the
  /// levels, finest first, as pairs of floats in the machine's byte order. Errors: not_found (no file),
  /// conflict (made from other data), corrupt (size or checksum differ), io.
  static Result<MappedLevels> open(const std::filesystem::path& file, const std::string& source_hash);
  MappedLevels(MappedLevels&& other) noexcept;
  MappedLevels& operator=(MappedLevels&& other) noexcept;
  ~MappedLevels();

  std::int64_t samples() const { return samples_; }
  const LevelViews& levels() const { return levels_; }

private:
  MappedLevels() = default;
  void* address_ = nullptr;
  std::size_t bytes_ = 0;
  std::int64_t samples_ = 0;
  LevelViews levels_;
};

/// Writes whole or not at all and creates the folder. Errors: io.
Result<void> write_levels(const std::filesystem::path& file, const std::string& source_hash,
                          std::int64_t samples, const LevelVectors& levels);

} // namespace andon
