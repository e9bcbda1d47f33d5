#include "core/base/atomic_file.h"

#include <atomic>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace andon {
namespace {

constexpr std::string_view marker = ".andon-tmp-";

/// What to do about it, where that is known.
const char* advice(int number) {
  switch (number) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return "; check free space and size limits, then try again: nothing was half written";
  case EACCES:
  case EPERM:
  case EROFS:
    return "; choose a folder that you may write to";
  default:
    return "";
  }
}

tl::unexpected<Error> system_error(std::string_view action, const std::filesystem::path& path, int number) {
  return fail(ErrorCode::io, "cannot " + std::string(action) + " " + path.string() + ": " +
                                 std::strerror(number) + advice(number));
}

Result<void> sync_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder =
      file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return system_error("open folder", folder, errno);
  const int status = ::fsync(descriptor);
  const int number = errno;
  ::close(descriptor);
  // Some file systems cannot sync a folder; the rename itself is still atomic there.
  if (status != 0 && number != EINVAL)
    return system_error("sync folder", folder, number);
  return {};
}

} // namespace

std::filesystem::path temporary_beside(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter{0};
  std::filesystem::path result = path;
  result += std::string(marker) + std::to_string(::getpid()) + "-" + std::to_string(counter++);
  return result;
}

Result<AtomicFile> AtomicFile::open(const std::filesystem::path& path) {
  AtomicFile file;
  file.path_ = path;
  file.temporary_ = temporary_beside(path);
  file.descriptor_ = ::open(file.temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file.descriptor_ < 0)
    return system_error("create", path, errno);
  return file;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept {
  *this = std::move(other);
}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(temporary_, other.temporary_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0)
    return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

Result<void> AtomicFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR)
        continue;
      return system_error("write", path_, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> AtomicFile::write(std::span<const std::byte> bytes) {
  return write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

Result<void> AtomicFile::commit() {
  if (::fsync(descriptor_) != 0)
    return system_error("sync", path_, errno);
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0) {
    const int number = errno;
    ::unlink(temporary_.c_str());
    return system_error("close", path_, number);
  }
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    const int number = errno;
    ::unlink(temporary_.c_str());
    return system_error("replace", path_, number);
  }
  return sync_folder(path_);
}

Result<void> write_atomic(const std::filesystem::path& path, std::string_view bytes) {
  ANDON_ASSIGN(AtomicFile file, AtomicFile::open(path));
  ANDON_TRY(file.write(bytes));
  return file.commit();
}

Result<void> publish(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  const int descriptor = ::open(temporary.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return system_error("open", temporary, errno);
  const int status = ::fsync(descriptor);
  const int number = errno;
  ::close(descriptor);
  if (status != 0)
    return system_error("sync", temporary, number);
  if (::rename(temporary.c_str(), path.c_str()) != 0)
    return system_error("replace", path, errno);
  return sync_folder(path);
}

std::size_t sweep_temporaries(const std::filesystem::path& folder) {
  std::size_t removed = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    const std::size_t at = name.find(marker);
    if (at == std::string::npos)
      continue;
    const long owner = std::strtol(name.c_str() + at + marker.size(), nullptr, 10);
    if (owner > 0 && ::kill(static_cast<pid_t>(owner), 0) == 0 && owner != ::getpid())
      continue; // a live process is still writing it
    std::error_code error;
    removed += std::filesystem::remove_all(entry.path(), error) > 0 ? 1 : 0;
  }
  return removed;
}

Result<std::string> read_file(const std::filesystem::path& path, std::uintmax_t max_bytes) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error)
    return fail(error == std::errc::no_such_file_or_directory ? ErrorCode::not_found : ErrorCode::io,
                "cannot read " + path.string() + ": " + error.message());
  if (size > max_bytes)
    return fail(ErrorCode::limit_exceeded, path.string() + " has " + std::to_string(size) +
                                               " bytes, more than the limit of " + std::to_string(max_bytes));
  std::ifstream stream(path, std::ios::binary);
  std::string bytes(size, '\0');
  if (!stream.read(bytes.data(), static_cast<std::streamsize>(size)))
    return fail(ErrorCode::io, "cannot read " + path.string());
  return bytes;
}

} // namespace andon
