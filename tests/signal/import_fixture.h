#pragma once
#include "core/signal/import_signals.h"

#include <QTemporaryDir>

#include <algorithm>
#include <fstream>
#include <string>

namespace andon::test {

/// A folder in which files are made and imported.
class ImportFixture {
public:
  std::filesystem::path path(const std::string& name) const {
    return std::filesystem::path(dir_.path().toStdString()) / name;
  }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }
  struct Imported {
    Result<ImportReport> report;
    Result<Dataset> set;
    std::string error() const { return report ? "" : report.error().message; }
    bool warned(const std::string& kind, std::int64_t line, const std::string& part = "") const {
      return report &&
             std::any_of(report->warnings.begin(), report->warnings.end(), [&](const ReadWarning& w) {
               return w.kind == kind && w.line == line && w.message.find(part) != std::string::npos;
             });
    }
  };
  Imported import(const std::filesystem::path& from, const ColumnMap& map = {},
                  const ImportLimits& limits = {}, std::stop_token stop = {}) {
    const std::filesystem::path folder = path("set" + std::to_string(++count_));
    auto writer = DatasetWriter::create(folder, "imported");
    Progress progress;
    Imported out{import_signals(from, map, *writer, progress, stop, limits),
                 fail(ErrorCode::not_found, "nothing imported")};
    if (out.report && writer->finish())
      out.set = Dataset::open(folder);
    return out;
  }
  Imported import_text(const std::string& bytes, const ColumnMap& map = {}, const ImportLimits& limits = {}) {
    return import(write("in" + std::to_string(count_) + "/table.csv", bytes), map, limits);
  }

private:
  QTemporaryDir dir_;
  int count_ = 0;
};

/// "1 2 _ 4": one word a sample, _ for missing.
inline std::string values_text(const Series& series) {
  std::string text;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    char word[32];
    std::snprintf(word, sizeof word, "%g", static_cast<double>(series.values[i]));
    text += (i ? " " : "") + (series.is_missing(i) ? std::string("_") : std::string(word));
  }
  return text;
}

} // namespace andon::test
