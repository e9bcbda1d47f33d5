#include "core/signal/csv_dialect.h"
#include "core/signal/csv_reader.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <future>
#include <set>

namespace andon {
namespace {

constexpr std::size_t blocks_ahead = 2;

// Watches the steps of the time column as blocks pass.
class StepWatch {
public:
  void add(const CsvBlock& block, double rate, std::int64_t base, ImportJob& job, const ImportFile& file) {
    for (std::size_t i = 0; i < block.times.size() && rate > 0; ++i) {
      const double time = block.times[i], before = std::exchange(last_, time);
      if (!std::isfinite(time) || !std::isfinite(before))
        continue;
      ++steps_;
      const std::int64_t line = base + block.row_lines[i];
      if (time <= before)
        job.warn("time_backwards", file.name, line,
                 "the time does not increase; rows are kept in their order");
      else if (std::abs((time - before) * rate - 1) > 0.1 && ++uneven_ == 1)
        first_ = line;
    }
  }
  void report(double rate, ImportJob& job, const ImportFile& file) const {
    if (uneven_ > 0)
      job.warn("time_jitter", file.name, first_,
               std::to_string(uneven_) + " of " + std::to_string(steps_) +
                   " time steps differ by more than 10 % from the median, first here; samples are taken as "
                   "uniform at " +
                   std::to_string(rate) + " Hz");
  }

private:
  double last_ = std::nan("");
  std::int64_t steps_ = 0, uneven_ = 0, first_ = 0;
};

struct CsvScene {
  CsvPlan plan;
  ItemInfo info;
  double rate = 1;
  std::int64_t base_line = 1;
  StepWatch steps;
  LabelRuns labels;
};

void plan_column(std::size_t c, const CsvShape& shape, CsvScene& scene, ImportJob& job,
                 const ImportFile& file) {
  SensorInfo sensor = meaning_of(job.map, shape.names[c], scene.rate);
  const bool labels = sensor.role == Role::label;
  if (labels &&
      std::find(scene.plan.uses.begin(), scene.plan.uses.end(), CsvUse::label) != scene.plan.uses.end())
    job.warn("second_label", file.name, 1,
             "column '" + sensor.id +
                 "' is a second label column and is ignored; name one in the column map");
  else if (labels)
    scene.plan.uses[c] = CsvUse::label;
  else if (sensor.role == Role::ignore)
    return;
  else if (shape.text[c])
    job.warn("text_column", file.name, 1,
             "column '" + sensor.id +
                 "' holds words and is left out; name it as label or ignore in a column map");
  else {
    scene.plan.uses[c] = CsvUse::number;
    scene.plan.slots[c] = scene.plan.numbers++;
    if (scene.rate != sensor.rate && job.map.rate <= 0 && sensor.rate > 0 && shape.time_column < 0)
      scene.rate = sensor.rate;
    scene.info.sensors.push_back(std::move(sensor));
  }
}

Result<CsvScene> plan_scene(const CsvShape& shape, ImportJob& job, const ImportFile& file) {
  CsvScene scene;
  scene.info = scene_of(job, file);
  scene.base_line = shape.data_line;
  scene.rate = job.map.rate > 0 ? job.map.rate : shape.rate > 0 ? shape.rate : 1;
  if (job.map.rate <= 0 && shape.rate <= 0)
    job.warn("rate_unknown", file.name, 0,
             "no time column was found; 1 sample a second is assumed, give the rate in a column map");
  scene.plan.dialect = shape.dialect;
  scene.plan.time_format = shape.time_format;
  scene.plan.label = job.map.label;
  scene.plan.missing = job.map.missing;
  scene.plan.names = shape.names;
  for (std::string& name : scene.plan.names)
    name = printable_id(name);
  scene.plan.uses.assign(shape.names.size(), CsvUse::skip);
  scene.plan.slots.assign(shape.names.size(), 0);
  scene.plan.field_bytes = static_cast<std::size_t>(job.limits.field_bytes);
  for (std::size_t c = 0; c < shape.names.size(); ++c) {
    if (static_cast<std::int64_t>(c) == shape.time_column)
      scene.plan.uses[c] = CsvUse::time;
    else
      plan_column(c, shape, scene, job, file);
  }
  for (const ColumnRule& rule : job.map.columns)
    if (!rule.name.empty() &&
        std::find(shape.names.begin(), shape.names.end(), rule.name) == shape.names.end())
      job.warn("absent_column", file.name, 1,
               "the column map names '" + rule.name + "', which the file does not have");
  if (scene.plan.numbers == 0)
    return fail(ErrorCode::parse, file.name + " has no column of numbers among its " +
                                      std::to_string(shape.names.size()) +
                                      "; check delimiter and decimal mark or give them in a column map");
  return scene;
}

Result<void> take_block(const CsvBlock& block, CsvScene& scene, ImportJob& job, const ImportFile& file) {
  for (const ReadWarning& warning : block.warnings.kept)
    job.warnings.add(warning.kind, file.name, scene.base_line + warning.line, warning.message);
  job.warnings.suppressed += block.warnings.suppressed;
  job.report.rows += block.rows;
  for (std::size_t i = 0; i < scene.info.sensors.size(); ++i)
    ANDON_TRY(job.writer.append(scene.info.sensors[i].id, block.values[i], block.missing[i]));
  scene.steps.add(block, scene.rate, scene.base_line, job, file);
  scene.labels.add(block.labels);
  scene.base_line += block.lines;
  return {};
}

using Pending = std::deque<std::future<Result<CsvBlock>>>;

Result<void> take_first(Pending& pending, CsvScene& scene, ImportJob& job, const ImportFile& file) {
  auto block = pending.front().get();
  pending.pop_front();
  if (!block)
    return fail_in(file.name + ":" + std::to_string(scene.base_line) + " or after", block.error());
  return take_block(*block, scene, job, file);
}

// Blocks are parsed on other threads while this one reads ahead and writes what is done, in order.
Result<void> stream_rows(CsvReader& reader, CsvScene& scene, ImportJob& job, const ImportFile& file) {
  Pending pending;
  std::int64_t rows = job.report.rows;
  for (bool more = true; more || !pending.empty();) {
    if (job.stop.stop_requested())
      return fail(ErrorCode::cancelled, "the import was cancelled while reading " + file.name);
    if (more) {
      ANDON_ASSIGN(std::string text, reader.next(scene.base_line));
      more = !text.empty();
      if (more)
        pending.push_back(std::async(std::launch::async, [text = std::move(text), &plan = scene.plan] {
          return parse_csv_block(text, plan);
        }));
    }
    if (!pending.empty() && (!more || pending.size() > blocks_ahead))
      ANDON_TRY(take_first(pending, scene, job, file));
    if ((job.report.rows - rows) > job.limits.cells / static_cast<std::int64_t>(scene.plan.uses.size()))
      return fail(ErrorCode::limit_exceeded, file.name + " has more than " +
                                                 std::to_string(job.limits.cells) + " cells; split the file");
    job.progress.advance(job.report.bytes + reader.bytes_read());
  }
  return {};
}

} // namespace

Result<void> read_csv(ImportJob& job, const ImportFile& file) {
  ANDON_ASSIGN(CsvReader reader,
               CsvReader::open(file.path, file.name, static_cast<std::size_t>(job.limits.line_bytes)));
  ANDON_ASSIGN(const std::string sample, reader.peek());
  ANDON_ASSIGN(const CsvShape shape, guess_csv(sample, job, file));
  ANDON_ASSIGN(CsvScene scene, plan_scene(shape, job, file));
  reader.set_dialect(shape.dialect);
  reader.skip(shape.data_at);
  const std::int64_t rows_before = job.report.rows;
  ANDON_TRY(job.writer.begin_scene(scene.info));
  ANDON_TRY(stream_rows(reader, scene, job, file));
  if (job.report.rows == rows_before)
    return fail(ErrorCode::insufficient_data,
                file.name + " has a header but no rows; remove the file or fill it");
  scene.steps.report(scene.rate, job, file);
  scene.labels.finish(scene.rate, scene.info);
  ANDON_TRY(job.writer.end_scene(scene.info));
  job.report.bytes += reader.bytes_read();
  ++job.report.items;
  return {};
}

namespace {

constexpr std::size_t table_bytes = 16U << 20;

Result<std::string> whole_text(CsvReader& reader, const std::filesystem::path& path) {
  std::string text;
  for (;;) {
    ANDON_ASSIGN(const std::string block, reader.next(1));
    if (block.empty())
      return text;
    text += block;
    if (text.size() > table_bytes)
      return fail(ErrorCode::limit_exceeded,
                  path.string() + " is larger than 16 MiB; a table has one row a file");
  }
}

} // namespace

Result<std::vector<std::map<std::string, std::string>>> read_text_table(const std::filesystem::path& path) {
  ANDON_ASSIGN(CsvReader reader, CsvReader::open(path, path.string(), 1 << 20));
  CsvDialect dialect;
  std::vector<std::string> names;
  std::vector<std::map<std::string, std::string>> rows;
  ANDON_ASSIGN(const std::string text, whole_text(reader, path));
  std::string unquoted;
  dialect.delimiter =
      std::count(text.begin(), text.end(), ';') > std::count(text.begin(), text.end(), ',') ? ';' : ',';
  for (std::size_t at = 0; at < text.size();) {
    std::vector<std::string> row;
    for (bool ended = false; !ended; ++at) {
      row.emplace_back(trimmed(next_field(text, at, dialect, unquoted)));
      ended = at >= text.size() || text[at] == dialect.newline;
    }
    if (names.empty()) {
      names = row;
      continue;
    }
    std::map<std::string, std::string> cells;
    for (std::size_t i = 0; i < std::min(row.size(), names.size()); ++i)
      cells[names[i]] = row[i];
    rows.push_back(std::move(cells));
  }
  return rows;
}

} // namespace andon
