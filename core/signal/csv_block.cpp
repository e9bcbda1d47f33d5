#include "core/signal/csv_block.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace andon {
namespace {

constexpr std::array<double, 23> powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                        1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

bool is_digit(char c) {
  return static_cast<unsigned char>(c - '0') < 10;
}

// Numbers of at most 15 digits without exponent are exact in one division; anything else is left to the
// caller. Returns the end of the number, or null.
const char* plain_number(const char* p, const char* end, char decimal, float& value) {
  const bool negative = p < end && *p == '-';
  p += negative ? 1 : 0;
  const char* first = p;
  std::uint64_t digits = 0;
  while (p < end && is_digit(*p))
    digits = digits * 10 + static_cast<std::uint64_t>(*p++ - '0');
  std::ptrdiff_t count = p - first, fraction = 0;
  if (p < end && *p == decimal) {
    const char* point = ++p;
    while (p < end && is_digit(*p))
      digits = digits * 10 + static_cast<std::uint64_t>(*p++ - '0');
    fraction = p - point;
    count += fraction;
  }
  if (count == 0 || count > 15)
    return nullptr;
  const double magnitude = static_cast<double>(digits) / powers[static_cast<std::size_t>(fraction)];
  value = static_cast<float>(negative ? -magnitude : magnitude);
  return p;
}

bool equals(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() && std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
           return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y;
         });
}

bool word_among(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return text == word || (text.size() == word.size() &&
                            std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) {
                              return std::tolower(static_cast<unsigned char>(a)) ==
                                     std::tolower(static_cast<unsigned char>(b));
                            }));
  });
}

class BlockParser {
public:
  BlockParser(std::string_view text, const CsvPlan& plan) : text_(text), plan_(plan) {
    block_.values.resize(plan.numbers);
    block_.missing.resize(plan.numbers);
    has_time_ = std::find(plan.uses.begin(), plan.uses.end(), CsvUse::time) != plan.uses.end();
    has_label_ = std::find(plan.uses.begin(), plan.uses.end(), CsvUse::label) != plan.uses.end();
    quoted_ = text.find('"') != std::string_view::npos;
  }

  Result<CsvBlock> run() {
    while (at_ < text_.size()) {
      if (blank_line())
        continue;
      parse_row();
      if (too_long_)
        return fail(ErrorCode::limit_exceeded,
                    "a field is longer than " + std::to_string(plan_.field_bytes) + " bytes");
    }
    return std::move(block_);
  }

private:
  bool at_row_end() const { return at_ >= text_.size() || text_[at_] == plan_.dialect.newline; }

  bool blank_line() {
    std::size_t p = at_;
    while (p < text_.size() && (text_[p] == '\r' || text_[p] == ' ') && text_[p] != plan_.dialect.newline)
      ++p;
    if (p < text_.size() && text_[p] != plan_.dialect.newline)
      return false;
    at_ = std::min(p + 1, text_.size());
    ++block_.lines;
    return true;
  }

