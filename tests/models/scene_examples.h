#pragma once
#include "core/models/scene_model.h"
#include "core/simulate/scenes.h"

#include <string>
#include <vector>

/// Small simulated scenes for tests of the models of scenes.
namespace andon {

inline SceneOptions small_scenes() {
  SceneOptions o;
  o.duration = 8;
  o.sensors = 10;
  o.anomaly_length_max = 3;
  return o;
}

inline Scene small_scene(std::int64_t index) {
  return simulate_scene(small_scenes(), Seed(1), {"train", index, false});
}

inline std::vector<SceneExample> scene_examples(std::int64_t count) {
  std::vector<SceneExample> result;
  for (std::int64_t i = 0; i < count; ++i) {
    const Scene scene = small_scene(i);
    std::vector<std::string> ids;
    for (const Sensor& sensor : scene.sensors)
      ids.push_back(sensor.info.id);
    const ChangedScene changed = with_changes(scene, 3, Seed(static_cast<std::uint64_t>(i)));
    result.push_back(scene_example(tokens_of(*facts_of(scene)), tokens_of(*facts_of(changed.scene)),
                                   changed.changes, ids));
  }
  return result;
}

inline TrainingOptions quick_training(std::int64_t epochs) {
  TrainingOptions o;
  o.epochs = epochs;
  o.batch = 2;
  o.learning_rate = 3e-3;
  o.checkpoint_seconds = 0;
  return o;
}

} // namespace andon
