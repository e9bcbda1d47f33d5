#pragma once
#include "core/base/random.h"
#include "core/signal/scene_facts.h"
#include "core/workflow/data_source.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace andon::workflow {

/// Items of the parts that `part` means. Errors: those of selected_parts, insufficient_data when there are
/// none.
Result<std::vector<std::size_t>> scene_items_of(const DataSource& data, const std::string& part);

/// Items to fit on and to validate on: the part "val" where the data have one, else a seeded share of `part`.
struct SceneSplit {
  std::vector<std::size_t> train, validation;
};
Result<SceneSplit> split_scenes(const DataSource& data, const std::string& part, double validation_share,
                                std::uint64_t seed);

/// Reads the items one after the other and gives each with its facts to `take`. Errors: those of reading and
/// facts_of, cancelled (within one scene).
using SceneTaker = std::function<Result<void>(std::size_t item, const Scene& scene, SceneFacts&& facts)>;
Result<void> each_scene(const DataSource& data, const std::vector<std::size_t>& items, const SceneTaker& take,
                        Progress& progress, std::stop_token stop);

} // namespace andon::workflow