  void parse_row() {
    const std::size_t columns = plan_.uses.size();
    const std::int64_t line = block_.lines;
    std::size_t column = 0;
    ended_ = false;
    if (plan_.dialect.delimiter == ' ')
      skip_spaces();
    for (; column < columns && !ended_; ++column)
      parse_field(column, line);
    if (column < columns) {
      block_.warnings.add("ragged_row", "", line,
                          "the row has " + std::to_string(column) + " fields where " +
                              std::to_string(columns) + " were expected; the others are marked as missing");
      for (; column < columns; ++column)
        put_missing(column);
    } else if (!ended_)
      skip_surplus(line);
    ++block_.lines;
    ++block_.rows;
    if (has_time_)
      block_.row_lines.push_back(static_cast<std::int32_t>(line));
  }

  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ')
      ++at_;
  }

  // Behind a field: over the delimiter, or over the newline, which ends the row.
  void step_over() {
    if (at_ < text_.size() && text_[at_] == '\r' && plan_.dialect.newline == '\n')
      ++at_;
    if (at_ >= text_.size() || text_[at_] == plan_.dialect.newline) {
      at_ = std::min(at_ + 1, text_.size());
      ended_ = true;
      return;
    }
    ++at_;
    if (plan_.dialect.delimiter == ' ') {
      skip_spaces();
      if (at_row_end() || (text_[at_] == '\r' && plan_.dialect.newline == '\n'))
        step_over();
    }
  }

  void skip_surplus(std::int64_t line) {
    std::size_t surplus = 0;
    while (!ended_) {
      field();
      ++surplus;
    }
    if (surplus > 1 || !last_.empty())
      block_.warnings.add("ragged_row", "", line,
                          "the row has " + std::to_string(surplus) + " fields more than the " +
                              std::to_string(plan_.uses.size()) + " expected; they are ignored");
  }

  // The field at at_, unquoted; moves behind its delimiter.
  std::string_view field() {
    if (quoted_ && at_ < text_.size() && text_[at_] == '"') {
      std::size_t before = at_;
      last_ = next_field(text_, at_, plan_.dialect, unquoted_);
      block_.lines += std::count(text_.begin() + static_cast<std::ptrdiff_t>(before),
                                 text_.begin() + static_cast<std::ptrdiff_t>(at_), plan_.dialect.newline);
    } else {
      const std::size_t from = at_;
      while (at_ < text_.size() && text_[at_] != plan_.dialect.delimiter &&
             text_[at_] != plan_.dialect.newline)
        ++at_;
      last_ = text_.substr(from, at_ - from);
    }
    too_long_ = too_long_ || last_.size() > plan_.field_bytes;
    step_over();
    last_ = trimmed(last_);
    return last_;
  }

  void parse_field(std::size_t column, std::int64_t line) {
    const CsvUse use = plan_.uses[column];
    if (use == CsvUse::number) {
      float value = 0;
      const char* end =
          plain_number(text_.data() + at_, text_.data() + text_.size(), plan_.dialect.decimal, value);
      if (end && (end == text_.data() + text_.size() || *end == plan_.dialect.delimiter ||
                  *end == plan_.dialect.newline)) {
        at_ = static_cast<std::size_t>(end - text_.data());
        step_over();
        put(column, value);
        return;
      }
      slow_number(column, field(), line);
    } else if (use == CsvUse::time)
      time(column, field(), line);
    else if (use == CsvUse::label)
      label(column, field(), line);
    else
      field();
  }

  void put(std::size_t column, float value) {
    const std::size_t slot = plan_.slots[column];
    block_.values[slot].push_back(value);
    if (!block_.missing[slot].empty())
      block_.missing[slot].push_back(0);
  }

  void put_missing(std::size_t column) {
    if (plan_.uses[column] == CsvUse::time)
      block_.times.push_back(std::numeric_limits<double>::quiet_NaN());
    if (plan_.uses[column] == CsvUse::label)
      block_.labels.push_back(-1);
    if (plan_.uses[column] != CsvUse::number)
      return;
    const std::size_t slot = plan_.slots[column];
    block_.missing[slot].resize(block_.values[slot].size(), 0);
    block_.values[slot].push_back(0);
    block_.missing[slot].push_back(1);
  }

  void warn(std::size_t column, const char* kind, std::int64_t line, std::string_view text,
            const char* what) {
    if (block_.warnings.kept.size() >= WarningList::capacity) {
      ++block_.warnings.suppressed;
      return;
    }
    std::string message = "column '" + plan_.names[column] + "' ";
    message += text.empty() ? "is empty" : "holds '" + std::string(text.substr(0, 40)) + "'";
    block_.warnings.add(kind, "", line, message + what);
  }

  void slow_number(std::size_t column, std::string_view text, std::int64_t line) {
    double value = 0;
    if (number_of(text, plan_.dialect.decimal, value)) {
      if (std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max())) {
        put(column, static_cast<float>(value));
        return;
      }
      warn(column, "out_of_range", line, text, ", larger than a sample can be; marked as missing");
    } else if (is_missing_word(text, plan_.missing))
      warn(column, "missing_value", line, text, "; marked as missing");
    else if (equals(text, "inf") || equals(text, "-inf") || equals(text, "+inf") ||
             equals(text, "infinity") || equals(text, "-infinity"))
      warn(column, "infinite", line, text, "; marked as missing");
    else
      warn(column, "not_a_number", line, text, " where a number was expected; marked as missing");
    put_missing(column);
  }

  void time(std::size_t column, std::string_view text, std::int64_t line) {
    double seconds = 0;
    const bool known = plan_.time_format == TimeFormat::iso8601
                           ? iso8601_of(text, seconds)
                           : number_of(text, plan_.dialect.decimal, seconds);
    if (!known) {
      warn(column, "bad_time", line, text,
           " where a time was expected; the sample is kept at its place in the row order");
      seconds = std::numeric_limits<double>::quiet_NaN();
    }
    block_.times.push_back(plan_.time_format == TimeFormat::milliseconds ? seconds / 1000 : seconds);
  }

  void label(std::size_t column, std::string_view text, std::int64_t line) {
    const bool abnormal = word_among(text, plan_.label.abnormal);
    const bool known = abnormal || word_among(text, plan_.label.normal);
    if (!known && !is_missing_word(text, plan_.missing))
      warn(column, "unknown_label", line, text,
           ", neither a word for abnormal nor for normal; the label is unknown");
    block_.labels.push_back(static_cast<std::int8_t>(abnormal ? 1 : known ? 0 : -1));
  }

  std::string_view text_, last_;
  const CsvPlan& plan_;
  std::size_t at_ = 0;
  bool ended_ = false, quoted_ = false, has_time_ = false, has_label_ = false, too_long_ = false;
  std::string unquoted_;
  CsvBlock block_;
};

