#pragma once
#include "core/base/error.h"

#include <string>
#include <vector>

namespace andon {

/// "cpu", then "cuda:0"… when LibTorch has CUDA and a device answers.
std::vector<std::string> available_devices();
/// Turns auto|cpu|cuda|cuda:N into one of available_devices(). Errors: unsupported, saying what there is.
Result<std::string> resolve_device(const std::string& wanted);
/// Sets the one OpenMP pool that torch, FAISS and BLAS share; 0 = all cores. Call before the first tensor:
/// torch's first own query of the thread count otherwise sets it to one.
void set_threads(int threads);

} // namespace andon
