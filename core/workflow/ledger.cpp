#include "core/workflow/ledger.h"

#include "core/base/hash.h"
#include "core/workflow/item_id.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_session.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace andon::workflow {
namespace {

using nlohmann::json;

/// Writers that may be quicker than this one before it gives up.
constexpr int most_retries = 20;
/// Items of alarms that a row names, so that they can be judged later.
constexpr std::size_t named_items = 20000;
/// Characters of a hash that tell recordings apart.
constexpr std::size_t key_length = 20;

std::string recording_of(const ScoreRow& row) {
  return row.path.empty() ? scene_of(row.item) : row.path;
}

std::string key_of(const ScoredData& data, const std::string& recording) {
  const auto known = data.recordings.find(recording);
  return sha256(known == data.recordings.end() ? data.sha256 + '\n' + recording : known->second)
      .substr(0, key_length);
}

/// Recordings that the model or the line saw, of a part of the data by name.
struct Learnt {
  std::string data, sha256, part;
  bool holds(const DataSource& source, const std::string& its_part) const {
    const bool same = source.name == data || (!sha256.empty() && source.sha256 == sha256);
    return same && (part == "all" || its_part.empty() || its_part == part);
  }
};

Result<json> detail_of(const store::Observation& row) {
  json detail = json::parse(row.detail_json, nullptr, false);
  if (!detail.is_object() || !detail.contains("recordings") || !detail.contains("alarms"))
    return fail(ErrorCode::corrupt,
                "realised count " + std::to_string(row.number) + ": its detail is not readable");
  return detail;
}

bool of_version(const store::Observation& row, store::RunId run, std::int64_t version) {
  return row.run == run && row.threshold_version == version;
}

/// What is new in the rows of one scoring.
struct Fresh {
  std::vector<ScoreRow> rows;
  std::vector<double> margins; ///< over the line, see margins_of()
  std::vector<std::string> keys;
};

Result<Fresh> fresh_rows(const std::vector<store::Observation>& before, store::RunId run,
                         const ScoredData& data, const std::vector<ScoreRow>& rows,
                         const DecisionLine& line) {
  std::set<std::string> counted;
  for (const store::Observation& row : before) {
    if (!of_version(row, run, line.version))
      continue;
    ANDON_ASSIGN(const json detail, detail_of(row));
    for (const json& key : detail["recordings"])
      counted.insert(key.get<std::string>());
  }
  Fresh fresh;
  std::map<std::string, bool> taken;                          // by recording
  std::set<std::string> now;                                  // one content under two names counts once
  const std::vector<double> margins = margins_of(rows, line); // a moving line has seen the other rows too
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ScoreRow& row = rows[i];
    const std::string recording = recording_of(row);
    auto known = taken.find(recording);
    if (known == taken.end()) {
      const std::string key = key_of(data, recording);
      const bool take = !data.learnt.contains(recording) && !counted.contains(key) && now.insert(key).second;
      if (take)
        fresh.keys.push_back(key);
      known = taken.emplace(recording, take).first;
    }
    if (!known->second)
      continue;
    fresh.rows.push_back(row);
    fresh.margins.push_back(margins[i]);
  }
  return fresh;
}

/// The alarms with the items of each, the beginning of them where there are very many.
json alarms_json(const Fresh& fresh, const AlarmSummary& summary, const std::vector<std::string>& groups) {
  json alarms = json::array();
  std::size_t named = 0;
  for (const ItemAlarm& alarm : summary.alarms) {
    json items = json::array(), labels = json::array();
    for (const std::size_t at : alarm.rows) {
      if (!items.empty() && named >= named_items)
        break;
      items.push_back(id_of(fresh.rows[at]));
      labels.push_back(fresh.rows[at].label);
      ++named;
    }
    alarms.push_back({{"items", std::move(items)}, {"labels", std::move(labels)}});
    if (!groups.empty())
      alarms.back()["group"] = groups[alarm.rows.front()];
  }
  return alarms;
}

store::Observation observation_of(const store::Run& run, const ScoredData& data, const Fresh& fresh,
                                  const DecisionLine& line) {
  const AlarmSummary summary = summarise_margins(fresh.rows, fresh.margins, line);
  store::Observation row;
  row.run = run.id;
  row.run_name = run.name;
  row.threshold_version = line.version;
  row.data_name = data.name;
  row.part = data.part;
  row.data_sha256 = data.sha256;
  row.items = summary.items;
  row.normal_items = std::ranges::count_if(fresh.rows, [](const ScoreRow& each) { return each.label != 1; });
  row.items_per_hour = summary.items_per_hour.value_or(0);
  row.alarms = static_cast<std::int64_t>(summary.alarms.size());
  const std::vector<std::string> groups =
      line.groups ? groups_of(fresh.rows, line) : std::vector<std::string>();
  json detail{{"recordings", fresh.keys}, {"alarms", alarms_json(fresh, summary, groups)}};
  std::map<std::string, std::array<std::int64_t, 2>> counts; // items, normal items
  for (std::size_t i = 0; i < groups.size(); ++i) {
    ++counts[groups[i]][0];
    counts[groups[i]][1] += fresh.rows[i].label != 1;
  }
  if (line.groups)
    detail["groups"] = counts;
  row.detail_json = detail.dump();
  return row;
}

/// One alarm as people judge it today.
struct JudgedAlarm {
  int truth = -1;
  std::int64_t normal_items = 0; ///< that it takes away from those counted at the scoring
};

