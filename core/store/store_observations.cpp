#include "core/store/log_tables.h"
#include "core/store/process_identity.h"
#include "core/store/store_state.h"

namespace andon::store {

namespace {

using enum ColumnType;
constexpr LogColumn columns[] = {{"run_id", integer},
                                 {"run_name", text},
                                 {"threshold_version", integer},
                                 {"data_name", text},
                                 {"part", text},
                                 {"data_sha256", text},
                                 {"items", integer},
                                 {"normal_items", integer},
                                 {"items_per_hour", real},
                                 {"alarms", integer},
                                 {"detail_json", text},
                                 {"created", text},
                                 {"host", text}};

Values values_of(const Observation& o) {
  return {o.run.value,   o.run_name, o.threshold_version, o.data_name,      o.part,
          o.data_sha256, o.items,    o.normal_items,      o.items_per_hour, o.alarms,
          o.detail_json, o.created,  this_process().host};
}

Observation observation(const LogRow& row) {
  const Values& v = row.values;
  Observation o;
  o.number = row.number;
  o.run.value = std::get<std::int64_t>(v[0]);
  o.run_name = std::get<std::string>(v[1]);
  o.threshold_version = std::get<std::int64_t>(v[2]);
  o.data_name = std::get<std::string>(v[3]);
  o.part = std::get<std::string>(v[4]);
  o.data_sha256 = std::get<std::string>(v[5]);
  o.items = std::get<std::int64_t>(v[6]);
  o.normal_items = std::get<std::int64_t>(v[7]);
  o.items_per_hour = std::get<double>(v[8]);
  o.alarms = std::get<std::int64_t>(v[9]);
  o.detail_json = std::get<std::string>(v[10]);
  o.created = std::get<std::string>(v[11]);
  return o;
}

} // namespace

const ChainedLog& observation_log() {
  static const ChainedLog log{"observations", "realised count", columns};
  return log;
}

Result<Observation> Store::add_observation(Observation observation, std::int64_t after) {
  if (observation.created.empty())
    observation.created = utc_now();
  ANDON_ASSIGN(const LogRow row,
               append_row(*state_->database, observation_log(), values_of(observation), after));
  observation.number = row.number;
  return observation;
}

Result<std::vector<Observation>> Store::observations() {
  ANDON_ASSIGN(const std::vector<LogRow> rows, log_rows(*state_->database, observation_log(), 0));
  std::vector<Observation> all;
  all.reserve(rows.size());
  for (const LogRow& row : rows)
    all.push_back(observation(row));
  return all;
}

Result<void> Store::check_observation_chain() {
  ANDON_TRY(check_log(*state_->database, observation_log()));
  return {};
}

} // namespace andon::store
