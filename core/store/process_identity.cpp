#include "core/store/process_identity.h"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace andon::store {

namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// Field 22 of /proc/<pid>/stat; the command name (field 2) may hold blanks and brackets, so count from its
// last ')'.
std::int64_t start_of(std::int64_t process) {
  const std::string line = first_line("/proc/" + std::to_string(process) + "/stat");
  const std::size_t bracket = line.rfind(')');
  if (bracket == std::string::npos)
    return 0;
  std::istringstream fields(line.substr(bracket + 1));
  std::string skipped;
  for (int field = 3; field < 22; ++field)
    fields >> skipped;
  std::int64_t start = 0;
  fields >> start;
  return start;
}

} // namespace

ProcessIdentity this_process() {
  char host[256] = {};
  ::gethostname(host, sizeof(host) - 1);
  const std::int64_t process = ::getpid();
  return {host, first_line("/proc/sys/kernel/random/boot_id"), process, start_of(process)};
}

bool is_gone(const ProcessIdentity& owner) {
  const ProcessIdentity here = this_process();
  if (owner.host != here.host)
    return false;
  if (owner.boot != here.boot)
    return true;
  if (::kill(static_cast<pid_t>(owner.process), 0) != 0 && errno == ESRCH)
    return true;
  const std::int64_t start = start_of(owner.process);
  return start != 0 && start != owner.start;
}

} // namespace andon::store
