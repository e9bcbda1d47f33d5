#pragma once
#include "core/base/error.h"

#include <filesystem>
#include <optional>

namespace andon::workflow {

/// An advisory lock on a file that the kernel releases when the process dies, however it dies. Two locks of
/// one process exclude each other like those of two processes. Move-only; destruction releases. Threads: one
/// object a thread.
class FileLock {
public:
  enum class Kind { shared, exclusive };
  /// Waits for the lock. Errors: io.
  static Result<FileLock> take(const std::filesystem::path& file, Kind kind);
  /// nullopt when somebody else holds it. Errors: io.
  static Result<std::optional<FileLock>> try_take(const std::filesystem::path& file, Kind kind);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();
  /// Turns an exclusive lock into a shared one.
  Result<void> share();

private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

} // namespace andon::workflow
