#include "core/base/hash.h"
#include "core/base/table.h"
#include "core/training/device.h"
#include "core/workflow/about.h"
#include "core/workflow/blas_info.h"
#include "core/workflow/run_files.h"

#include <algorithm>
#include <cstdlib>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

struct Finding {
  std::string status, message;
};
struct Check {
  std::string id, title;
  Finding (*look)(Workspace* workspace);
};

constexpr std::uintmax_t enough_disk = 2ULL << 30;
const Finding no_workspace{"skipped", "no workspace was given"};

Finding check_blas(Workspace*) {
  const auto blas = loaded_blas();
  if (!blas)
    return {"warning", "no BLAS library is loaded"};
  if (blas->slow)
    return {"warning",
            "the reference BLAS is in use (" + blas->file +
                "), about 50 times slower than OpenBLAS; fix: apt-get install libopenblas0-openmp"};
  if (blas->own_pool)
    return {"warning", "OpenBLAS with its own threads is in use (" + blas->file +
                           "): it ignores --threads; fix: apt-get install libopenblas0-openmp and "
                           "remove libopenblas0-pthread"};
  return {"ok", blas->name + " (" + blas->file + ")"};
}

bool has_font(const fs::path& folder, const std::vector<std::string>& words) {
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::any_of(words.begin(), words.end(),
                    [&](const std::string& word) { return name.find(word) != std::string::npos; }))
      return true;
  }
  return false;
}

Finding check_font(Workspace*) {
  const std::vector<std::string> hangul{"cjk", "nanum", "sourcehan", "malgun", "baekmuk", "undotum"};
  const char* home = std::getenv("HOME");
  for (const fs::path& folder : {fs::path("/usr/share/fonts"), fs::path("/usr/local/share/fonts"),
                                 fs::path(home ? home : "/") / ".local/share/fonts"})
    if (has_font(folder, hangul))
      return {"ok", "a font with Hangul is installed below " + folder.string()};
  return {"warning",
          "no font with Hangul was found, so Korean is shown as boxes; fix: apt-get install fonts-noto-cjk"};
}

Finding check_disk(Workspace* workspace) {
  std::error_code error;
  const fs::path folder = workspace ? workspace->folder() : fs::temp_directory_path(error);
  const fs::space_info space = fs::space(folder, error);
  if (error)
    return {"error", "cannot read the free space of " + folder.string() + ": " + error.message()};
  const std::string free = std::to_string(space.available >> 20) + " MiB free in " + folder.string();
  if (space.available < enough_disk)
    return {"warning",
            free +
                "; training and imports want at least 2048 MiB: free some space or choose another workspace"};
  return {"ok", free};
}

Finding check_sqlite(Workspace* workspace) {
  if (!workspace)
    return no_workspace;
  const auto engine = workspace->store().engine();
  return engine ? Finding{"ok", *engine} : Finding{"error", engine.error().message};
}

Finding check_gpu(Workspace*) {
  const std::vector<std::string> devices = available_devices();
  if (devices.size() > 1)
    return {"ok", std::to_string(devices.size() - 1) + " CUDA device(s) answer"};
  std::error_code error;
  if (fs::exists("/dev/nvidia0", error))
    return {
        "warning",
        "an NVIDIA GPU is there, but this LibTorch has no CUDA; install a CUDA build of LibTorch to use it"};
  return {"ok", "no GPU; everything runs on the CPU"};
}

Finding check_bf16(Workspace*) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("amx-bf16"))
    return {"ok", "bf16 by AMX: the bf16 option is worth trying"};
  if (__builtin_cpu_supports("avx512bf16"))
    return {"ok", "bf16 by AVX-512"};
#endif
  return {"ok", "this CPU has no bf16 units; keep the bf16 option off"};
}

Finding check_store(Workspace* workspace) {
  if (!workspace)
    return no_workspace;
  const auto good = workspace->store().check();
  return good ? Finding{"ok", "the database passes its integrity check"}
              : Finding{"error", good.error().message + "; restore a backup of the workspace"};
}

/// Files of finished runs against their recorded hashes.
Finding check_runs(Workspace* workspace) {
  if (!workspace)
    return no_workspace;
  const auto runs = workspace->store().runs();
  if (!runs)
    return {"error", runs.error().message};
  std::size_t files = 0, finished = 0;
  for (const store::Run& run : *runs) {
    if (run.state != store::RunState::finished)
      continue;
    ++finished;
    const auto artefacts = workspace->store().artefacts(run.id);
    if (!artefacts)
      return {"error", artefacts.error().message};
    for (const store::Artefact& artefact : *artefacts) {
      const fs::path file = workspace->folder() / artefact.path;
      const auto hash = sha256_file(file);
      if (!hash)
        return {"error",
                "run '" + run.name + "': " + hash.error().message + "; restore it or train the run again"};
      if (*hash != artefact.sha256)
        return {"error", "run '" + run.name + "': " + file.string() +
                             " has changed since it was written; restore it or train the run again"};
      ++files;
    }
    if (const auto manifest = read_manifest(workspace->run_folder(run.name)); !manifest)
      return {"error", "run '" + run.name + "': " + manifest.error().message};
  }
  return {"ok", std::to_string(files) + " files of " + std::to_string(finished) +
                    " finished runs match their hashes"};
}

Finding check_temporaries(Workspace* workspace) {
  if (!workspace)
    return no_workspace;
  std::error_code error;
  std::size_t found = 0;
  for (fs::recursive_directory_iterator at(workspace->folder(), error), end; !error && at != end;
       at.increment(error))
    found += at->path().filename().string().find(".andon-tmp-") != std::string::npos ? 1 : 0;
  if (found > 0)
    return {"warning", std::to_string(found) + " temporary files are in the workspace; another process is "
                                               "writing, or they are swept when it is next opened alone"};
  return {"ok", "no leftovers of interrupted work"};
}

Finding check_interrupted(Workspace* workspace) {
  if (!workspace)
    return no_workspace;
  const auto orphans = workspace->store().orphaned_runs();
  if (!orphans)
    return {"error", orphans.error().message};
  return orphans->empty() ? Finding{"ok", "no run is left behind by a dead process"}
                          : Finding{"error", "run '" + orphans->front().name +
                                                 "' runs in no process; open the workspace again to mark it"};
}

const Table<Check>& checks() {
  static const Table<Check> table("check", {{"blas", "Linear algebra library", check_blas},
                                            {"fonts", "Fonts with Hangul", check_font},
                                            {"gpu", "GPU", check_gpu},
                                            {"bf16", "CPU bf16", check_bf16},
                                            {"disk", "Disk space", check_disk},
                                            {"sqlite", "Database engine", check_sqlite},
                                            {"store", "Database integrity", check_store},
                                            {"runs", "Files of runs", check_runs},
                                            {"interrupted", "Interrupted runs", check_interrupted},
                                            {"temporaries", "Leftovers", check_temporaries}});
  return table;
}

} // namespace

std::vector<HealthCheck> doctor(Workspace* workspace) {
  std::vector<HealthCheck> result;
  for (const Check& check : checks().rows()) {
    Finding finding = check.look(workspace);
    result.push_back({check.id, check.title, std::move(finding.status), std::move(finding.message)});
  }
  return result;
}

} // namespace andon::workflow
