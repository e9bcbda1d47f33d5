#include "core/signal/scene_file.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace andon::scene_file {
namespace {

constexpr std::size_t most_items = 10'000'000;

Result<void> write_attributes(hid_t file, std::span<const ItemInfo> items) {
  ANDON_ASSIGN(const hdf5::Id group, hdf5::create_group(file, "attributes"));
  std::set<std::string> keys;
  for (const ItemInfo& item : items)
    for (const auto& [key, value] : item.attributes)
      keys.insert(key);
  for (const std::string& key : keys) {
    std::vector<std::string> values;
    for (const ItemInfo& item : items) {
      const auto found = item.attributes.find(key);
      values.push_back(found == item.attributes.end() ? "" : found->second);
    }
    ANDON_TRY(hdf5::write_strings(group, hdf5::link_name(key), values));
  }
  return {};
}

Result<void> write_intervals(hid_t file, std::span<const ItemInfo> items) {
  ANDON_ASSIGN(const hdf5::Id group, hdf5::create_group(file, "intervals"));
  std::vector<std::int64_t> rows;
  std::vector<double> starts, ends;
  std::vector<std::int8_t> labels;
  std::vector<std::string> kinds, sensors;
  for (std::size_t row = 0; row < items.size(); ++row)
    for (const Interval& interval : items[row].intervals) {
      rows.push_back(static_cast<std::int64_t>(row));
      starts.push_back(interval.start);
      ends.push_back(interval.end);
      labels.push_back(static_cast<std::int8_t>(interval.label));
      kinds.push_back(interval.kind);
      sensors.push_back(interval.sensor);
    }
  const hsize_t shape[] = {rows.size()};
  ANDON_TRY(hdf5::write_array(group, "item", H5T_NATIVE_INT64, shape, rows.data()));
  ANDON_TRY(hdf5::write_array(group, "start", H5T_NATIVE_DOUBLE, shape, starts.data()));
  ANDON_TRY(hdf5::write_array(group, "end", H5T_NATIVE_DOUBLE, shape, ends.data()));
  ANDON_TRY(hdf5::write_array(group, "label", H5T_NATIVE_INT8, shape, labels.data()));
  ANDON_TRY(hdf5::write_strings(group, "kind", kinds));
  return hdf5::write_strings(group, "sensor", sensors);
}

herr_t collect_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

Result<std::vector<std::string>> links_of(hid_t file, const char* group_name) {
  const hdf5::Id group(H5Gopen2(file, group_name, H5P_DEFAULT), H5Gclose);
  std::vector<std::string> names;
  hsize_t index = 0;
  if (!group || H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &index, collect_name, &names) < 0)
    return fail(ErrorCode::parse, std::string("group '") + group_name + "' is missing or unreadable");
  return names;
}

