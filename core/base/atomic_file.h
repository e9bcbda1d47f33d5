#pragma once
#include "core/base/error.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace andon {

/// Writes a file whole or not at all: a temporary file beside `path`, fsync, rename, fsync of the folder.
/// Until commit() succeeds the old file is untouched; destruction without commit removes the temporary.
/// Threads: one writer object a thread. Errors: io with path and the system's reason (disk full, read-only…).
class AtomicFile {
public:
  static Result<AtomicFile> open(const std::filesystem::path& path);
  AtomicFile(AtomicFile&&) noexcept;
  AtomicFile& operator=(AtomicFile&&) noexcept;
  ~AtomicFile();
  Result<void> write(std::string_view bytes);
  Result<void> write(std::span<const std::byte> bytes);
  Result<void> commit();

private:
  AtomicFile() = default;
  std::filesystem::path path_, temporary_;
  int descriptor_ = -1;
};

/// Whole-file convenience over AtomicFile.
Result<void> write_atomic(const std::filesystem::path& path, std::string_view bytes);
/// For libraries that insist on writing a path themselves: they write `temporary`, this publishes it as `path`.
std::filesystem::path temporary_beside(const std::filesystem::path& path);
Result<void> publish(const std::filesystem::path& temporary, const std::filesystem::path& path);
/// Removes temporaries that a killed process left in `folder` (not recursive). Returns how many.
std::size_t sweep_temporaries(const std::filesystem::path& folder);
/// Whole file as bytes. Errors: not_found, io, limit_exceeded above max_bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::uintmax_t max_bytes = 1ULL << 30);

} // namespace andon
