#pragma once
#include "core/workflow/runs.h"

namespace andon::workflow {

/// One vector an item, whatever the model looks at.
struct FeatureSet {
  std::int64_t dimension = 0;
  std::vector<float> values;  ///< [n, dimension]
  std::vector<ScoreRow> rows; ///< n rows: id, score, label; windows also start and end, images their path
};

} // namespace andon::workflow