JudgedAlarm judged(const json& alarm, const std::map<std::string, int>& agreed) {
  JudgedAlarm result;
  const json &items = alarm.at("items"), &labels = alarm.at("labels");
  for (std::size_t i = 0; i < items.size(); ++i) {
    const int then = labels.at(i).get<int>();
    const auto said = agreed.find(items[i].get<std::string>());
    const int label = said == agreed.end() ? then : said->second;
    result.normal_items += (label == 1) - (then == 1);
    result.truth = std::max(result.truth, label);
  }
  return result;
}

void add_items(RealisedCount& count, std::int64_t items, std::int64_t normal_items) {
  count.items += items;
  count.normal_items += normal_items;
}

void add_alarm(RealisedCount& count, const JudgedAlarm& alarm) {
  ++count.alarms;
  count.normal_items -= alarm.normal_items;
  ++(alarm.truth == 1 ? count.on_faults : alarm.truth == 0 ? count.false_alarms : count.unjudged);
}

/// A row of the ledger judged today. Throws json::exception where it is not what it should be.
Realised row_today(const store::Observation& row, const json& detail,
                   const std::map<std::string, int>& agreed) {
  Realised result;
  add_items(result, row.items, row.normal_items);
  if (const auto groups = detail.find("groups"); groups != detail.end())
    for (const auto& [group, counts] : groups->items())
      add_items(result.groups[group], counts.at(0), counts.at(1));
  for (const json& alarm : detail.at("alarms")) {
    const JudgedAlarm today = judged(alarm, agreed);
    add_alarm(result, today);
    if (const auto group = alarm.find("group"); group != alarm.end())
      add_alarm(result.groups[group->get<std::string>()], today);
  }
  const auto hours = [&](RealisedCount& count) {
    count.normal_hours =
        row.items_per_hour > 0 ? static_cast<double>(count.normal_items) / row.items_per_hour : 0;
  };
  hours(result);
  for (auto& [name, count] : result.groups)
    hours(count);
  return result;
}

void add(RealisedCount& to, const RealisedCount& more) {
  add_items(to, more.items, more.normal_items);
  to.normal_hours += more.normal_hours;
  to.alarms += more.alarms;
  to.on_faults += more.on_faults;
  to.false_alarms += more.false_alarms;
  to.unjudged += more.unjudged;
}

} // namespace

ScoredData scored_data(const OpenedRun& opened, const DecisionLine& line, const std::string& part) {
  const DataSource& source = opened.job.data;
  ScoredData data{source.name, part, source.sha256, {}, {}};
  std::vector<Learnt> learnt{{opened.run.data_name, opened.run.data_sha256, opened.manifest.part}};
  if (line.chosen_on && !line.chosen_on->first.empty())
    learnt.push_back({line.chosen_on->first, "", line.chosen_on->second});
  const auto add = [&](const std::string& id, const std::string& its_part, std::string hash) {
    if (std::ranges::any_of(learnt, [&](const Learnt& each) { return each.holds(source, its_part); }))
      data.learnt.insert(id);
    data.recordings.emplace(id, std::move(hash));
  };
  if (source.signals) {
    const auto items = source.signals->items();
    for (std::size_t i = 0; i < items.size(); ++i)
      add(items[i].id, items[i].part, source.signals->samples_sha256(i) + '\n' + items[i].id);
  }
  if (source.images)
    for (const ImageItem& item : source.images->dataset.items) {
      const auto hash = source.images->hashes.find(item.id);
      add(item.id, item.part,
          hash == source.images->hashes.end() ? source.sha256 + '\n' + item.id : hash->second);
    }
  return data;
}

Result<std::int64_t> count_realised(Workspace& workspace, const store::Run& run, const ScoredData& data,
                                    const std::vector<ScoreRow>& rows, const DecisionLine& line) {
  if (!line.threshold)
    return 0;
  for (int attempt = 0;; ++attempt) {
    ANDON_ASSIGN(const std::vector<store::Observation> before, workspace.store().observations());
    ANDON_ASSIGN(const Fresh fresh, fresh_rows(before, run.id, data, rows, line));
    if (fresh.rows.empty())
      return 0;
    auto added = workspace.store().add_observation(observation_of(run, data, fresh, line),
                                                   static_cast<std::int64_t>(before.size()));
    if (added)
      return added->items;
    if (added.error().code != ErrorCode::conflict || attempt >= most_retries)
      return fail(added.error());
  }
}

Result<Realised> realised_alarms(Workspace& workspace, const store::Run& run,
                                 const store::ThresholdVersion& version) {
  Realised realised;
  realised.since = version.created;
  ANDON_ASSIGN(const std::vector<store::Observation> rows, workspace.store().observations());
  ANDON_ASSIGN(const auto agreed, agreed_labels(workspace, run));
  for (const store::Observation& row : rows) {
    if (!of_version(row, run.id, version.version))
      continue;
    ANDON_ASSIGN(const json detail, detail_of(row));
    try {
      const Realised today = row_today(row, detail, agreed);
      add(realised, today);
      for (const auto& [group, count] : today.groups)
        add(realised.groups[group], count);
    } catch (const json::exception&) {
      return fail(ErrorCode::corrupt,
                  "realised count " + std::to_string(row.number) + ": its alarms are not readable");
    }
    ++realised.scorings;
    realised.last = row.created;
  }
  return realised;
}

std::string day_of(const std::string& iso_time) {
  constexpr const char* months[] = {"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
  if (iso_time.size() < 10)
    return iso_time;
  const int month = std::clamp(std::atoi(iso_time.substr(5, 2).c_str()), 1, 12);
  return std::to_string(std::atoi(iso_time.substr(8, 2).c_str())) + " " + months[month - 1] + " " +
         iso_time.substr(0, 4);
}

} // namespace andon::workflow
