#pragma once
#include "core/base/progress.h"
#include "core/simulate/surfaces.h"

#include <filesystem>
#include <stop_token>

namespace andon::workflow {

/// Simulated surfaces for benchmarks; `hidden` defects of every kind in turn lie among the good training
/// images, under names that begin with hidden_name.
struct BenchSurfaces {
  std::string texture;
  std::uint64_t seed = 1;
  std::int64_t hidden = 0;
  SurfaceOptions options = {};
};
inline constexpr const char* hidden_name = "hidden";

/// Writes an MVTec AD folder with masks. Errors: those of ImageFolderWriter; cancelled.
Result<void> write_surfaces(const std::filesystem::path& folder, const BenchSurfaces& surfaces,
                            Progress& progress, std::stop_token stop);

} // namespace andon::workflow
