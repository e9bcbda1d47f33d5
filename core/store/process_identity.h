#pragma once
#include <cstdint>
#include <string>

namespace andon::store {

/// Who holds a running run. A process number alone may be reused; with its start time and the boot it is
/// unique.
struct ProcessIdentity {
  std::string host;         ///< host name
  std::string boot;         ///< random id of this start of the kernel
  std::int64_t process = 0; ///< process number
  std::int64_t start = 0;   ///< clock ticks after boot at which it started
};

/// This process. Threads: any.
ProcessIdentity this_process();

/// True when the process is certainly gone: same host, but another boot, no such process, or one that started
/// later. Processes of other hosts are never called gone.
bool is_gone(const ProcessIdentity& owner);

} // namespace andon::store
