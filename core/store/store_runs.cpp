#include "core/base/options.h"
#include "core/store/process_identity.h"
#include "core/store/row_checksum.h"
#include "core/store/store_state.h"

#include <algorithm>
#include <charconv>

namespace andon::store {

namespace {

const std::string columns =
    "name, model, state, config_json, seed, versions_json, data_name, data_path, data_sha256, "
    "device, parent, created, finished, seconds, error, summary_json, host, boot, process, process_start";
const std::string select_runs = "SELECT id, " + columns + ", checksum FROM runs ";

struct RunRow {
  Run run;
  ProcessIdentity owner;
};

Values values_of(const RunRow& row) {
  const Run& run = row.run;
  return {
      run.name,          run.model,      to_string(run.state), run.config_json,   std::to_string(run.seed),
      run.versions_json, run.data_name,  run.data_path,        run.data_sha256,   run.device,
      run.parent,        run.created,    run.finished,         run.seconds,       run.error,
      run.summary_json,  row.owner.host, row.owner.boot,       row.owner.process, row.owner.start};
}

RunState parse_state(const std::string& text) {
  for (RunState state : {RunState::running, RunState::finished, RunState::cancelled})
    if (text == to_string(state))
      return state;
  return RunState::failed; // another text cannot pass the row's checksum
}

Result<RunRow> read_run(const Database& database, const Rows& rows) {
  RunRow row;
  Run& run = row.run;
  run.id.value = rows.integer(0);
  run.name = rows.text(1);
  run.model = rows.text(2);
  run.state = parse_state(rows.text(3));
  run.config_json = rows.text(4);
  const std::string seed = rows.text(5);
  std::from_chars(seed.data(), seed.data() + seed.size(), run.seed);
  run.versions_json = rows.text(6);
  run.data_name = rows.text(7);
  run.data_path = rows.text(8);
  run.data_sha256 = rows.text(9);
  run.device = rows.text(10);
  run.parent = rows.text(11);
  run.created = rows.text(12);
  run.finished = rows.text(13);
  run.seconds = rows.real(14);
  run.error = rows.text(15);
  run.summary_json = rows.text(16);
  row.owner = {rows.text(17), rows.text(18), rows.integer(19), rows.integer(20)};
  ANDON_TRY(verify_row(database.place(), "the run '" + run.name + "'", values_of(row), rows.text(21)));
  return row;
}

Result<std::vector<RunRow>> read_runs(Database& database, const std::string& purpose,
                                      const std::string& condition, const Values& values = {}) {
  ANDON_ASSIGN(Rows rows, database.select(purpose, select_runs + condition, values));
  std::vector<RunRow> all;
  for (;;) {
    ANDON_ASSIGN(const bool found, rows.next());
    if (!found)
      return all;
    ANDON_ASSIGN(RunRow row, read_run(database, rows));
    all.push_back(std::move(row));
  }
}

Result<RunRow> read_one(Database& database, RunId id) {
  const std::string name = "run " + std::to_string(id.value);
  ANDON_ASSIGN(std::vector<RunRow> found, read_runs(database, "read " + name, "WHERE id = ?", {id.value}));
  if (found.empty())
    return fail(ErrorCode::not_found,
                database.place() + ": there is no " + name + "; 'andon runs' lists those there are");
  return std::move(found.front());
}

Result<void> write_run(Database& database, const std::string& purpose, const RunRow& row) {
  Values values = with_checksum(values_of(row));
  values.emplace_back(row.run.id.value);
  return database.execute(
      purpose,
      "UPDATE runs SET (" + columns +
          ", checksum) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
      values);
}

bool is_forbidden_letter(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\';
}

Result<void> check_name(const std::string& name) {
  const bool number = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
  if (!name.empty() && name.size() <= 100 && !number && name != "latest" && name[0] != '.' &&
      name[0] != '-' && std::ranges::none_of(name, is_forbidden_letter))
    return {};
  return fail(ErrorCode::invalid_argument,
              "a run cannot be called '" + name +
                  "': a name has 1 to 100 bytes, no '/', '\\' or control "
                  "characters, does not begin with '.' or '-', and is neither a number nor 'latest'");
}

Result<std::vector<std::string>> all_names(Database& database) {
  ANDON_ASSIGN(Rows rows, database.select("list the names of runs", "SELECT name FROM runs"));
  std::vector<std::string> names;
  for (;;) {
    ANDON_ASSIGN(const bool found, rows.next());
    if (!found)
      return names;
    names.push_back(rows.text(0));
  }
}

Result<std::string> first_free_name(Database& database, const std::string& model) {
  ANDON_ASSIGN(const std::vector<std::string> names, all_names(database));
  for (std::size_t n = 1;; ++n)
    if (std::string name = model + "-" + std::to_string(n); std::ranges::find(names, name) == names.end())
      return name;
}

} // namespace

Result<Run> Store::add_run(Run run) {
  const std::string purpose = "add the run '" + (run.name.empty() ? run.model : run.name) + "'";
  Database& database = *state_->database;
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(database, purpose));
  if (run.name.empty()) {
    ANDON_ASSIGN(run.name, first_free_name(database, run.model));
  }
  ANDON_TRY(check_name(run.name));
  if (run.created.empty())
    run.created = utc_now();
  RunRow row{std::move(run), this_process()};
  const Values values = with_checksum(values_of(row));
  {
    ANDON_ASSIGN(
        Rows rows,
        database.select(purpose,
                        "INSERT INTO runs (" + columns +
                            ", checksum) VALUES "
                            "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                        values));
    ANDON_TRY(rows.next());
    row.run.id.value = rows.integer(0);
  }
  ANDON_TRY(transaction.commit());
  return row.run;
}

Result<std::vector<Run>> Store::orphaned_runs() {
  ANDON_ASSIGN(std::vector<RunRow> rows,
               read_runs(*state_->database, "list the running runs", "WHERE state = 'running' ORDER BY id"));
  std::vector<Run> orphans;
  for (RunRow& row : rows)
    if (is_gone(row.owner))
      orphans.push_back(std::move(row.run));
  return orphans;
}

Result<Run> Store::resume_run(RunId id) {
  const std::string purpose = "resume run " + std::to_string(id.value);
  Database& database = *state_->database;
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(database, purpose));
  ANDON_ASSIGN(RunRow row, read_one(database, id));
  const ProcessIdentity here = this_process();
  const bool ours =
      row.owner.host == here.host && row.owner.boot == here.boot && row.owner.process == here.process;
  if (row.run.state == RunState::finished)
    return fail(ErrorCode::conflict,
                "the run '" + row.run.name + "' has finished; start a new run instead of resuming it");
  if (row.run.state == RunState::running && !ours && !is_gone(row.owner))
    return fail(ErrorCode::conflict, "the run '" + row.run.name + "' is running in process " +
                                         std::to_string(row.owner.process) + " on " + row.owner.host +
                                         "; end that process before resuming it here");
  row.run.state = RunState::running;
  row.run.finished.clear();
  row.run.error.clear();
  row.owner = here;
  ANDON_TRY(write_run(database, purpose, row));
  ANDON_TRY(transaction.commit());
  return row.run;
}

Result<void> Store::finish_run(RunId id, RunState state, double seconds, const std::string& summary_json,
                               const std::string& error) {
  const std::string purpose = "end run " + std::to_string(id.value);
  Database& database = *state_->database;
  if (state == RunState::running)
    return fail(ErrorCode::invalid_argument,
                "cannot " + purpose + ": 'running' is not an end; use finished, failed or cancelled");
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(database, purpose));
  ANDON_ASSIGN(RunRow row, read_one(database, id));
  if (row.run.state != RunState::running)
    return fail(ErrorCode::conflict, "the run '" + row.run.name + "' has already ended as " +
                                         to_string(row.run.state) + "; nothing was changed");
  row.run.state = state;
  row.run.seconds = seconds;
  row.run.summary_json = summary_json;
  row.run.error = error;
  row.run.finished = utc_now();
  ANDON_TRY(write_run(database, purpose, row));
  return transaction.commit();
}

