#include "core/signal/import_signals.h"

#include "core/signal/import_job.h"

#include <algorithm>
#include <cctype>
#include <fstream>

namespace andon {
namespace {

using Reader = Result<void> (*)(ImportJob&, const ImportFile&);

const std::vector<std::pair<std::string, Reader>>& readers() {
  static const std::vector<std::pair<std::string, Reader>> rows{
      {"csv", read_csv}, {"hdf5", read_hdf5}, {"wav", read_wav}, {"mat", read_mat}};
  return rows;
}

std::string extension_of(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

const SignalFormat* format_by_extension(const std::filesystem::path& path) {
  for (const SignalFormat& format : signal_formats().rows())
    if (std::find(format.extensions.begin(), format.extensions.end(), extension_of(path)) !=
        format.extensions.end())
      return &format;
  return nullptr;
}

// A MAT 7.3 file is HDF5 behind a 512-byte block of MATLAB text.
std::string format_by_content(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  char head[128] = {};
  stream.read(head, sizeof head);
  const std::string_view bytes(head, static_cast<std::size_t>(stream.gcount()));
  if (bytes.starts_with("MATLAB 5.0") || bytes.starts_with("MATLAB 7.3"))
    return "mat";
  if (bytes.starts_with("\x89HDF\r\n\x1a\n"))
    return extension_of(path) == ".mat" ? "mat" : "hdf5";
  if (bytes.size() >= 12 && (bytes.starts_with("RIFF") || bytes.starts_with("RF64")) &&
      bytes.substr(8, 4) == "WAVE")
    return "wav";
  return {};
}

Result<Reader> reader_for(const ImportFile& file) {
  std::string id = format_by_content(file.path);
  if (id.empty()) {
    const SignalFormat* format = format_by_extension(file.path);
    if (!format)
      return fail(ErrorCode::unsupported,
                  file.name + " has no known format; CSV, HDF5, WAV and MAT files can be imported");
    id = format->id;
  }
  return std::find_if(readers().begin(), readers().end(), [&](const auto& row) { return row.first == id; })
      ->second;
}

bool skipped(const ColumnMap& map, const ImportFile& file) {
  if (file.name == map.table.file)
    return true;
  for (const FileRule& rule : map.files)
    for (const std::string& pattern : rule.files)
      if (matches_wildcard(pattern, file.name) || matches_wildcard(pattern, file.id))
        return rule.skip;
  return false;
}

ImportFile file_of(const std::filesystem::path& path, const std::filesystem::path& root) {
  std::filesystem::path name = path.lexically_relative(root), id = name;
  return {path, printable_id(name.generic_string()), id.replace_extension().generic_string()};
}

Result<std::vector<ImportFile>> files_below(const std::filesystem::path& root, const ImportJob& job) {
  std::vector<ImportFile> files;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(root, error), end; !error && at != end;
       at.increment(error)) {
    if (job.stop.stop_requested())
      return fail(ErrorCode::cancelled, "the import was cancelled while listing " + root.string());
    if (!at->is_regular_file(error) || at->path().filename().string().starts_with('.') ||
        !format_by_extension(at->path()) || extension_of(at->path()) == ".txt")
      continue;
    ImportFile file = file_of(at->path(), root);
    if (!skipped(job.map, file))
      files.push_back(std::move(file));
    if (static_cast<std::int64_t>(files.size()) > job.limits.files)
      return fail(ErrorCode::limit_exceeded, root.string() + " holds more than " +
                                                 std::to_string(job.limits.files) +
                                                 " files; import it in parts");
  }
  if (error)
    return fail(ErrorCode::io, "cannot list " + root.string() + ": " + error.message());
  if (files.empty())
    return fail(ErrorCode::insufficient_data, root.string() + " holds no CSV, HDF5, WAV or MAT file");
  std::sort(files.begin(), files.end(),
            [](const ImportFile& a, const ImportFile& b) { return a.name < b.name; });
  for (std::size_t i = 1; i < files.size(); ++i)
    for (std::size_t k = i; k-- > 0 && files[k].id == files[i].id;)
      files[i].id = files[i].name; // a.csv and a.wav stay apart
  return files;
}

Result<void> read_side_table(const std::filesystem::path& root, ImportJob& job) {
  const SideTable& table = job.map.table;
  if (table.file.empty())
    return {};
  ANDON_ASSIGN(auto rows, read_text_table(root / table.file));
  for (auto& row : rows) {
    const auto key = row.find(table.key_column);
    if (key == row.end())
      return fail(ErrorCode::parse, table.file + ":1 has no column '" + table.key_column +
                                        "', which the column map names as its key");
    if (!table.label.column.empty() && !row.contains(table.label.column))
      return fail(ErrorCode::parse, table.file + ":1 has no column '" + table.label.column +
                                        "', which the column map names as its label");
    job.table.emplace(key->second, std::move(row));
  }
  return {};
}

} // namespace

const Table<SignalFormat>& signal_formats() {
  static const Table<SignalFormat> table("signal format",
                                         {{"csv", "Text table (CSV, TSV)", {".csv", ".tsv", ".txt", ".dat"}},
                                          {"hdf5", "HDF5", {".h5", ".hdf5", ".hdf"}},
                                          {"wav", "WAV sound", {".wav", ".wave"}},
                                          {"mat", "MATLAB MAT 5 and 7.3", {".mat"}}});
  return table;
}

Result<ImportReport> import_signals(const std::filesystem::path& path, const ColumnMap& map,
                                    DatasetWriter& writer, Progress& progress, std::stop_token stop,
                                    const ImportLimits& limits) {
  ImportJob job{map, limits, writer, progress, stop, {}, {}, {}};
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status))
    return fail(ErrorCode::not_found,
                path.string() + " does not exist; give a file or a folder of CSV, HDF5, WAV or MAT files");
  const bool folder = std::filesystem::is_directory(status);
  if (!folder && !std::filesystem::is_regular_file(status))
    return fail(ErrorCode::unsupported, path.string() + " is neither a file nor a folder");
  const std::filesystem::path root = folder ? path : path.parent_path();
  ANDON_TRY(read_side_table(root, job));
  std::vector<ImportFile> files;
  if (folder) {
    ANDON_ASSIGN(files, files_below(root, job));
  } else
    files.push_back(file_of(path, root));
  std::int64_t total = 0;
  for (const ImportFile& file : files)
    total += static_cast<std::int64_t>(std::filesystem::file_size(file.path, error));
  progress.stage("importing", total);
  for (const ImportFile& file : files) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the import was cancelled before " + file.name);
    ANDON_ASSIGN(const Reader reader, reader_for(file));
    ANDON_TRY(reader(job, file));
    progress.advance(job.report.bytes);
  }
  job.report.warnings = std::move(job.warnings.kept);
  job.report.suppressed = job.warnings.suppressed;
  return std::move(job.report);
}

} // namespace andon
