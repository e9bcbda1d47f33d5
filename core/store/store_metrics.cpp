#include "core/store/row_checksum.h"
#include "core/store/store_state.h"

namespace andon::store {

namespace {

std::string run_text(RunId run) {
  return "run " + std::to_string(run.value);
}

Values values_of(RunId run, const MetricPoint& point) {
  return {run.value, point.name, point.step, point.value};
}

Values values_of(RunId run, const Artefact& artefact) {
  return {run.value, artefact.kind, artefact.path, artefact.sha256, artefact.bytes};
}

} // namespace

Result<void> Store::add_metrics(RunId run, const std::vector<MetricPoint>& points) {
  if (points.empty())
    return {};
  const std::string purpose = "add metrics to " + run_text(run);
  std::vector<Values> rows;
  rows.reserve(points.size());
  for (const MetricPoint& point : points)
    rows.push_back(with_checksum(values_of(run, point)));
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(*state_->database, purpose));
  ANDON_TRY(state_->database->execute_each(
      purpose, "INSERT INTO metrics (run_id, name, step, value, checksum) VALUES (?, ?, ?, ?, ?)", rows));
  return transaction.commit();
}

Result<std::vector<MetricPoint>> Store::metrics(RunId run) {
  ANDON_ASSIGN(Rows rows,
               state_->database->select(
                   "read the metrics of " + run_text(run),
                   "SELECT name, step, value, checksum FROM metrics WHERE run_id = ? ORDER BY name, step",
                   {run.value}));
  std::vector<MetricPoint> points;
  for (;;) {
    ANDON_ASSIGN(const bool found, rows.next());
    if (!found)
      return points;
    MetricPoint point{rows.text(0), rows.integer(1), rows.real(2)};
    ANDON_TRY(verify_row(state_->database->place(), "the metric '" + point.name + "' of " + run_text(run),
                         values_of(run, point), rows.text(3)));
    points.push_back(std::move(point));
  }
}

Result<void> Store::truncate_metrics(RunId run, std::int64_t step) {
  const std::string purpose = "drop repeated metrics of " + run_text(run);
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(*state_->database, purpose));
  ANDON_TRY(state_->database->execute(purpose, "DELETE FROM metrics WHERE run_id = ? AND step >= ?",
                                      {run.value, step}));
  return transaction.commit();
}

Result<void> Store::add_artefact(RunId run, const Artefact& artefact) {
  const std::string purpose = "add the file '" + artefact.path + "' to " + run_text(run);
  const Values values = with_checksum(values_of(run, artefact));
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(*state_->database, purpose));
  ANDON_TRY(state_->database->execute(
      purpose,
      "INSERT INTO artefacts (run_id, kind, path, sha256, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (run_id, path) DO UPDATE SET kind = excluded.kind, sha256 = excluded.sha256, bytes = "
      "excluded.bytes, "
      "checksum = excluded.checksum",
      values));
  return transaction.commit();
}

Result<std::vector<Artefact>> Store::artefacts(RunId run) {
  ANDON_ASSIGN(
      Rows rows,
      state_->database->select(
          "read the files of " + run_text(run),
          "SELECT kind, path, sha256, bytes, checksum FROM artefacts WHERE run_id = ? ORDER BY kind, path",
          {run.value}));
  std::vector<Artefact> all;
  for (;;) {
    ANDON_ASSIGN(const bool found, rows.next());
    if (!found)
      return all;
    Artefact artefact{rows.text(0), rows.text(1), rows.text(2), rows.integer(3)};
    ANDON_TRY(verify_row(state_->database->place(), "the file '" + artefact.path + "' of " + run_text(run),
                         values_of(run, artefact), rows.text(4)));
    all.push_back(std::move(artefact));
  }
}

} // namespace andon::store
