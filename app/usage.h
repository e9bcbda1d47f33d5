#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace andon::cli {

/// One sentence for a command line that could not be parsed, with the nearest command or option where there
/// is one.
std::string usage_error(const CLI::App& root, const CLI::ParseError& error,
                        const std::vector<std::string>& arguments);

/// The sentence about a command that does not exist; "" when a command was chosen or none was named.
std::string unknown_command(const CLI::App& root, const std::vector<std::string>& arguments);

} // namespace andon::cli
