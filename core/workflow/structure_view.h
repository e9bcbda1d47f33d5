#pragma once
#include "core/metrics/structure_metrics.h"
#include "core/workflow/workspace.h"

#include <array>
#include <string>
#include <vector>

namespace andon::workflow {

/// What a run says a sensor is, beside what is known of it.
struct StructureSensor {
  std::string id;
  SensorType found = SensorType::unknown, truth = SensorType::unknown; ///< truth unknown = nobody said
  std::array<double, 3> probability{};                                 ///< one_word, two_words, bits
  std::int64_t found_mask = 0, true_mask = 0;
};
/// Two halves of one value.
struct StructurePair {
  enum class State { right, order_wrong, wrong, missed, unknown };
  std::string low, high;
  double probability = 0;     ///< NaN for a missed one
  std::int64_t overflows = 0; ///< bins with a roll-over
  State state = State::unknown;
};
struct StructureItem {
  std::string item;
  std::vector<StructureSensor> sensors;
  std::vector<StructurePair> pairs;
  std::vector<float> attention;            ///< [sensors, sensors]
  std::int64_t known = 0, types_right = 0; ///< sensors whose type is known, and right ones of them
};
struct StructureView {
  std::string run, data;
  std::vector<StructureItem> items; ///< in the order they were scored
};
/// The newest prediction of a run of the model "structure" beside what the data set says now. Errors:
/// not_found (run; it has scored nothing), unsupported (another model), corrupt.
Result<StructureView> structure_view(Workspace& workspace, const std::string& run);

} // namespace andon::workflow
