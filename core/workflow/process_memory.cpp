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
  std::fstream control("/proc/self/clear_refs", std::ios::out); // a switch of the kernel, no file to replace
  control << "5" << std::flush;
  return control.good();
}

} // namespace andon::workflow
