#include "core/signal/manifest.h"

#include "core/base/guard.h"
#include "core/base/hash.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>

namespace andon {
namespace {

using Json = nlohmann::json;
constexpr const char* schema = "andon.dataset";
constexpr int plain_version = 1, meta_version = 2; // 2: some sensor has meta

Json json_of(const SensorMeta& meta) {
  const SensorMeta none;
  Json json = Json::object();
  const auto add = [&](const char* key, const auto& value, const auto& otherwise) {
    if (value != otherwise)
      json[key] = value;
  };
  add("type", to_string(meta.type), std::string());
  add("part", to_string(meta.part), std::string());
  add("pair", meta.pair, none.pair);
  add("group", meta.group, none.group);
  add("words", meta.words, none.words);
  add("swapped_bytes", meta.swapped_bytes, none.swapped_bytes);
  add("raw32", meta.raw32, none.raw32);
  add("bit_start", meta.bit_start, none.bit_start);
  add("bit_mask", meta.bit_mask, none.bit_mask);
  add("rollovers", meta.rollovers, none.rollovers);
  return json;
}

SensorMeta meta_from(const Json& json) {
  SensorMeta meta;
  if (!sensor_type_from_string(json.value("type", ""), meta.type) ||
      !word_part_from_string(json.value("part", ""), meta.part))
    throw std::runtime_error("a sensor's meta has an unknown type or part");
  meta.pair = json.value("pair", meta.pair);
  meta.group = json.value("group", meta.group);
  meta.words = json.value("words", meta.words);
  meta.swapped_bytes = json.value("swapped_bytes", meta.swapped_bytes);
  meta.raw32 = json.value("raw32", meta.raw32);
  meta.bit_start = json.value("bit_start", meta.bit_start);
  meta.bit_mask = json.value("bit_mask", meta.bit_mask);
  meta.rollovers = json.value("rollovers", meta.rollovers);
  return meta;
}

int version_of(const Manifest& manifest) {
  for (const Manifest::Item& item : manifest.items)
    for (const SensorInfo& sensor : item.info.sensors)
      if (sensor.meta.known())
        return meta_version;
  return plain_version;
}

// Scenes of one pack share their sensors; the manifest stores each list once.
Json layout_of(const Manifest::Item& item) {
  Json sensors = Json::array();
  for (std::size_t i = 0; i < item.info.sensors.size(); ++i) {
    const SensorInfo& sensor = item.info.sensors[i];
    sensors.push_back({{"id", sensor.id},
                       {"role", to_string(sensor.role)},
                       {"unit", sensor.unit},
                       {"rate", sensor.rate},
                       {"samples", sensor.samples},
                       {"start", item.starts[i]}});
    if (sensor.meta.known())
      sensors.back()["meta"] = json_of(sensor.meta);
  }
  return sensors;
}

Json json_of(const Manifest::Item& item, std::size_t layout) {
  Json intervals = Json::array();
  for (const Interval& interval : item.info.intervals)
    intervals.push_back({{"start", interval.start},
                         {"end", interval.end},
                         {"label", interval.label},
                         {"kind", interval.kind},
                         {"sensor", interval.sensor}});
  return {{"id", item.info.id},       {"part", item.info.part},
          {"label", item.info.label}, {"file", item.file},
          {"row", item.row},          {"sensors", layout},
          {"intervals", intervals},   {"attributes", item.info.attributes}};
}

Json body_of(const Manifest& manifest) {
  Json files = Json::array(), items = Json::array(), layouts = Json::array();
  for (const Manifest::File& file : manifest.files)
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  std::map<std::string, std::size_t> known;
  for (const Manifest::Item& item : manifest.items) {
    Json layout = layout_of(item);
    const auto [at, added] = known.emplace(layout.dump(), layouts.size());
    if (added)
      layouts.push_back(std::move(layout));
    items.push_back(json_of(item, at->second));
  }
  return {{"schema", schema},   {"version", version_of(manifest)},
          {"kind", "signals"},  {"files", files},
          {"layouts", layouts}, {"items", items}};
}

void read_layout(const Json& layout, Manifest::Item& item) {
  for (const Json& sensor : layout) {
    SensorInfo info;
    info.id = sensor.at("id").get<std::string>();
    if (!role_from_string(sensor.at("role").get<std::string>(), info.role))
      throw std::runtime_error("sensor '" + info.id + "' has an unknown role");
    info.unit = sensor.at("unit").get<std::string>();
    info.rate = sensor.at("rate").get<double>();
    info.samples = sensor.at("samples").get<std::int64_t>();
    if (sensor.contains("meta"))
      info.meta = meta_from(sensor.at("meta"));
    if (!(info.rate > 0) || info.samples < 0)
      throw std::runtime_error("sensor '" + info.id +
                               "' needs a rate above 0 and a sample count of at least 0");
    item.starts.push_back(sensor.at("start").get<double>());
    item.info.duration =
        std::max(item.info.duration, item.starts.back() + static_cast<double>(info.samples) / info.rate);
    item.info.sensors.push_back(std::move(info));
  }
}

Manifest::Item read_item(const Json& json, const Json& layouts, std::size_t files) {
  Manifest::Item item;
  item.info.id = json.at("id").get<std::string>();
  item.info.part = json.at("part").get<std::string>();
  item.info.label = json.at("label").get<int>();
  item.info.attributes = json.at("attributes").get<std::map<std::string, std::string>>();
  item.file = json.at("file").get<std::size_t>();
  item.row = json.at("row").get<std::uint64_t>();
  if (item.file >= files)
    throw std::runtime_error("item '" + item.info.id + "' names file " + std::to_string(item.file) + " of " +
                             std::to_string(files));
  read_layout(layouts.at(json.at("sensors").get<std::size_t>()), item);
  for (const Json& interval : json.at("intervals"))
    item.info.intervals.push_back({interval.at("start").get<double>(), interval.at("end").get<double>(),
                                   interval.at("label").get<int>(), interval.at("kind").get<std::string>(),
                                   interval.at("sensor").get<std::string>()});
  return item;
}

Manifest read_body(const Json& body) {
  Manifest manifest;
  for (const Json& file : body.at("files")) {
    Manifest::File entry{file.at("path").get<std::string>(), file.at("bytes").get<std::uint64_t>(),
                         file.at("sha256").get<std::string>()};
    const std::filesystem::path path = std::filesystem::path(entry.path).lexically_normal();
    if (path.empty() || path.is_absolute() || *path.begin() == "..")
      throw std::runtime_error("file '" + entry.path + "' lies outside the data set");
    manifest.files.push_back(std::move(entry));
  }
  const Json& layouts = body.at("layouts");
  for (const Json& item : body.at("items"))
    manifest.items.push_back(read_item(item, layouts, manifest.files.size()));
  return manifest;
}

Result<Manifest> read_checked(Json root, const std::string& where, std::string& hash) {
  if (root.value("schema", "") != schema)
    return fail(ErrorCode::parse,
                where + ": key 'schema' should be \"" + schema + "\"; this is not a data set");
  const int version = root.at("version").get<int>();
  if (version != plain_version && version != meta_version)
    return fail(ErrorCode::unsupported,
                where + " has version " + std::to_string(version) + "; this build reads versions 1 and 2");
  const std::string name = root.at("name").get<std::string>();
  hash = root.at("sha256").get<std::string>();
  root.erase("name");
  root.erase("sha256");
  if (sha256(root.dump()) != hash)
    return fail(
        ErrorCode::corrupt,
        where + " does not match its own checksum; it was edited or damaged, import or simulate it again");
  Manifest manifest = read_body(root);
  manifest.name = name;
  return manifest;
}

} // namespace

Result<std::string> manifest_text(const Manifest& manifest, std::string& hash) {
  return guard("writing the manifest", [&]() -> Result<std::string> {
    Json root = body_of(manifest);
    hash = sha256(root.dump());
    root["name"] = manifest.name;
    root["sha256"] = hash;
    return root.dump(1) + "\n";
  });
}

Result<Manifest> parse_manifest(const std::string& text, const std::string& where, std::string& hash) {
  auto parsed =
      guard(where, [&]() -> Result<Manifest> { return read_checked(Json::parse(text), where, hash); });
  if (!parsed && parsed.error().code == ErrorCode::internal)
    parsed.error().code = ErrorCode::parse;
  return parsed;
}

} // namespace andon
