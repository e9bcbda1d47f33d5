#pragma once
#include "core/workflow/views.h"
#include "ui/plot/scatter.h"

namespace andon::ui {

enum class EmbeddingColor { label, score, recording, kind };

/// Colours and shapes of 2n points, commands (circles) first, then currents (triangles). `counts` are points
/// a group.
struct EmbeddingLook {
  ScatterLook look;
  std::vector<int> counts;
};
EmbeddingLook look_of(const workflow::EmbeddingSet& set, EmbeddingColor color);

} // namespace andon::ui
