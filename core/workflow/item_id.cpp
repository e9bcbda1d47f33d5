#include "core/workflow/item_id.h"

#include <charconv>
#include <cstdio>

namespace andon::workflow {
namespace {

/// What follows an "@" when it is "<number>" or "<number>/<sensor>".
std::optional<ItemPlace> time_at(const std::string& id, std::size_t at) {
  double seconds = 0;
  const char* const end = id.data() + id.size();
  const auto [rest, error] = std::from_chars(id.data() + at + 1, end, seconds);
  if (error != std::errc() || (rest != end && *rest != '/'))
    return {};
  return ItemPlace{id.substr(0, at), seconds, rest == end ? std::string() : std::string(rest + 1, end)};
}

} // namespace

std::string id_of(const ScoreRow& row) {
  if (!row.path.empty())
    return row.path;
  if (row.sensor.empty())
    return row.item;
  char at[40];
  std::snprintf(at, sizeof at, "@%.9g/", row.start);
  return row.item + at + row.sensor;
}

ItemPlace place_of(const std::string& id) {
  for (std::size_t at = id.rfind('@'); at != std::string::npos && at > 0; at = id.rfind('@', at - 1))
    if (auto place = time_at(id, at))
      return std::move(*place);
  return {id, {}, {}};
}

std::string scene_of(const std::string& id) {
  return place_of(id).scene;
}

} // namespace andon::workflow
