#include "core/store/file_system.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/vfs.h>
#include <unistd.h>

namespace andon::store {

bool is_network_file_system(long type) {
  constexpr std::array<unsigned long, 6> magic = {0x6969,     0x517b,     0xff534d42,
                                                  0xfe534d42, 0x5346414f, 0x00c36400};
  return std::ranges::find(magic, static_cast<unsigned long>(type) & 0xffffffffUL) != magic.end();
}

Result<void> check_place(const std::filesystem::path& sqlite_file) {
  std::filesystem::path folder = sqlite_file.parent_path();
  if (folder.empty())
    folder = ".";
  struct statfs status {};
  if (::statfs(folder.c_str(), &status) != 0)
    return fail(ErrorCode::io, sqlite_file.string() + ": cannot open the database: " + std::strerror(errno) +
                                   "; create the folder " + folder.string() + " first");
  if (is_network_file_system(status.f_type))
    return fail(ErrorCode::unsupported,
                sqlite_file.string() +
                    ": the folder is on a network file system, where an SQLite "
                    "database can be damaged; use a local disk, or PostgreSQL for several seats");
  if (::access(folder.c_str(), W_OK) != 0 ||
      (::access(sqlite_file.c_str(), F_OK) == 0 && ::access(sqlite_file.c_str(), W_OK) != 0))
    return fail(ErrorCode::io, sqlite_file.string() +
                                   ": cannot open the database: the file or its folder is read-only; "
                                   "choose a folder you may write to");
  return {};
}

} // namespace andon::store
