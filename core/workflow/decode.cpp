#include "core/workflow/decode.h"

#include "core/workflow/data_source.h"

#include <algorithm>

namespace andon::workflow {
namespace {

Result<std::size_t> shown_item(const Dataset& dataset, const DecodeIn& in) {
  for (std::size_t i = 0; i < dataset.items().size(); ++i) {
    const ItemInfo& item = dataset.items()[i];
    const bool named = std::ranges::all_of(in.changes, [&](const DecodeChange& change) {
      return std::ranges::find(item.sensors, change.sensor, &SensorInfo::id) != item.sensors.end();
    });
    if (in.scene.empty() ? named : item.id == in.scene)
      return i;
  }
  return fail(ErrorCode::not_found, dataset.name() + " has no scene '" + in.scene + "'");
}

Result<void> record_hash(Workspace& workspace, const std::string& name, const std::string& sha256) {
  auto row = workspace.store().dataset(name);
  if (!row)
    return row.error().code == ErrorCode::not_found ? Result<void>{} : fail(row.error());
  row->sha256 = sha256;
  return workspace.store().put_dataset(*row);
}

} // namespace

Result<DecodeOut> decode(Workspace& workspace, const DecodeIn& in, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::filesystem::path located, workspace.locate_data(in.data));
  std::error_code error;
  const std::filesystem::path folder = located.filename() == "dataset.json" ? located.parent_path() : located;
  if (!std::filesystem::exists(folder / "dataset.json", error))
    return fail(ErrorCode::unsupported, folder.string() +
                                            " is not a data set of signals, so nothing can be kept about its "
                                            "sensors; import it first with: andon import");
  ANDON_ASSIGN(const FileLock lock,
               FileLock::take(workspace.cache_folder() / "decode.lock", FileLock::Kind::exclusive));
  DecodeOut out;
  out.data = folder.string();
  if (!in.changes.empty()) {
    ANDON_ASSIGN(const DecodeWritten written, decode_dataset(folder, in.scene, in.changes, progress, stop));
    out.scenes = written.scenes;
    ANDON_TRY(record_hash(workspace, in.data, written.sha256));
  }
  ANDON_ASSIGN(const Dataset dataset, Dataset::open(folder));
  out.sha256 = dataset.sha256();
  ANDON_ASSIGN(const std::size_t item, shown_item(dataset, in));
  out.sensors = dataset.items()[item].sensors;
  return out;
}

} // namespace andon::workflow
