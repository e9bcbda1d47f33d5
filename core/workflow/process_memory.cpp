#include "core/workflow/process_memory.h"

#include <fstream>
#include <string>

namespace andon::workflow {
namespace {

std::optional<std::uint64_t> status_bytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(key))
      return std::stoull(line.substr(key.size())) * 1024;
  return std::nullopt;
}

} // namespace

std::optional<std::uint64_t> resident_bytes() {
  return status_bytes("VmRSS:");
}

std::optional<std::uint64_t> peak_bytes() {
  return status_bytes("VmHWM:");
}

bool restart_peak() {
  std::ofstream file("/proc/self/clear_refs");
  file << "5" << std::flush;
  return file.good();
}

} // namespace andon::workflow
