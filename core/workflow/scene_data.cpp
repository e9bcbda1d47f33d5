#include "core/workflow/scene_data.h"

#include <algorithm>

namespace andon::workflow {

Result<std::vector<std::size_t>> scene_items_of(const DataSource& data, const std::string& part) {
  ANDON_ASSIGN(const std::vector<std::string> parts, selected_parts(*data.signals, part));
  std::vector<std::size_t> items;
  for (std::size_t i = 0; i < data.signals->items().size(); ++i)
    if (parts.empty() || std::find(parts.begin(), parts.end(), data.signals->items()[i].part) != parts.end())
      items.push_back(i);
  if (items.empty())
    return fail(ErrorCode::insufficient_data,
                "data set '" + data.name + "', part '" + part + "' holds no scene");
  return items;
}

Result<SceneSplit> split_scenes(const DataSource& data, const std::string& part, double validation_share,
                                std::uint64_t seed) {
  SceneSplit split;
  ANDON_ASSIGN(split.train, scene_items_of(data, part));
  if (part != "val")
    if (auto validation = scene_items_of(data, "val");
        validation && validation->size() < data.signals->items().size() && part != "all") {
      split.validation = std::move(*validation);
      return split;
    }
  Random random(Seed(seed).stream("split"));
  shuffle(split.train, random);
  const auto held =
      static_cast<std::size_t>(validation_share * static_cast<double>(split.train.size()) + 0.5);
  split.validation.assign(split.train.end() - static_cast<std::ptrdiff_t>(held), split.train.end());
  split.train.resize(split.train.size() - held);
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.validation.begin(), split.validation.end());
  if (split.train.empty() || split.validation.empty())
    return fail(ErrorCode::insufficient_data, "data set '" + data.name + "', part '" + part +
                                                  "' holds too few scenes to set some aside; add scenes");
  return split;
}

Result<void> each_scene(const DataSource& data, const std::vector<std::size_t>& items, const SceneTaker& take,
                        Progress& progress, std::stop_token stop) {
  progress.stage("reading scenes", static_cast<std::int64_t>(items.size()));
  std::int64_t done = 0;
  for (const std::size_t item : items) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "reading scenes was cancelled");
    ANDON_ASSIGN(const Scene scene, data.signals->read(item));
    ANDON_ASSIGN(SceneFacts facts, facts_of(scene));
    ANDON_TRY(take(item, scene, std::move(facts)));
    progress.advance(++done);
  }
  return {};
}

} // namespace andon::workflow
