#include "core/workflow/ledger.h"

#include "core/base/hash.h"
#include "core/workflow/item_id.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_session.h"

#include <nlohmann/json.hpp>

#include <algorithm>
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
  std::map<std::string, bool> taken; // by recording
  std::set<std::string> now;         // one content under two names counts once
  for (const ScoreRow& row : rows) {
    const std::string recording = recording_of(row);
    auto known = taken.find(recording);
    if (known == taken.end()) {
      const std::string key = key_of(data, recording);
      const bool take = !data.learnt.contains(recording) && !counted.contains(key) && now.insert(key).second;
      if (take)
        fresh.keys.push_back(key);
      known = taken.emplace(recording, take).first;
    }
    if (known->second)
      fresh.rows.push_back(row);
  }
  return fresh;
}

store::Observation observation_of(const store::Run& run, const ScoredData& data, const Fresh& fresh,
                                  const DecisionLine& line) {
  const AlarmSummary summary = summarise_alarms(fresh.rows, *line.threshold, line.logic, line.items_per_hour);
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
    alarms.push_back({{"items", std::move(items)}, {"labels", std::move(labels)}, {"truth", alarm.truth}});
  }
  row.detail_json = json{{"recordings", fresh.keys}, {"alarms", std::move(alarms)}}.dump();
  return row;
}

/// One alarm of a row as people judge it today.
void judge_alarm(const json& alarm, const std::map<std::string, int>& agreed, Realised& realised) {
  int truth = -1;
  const json &items = alarm.at("items"), &labels = alarm.at("labels");
  for (std::size_t i = 0; i < items.size(); ++i) {
    const int then = labels.at(i).get<int>();
    const auto said = agreed.find(items[i].get<std::string>());
    const int label = said == agreed.end() ? then : said->second;
    realised.normal_items += (then == 1) - (label == 1);
    truth = std::max(truth, label);
  }
  ++(truth == 1 ? realised.on_faults : truth == 0 ? realised.false_alarms : realised.unjudged);
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
    const std::int64_t normal_before = realised.normal_items;
    realised.normal_items += row.normal_items;
    try {
      for (const json& alarm : detail["alarms"])
        judge_alarm(alarm, agreed, realised);
    } catch (const json::exception&) {
      return fail(ErrorCode::corrupt,
                  "realised count " + std::to_string(row.number) + ": an alarm of it is not readable");
    }
    ++realised.scorings;
    realised.items += row.items;
    realised.alarms += row.alarms;
    realised.last = row.created;
    if (row.items_per_hour > 0)
      realised.normal_hours +=
          static_cast<double>(realised.normal_items - normal_before) / row.items_per_hour;
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
