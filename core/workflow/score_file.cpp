#include "core/workflow/score_file.h"

#include "core/base/atomic_file.h"
#include "core/workflow/csv_record.h"

#include <charconv>

namespace andon::workflow {
namespace {

constexpr std::uintmax_t max_score_file_bytes = 4ULL << 30;
constexpr const char* signal_header = "item,sensor,start,end,score,decision,label";
constexpr const char* image_header = "path,score,decision,label,defect";

void append_flag(std::string& out, int flag) {
  if (flag >= 0)
    out += flag > 0 ? '1' : '0';
}

Result<double> number_of(const std::string& field) {
  double value = 0;
  const auto [stop, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc() || stop != field.data() + field.size())
    return fail(ErrorCode::parse, "'" + field + "' is not a number");
  return value;
}

Result<int> flag_of(const std::string& field) {
  if (field.empty())
    return -1;
  if (field == "0" || field == "1")
    return field[0] - '0';
  return fail(ErrorCode::parse, "'" + field + "' is not 0, 1 or empty");
}

Result<ScoreRow> row_of(const std::vector<std::string>& fields, bool images) {
  if (fields.size() != (images ? 5U : 7U))
    return fail(ErrorCode::parse, "expected " + std::to_string(images ? 5 : 7) + " fields, found " +
                                      std::to_string(fields.size()));
  ScoreRow row;
  const std::size_t score = images ? 1 : 4;
  row.item = fields[0];
  if (images) {
    row.path = fields[0];
    row.defect = fields[4];
  } else {
    row.sensor = fields[1];
    ANDON_ASSIGN(row.start, number_of(fields[2]));
    ANDON_ASSIGN(row.end, number_of(fields[3]));
  }
  ANDON_ASSIGN(row.score, number_of(fields[score]));
  ANDON_ASSIGN(row.decision, flag_of(fields[score + 1]));
  ANDON_ASSIGN(row.label, flag_of(fields[score + 2]));
  return row;
}

} // namespace

std::string score_csv(const std::vector<ScoreRow>& rows) {
  const bool images = !rows.empty() && !rows.front().path.empty();
  std::string out = images ? image_header : signal_header;
  out += '\n';
  for (const ScoreRow& row : rows) {
    append_csv_field(out, images ? row.path : row.item);
    out += ',';
    if (!images) {
      append_csv_field(out, row.sensor);
      out += ',';
      append_csv_number(out, row.start);
      out += ',';
      append_csv_number(out, row.end);
      out += ',';
    }
    append_csv_number(out, row.score);
    out += ',';
    append_flag(out, row.decision);
    out += ',';
    append_flag(out, row.label);
    if (images) {
      out += ',';
      append_csv_field(out, row.defect);
    }
    out += '\n';
  }
  return out;
}

Result<void> write_scores(const std::filesystem::path& file, const std::vector<ScoreRow>& rows) {
  std::error_code error;
  if (file.has_parent_path())
    std::filesystem::create_directories(file.parent_path(), error);
  return write_atomic(file, score_csv(rows));
}

Result<std::vector<ScoreRow>> read_scores(const std::filesystem::path& file) {
  ANDON_ASSIGN(const std::string text, read_file(file, max_score_file_bytes));
  std::size_t at = text.find('\n');
  const std::string header = text.substr(0, at);
  const bool images = header == image_header;
  if (at == std::string::npos || (!images && header != signal_header))
    return fail(ErrorCode::parse,
                file.string() + ": line 1 is not the header of a score file (" + signal_header + ")");
  std::vector<ScoreRow> rows;
  ++at;
  for (std::int64_t line = 2; at < text.size(); ++line) {
    const std::string where = file.string() + ":" + std::to_string(line);
    auto fields = next_csv_record(text, at);
    if (!fields)
      return fail_in(where, fields.error());
    auto row = row_of(*fields, images);
    if (!row)
      return fail_in(where, row.error());
    rows.push_back(std::move(*row));
  }
  return rows;
}

Labelled labelled(const std::vector<ScoreRow>& rows) {
  Labelled result;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].label < 0)
      continue;
    result.scores.push_back(rows[i].score);
    result.labels.push_back(rows[i].label);
    result.rows.push_back(i);
    result.abnormal += rows[i].label;
  }
  return result;
}

std::vector<double> raw_scores(const std::vector<ScoreRow>& rows) {
  std::vector<double> result;
  for (const ScoreRow& row : rows)
    result.push_back(row.score);
  return result;
}

} // namespace andon::workflow
