#pragma once
#include "core/base/error.h"
#include "core/signal/csv_block.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace andon {

/// Reads a text file block by block, each ending with a whole row; UTF-8 and UTF-16 byte order marks are
/// removed and UTF-16 is turned into UTF-8. Private to the sources of core/signal. Memory: one block, or the
/// longest line.
class CsvReader {
public:
  static constexpr std::size_t block_bytes = 4 << 20;
  /// Errors: not_found, io.
  static Result<CsvReader> open(const std::filesystem::path& path, std::string name, std::size_t line_limit);
  /// The first bytes, up to one block, without consuming them.
  Result<std::string> peek();
  void set_dialect(const CsvDialect& dialect) { dialect_ = dialect; }
  /// Consumes what the header took.
  void skip(std::size_t bytes) { pending_.erase(0, bytes); }
  /// Next rows, "" at the end. Errors: io, limit_exceeded (no end of row within the limit). `line` is for
  /// messages.
  Result<std::string> next(std::int64_t line);
  std::int64_t bytes_read() const { return bytes_; }

private:
  enum class Encoding { utf8, utf16le, utf16be };
  CsvReader() = default;
  Result<bool> fill(std::size_t bytes); ///< false at the end
  void append_utf16(const std::string& raw);

  std::string name_, pending_, half_;
  std::ifstream stream_;
  CsvDialect dialect_;
  Encoding encoding_ = Encoding::utf8;
  std::size_t line_limit_ = 0;
  std::int64_t bytes_ = 0;
  bool ended_ = false;
};

} // namespace andon
