#include "core/workflow/file_lock.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace andon::workflow {
namespace {

int operation(FileLock::Kind kind) {
  return kind == FileLock::Kind::shared ? LOCK_SH : LOCK_EX;
}

int flock_again(int descriptor, int how) {
  int status = 0;
  do
    status = ::flock(descriptor, how);
  while (status != 0 && errno == EINTR);
  return status;
}

Result<int> open_lock_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0)
    return fail(ErrorCode::io, "cannot open the lock file " + file.string() + ": " + std::strerror(errno) +
                                   "; choose a workspace folder that you may write to");
  return descriptor;
}

} // namespace

Result<FileLock> FileLock::take(const std::filesystem::path& file, Kind kind) {
  ANDON_ASSIGN(const int descriptor, open_lock_file(file));
  FileLock lock(descriptor);
  if (flock_again(descriptor, operation(kind)) != 0)
    return fail(ErrorCode::io, "cannot lock " + file.string() + ": " + std::strerror(errno));
  return lock;
}

Result<std::optional<FileLock>> FileLock::try_take(const std::filesystem::path& file, Kind kind) {
  ANDON_ASSIGN(const int descriptor, open_lock_file(file));
  FileLock lock(descriptor);
  if (flock_again(descriptor, operation(kind) | LOCK_NB) == 0)
    return std::optional<FileLock>(std::move(lock));
  if (errno == EWOULDBLOCK)
    return std::optional<FileLock>();
  return fail(ErrorCode::io, "cannot lock " + file.string() + ": " + std::strerror(errno));
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

Result<void> FileLock::share() {
  if (flock_again(descriptor_, LOCK_SH) != 0)
    return fail(ErrorCode::io, std::string("cannot share a lock: ") + std::strerror(errno));
  return {};
}

} // namespace andon::workflow
