#include "core/base/atomic_file.h"
#include "core/base/random.h"
#include "core/signal/import_signals.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/data.h"

#include <fstream>
#include <sstream>
#include <sys/resource.h>

namespace andon::workflow {
namespace {

constexpr int columns = 8;

/// A file of random numbers as data loggers write them.
Result<double> write_csv(const std::filesystem::path& path, std::int64_t megabytes) {
  ANDON_ASSIGN(AtomicFile file, AtomicFile::open(path));
  Random random(Seed(1).stream("csv"));
  std::string block = "time";
  for (int c = 0; c < columns; ++c)
    block += ",sensor" + std::to_string(c);
  block += "\n";
  double written = 0;
  for (std::int64_t row = 0; written < static_cast<double>(megabytes) * 1e6; ++row) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", static_cast<double>(row) * 1e-3);
    block += text;
    for (int c = 0; c < columns; ++c) {
      std::snprintf(text, sizeof text, ",%.6g", random.normal(0, 10));
      block += text;
    }
    block += '\n';
    if (block.size() > (1 << 20)) {
      ANDON_TRY(file.write(block));
      written += static_cast<double>(block.size());
      block.clear();
    }
  }
  ANDON_TRY(file.write(block));
  ANDON_TRY(file.commit());
  return written + static_cast<double>(block.size());
}

/// What a first program does: a line, a stream of fields, a number each, into vectors.
double plain_reader_seconds(const std::filesystem::path& path) {
  return seconds_of([&] {
    std::ifstream stream(path);
    std::string line, field;
    std::getline(stream, line);
    std::vector<std::vector<double>> values(columns + 1);
    while (std::getline(stream, line)) {
      std::stringstream fields(line);
      for (std::size_t c = 0; c < values.size() && std::getline(fields, field, ','); ++c)
        values[c].push_back(std::stod(field));
    }
  });
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

} // namespace

std::vector<Option> CsvBenchOptions::describe() {
  return {option("megabytes", megabytes, "Size of the file to import", "MB", 1, 1'000'000)};
}

Result<std::vector<BenchResult>> bench_csv(const OptionMap& values, Progress& progress,
                                           std::stop_token stop) {
  ANDON_ASSIGN(const CsvBenchOptions options, configured<CsvBenchOptions>(values));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  const std::filesystem::path file = scratch.path() / "logger.csv";
  progress.stage("writing a CSV file");
  ANDON_ASSIGN(const double bytes, write_csv(file, options.megabytes));
  const double before = peak_megabytes();
  Result<ImportReport> report;
  double seconds = 0;
  for (int repeat = 0; repeat < 3; ++repeat) {
    ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(scratch.path() / "imported", "imported", true));
    const double each = seconds_of([&] {
      report = import_signals(file, {}, writer, progress, stop);
      if (report)
        if (auto done = writer.finish(); !done)
          report = fail(done.error());
    });
    if (!report)
      return fail(report.error());
    seconds = repeat == 0 ? each : std::min(seconds, each);
  }
  const double grown = peak_megabytes() - before;
  progress.stage("reading it plainly");
  const double plain = plain_reader_seconds(file);
  const double rate = bytes / 1e6 / seconds, plain_rate = bytes / 1e6 / plain;
  return std::vector<BenchResult>{{"mb_per_s", rate, "MB/s", plain_rate, rate / plain_rate},
                                  {"memory_growth_mb", grown, "MiB", {}, {}},
                                  {"file_mb", bytes / 1e6, "MB", {}, {}}};
}

} // namespace andon::workflow
