#pragma once
#include "core/workflow/runs.h"

#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace andon::workflow {

/// Which product or line an item belongs to: what a pattern (ECMAScript) finds in its name or path, its first
/// group when it has one; "" = the sensor, else the folder of the path. Threads: any, immutable.
class GroupRule {
public:
  /// Errors: invalid_argument (not a regular expression).
  static Result<GroupRule> from(const std::string& pattern);
  /// Nothing where the pattern does not match. Only the first 1,000 characters are looked at.
  std::optional<std::string> group(const ScoreRow& row) const;

private:
  std::optional<std::regex> expression_;
};

/// Group of each row. Errors: invalid_argument (not an expression, or it does not match an item: names it).
Result<std::vector<std::string>> item_groups(const std::vector<ScoreRow>& rows, const std::string& pattern);

} // namespace andon::workflow
