#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/store/store.h"
#include "core/workflow/file_lock.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace andon::workflow {

/// What every use case needs to know of this process.
struct Session {
  std::string device = "auto"; ///< auto, cpu, cuda, cuda:N
  int threads = 0;             ///< 0 = all cores
  std::string store;           ///< "postgresql://…", or "" for the workspace's own SQLite file
};

/// A folder with `andon.db`, `runs/<name>/`, `data/<name>/`, `cache/`. Created on first use; stale
/// temporaries of dead processes are swept and runs whose process died are marked interrupted (state failed,
/// resumable) on open. Threads: one thread at a time; open another Workspace for another thread (cheap).
class Workspace {
public:
  /// Errors: io (the folder cannot be made or written), corrupt, unsupported (made by a newer program).
  static Result<Workspace> open(const std::filesystem::path& folder, Session session = {});
  Workspace(Workspace&&) noexcept = default;
  Workspace& operator=(Workspace&&) noexcept = default;

  const std::filesystem::path& folder() const { return folder_; }
  const Session& session() const { return session_; }
  store::Store& store() { return store_; }
  std::filesystem::path run_folder(const std::string& run_name) const { return folder_ / "runs" / run_name; }
  std::filesystem::path data_folder(const std::string& name) const { return folder_ / "data" / name; }
  std::filesystem::path cache_folder() const { return folder_ / "cache"; }
  /// A registered data set's name, or a path to a data set folder; gives the folder. Errors: not_found with
  /// nearest name.
  Result<std::filesystem::path> locate_data(const std::string& path_or_name);

private:
  Workspace(std::filesystem::path folder, Session session, store::Store store, FileLock lock)
      : folder_(std::move(folder)), session_(std::move(session)), store_(std::move(store)),
        lock_(std::move(lock)) {}
  std::filesystem::path folder_;
  Session session_;
  store::Store store_;
  FileLock lock_; ///< shared while the workspace is open: only its sole user may sweep
};

/// $ANDON_WORKSPACE, else ~/Andon.
std::filesystem::path default_workspace();

} // namespace andon::workflow
