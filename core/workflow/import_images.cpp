#include "core/workflow/import_images.h"

#include "core/base/atomic_file.h"
#include "core/inspection/annotations.h"
#include "core/workflow/data_source.h"

#include <set>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t most_warnings = 1000;

/// Removes a half-made copy unless it was published.
class Copy {
public:
  explicit Copy(const fs::path& target) : folder_(temporary_beside(target)) {}
  ~Copy() {
    std::error_code error;
    fs::remove_all(folder_, error);
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  const fs::path& folder() const { return folder_; }

private:
  fs::path folder_;
};

/// Images and annotations below the root, without hidden files and what the warnings call unreadable.
std::vector<fs::path> wanted_files(const ImageDataset& dataset) {
  std::set<std::string> broken;
  for (const ImageWarning& warning : dataset.warnings)
    if (warning.kind == "unreadable")
      broken.insert(warning.file);
  std::vector<fs::path> files;
  std::error_code error;
  fs::recursive_directory_iterator walk(dataset.root, fs::directory_options::skip_permission_denied, error),
      end;
  for (; !error && walk != end; walk.increment(error)) {
    const fs::path& path = walk->path();
    if (path.filename().string().starts_with("."))
      continue;
    const fs::path name = path.lexically_relative(dataset.root);
    const bool image = is_image_name(path) && !broken.contains(name.generic_string());
    if (walk->is_regular_file(error) && (image || path.extension() == ".json"))
      files.push_back(name);
  }
  return files;
}

Result<void> copy_files(const ImageDataset& dataset, const fs::path& to, Progress& progress,
                        std::stop_token stop) {
  const std::vector<fs::path> files = wanted_files(dataset);
  progress.stage("copying", static_cast<std::int64_t>(files.size()));
  std::int64_t done = 0;
  for (const fs::path& name : files) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the import was cancelled; nothing was kept");
    std::error_code error;
    fs::create_directories((to / name).parent_path(), error);
    fs::copy_file(dataset.root / name, to / name, error);
    if (error)
      return fail(ErrorCode::io, "cannot copy " + (dataset.root / name).string() + " to " + to.string() +
                                     ": " + error.message());
    progress.advance(++done);
  }
  return {};
}

void add_warnings(const std::vector<ImportWarning>& warnings, ImportOut& out) {
  for (const ImportWarning& warning : warnings)
    if (out.warnings.size() < most_warnings)
      out.warnings.push_back(warning);
    else
      ++out.suppressed;
}

std::vector<ImportWarning> as_import(const std::vector<ImageWarning>& warnings) {
  std::vector<ImportWarning> result;
  for (const ImageWarning& warning : warnings)
    result.push_back({warning.kind, warning.file, 0, warning.message});
  return result;
}

Result<void> put_in_place(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::remove_all(to, error);
  fs::rename(from, to, error);
  if (error)
    return fail(ErrorCode::io, "cannot publish " + to.string() + ": " + error.message());
  return {};
}

} // namespace

bool takes_images(const ImportIn& in) {
  std::error_code error;
  if (!in.map.empty())
    return false;
  if (fs::is_regular_file(in.path, error))
    return in.path.extension() == ".json" && in.path.filename() != "dataset.json";
  return !fs::exists(in.path / "dataset.json", error) && holds_images(in.path);
}

Result<ImportOut> import_images(Workspace& workspace, const ImportIn& in, const fs::path& target,
                                Progress& progress, std::stop_token stop) {
  std::error_code error;
  if (fs::exists(target, error) && !in.replace)
    return fail(ErrorCode::already_exists,
                "a data set '" + in.name + "' exists already; choose another name or use --replace");
  ANDON_ASSIGN(const ImageDataset found, open_image_dataset(in.path));
  ImportOut out;
  out.dataset = in.name;
  add_warnings(as_import(found.warnings), out);
  {
    const Copy copy(target);
    ANDON_TRY(copy_files(found, copy.folder(), progress, stop));
    ANDON_TRY(put_in_place(copy.folder(), target));
  }
  ANDON_ASSIGN(const DataSource source, open_images(workspace.cache_folder(), target));
  out.items = static_cast<std::int64_t>(source.images->dataset.items.size());
  std::vector<ImportWarning> duplicates = source.warnings;
  std::erase_if(duplicates, [](const ImportWarning& each) { return each.kind != "duplicate"; });
  add_warnings(duplicates, out);
  add_warnings(as_import(check_masks(source.images->dataset)), out);
  store::DatasetRow row{.name = in.name,
                        .kind = "images",
                        .path = "data/" + in.name,
                        .sha256 = source.sha256,
                        .created = "",
                        .items = out.items};
  ANDON_TRY(workspace.store().put_dataset(row));
  return out;
}

} // namespace andon::workflow
