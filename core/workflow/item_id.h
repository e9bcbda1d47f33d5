#pragma once
#include "core/workflow/runs.h"

#include <optional>
#include <string>

namespace andon::workflow {

/// What a label of this row names: the path of an image, the item of a window or a whole recording, and
/// "<scene>@<start>/<sensor>" for a moment of one sensor, whose item alone is shared by all of its scene.
std::string id_of(const ScoreRow& row);
/// What an id says; `start` is empty for a whole scene, `sensor` for all but a moment of one sensor.
struct ItemPlace {
  std::string scene;
  std::optional<double> start;
  std::string sensor;
};
ItemPlace place_of(const std::string& id);
/// The scene an id lies in: "<scene>@<start>/<sensor>", "<scene>@<start>" and "<scene>" all give "<scene>".
/// An
/// "@" that no number follows belongs to the scene's name.
std::string scene_of(const std::string& id);

} // namespace andon::workflow
