#include "core/workflow/workspace.h"

#include "core/base/atomic_file.h"

#include <cstdlib>
#include <unistd.h>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return fail(ErrorCode::io, "cannot create the workspace folder " + folder.string() + ": " +
                                   error.message() + "; choose another with --workspace");
  return {};
}

/// Even reading needs two files that are written: the lock, and the log beside the database.
Result<void> check_writable(const fs::path& folder) {
  if (::access(folder.c_str(), F_OK) != 0 || ::access(folder.c_str(), W_OK) == 0)
    return {};
  return fail(ErrorCode::io,
              "workspace " + folder.string() +
                  " is read-only for you, and even reading it writes a lock and the log of the "
                  "database; copy it to a folder that you may write to, or ask for the right");
}

/// Folders of the workspace that may hold temporaries of killed processes.
std::vector<fs::path> swept_folders(const fs::path& folder) {
  std::vector<fs::path> result{folder, folder / "runs", folder / "data", folder / "cache"};
  std::error_code ignored;
  for (const auto& run : fs::directory_iterator(folder / "runs", ignored))
    if (run.is_directory(ignored)) {
      result.push_back(run.path());
      result.push_back(run.path() / "scores");
    }
  return result;
}

Result<void> mark_interrupted(store::Store& store) {
  ANDON_ASSIGN(const std::vector<store::Run> orphans, store.orphaned_runs());
  for (const store::Run& run : orphans) {
    auto ended = store.finish_run(
        run.id, store::RunState::failed, run.seconds, run.summary_json,
        "interrupted: its process ended before the run was finished; continue with --resume " + run.name);
    if (!ended && ended.error().code != ErrorCode::conflict) // a conflict: another process was quicker
      return ended;
  }
  return {};
}

} // namespace

Result<Workspace> Workspace::open(const fs::path& folder, Session session) {
  std::error_code error;
  const fs::path absolute = fs::absolute(folder, error).lexically_normal();
  if (fs::exists(absolute, error) && !fs::is_directory(absolute, error))
    return fail(ErrorCode::invalid_argument, absolute.string() + " is a file; a workspace is a folder");
  ANDON_TRY(check_writable(absolute));
  for (const char* part : {"runs", "data", "cache"})
    ANDON_TRY(make_folder(absolute / part));
  const fs::path lock_file = absolute / ".andon-lock";
  ANDON_ASSIGN(std::optional<FileLock> lock, FileLock::try_take(lock_file, FileLock::Kind::exclusive));
  if (lock) {
    for (const fs::path& each : swept_folders(absolute))
      sweep_temporaries(each);
    ANDON_TRY(lock->share());
  } else {
    ANDON_ASSIGN(lock, FileLock::take(lock_file, FileLock::Kind::shared));
  }
  auto store = session.store.empty() ? store::Store::open(absolute / "andon.db")
                                     : store::Store::open_postgres(session.store);
  if (!store)
    return fail_in("workspace " + absolute.string(), store.error());
  ANDON_TRY(mark_interrupted(*store));
  return Workspace(absolute, std::move(session), std::move(*store), std::move(*lock));
}

Result<fs::path> Workspace::locate_data(const std::string& path_or_name) {
  if (path_or_name.empty())
    return fail(ErrorCode::invalid_argument,
                "no data set was named; give a folder or the name of an imported data set");
  std::error_code error;
  if (path_or_name.find('/') == std::string::npos) {
    if (auto row = store_.dataset(path_or_name); row)
      return fs::path(row->path).is_absolute() ? fs::path(row->path) : folder_ / row->path;
    else if (row.error().code != ErrorCode::not_found)
      return fail(row.error());
  }
  if (fs::exists(path_or_name, error))
    return fs::absolute(path_or_name, error).lexically_normal();
  ANDON_ASSIGN(const std::vector<store::DatasetRow> rows, store_.datasets());
  std::vector<std::string> names;
  for (const store::DatasetRow& row : rows)
    names.push_back(row.name);
  std::string message =
      "no data set '" + path_or_name + "': it is neither a path nor a name in " + folder_.string();
  if (const std::string near = nearest(path_or_name, names); !near.empty())
    message += "; did you mean '" + near + "'?";
  else
    message += "; import it with: andon import PATH --as NAME";
  return fail(ErrorCode::not_found, message);
}

fs::path default_workspace() {
  if (const char* folder = std::getenv("ANDON_WORKSPACE"); folder && *folder)
    return folder;
  const char* home = std::getenv("HOME");
  return fs::path(home && *home ? home : ".") / "Andon";
}

} // namespace andon::workflow