Result<void> Store::update_summary(RunId id, const std::string& summary_json) {
  const std::string purpose = "update the summary of run " + std::to_string(id.value);
  Database& database = *state_->database;
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(database, purpose));
  ANDON_ASSIGN(RunRow row, read_one(database, id));
  row.run.summary_json = summary_json;
  ANDON_TRY(write_run(database, purpose, row));
  return transaction.commit();
}

Result<Run> Store::run(RunId id) {
  ANDON_ASSIGN(RunRow row, read_one(*state_->database, id));
  return std::move(row.run);
}

Result<Run> Store::find_run(const std::string& name_or_id) {
  Database& database = *state_->database;
  std::vector<RunRow> found;
  if (name_or_id == "latest") {
    ANDON_ASSIGN(found, read_runs(database, "find the latest run",
                                  "WHERE state = 'finished' ORDER BY id DESC LIMIT 1"));
    if (found.empty())
      return fail(ErrorCode::not_found, "no run has finished yet; train one first");
    return std::move(found.front().run);
  }
  std::int64_t id = 0;
  const char* end = name_or_id.data() + name_or_id.size();
  if (const auto [rest, error] = std::from_chars(name_or_id.data(), end, id);
      error == std::errc() && rest == end)
    return run(RunId{id});
  ANDON_ASSIGN(found,
               read_runs(database, "find the run '" + name_or_id + "'", "WHERE name = ?", {name_or_id}));
  if (!found.empty())
    return std::move(found.front().run);
  ANDON_ASSIGN(const std::vector<std::string> names, all_names(database));
  const std::string near = nearest(name_or_id, names);
  return fail(ErrorCode::not_found,
              "there is no run '" + name_or_id + "'; " +
                  (near.empty() ? "'andon runs' lists those there are" : "did you mean '" + near + "'?"));
}

Result<std::vector<Run>> Store::runs() {
  ANDON_ASSIGN(std::vector<RunRow> rows, read_runs(*state_->database, "list the runs", "ORDER BY id"));
  std::vector<Run> all;
  all.reserve(rows.size());
  for (RunRow& row : rows)
    all.push_back(std::move(row.run));
  return all;
}

Result<void> Store::remove_run(RunId id) {
  const std::string purpose = "remove run " + std::to_string(id.value);
  Database& database = *state_->database;
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(database, purpose));
  ANDON_ASSIGN(const RunRow row, read_one(database, id));
  if (row.run.state == RunState::running && !is_gone(row.owner))
    return fail(ErrorCode::conflict, "the run '" + row.run.name + "' is running in process " +
                                         std::to_string(row.owner.process) + " on " + row.owner.host +
                                         "; cancel it before removing it");
  ANDON_TRY(database.execute(purpose, "DELETE FROM runs WHERE id = ?", {id.value}));
  return transaction.commit();
}

} // namespace andon::store
