#pragma once
#include "core/signal/sensor_meta.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace andon {

// Data conventions, stated once for the whole project:
//  * time is the last axis: tensors [batch, channel, time], rows row-major and compact;
//  * times are seconds as double from the start of the scene;
//  * missing is a mask, never NaN: values[i] is meaningless where missing[i] != 0;
//  * a higher score is more anomalous, everywhere; "score >= threshold" is anomalous, everywhere;
//  * labels are 1 abnormal, 0 normal, -1 unknown.

/// Uniformly sampled values of one sensor.
struct Series {
  double start = 0;                  ///< seconds from the start of the scene
  double rate = 1;                   ///< samples a second, > 0
  std::vector<float> values;
  std::vector<std::uint8_t> missing; ///< empty when nothing is missing, else one flag a value

  double time_of(std::size_t i) const { return start + static_cast<double>(i) / rate; }
  double end() const { return time_of(values.size()); }
  bool is_missing(std::size_t i) const { return !missing.empty() && missing[i] != 0; }
};

/// What a sensor means to a model; a column map assigns it.
enum class Role { feature, command, current, label, ignore };
std::string to_string(Role role);
/// Role::ignore when the word is unknown is never returned silently: false and `role` untouched.
bool role_from_string(const std::string& text, Role& role);

struct SensorInfo {
  std::string id;
  Role role = Role::feature;
  std::string unit;
  double rate = 1;
  std::int64_t samples = 0;
  SensorMeta meta;
};

struct Sensor {
  SensorInfo info;
  Series series;
};

/// A labelled stretch of time; sensor empty = the whole scene.
struct Interval {
  double start = 0, end = 0;
  int label = 1;
  std::string kind;
  std::string sensor;
};

/// One recording (or one simulated sample) of several sensors at any rates.
struct Scene {
  std::string id;
  std::string part;   ///< "train", "val", "test" or "" when not divided
  int label = -1;
  std::map<std::string, std::string> attributes;
  std::vector<Sensor> sensors;
  std::vector<Interval> intervals;

  const Sensor* find(const std::string& sensor_id) const;
};

} // namespace andon
