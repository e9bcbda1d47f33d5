#include "core/layers/autocast.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace andon {
namespace {

// LibTorch 2.4 replaced the functions named after a device by ones that take it.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
at::DeviceType device_of(bool cuda) {
  return cuda ? at::kCUDA : at::kCPU;
}
bool is_on(bool cuda) {
  return at::autocast::is_autocast_enabled(device_of(cuda));
}
void set_on(bool cuda, bool on) {
  at::autocast::set_autocast_dtype(device_of(cuda), at::kBFloat16);
  at::autocast::set_autocast_enabled(device_of(cuda), on);
}
#else
bool is_on(bool cuda) {
  return cuda ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
}
void set_on(bool cuda, bool on) {
  if (cuda) {
    at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
    at::autocast::set_enabled(on);
  } else {
    at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    at::autocast::set_cpu_enabled(on);
  }
}
#endif

} // namespace

bool cpu_has_bf16() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

AutocastScope::AutocastScope(bool enabled, c10::DeviceType device)
    : cuda_(device == c10::DeviceType::CUDA), before_(is_on(cuda_)) {
  set_on(cuda_, enabled);
}

AutocastScope::~AutocastScope() {
  set_on(cuda_, before_);
  // Cached bfloat16 copies of the parameters are stale after the optimiser's step.
  if (!before_)
    at::autocast::clear_cache();
}

} // namespace andon
