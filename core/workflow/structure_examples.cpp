#include "core/workflow/structure_examples.h"

#include <algorithm>

namespace andon::workflow {
namespace {

constexpr int resamples = 200;

} // namespace

Result<std::vector<StructureExample>> structure_examples(const DataSource& data,
                                                         const std::vector<std::size_t>& items,
                                                         std::int64_t bins, Progress& progress,
                                                         std::stop_token stop) {
  std::vector<StructureExample> result;
  ANDON_TRY(each_scene(
      data, items,
      [&](std::size_t item, const Scene&, SceneFacts&& facts) -> Result<void> {
        SceneStructure truth =
            structure_of(data.signals->items()[item].sensors, facts.start, facts.duration, bins);
        result.push_back({std::move(facts), std::move(truth)});
        return {};
      },
      progress, stop));
  return result;
}

Metrics structure_metrics(const std::vector<SceneStructure>& predicted,
                          const std::vector<SceneStructure>& truth, FiguresOf figures, Seed seed) {
  const StructureFigures value = figures(structure_scores(predicted, truth));
  Random random(seed);
  std::vector<std::vector<double>> draws(value.size());
  for (int r = 0; r < resamples; ++r) {
    std::vector<SceneStructure> p, t;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      const std::size_t scene = random.below(truth.size());
      p.push_back(predicted[scene]);
      t.push_back(truth[scene]);
    }
    const StructureFigures each = figures(structure_scores(p, t));
    for (std::size_t k = 0; k < each.size(); ++k)
      draws[k].push_back(each[k].second);
  }
  Metrics metrics;
  for (std::size_t k = 0; k < value.size(); ++k) {
    std::sort(draws[k].begin(), draws[k].end());
    metrics[value[k].first] = {value[k].second, draws[k][resamples / 40],
                               draws[k][resamples - 1 - resamples / 40]};
  }
  return metrics;
}

std::map<std::string, float> named_types(const float* three) {
  return {{"one_word", three[0]}, {"two_words", three[1]}, {"bits", three[2]}};
}

} // namespace andon::workflow
