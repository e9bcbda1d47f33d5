#pragma once
#include <c10/core/DeviceType.h>

namespace andon {

/// Does this CPU multiply bfloat16 in hardware (AVX-512 BF16)? Without it bfloat16 is slower than float32.
bool cpu_has_bf16();

/// While it lives, convolutions and matrix products of this thread run in bfloat16 (enabled) or float32 (not
/// enabled); parameters stay float32. Restores what was before. Threads: the creating thread only.
class AutocastScope {
public:
  AutocastScope(bool enabled, c10::DeviceType device);
  ~AutocastScope();
  AutocastScope(const AutocastScope&) = delete;
  AutocastScope& operator=(const AutocastScope&) = delete;

private:
  bool cuda_;
  bool before_;
};

} // namespace andon
