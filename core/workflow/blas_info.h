#pragma once
#include <optional>
#include <string>

namespace andon::workflow {

/// Which library answers BLAS calls in this process, from the address of sgemm_.
struct BlasInfo {
  std::string name;  ///< "OpenBLAS (OpenMP)", "OpenBLAS (pthread)", "reference BLAS", "MKL", or the file name
  std::string file;  ///< the shared object
  bool slow = false; ///< the reference library: 50 times slower than need be
  bool own_pool = false; ///< keeps threads of its own beside OpenMP's and ignores --threads
};
/// nullopt when no BLAS is loaded.
std::optional<BlasInfo> loaded_blas();

} // namespace andon::workflow
