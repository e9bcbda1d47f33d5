#include "core/signal/series.h"

#include <array>
#include <utility>

namespace andon {
namespace {
constexpr std::array<std::pair<Role, const char*>, 5> names{{{Role::feature, "feature"},
                                                             {Role::command, "command"},
                                                             {Role::current, "current"},
                                                             {Role::label, "label"},
                                                             {Role::ignore, "ignore"}}};
} // namespace

std::string to_string(Role role) {
  for (const auto& [each, name] : names)
    if (each == role)
      return name;
  return "feature";
}

bool role_from_string(const std::string& text, Role& role) {
  for (const auto& [each, name] : names)
    if (text == name) {
      role = each;
      return true;
    }
  return false;
}

const Sensor* Scene::find(const std::string& sensor_id) const {
  for (const Sensor& sensor : sensors)
    if (sensor.info.id == sensor_id)
      return &sensor;
  return nullptr;
}

} // namespace andon
