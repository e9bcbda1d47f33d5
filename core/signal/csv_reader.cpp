#include "core/signal/csv_reader.h"

#include <algorithm>

namespace andon {
namespace {

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80)
    out += static_cast<char>(code);
  else if (code < 0x800)
    out += {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 63))};
  else if (code < 0x10000)
    out += {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 63)),
            static_cast<char>(0x80 | (code & 63))};
  else
    out += {static_cast<char>(0xF0 | (code >> 18)), static_cast<char>(0x80 | ((code >> 12) & 63)),
            static_cast<char>(0x80 | ((code >> 6) & 63)), static_cast<char>(0x80 | (code & 63))};
}

} // namespace

Result<CsvReader> CsvReader::open(const std::filesystem::path& path, std::string name,
                                  std::size_t line_limit) {
  CsvReader reader;
  reader.name_ = std::move(name);
  reader.line_limit_ = line_limit;
  reader.stream_.open(path, std::ios::binary);
  if (!reader.stream_)
    return fail(ErrorCode::io, "cannot open " + path.string() + "; check that it exists and may be read");
  ANDON_TRY(reader.fill(4));
  if (reader.pending_.starts_with("\xEF\xBB\xBF"))
    reader.pending_.erase(0, 3);
  else if (reader.pending_.starts_with("\xFF\xFE") || reader.pending_.starts_with("\xFE\xFF")) {
    reader.encoding_ = reader.pending_.starts_with("\xFF\xFE") ? Encoding::utf16le : Encoding::utf16be;
    const std::string raw = std::exchange(reader.pending_, {}).substr(2);
    reader.append_utf16(raw);
  }
  return reader;
}

void CsvReader::append_utf16(const std::string& raw) {
  half_ += raw;
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(half_[i]), b = static_cast<unsigned char>(half_[i + 1]);
    return static_cast<char32_t>(encoding_ == Encoding::utf16le ? a | b << 8 : a << 8 | b);
  };
  std::size_t i = 0;
  for (; i + 1 < half_.size(); i += 2) {
    const char32_t first = unit(i);
    if (first < 0xD800 || first > 0xDFFF) {
      append_utf8(pending_, first);
      continue;
    }
    if (i + 3 >= half_.size() && !ended_)
      break;
    const char32_t second = i + 3 < half_.size() ? unit(i + 2) : 0;
    const bool pair = first < 0xDC00 && second >= 0xDC00 && second <= 0xDFFF;
    append_utf8(pending_, pair ? 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00) : 0xFFFD);
    i += pair ? 2 : 0;
  }
  half_.erase(0, i);
}

Result<bool> CsvReader::fill(std::size_t bytes) {
  std::string raw(bytes, '\0');
  stream_.read(raw.data(), static_cast<std::streamsize>(bytes));
  raw.resize(static_cast<std::size_t>(stream_.gcount()));
  if (stream_.bad())
    return fail(ErrorCode::io,
                "reading " + name_ + " failed after " + std::to_string(bytes_) + " bytes; check the disk");
  bytes_ += static_cast<std::int64_t>(raw.size());
  ended_ = raw.empty();
  if (encoding_ == Encoding::utf8)
    pending_ += raw;
  else
    append_utf16(raw);
  return !ended_;
}

Result<std::string> CsvReader::peek() {
  while (pending_.size() < block_bytes && !ended_)
    ANDON_TRY(fill(block_bytes));
  return pending_;
}

Result<std::string> CsvReader::next(std::int64_t line) {
  while (pending_.size() < block_bytes && !ended_)
    ANDON_TRY(fill(block_bytes));
  std::size_t end = end_of_rows(pending_, dialect_);
  while (end == 0 && !ended_) {
    if (pending_.size() > line_limit_)
      return fail(ErrorCode::limit_exceeded,
                  name_ + ":" + std::to_string(line) + ": no end of the row within " +
                      std::to_string(line_limit_) +
                      " bytes; check for an unclosed quote or another line ending");
    ANDON_TRY(fill(pending_.size()));
    end = end_of_rows(pending_, dialect_);
  }
  if (ended_)
    end = pending_.size();
  std::string rows = pending_.substr(0, end);
  pending_.erase(0, end);
  return rows;
}

} // namespace andon
