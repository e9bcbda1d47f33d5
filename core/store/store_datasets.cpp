#include "core/base/options.h"
#include "core/store/row_checksum.h"
#include "core/store/store_state.h"

namespace andon::store {

namespace {

const std::string columns = "name, kind, path, sha256, created, items";

Values values_of(const DatasetRow& row) {
  return {row.name, row.kind, row.path, row.sha256, row.created, row.items};
}

Result<DatasetRow> read_dataset(const Database& database, const Rows& rows) {
  DatasetRow row{rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.integer(5)};
  ANDON_TRY(verify_row(database.place(), "the data set '" + row.name + "'", values_of(row), rows.text(6)));
  return row;
}

} // namespace

Result<void> Store::put_dataset(const DatasetRow& dataset) {
  DatasetRow row = dataset;
  if (row.created.empty())
    row.created = utc_now();
  const std::string purpose = "keep the data set '" + row.name + "'";
  if (row.name.empty() || row.items < 0)
    return fail(ErrorCode::invalid_argument, state_->database->place() + ": cannot " + purpose +
                                                 ": a data set needs a name and at least 0 items");
  const Values values = with_checksum(values_of(row));
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(*state_->database, purpose));
  ANDON_TRY(state_->database->execute(
      purpose,
      "INSERT INTO datasets (" + columns +
          ", checksum) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
          "kind = excluded.kind, path = excluded.path, sha256 = excluded.sha256, created = excluded.created, "
          "items = excluded.items, checksum = excluded.checksum",
      values));
  return transaction.commit();
}

Result<DatasetRow> Store::dataset(const std::string& name) {
  {
    ANDON_ASSIGN(Rows rows, state_->database->select(
                                "read the data set '" + name + "'",
                                "SELECT " + columns + ", checksum FROM datasets WHERE name = ?", {name}));
    ANDON_ASSIGN(const bool found, rows.next());
    if (found)
      return read_dataset(*state_->database, rows);
  }
  ANDON_ASSIGN(const std::vector<DatasetRow> all, datasets());
  std::vector<std::string> names;
  for (const DatasetRow& row : all)
    names.push_back(row.name);
  const std::string near = nearest(name, names);
  return fail(ErrorCode::not_found,
              "there is no data set '" + name + "'; " +
                  (near.empty() ? "'andon datasets' lists those there are" : "did you mean '" + near + "'?"));
}

Result<std::vector<DatasetRow>> Store::datasets() {
  ANDON_ASSIGN(Rows rows, state_->database->select("list the data sets",
                                                   "SELECT " + columns +
                                                       ", checksum FROM datasets ORDER BY created, name"));
  std::vector<DatasetRow> all;
  for (;;) {
    ANDON_ASSIGN(const bool found, rows.next());
    if (!found)
      return all;
    ANDON_ASSIGN(all.emplace_back(), read_dataset(*state_->database, rows));
  }
}

} // namespace andon::store
