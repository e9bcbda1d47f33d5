#include "core/signal/dataset.h"
#include "core/workflow/item_id.h"
#include "core/workflow/views.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {

Result<EmbeddingIn> resolve_view(Workspace& workspace, const EmbeddingIn& in) {
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(in.run.empty() ? "latest" : in.run));
  EmbeddingIn resolved = in;
  resolved.run = run.name;
  if (resolved.data.empty())
    resolved.data =
        run.data_name.empty() || !workspace.locate_data(run.data_name) ? run.data_path : run.data_name;
  return resolved;
}

Result<std::vector<Sensor>> window_values(Workspace& workspace, const std::string& data,
                                          const ScoreRow& window) {
  ANDON_ASSIGN(const std::filesystem::path folder, workspace.locate_data(data));
  ANDON_ASSIGN(const Dataset dataset, Dataset::open(folder));
  const std::string scene = scene_of(window.item);
  const auto items = dataset.items();
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const ItemInfo& item) { return item.id == scene; });
  if (found == items.end())
    return fail(ErrorCode::not_found, "data set '" + dataset.name() + "' has no scene '" + scene +
                                          "'; it was changed after scoring");
  std::vector<Sensor> sensors;
  for (const SensorInfo& info : found->sensors) {
    if (info.role != Role::command && info.role != Role::current)
      continue;
    const auto from = static_cast<std::int64_t>(std::llround(window.start * info.rate));
    const auto count = static_cast<std::int64_t>(std::llround((window.end - window.start) * info.rate));
    ANDON_ASSIGN(Series series,
                 dataset.read_range(static_cast<std::size_t>(found - items.begin()), info.id, from, count));
    sensors.push_back({info, std::move(series)});
  }
  if (sensors.empty())
    return fail(ErrorCode::insufficient_data, "scene '" + scene + "' has no command and no current sensor");
  return sensors;
}

} // namespace andon::workflow
