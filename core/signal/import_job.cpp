#include "core/signal/import_job.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <regex>

namespace andon {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool among(const std::vector<std::string>& words, const std::string& word) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& known) { return lower(known) == lower(word); });
}

void apply_table(ImportJob& job, const ImportFile& file, ItemInfo& info) {
  const SideTable& table = job.map.table;
  if (table.file.empty())
    return;
  std::smatch match;
  const std::string stem = std::filesystem::path(file.id).filename().string();
  if (!std::regex_search(stem, match, std::regex(table.key_pattern)))
    return job.warn("no_table_row", file.name, 0,
                    "its name has no key by the pattern " + table.key_pattern +
                        "; it gets no label and no attributes from " + table.file);
  std::string key = match[match.size() > 1 ? 1 : 0].str();
  auto row = job.table.find(key);
  const bool numeric =
      !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) { return std::isdigit(c); });
  while (row == job.table.end() && numeric && key.size() > 1 && key.front() == '0') {
    key.erase(0, 1);
    row = job.table.find(key);
  }
  if (row == job.table.end())
    return job.warn("no_table_row", file.name, 0,
                    table.file + " has no row with " + table.key_column + " = " + key +
                        "; add one or the file has no label");
  for (const std::string& attribute : table.attributes)
    if (const auto cell = row->second.find(attribute); cell != row->second.end() && !cell->second.empty())
      info.attributes[printable_id(attribute)] = printable_id(cell->second);
  if (const auto cell = row->second.find(table.label.column); cell != row->second.end())
    info.label = among(table.label.abnormal, cell->second) ? 1
                 : among(table.label.normal, cell->second) ? 0
                                                           : -1;
}

} // namespace

void WarningList::add(std::string kind, std::string file, std::int64_t line, std::string message) {
  if (kept.size() < capacity)
    kept.push_back({std::move(kind), std::move(file), line, std::move(message)});
  else
    ++suppressed;
}

ItemInfo scene_of(ImportJob& job, const ImportFile& file) {
  ItemInfo info;
  info.id = printable_id(file.id);
  apply_table(job, file, info);
  for (const FileRule& rule : job.map.files) {
    const bool fits = std::any_of(rule.files.begin(), rule.files.end(), [&](const std::string& pattern) {
      return matches_wildcard(pattern, file.name) || matches_wildcard(pattern, file.id);
    });
    if (!fits)
      continue;
    info.part = rule.part;
    if (rule.label != -2)
      info.label = rule.label;
    for (const auto& [key, value] : rule.attributes)
      info.attributes[key] = value;
    break;
  }
  return info;
}

SensorInfo meaning_of(const ColumnMap& map, const std::string& column, double rate) {
  SensorInfo meaning{printable_id(column), map.other, "", map.rate > 0 ? map.rate : rate, 0};
  if (const ColumnRule* rule = rule_for(map, column)) {
    meaning.id = printable_id(sensor_id(*rule, column));
    meaning.role = rule->role;
    meaning.unit = rule->unit;
    if (rule->rate > 0)
      meaning.rate = rule->rate;
  } else if (map.columns.empty() && map.label.column.empty() &&
             among({"anomaly", "label", "is_anomaly", "abnormal"}, column))
    meaning.role = Role::label;
  if (!map.label.column.empty() && column == map.label.column)
    meaning.role = Role::label;
  return meaning;
}

void LabelRuns::add(std::span<const std::int8_t> labels) {
  for (const std::int8_t label : labels) {
    if (label == 1 && !open_)
      runs_.emplace_back(samples_, samples_);
    open_ = label == 1;
    ++samples_;
    if (open_)
      runs_.back().second = samples_;
    unknown_ += label < 0 ? 1 : 0;
  }
}

void LabelRuns::finish(double rate, ItemInfo& info) {
  for (const auto& [from, to] : runs_)
    info.intervals.push_back({static_cast<double>(from) / rate, static_cast<double>(to) / rate, 1, "", ""});
  if (info.label < 0 && samples_ > 0)
    info.label = !runs_.empty() ? 1 : unknown_ == 0 ? 0 : -1;
}

} // namespace andon
