#include "core/training/device.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <thread>

namespace andon {

std::vector<std::string> available_devices() {
  std::vector<std::string> result{"cpu"};
  for (int i = 0; at::hasCUDA() && i < static_cast<int>(at::getNumGPUs()); ++i)
    result.push_back("cuda:" + std::to_string(i));
  return result;
}

Result<std::string> resolve_device(const std::string& wanted) {
  const std::vector<std::string> devices = available_devices();
  if (wanted == "auto")
    return devices.back() == "cpu" ? "cpu" : devices[1];
  const std::string name = wanted == "cuda" ? "cuda:0" : wanted;
  if (std::find(devices.begin(), devices.end(), name) != devices.end())
    return name;
  std::string message = "device '" + wanted + "' is not available here; choose one of: auto";
  for (const std::string& each : devices)
    message += " " + each;
  return fail(ErrorCode::unsupported, message);
}

void set_threads(int threads) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  at::set_num_threads(threads > 0 ? std::min(threads, cores) : cores);
}

} // namespace andon
