#pragma once
#include "core/base/error.h"
#include "core/metrics/structure_metrics.h"
#include "core/signal/scene_facts.h"

#include <string>
#include <vector>

namespace andon {

/// A scene with its truth, for fitting.
struct StructureExample {
  SceneFacts facts;
  SceneStructure truth;
};
/// The truth that the sensors' meta tell; a sensor of unknown type is left out of the losses. `bins` divide
/// the scene's time evenly.
SceneStructure structure_of(const std::vector<SensorInfo>& sensors, double start, double duration,
                            std::int64_t bins);
/// insufficient_data when there is nothing to train on or a scene has no sensor of known type; `who` begins
/// the sentence.
Result<void> check_known(const std::vector<StructureExample>& train,
                         const std::vector<StructureExample>& validation, const std::string& who);
/// Hash of what is known of the scenes' words: data of other facts give another one.
std::string identity_of(const std::vector<StructureExample>& examples);

} // namespace andon
