#pragma once
#include "core/base/error.h"
#include "core/base/options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// Scenes of an unknown machine (SPEC S2.0): many sensors at several rates, raw 16-bit words among them, with
/// the whole truth. Every share is of the sensors of a machine; what is left over are one-word values.
struct SceneOptions {
  std::int64_t train = 200, validation = 40, test = 100;
  double abnormal = 0.75;
  std::int64_t machines = 0;
  std::int64_t sensors = 32;
  double duration = 30;

  bool multi_rate = true;
  double high_rate = 2000, mid_rate = 200, low_rate = 50;
  double high_share = 0.25, mid_share = 0.375;

  double pair_share = 0.3, bits_share = 0.2, binary_share = 0.06;
  double float_share = 0.25, signed_share = 0.15, counter_share = 0.12, step_share = 0.12;
  bool scatter = true;
  double swapped_bytes = 0.15;
  std::int64_t rollovers_min = 2, rollovers_max = 12;
  double torn_reads = 0.02;
  double missing = 0;

  std::int64_t groups = 3, group_size = 4;
  double group_strength = 0.95;
  double noise = 0.02;

  std::string anomalies = "all";
  std::int64_t anomalies_min = 1, anomalies_max = 3;
  double anomaly_length_min = 1.5, anomaly_length_max = 5;
  double strength_min = 1.5, strength_max = 4;
  std::vector<Option> describe();
};

/// What single ranges cannot say. Errors: invalid_argument (a minimum above its maximum, shares above one, an
/// unknown kind of anomaly, anomalies longer than the scene), limit_exceeded (more than 2³³ samples a scene
/// set).
Result<void> check(const SceneOptions& options);
/// The kinds that `options.anomalies` names, "all" or a list separated by '+'. Errors: invalid_argument.
Result<std::vector<std::string>> chosen_anomalies(const SceneOptions& options);
/// spike, drift, dropout, stuck, swap, correlation_break, noise_burst, level_shift, gain, bit_fault,
/// miscount.
const std::vector<std::string>& scene_anomalies();

} // namespace andon
