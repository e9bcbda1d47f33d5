#include "core/base/atomic_file.h"
#include "core/signal/import_signals.h"
#include "core/workflow/data.h"
#include "core/workflow/import_images.h"
#include "core/workflow/run_files.h"

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

bool is_data_set(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path / "dataset.json", error);
}

/// One of our own data set folders is copied as it is, then verified against its manifest.
Result<std::int64_t> copy_data_set(const fs::path& from, const fs::path& to, bool replace) {
  std::error_code error;
  if (fs::exists(to, error) && !replace)
    return fail(ErrorCode::already_exists, "a data set '" + to.filename().string() +
                                               "' exists already; choose another name or use --replace");
  const fs::path temporary = temporary_beside(to);
  fs::copy(from, temporary, fs::copy_options::recursive, error);
  if (error) {
    const std::string reason = error.message();
    fs::remove_all(temporary, error);
    return fail(ErrorCode::io, "cannot copy " + from.string() + " to " + to.string() + ": " + reason);
  }
  auto copy = Dataset::open(temporary);
  auto good = copy ? copy->verify() : Result<void>(fail(copy.error()));
  if (!good) {
    fs::remove_all(temporary, error);
    return fail_in(from.string(), good.error());
  }
  fs::remove_all(to, error);
  fs::rename(temporary, to, error);
  if (error)
    return fail(ErrorCode::io, "cannot publish " + to.string() + ": " + error.message());
  return static_cast<std::int64_t>(copy->items().size());
}

Result<ImportOut> import_files(const ImportIn& in, const fs::path& target, Progress& progress,
                               std::stop_token stop) {
  ColumnMap map;
  if (!in.map.empty()) {
    ANDON_ASSIGN(map, read_column_map(in.map));
  }
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(target, in.name, in.replace));
  ANDON_ASSIGN(ImportReport report, import_signals(in.path, map, writer, progress, stop));
  ANDON_TRY(writer.finish());
  ImportOut out;
  out.items = report.items;
  out.suppressed = report.suppressed;
  for (ReadWarning& warning : report.warnings)
    out.warnings.push_back(
        {std::move(warning.kind), std::move(warning.file), warning.line, std::move(warning.message)});
  return out;
}

} // namespace

Result<ImportOut> import_data(Workspace& workspace, const ImportIn& in, Progress& progress,
                              std::stop_token stop) {
  ANDON_TRY(check_name("data set", in.name));
  std::error_code error;
  if (!fs::exists(in.path, error))
    return fail(ErrorCode::not_found,
                "cannot import " + in.path.string() + ": there is no such file or folder");
  const fs::path target = workspace.data_folder(in.name);
  if (takes_images(in))
    return import_images(workspace, in, target, progress, stop);
  ImportOut out;
  if (is_data_set(in.path)) {
    ANDON_ASSIGN(out.items, copy_data_set(in.path, target, in.replace));
  } else {
    ANDON_ASSIGN(out, import_files(in, target, progress, stop));
  }
  out.dataset = in.name;
  ANDON_ASSIGN(const Dataset dataset, Dataset::open(target));
  store::DatasetRow row{.name = in.name,
                        .kind = "signals",
                        .path = "data/" + in.name,
                        .sha256 = dataset.sha256(),
                        .created = "",
                        .items = out.items};
  ANDON_TRY(workspace.store().put_dataset(row));
  return out;
}

} // namespace andon::workflow
