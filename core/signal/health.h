#pragma once
#include "core/base/table.h"
#include "core/signal/dataset.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

enum class HealthLevel { ok, warning, error };
std::string to_string(HealthLevel level);

/// One thing that is wrong with the data, where, and what to do about it.
struct HealthFinding {
  HealthLevel level = HealthLevel::warning;
  std::string scene, sensor; ///< sensor "" = the whole scene; scene "" = the whole data set
  double start = 0, end = 0; ///< seconds; both 0 when it concerns all of it
  std::string message;       ///< what was found, with figures
};

/// What the checks over the whole data set remember of a scene.
struct HealthFacts {
  std::string id, part;
  int label = -1;
  double duration = 0;
  std::vector<SensorInfo> sensors;
  std::uint64_t content = 0; ///< hash of all samples
  bool abnormal_intervals = false;
};
HealthFacts health_facts_of(const Scene& scene);

/// A named check. `scene` looks at one scene after the other, `whole` at the facts of all of them; either may
/// be null. Findings are added in the order of time.
struct DataCheck {
  std::string id, title;
  std::string why;    ///< what goes wrong in models when this is ignored
  std::string advice; ///< what to do
  void (*scene)(const Scene& scene, std::vector<HealthFinding>& findings) = nullptr;
  void (*whole)(const std::vector<HealthFacts>& facts, std::vector<HealthFinding>& findings) = nullptr;
};
/// gaps, constant, stuck, saturated, spikes, duplicates, rates, labels, layout, leak, length.
const Table<DataCheck>& data_checks();

} // namespace andon
