#include "core/workflow/blas_info.h"

#include <dlfcn.h>
#include <filesystem>

namespace andon::workflow {

std::optional<BlasInfo> loaded_blas() {
  void* const product = ::dlsym(RTLD_DEFAULT, "sgemm_");
  Dl_info where{};
  if (!product || ::dladdr(product, &where) == 0 || !where.dli_fname)
    return std::nullopt;
  std::error_code error;
  const std::filesystem::path resolved = std::filesystem::canonical(where.dli_fname, error);
  BlasInfo info;
  info.file = error ? where.dli_fname : resolved.string();
  const auto has = [&](const char* part) { return info.file.find(part) != std::string::npos; };
  if (has("openblas-pthread")) {
    info.name = "OpenBLAS (pthread)";
    info.own_pool = true;
  } else if (has("openblas-openmp"))
    info.name = "OpenBLAS (OpenMP)";
  else if (has("openblas"))
    info.name = "OpenBLAS";
  else if (has("mkl"))
    info.name = "MKL";
  else if (has("libtorch"))
    info.name = "built into LibTorch";
  else if (has("/blas/") || has("libblas.so")) {
    info.name = "reference BLAS";
    info.slow = true;
  } else
    info.name = std::filesystem::path(info.file).filename().string();
  return info;
}

} // namespace andon::workflow