std::string unescaped(const std::string& link) {
  std::string text;
  for (std::size_t i = 0; i < link.size(); ++i) {
    if (link[i] == '%' && i + 2 < link.size() && std::isxdigit(static_cast<unsigned char>(link[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(link[i + 2]))) {
      text += static_cast<char>(std::stoi(link.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else
      text += link[i];
  }
  return text;
}

Result<void> read_intervals(hid_t file, std::vector<Manifest::Item>& items) {
  const hdf5::Id group(H5Gopen2(file, "intervals", H5P_DEFAULT), H5Gclose);
  if (!group)
    return fail(ErrorCode::parse, "group 'intervals' is missing");
  ANDON_ASSIGN(const std::vector<double> rows, hdf5::read_numbers(group, "item", most_items));
  ANDON_ASSIGN(const std::vector<double> starts, hdf5::read_numbers(group, "start", most_items));
  ANDON_ASSIGN(const std::vector<double> ends, hdf5::read_numbers(group, "end", most_items));
  ANDON_ASSIGN(const std::vector<double> labels, hdf5::read_numbers(group, "label", most_items));
  ANDON_ASSIGN(const std::vector<std::string> kinds, hdf5::read_strings(group, "kind", most_items));
  ANDON_ASSIGN(const std::vector<std::string> sensors, hdf5::read_strings(group, "sensor", most_items));
  const std::size_t n = rows.size();
  if (starts.size() != n || ends.size() != n || labels.size() != n || kinds.size() != n ||
      sensors.size() != n)
    return fail(ErrorCode::parse, "the arrays of group 'intervals' differ in length");
  for (std::size_t i = 0; i < n; ++i) {
    if (!(rows[i] >= 0) || rows[i] >= static_cast<double>(items.size()))
      return fail(ErrorCode::parse, "interval " + std::to_string(i) + " names an item that does not exist");
    items[static_cast<std::size_t>(rows[i])].info.intervals.push_back(
        {starts[i], ends[i], static_cast<int>(labels[i]), kinds[i], sensors[i]});
  }
  return {};
}

Result<void> write_meta(hid_t dataset, const SensorMeta& meta) {
  const SensorMeta none;
  const auto text = [&](const char* name, const std::string& value) -> Result<void> {
    return value.empty() ? Result<void>{} : hdf5::write_attribute(dataset, name, value);
  };
  const auto number = [&](const char* name, std::int64_t value, std::int64_t otherwise) -> Result<void> {
    return value == otherwise ? Result<void>{} : hdf5::write_attribute(dataset, name, value);
  };
  ANDON_TRY(text("type", to_string(meta.type)));
  ANDON_TRY(text("part", to_string(meta.part)));
  ANDON_TRY(text("pair", meta.pair));
  ANDON_TRY(text("group", meta.group));
  ANDON_TRY(number("words", meta.words, 0));
  ANDON_TRY(number("swapped_bytes", meta.swapped_bytes, 0));
  ANDON_TRY(number("raw32", meta.raw32, 0));
  ANDON_TRY(number("bit_start", meta.bit_start, none.bit_start));
  ANDON_TRY(number("bit_mask", meta.bit_mask, none.bit_mask));
  return hdf5::write_attribute(dataset, "rollovers", std::span<const double>(meta.rollovers));
}

Result<void> read_meta(hid_t dataset, const std::string& sensor, SensorMeta& meta) {
  if (!sensor_type_from_string(hdf5::text_attribute(dataset, "type"), meta.type) ||
      !word_part_from_string(hdf5::text_attribute(dataset, "part"), meta.part))
    return fail(ErrorCode::parse, "sensor '" + sensor +
                                      "': attribute 'type' should be one_word, two_words or bits, and 'part' "
                                      "low or high");
  meta.pair = hdf5::text_attribute(dataset, "pair");
  meta.group = hdf5::text_attribute(dataset, "group");
  meta.words = hdf5::number_attribute(dataset, "words", 0) != 0;
  meta.swapped_bytes = hdf5::number_attribute(dataset, "swapped_bytes", 0) != 0;
  meta.raw32 = hdf5::number_attribute(dataset, "raw32", 0) != 0;
  const double bit_start = hdf5::number_attribute(dataset, "bit_start", -1);
  const double bit_mask = hdf5::number_attribute(dataset, "bit_mask", 0);
  if (!(bit_start >= -1 && bit_start < 32 && bit_mask >= 0 && bit_mask <= 0xffffffffU))
    return fail(ErrorCode::parse,
                "sensor '" + sensor + "': 'bit_start' should be -1 … 31 and 'bit_mask' 32 bits");
  meta.bit_start = static_cast<std::int64_t>(bit_start);
  meta.bit_mask = static_cast<std::int64_t>(bit_mask);
  meta.rollovers = hdf5::numbers_attribute(dataset, "rollovers");
  return {};
}

Result<void> read_sensors(hid_t file, std::vector<Manifest::Item>& items) {
  const hdf5::Id group(H5Gopen2(file, "sensors", H5P_DEFAULT), H5Gclose);
  ANDON_ASSIGN(const std::vector<std::string> links, links_of(file, "sensors"));
  std::vector<std::pair<double, std::pair<SensorInfo, double>>> found;
  for (const std::string& link : links) {
    const hdf5::Id dataset(H5Dopen2(group, link.c_str(), H5P_DEFAULT), H5Dclose);
    if (!dataset)
      return fail(ErrorCode::parse, "sensor '" + link + "' cannot be opened: " + hdf5::last_error());
    ANDON_ASSIGN(const std::vector<hsize_t> shape, hdf5::shape_of(dataset));
    if (shape.size() != 2 || shape[0] != items.size() || shape[1] > (1ULL << 48))
      return fail(ErrorCode::parse, "sensor '" + link + "' should have the shape [items, samples] with " +
                                        std::to_string(items.size()) + " items");
    SensorInfo info;
    info.id = unescaped(link);
    role_from_string(hdf5::text_attribute(dataset, "role"), info.role);
    info.unit = hdf5::text_attribute(dataset, "unit");
    info.rate = hdf5::number_attribute(dataset, "rate", 0);
    info.samples = static_cast<std::int64_t>(shape[1]);
    ANDON_TRY(read_meta(dataset, link, info.meta));
    if (!(info.rate > 0))
      return fail(ErrorCode::parse, "sensor '" + link + "' needs an attribute 'rate' above 0");
    found.push_back(
        {hdf5::number_attribute(dataset, "order", 0), {info, hdf5::number_attribute(dataset, "start", 0)}});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (Manifest::Item& item : items)
    for (const auto& [order, sensor] : found) {
      item.info.sensors.push_back(sensor.first);
      item.starts.push_back(sensor.second);
      item.info.duration = std::max(
          item.info.duration, sensor.second + static_cast<double>(sensor.first.samples) / sensor.first.rate);
    }
  return {};
}

} // namespace

std::int64_t version_for(std::span<const SensorInfo> sensors) {
  return std::any_of(sensors.begin(), sensors.end(), [](const SensorInfo& info) { return info.meta.known(); })
             ? meta_version
             : plain_version;
}

Result<hdf5::Id> create(const std::filesystem::path& path, std::int64_t version) {
  ANDON_ASSIGN(hdf5::Id file, hdf5::create_file(path));
  ANDON_TRY(hdf5::write_attribute(file, "schema", std::string(schema)));
  ANDON_TRY(hdf5::write_attribute(file, "version", version));
  ANDON_ASSIGN(const hdf5::Id sensors, hdf5::create_group(file, "sensors"));
  ANDON_ASSIGN(const hdf5::Id missing, hdf5::create_group(file, "missing"));
  return file;
}

Result<hdf5::Id> open(const std::filesystem::path& path) {
  ANDON_ASSIGN(hdf5::Id file, hdf5::open_file(path));
  if (hdf5::text_attribute(file, "schema") != schema)
    return fail(ErrorCode::parse, path.string() + " has no attribute schema = \"" + schema + "\"");
  const double version = hdf5::number_attribute(file, "version", 0);
  if (version != static_cast<double>(plain_version) && version != static_cast<double>(meta_version))
    return fail(ErrorCode::unsupported,
                path.string() + " has another version of the schema; this build reads versions 1 and 2");
  return file;
}

Result<void> describe_sensor(hid_t dataset, const SensorInfo& sensor, double start, std::size_t order) {
  ANDON_TRY(hdf5::write_attribute(dataset, "order", static_cast<std::int64_t>(order)));
  ANDON_TRY(hdf5::write_attribute(dataset, "role", to_string(sensor.role)));
  ANDON_TRY(hdf5::write_attribute(dataset, "unit", sensor.unit));
  ANDON_TRY(hdf5::write_attribute(dataset, "rate", sensor.rate));
  ANDON_TRY(hdf5::write_attribute(dataset, "start", start));
  return write_meta(dataset, sensor.meta);
}

Result<void> write_items(hid_t file, std::span<const ItemInfo> items) {
  ANDON_ASSIGN(const hdf5::Id group, hdf5::create_group(file, "items"));
  std::vector<std::string> ids, parts;
  std::vector<std::int8_t> labels;
  for (const ItemInfo& item : items) {
    ids.push_back(item.id);
    parts.push_back(item.part);
    labels.push_back(static_cast<std::int8_t>(item.label));
  }
  const hsize_t shape[] = {items.size()};
  ANDON_TRY(hdf5::write_strings(group, "id", ids));
  ANDON_TRY(hdf5::write_strings(group, "part", parts));
  ANDON_TRY(hdf5::write_array(group, "label", H5T_NATIVE_INT8, shape, labels.data()));
  ANDON_TRY(write_attributes(file, items));
  return write_intervals(file, items);
}

Result<std::vector<Manifest::Item>> read_items(hid_t file) {
  const hdf5::Id group(H5Gopen2(file, "items", H5P_DEFAULT), H5Gclose);
  if (!group)
    return fail(ErrorCode::parse, "group 'items' is missing");
  ANDON_ASSIGN(const std::vector<std::string> ids, hdf5::read_strings(group, "id", most_items));
  ANDON_ASSIGN(const std::vector<std::string> parts, hdf5::read_strings(group, "part", most_items));
  ANDON_ASSIGN(const std::vector<double> labels, hdf5::read_numbers(group, "label", most_items));
  if (parts.size() != ids.size() || labels.size() != ids.size())
    return fail(ErrorCode::parse, "the arrays of group 'items' differ in length");
  std::vector<Manifest::Item> items(ids.size());
  for (std::size_t row = 0; row < ids.size(); ++row) {
    items[row].info.id = ids[row];
    items[row].info.part = parts[row];
    items[row].info.label = static_cast<int>(labels[row]);
    items[row].row = row;
  }
  ANDON_ASSIGN(const std::vector<std::string> keys, links_of(file, "attributes"));
  for (const std::string& key : keys) {
    ANDON_ASSIGN(const std::vector<std::string> values,
                 hdf5::read_strings(file, "attributes/" + key, most_items));
    for (std::size_t row = 0; row < std::min(values.size(), items.size()); ++row)
      if (!values[row].empty())
        items[row].info.attributes[unescaped(key)] = values[row];
  }
  ANDON_TRY(read_intervals(file, items));
  ANDON_TRY(read_sensors(file, items));
  return items;
}

Result<Series> read_series(hid_t file, std::uint64_t row, const SensorInfo& sensor, double start,
                           std::int64_t from, std::int64_t count) {
  Series series;
  series.rate = sensor.rate;
  series.start = start + static_cast<double>(from) / sensor.rate;
  const std::string link = hdf5::link_name(sensor.id);
  const auto read = [&](const std::string& path, hid_t type, void* out) -> Result<void> {
    const hdf5::Id dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT), H5Dclose);
    if (!dataset)
      return fail(ErrorCode::corrupt, "sensor '" + sensor.id + "' is not in its file: " + hdf5::last_error());
    return hdf5::read_row(dataset, row, static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(count),
                          type, out);
  };
  series.values.resize(static_cast<std::size_t>(count));
  ANDON_TRY(read("sensors/" + link, H5T_NATIVE_FLOAT, series.values.data()));
  const std::string missing = "missing/" + link;
  if (H5Lexists(file, missing.c_str(), H5P_DEFAULT) <= 0)
    return series;
  series.missing.resize(static_cast<std::size_t>(count));
  ANDON_TRY(read(missing, H5T_NATIVE_UINT8, series.missing.data()));
  if (std::find_if(series.missing.begin(), series.missing.end(),
                   [](std::uint8_t flag) { return flag != 0; }) == series.missing.end())
    series.missing.clear();
  return series;
}

} // namespace andon::scene_file
