#pragma once
#include "core/base/error.h"
#include "core/workflow/runs.h"

#include <filesystem>
#include <string>

namespace andon::workflow {

/// What a run's manifest.json holds: everything that is needed to repeat the run and to judge it. The file is
/// canonical JSON (sorted keys, no spaces beyond one indentation) with its own hash under "sha256".
struct Manifest {
  std::string run, model;
  std::string options_json; ///< every option, resolved
  std::string versions_json;
  std::uint64_t seed = 0;
  std::string device;
  int threads = 0;
  std::string data_name, data_path, data_sha256, part;
  std::string parent; ///< the run this one repeats, or ""
  std::string created;
  std::map<std::string, std::string>
      files; ///< file in the run folder -> sha256; empty until the run is finished
};

/// Writes `folder`/manifest.json atomically.
Result<void> write_manifest(const std::filesystem::path& folder, const Manifest& manifest);
/// Errors: not_found, parse, corrupt (its own hash does not match), unsupported (newer format).
Result<Manifest> read_manifest(const std::filesystem::path& folder);

std::filesystem::path manifest_file(const std::filesystem::path& run_folder);
std::filesystem::path validation_scores_file(const std::filesystem::path& run_folder);
/// runs/<name>/scores/<data>-<part>.csv
std::filesystem::path scores_file(const std::filesystem::path& run_folder, const std::string& data,
                                  const std::string& part);
/// Letters, digits, '-', '_' and '.', not starting with '.' or '-', at most 80 characters: safe as a folder
/// name everywhere.
Result<void> check_name(const std::string& what, const std::string& name);

} // namespace andon::workflow
