#include "core/signal/csv_dialect.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace andon {
namespace {

using Row = std::vector<std::string>;
constexpr std::size_t sample_rows = 1000;
constexpr std::size_t fewest_for_time = 8; // rows that must increase in a first column without a telling name

std::vector<Row> rows_of(std::string_view text, const CsvDialect& dialect, std::size_t limit,
                         std::size_t columns) {
  std::vector<Row> rows;
  std::string unquoted;
  for (std::size_t at = 0; at < text.size() && rows.size() < limit;) {
    Row row;
    bool ended = false;
    while (!ended && row.size() <= columns) {
      while (dialect.delimiter == ' ' && at < text.size() && text[at] == ' ')
        ++at;
      const std::string field(trimmed(next_field(text, at, dialect, unquoted)));
      ended = at >= text.size() || text[at] == dialect.newline;
      at = std::min(at + 1, text.size());
      if (!(ended && dialect.delimiter == ' ' && field.empty() && !row.empty()))
        row.push_back(field);
    }
    if (!(row.size() == 1 && row.front().empty()))
      rows.push_back(std::move(row));
  }
  return rows;
}

char guess_delimiter(std::string_view sample, CsvDialect dialect) {
  char best = ',';
  double best_share = 0.8;
  for (const char candidate : {'\t', ';', '|', ',', ' '}) {
    dialect.delimiter = candidate;
    const std::vector<Row> rows = rows_of(sample, dialect, 50, 100'000);
    std::map<std::size_t, std::size_t> counts;
    for (const Row& row : rows)
      ++counts[row.size()];
    const auto common = std::max_element(counts.begin(), counts.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (common == counts.end() || common->first < 2)
      continue;
    const double share = static_cast<double>(common->second) / static_cast<double>(rows.size());
    if (share > best_share) {
      best_share = share;
      best = candidate;
    }
  }
  return best;
}

char guess_decimal(const std::vector<Row>& rows) {
  std::size_t commas = 0, points = 0;
  double value = 0;
  for (const Row& row : rows)
    for (const std::string& field : row) {
      commas += field.find(',') != std::string::npos && number_of(field, ',', value) ? 1 : 0;
      points += field.find('.') != std::string::npos && number_of(field, '.', value) ? 1 : 0;
    }
  return commas > points ? ',' : '.';
}

bool is_word(const std::string& field, const CsvDialect& dialect, const ColumnMap& map) {
  double value = 0;
  return !number_of(field, dialect.decimal, value) && !is_missing_word(field, map.missing) &&
         field != "inf" && field != "-inf";
}

bool guess_header(const Row& first, const CsvDialect& dialect, const ColumnMap& map) {
  double seconds = 0;
  return std::any_of(first.begin(), first.end(), [&](const std::string& field) {
    return is_word(field, dialect, map) && !iso8601_of(field, seconds);
  });
}

Result<void> name_columns(const Row& first, CsvShape& shape, ImportJob& job, const ImportFile& file) {
  std::set<std::string> used;
  for (std::size_t i = 0; i < first.size(); ++i) {
    std::string name = shape.dialect.header ? first[i] : "";
    if (name.empty())
      name = "column" + std::to_string(i + 1);
    if (printable_id(name) != name)
      job.warn("encoding", file.name, 1,
               "the name of column " + std::to_string(i + 1) + " is not UTF-8 and is kept as bytes: '" +
                   printable_id(name) + "'; save the file as UTF-8 to read it");
    std::string unique = name;
    for (int n = 2; !used.insert(unique).second; ++n)
      unique = name + "_" + std::to_string(n);
    if (unique != name)
      job.warn("duplicate_column", file.name, 1,
               "column " + std::to_string(i + 1) + " repeats the name '" + printable_id(name) +
                   "'; it is called '" + printable_id(unique) + "'");
    shape.names.push_back(unique);
  }
  return {};
}

void find_text_columns(const std::vector<Row>& rows, const ColumnMap& map, CsvShape& shape) {
  shape.text.assign(shape.names.size(), false);
  for (std::size_t c = 0; c < shape.names.size(); ++c) {
    std::size_t words = 0, present = 0;
    for (const Row& row : rows)
      if (c < row.size() && !is_missing_word(row[c], map.missing)) {
        ++present;
        words += is_word(row[c], shape.dialect, map) ? 1 : 0;
      }
    shape.text[c] = 2 * words > present;
  }
}

bool all_iso(const std::vector<Row>& rows, std::size_t column) {
  double seconds = 0;
  return !rows.empty() && std::all_of(rows.begin(), rows.end(), [&](const Row& row) {
    return column < row.size() && iso8601_of(row[column], seconds);
  });
}

bool named_like_time(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  static const std::set<std::string> words{
      "time", "timestamp",    "datetime", "date",   "t",        "seconds",  "sec",       "s",
      "ms",   "milliseconds", "time_ms",  "time_s", "time [s]", "time (s)", "time [ms]", "time (ms)"};
  return words.contains(name);
}

std::vector<double> times_of(const std::vector<Row>& rows, const CsvShape& shape) {
  std::vector<double> times;
  const auto column = static_cast<std::size_t>(shape.time_column);
  for (const Row& row : rows) {
    double value = 0;
    if (column < row.size() &&
        (shape.time_format == TimeFormat::iso8601 ? iso8601_of(row[column], value)
                                                  : number_of(row[column], shape.dialect.decimal, value)))
      times.push_back(shape.time_format == TimeFormat::milliseconds ? value / 1000 : value);
  }
  return times;
}

double increasing_share(const std::vector<double>& times) {
  std::size_t up = 0;
  for (std::size_t i = 1; i < times.size(); ++i)
    up += times[i] > times[i - 1] ? 1 : 0;
  return times.size() < 3 ? 0 : static_cast<double>(up) / static_cast<double>(times.size() - 1);
}

void guess_time(const std::vector<Row>& rows, ImportJob& job, const ImportFile& file, CsvShape& shape) {
  for (std::size_t c = 0; c < shape.names.size() && shape.time_column < 0; ++c)
    if (all_iso(rows, c))
      shape.time_column = static_cast<std::int64_t>(c);
  for (std::size_t c = 0; c < shape.names.size() && shape.time_column < 0; ++c) {
    const bool named = named_like_time(shape.names[c]);
    if (shape.text[c] || (c > 0 && !named))
      continue;
    shape.time_column = static_cast<std::int64_t>(c);
    const double share = increasing_share(times_of(rows, shape));
    if (named ? share < 0.8 : share < 1 || rows.size() < fewest_for_time)
      shape.time_column = -1;
    else if (!named)
      job.warn("time_guessed", file.name, 1,
               "column '" + printable_id(shape.names[c]) +
                   "' always increases and is taken as the time in seconds; give the rate in a column map if "
                   "it is not");
  }
}

void settle_format(const std::vector<Row>& rows, const ColumnMap& map, CsvShape& shape) {
  const auto column = static_cast<std::size_t>(shape.time_column);
  shape.time_format = map.time_format;
  if (map.time_format != TimeFormat::automatic)
    return;
  double first = 0;
  const std::string& name = shape.names[column];
  const bool epoch_ms = !rows.empty() && column < rows.front().size() &&
                        number_of(rows.front()[column], shape.dialect.decimal, first) && first > 1e11;
  shape.time_format =
      all_iso(rows, column) ? TimeFormat::iso8601
      : epoch_ms || name.find("ms") != std::string::npos || name.find("milli") != std::string::npos
          ? TimeFormat::milliseconds
          : TimeFormat::seconds;
}

Result<void> settle_time(const std::vector<Row>& rows, ImportJob& job, const ImportFile& file,
                         CsvShape& shape) {
  const ColumnMap& map = job.map;
  if (!map.time_column.empty()) {
    const auto found = std::find(shape.names.begin(), shape.names.end(), map.time_column);
    if (found == shape.names.end())
      return fail(ErrorCode::parse, file.name + ":1: the column map names the time column '" +
                                        map.time_column +
                                        "', which the header does not have; correct the map");
    shape.time_column = found - shape.names.begin();
  } else if (map.rate <= 0)
    guess_time(rows, job, file, shape);
  if (shape.time_column < 0)
    return {};
  settle_format(rows, map, shape);
  std::vector<double> times = times_of(rows, shape), steps;
  for (std::size_t i = 1; i < times.size(); ++i)
    steps.push_back(times[i] - times[i - 1]);
  if (steps.empty())
    return {};
  std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
  const double median = steps[steps.size() / 2];
  if (median > 1e-9 && median < 1e9)
    shape.rate =
        std::abs(1 / median - std::round(1 / median)) < 1e-6 / median ? std::round(1 / median) : 1 / median;
  else
    job.warn("bad_time", file.name, shape.data_line,
             "the times of column '" +
                 printable_id(shape.names[static_cast<std::size_t>(shape.time_column)]) +
                 "' do not increase; give the rate in a column map");
  return {};
}

} // namespace

Result<CsvShape> guess_csv(std::string_view sample, ImportJob& job, const ImportFile& file) {
  const ColumnMap& map = job.map;
  const auto limit = static_cast<std::size_t>(job.limits.columns);
  CsvShape shape;
  const std::string_view head = sample.substr(0, std::min<std::size_t>(sample.size(), 4 << 20));
  if (head.find('\0') != std::string_view::npos)
    return fail(ErrorCode::parse, file.name + " is not a text table: it holds zero bytes; give a CSV file in "
                                              "UTF-8 or UTF-16 with a byte order mark");
  shape.dialect.newline =
      head.find('\n') == std::string_view::npos && head.find('\r') != std::string_view::npos ? '\r' : '\n';
  shape.dialect.delimiter =
      map.delimiter.empty() ? guess_delimiter(head, shape.dialect) : map.delimiter.front();
  std::vector<Row> rows = rows_of(head, shape.dialect, sample_rows + 1, limit);
  if (rows.empty())
    return fail(ErrorCode::parse, file.name + " is empty; a header and rows of numbers were expected");
  if (rows.front().size() > limit)
    return fail(ErrorCode::limit_exceeded, file.name + ":1: more than " + std::to_string(limit) +
                                               " columns; split the file or check its delimiter");
  shape.dialect.decimal = map.decimal.empty() ? (shape.dialect.delimiter == ',' ? '.' : guess_decimal(rows))
                                              : map.decimal.front();
  shape.dialect.header =
      map.header.empty() ? guess_header(rows.front(), shape.dialect, map) : map.header == "yes";
  ANDON_TRY(name_columns(rows.front(), shape, job, file));
  if (shape.dialect.header) {
    std::string unquoted;
    while (shape.data_at < head.size() &&
           (head[shape.data_at] == shape.dialect.newline || head[shape.data_at] == '\r'))
      shape.data_line += head[shape.data_at++] == shape.dialect.newline ? 1 : 0;
    for (bool ended = false; !ended && shape.data_at < head.size(); ++shape.data_at) {
      const std::size_t from = shape.data_at;
      next_field(head, shape.data_at, shape.dialect, unquoted);
      shape.data_line +=
          std::count(head.begin() + static_cast<std::ptrdiff_t>(from),
                     head.begin() + static_cast<std::ptrdiff_t>(shape.data_at), shape.dialect.newline);
      ended = shape.data_at >= head.size() || head[shape.data_at] == shape.dialect.newline;
    }
    shape.data_at = std::min(shape.data_at, head.size());
    ++shape.data_line;
    rows.erase(rows.begin());
  }
  if (rows.size() > 1)
    rows.resize(std::min(rows.size(), sample_rows));
  find_text_columns(rows, map, shape);
  ANDON_TRY(settle_time(rows, job, file, shape));
  return shape;
}

} // namespace andon
