#pragma once
#include "core/base/error.h"

#include <string>
#include <vector>

namespace andon::workflow {

/// Appends a field of a CSV record, in quotes where it needs them (RFC 4180).
void append_csv_field(std::string& out, const std::string& text);
/// Appends a number with 9 significant digits, which every float survives, and '.' decimals.
void append_csv_number(std::string& out, double value);
/// Fields of the record that starts at `at`, which moves behind its line end. Errors: parse (a quoted field
/// has no end).
Result<std::vector<std::string>> next_csv_record(const std::string& text, std::size_t& at);

} // namespace andon::workflow