int number_at(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size())
    return -1;
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (!is_digit(text[i]))
      return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// Days from 1970-01-01 in the proleptic Gregorian calendar.
std::int64_t days_of(int year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = y / 400, of_era = y - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

} // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t'))
    text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  return text;
}

bool number_of(std::string_view text, char decimal, double& value) {
  if (!text.empty() && text.front() == '+')
    text.remove_prefix(1);
  if (text.empty() || text.size() > 400 ||
      !(is_digit(text.front()) || text.front() == '-' || text.front() == decimal))
    return false;
  std::array<char, 400> copy{};
  if (decimal != '.') {
    std::replace_copy(text.begin(), text.end(), copy.begin(), decimal, '.');
    text = std::string_view(copy.data(), text.size());
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size())
    return false;
  if (error == std::errc::result_out_of_range) {
    const bool small = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
    value = small                 ? 0
            : text.front() == '-' ? -std::numeric_limits<double>::max()
                                  : std::numeric_limits<double>::max();
    return true;
  }
  return error == std::errc() && std::isfinite(value);
}

bool is_missing_word(std::string_view text, const std::vector<std::string>& more) {
  for (const std::string_view word : {"", "na", "n/a", "nan", "-nan", "null", "none", "-", "--", "#n/a"})
    if (equals(text, word))
      return true;
  return word_among(text, more);
}

bool iso8601_of(std::string_view text, double& seconds) {
  const int year = number_at(text, 0, 4), month = number_at(text, 5, 2), day = number_at(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || (text[4] != '-' && text[4] != '/') ||
      text[7] != text[4])
    return false;
  seconds = static_cast<double>(days_of(year, month, day)) * 86'400;
  text.remove_prefix(10);
  if (text.empty())
    return true;
  const int hour = number_at(text, 1, 2), minute = number_at(text, 4, 2);
  if ((text[0] != 'T' && text[0] != ' ') || hour < 0 || hour > 24 || minute < 0 || minute > 59 ||
      text[3] != ':')
    return false;
  seconds += hour * 3600 + minute * 60;
  text.remove_prefix(6);
  if (!text.empty() && text.front() == ':') {
    double part = 0;
    std::size_t length = 1;
    while (length < text.size() && (is_digit(text[length]) || text[length] == '.'))
      ++length;
    if (!number_of(text.substr(1, length - 1), '.', part) || part >= 61)
      return false;
    seconds += part;
    text.remove_prefix(length);
  }
  if (text.empty() || text == "Z")
    return true;
  const int zone_hour = number_at(text, 1, 2),
            zone_minute = text.size() > 3 ? number_at(text, text.size() - 2, 2) : 0;
  if ((text[0] != '+' && text[0] != '-') || zone_hour < 0 || zone_minute < 0 || text.size() > 6)
    return false;
  seconds -= (text[0] == '-' ? -1 : 1) * (zone_hour * 3600 + zone_minute * 60);
  return true;
}

std::string_view next_field(std::string_view text, std::size_t& at, const CsvDialect& dialect,
                            std::string& unquoted) {
  const auto ends = [&](char c) { return c == dialect.delimiter || c == dialect.newline; };
  const std::size_t from = at;
  if (at >= text.size() || text[at] != '"') {
    while (at < text.size() && !ends(text[at]))
      ++at;
    return text.substr(from, at - from);
  }
  unquoted.clear();
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"' && (at + 1 >= text.size() || text[at + 1] != '"'))
      break;
    at += text[at] == '"' ? 1 : 0;
    unquoted += text[at];
  }
  at = std::min(at + 1, text.size());
  while (at < text.size() && !ends(text[at]))
    ++at; // whatever stands between the closing quote and the delimiter
  return unquoted;
}

std::size_t end_of_rows(std::string_view text, const CsvDialect& dialect) {
  if (text.find('"') == std::string_view::npos) {
    const std::size_t last = text.rfind(dialect.newline);
    return last == std::string_view::npos ? 0 : last + 1;
  }
  std::size_t complete = 0;
  bool quoted = false, at_start = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"')
        ++i;
      else if (c == '"')
        quoted = false;
      continue;
    }
    quoted = c == '"' && at_start;
    at_start = c == dialect.delimiter || c == dialect.newline;
    if (c == dialect.newline)
      complete = i + 1;
  }
  return complete;
}

Result<CsvBlock> parse_csv_block(std::string_view text, const CsvPlan& plan) {
  return BlockParser(text, plan).run();
}

} // namespace andon
