#include "core/workflow/offered_path.h"

#include "core/inspection/annotations.h"
#include "core/signal/import_signals.h"
#include "core/workflow/data_source.h"

#include <algorithm>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

std::string ending_of(const fs::path& file) {
  std::string ending = file.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return ending;
}

PathKind kind_of_file(const fs::path& file) {
  if (is_image_name(file))
    return PathKind::image;
  const std::string ending = ending_of(file);
  if (ending == ".json")
    return file.filename() == "dataset.json" ? PathKind::signals : PathKind::images;
  const auto rows = signal_formats().rows();
  const bool signals = std::ranges::any_of(rows, [&](const SignalFormat& format) {
    return std::ranges::find(format.extensions, ending) != format.extensions.end();
  });
  return signals ? PathKind::signals : PathKind::unknown_file;
}

PathKind kind_of_folder(const fs::path& folder, std::stop_token stop) {
  std::error_code error;
  if (fs::exists(folder / "andon.db", error))
    return PathKind::workspace;
  if (fs::exists(folder / "dataset.json", error))
    return PathKind::signals;
  switch (content_of(folder, stop)) {
  case FolderContent::signals:
    return PathKind::signals;
  case FolderContent::images:
    return PathKind::images;
  case FolderContent::nothing:
    break;
  }
  return PathKind::empty_folder;
}

} // namespace

Result<std::vector<OfferedPath>> look_at(const std::vector<fs::path>& paths, Progress& progress,
                                         std::stop_token stop) {
  std::vector<OfferedPath> result;
  progress.stage("looking", static_cast<std::int64_t>(paths.size()));
  for (const fs::path& path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status))
      result.push_back({path, kind_of_folder(path, stop)});
    else if (fs::is_regular_file(status))
      result.push_back({path, kind_of_file(path)});
    else
      result.push_back({path, PathKind::missing});
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "cancelled while looking at " + path.string());
    progress.advance(static_cast<std::int64_t>(result.size()));
  }
  return result;
}

} // namespace andon::workflow
