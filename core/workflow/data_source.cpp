#include "core/workflow/data_source.h"

#include <set>

namespace andon::workflow {

namespace fs = std::filesystem;

Result<DataSource> open_data(Workspace& workspace, const std::string& path_or_name) {
  ANDON_ASSIGN(const fs::path folder, workspace.locate_data(path_or_name));
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return fail(ErrorCode::unsupported,
                folder.string() + " is a file, not a data set folder; bring it in with: andon import " +
                    folder.string() + " --as NAME");
  ANDON_ASSIGN(Dataset dataset, Dataset::open(folder));
  DataSource source;
  source.name = folder.filename().string(); // of an imported data set, this is the name it was given
  source.folder = folder;
  source.sha256 = dataset.sha256();
  source.modality = "signals";
  source.signals = std::make_shared<const Dataset>(std::move(dataset));
  return source;
}

Result<std::vector<std::string>> selected_parts(const Dataset& dataset, const std::string& part) {
  std::set<std::string> parts;
  for (const ItemInfo& item : dataset.items())
    if (!item.part.empty())
      parts.insert(item.part);
  if (part == "all" || parts.empty())
    return std::vector<std::string>{};
  if (parts.count(part) > 0)
    return std::vector<std::string>{part};
  std::string message = "data set '" + dataset.name() + "' has no part '" + part + "'; it has:";
  for (const std::string& each : parts)
    message += " " + each;
  return fail(ErrorCode::not_found, message + " (or use --part all)");
}

} // namespace andon::workflow
