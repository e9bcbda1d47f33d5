#include "core/workflow/item_groups.h"

namespace andon::workflow {
namespace {

/// The matcher recurses once a character, so a hostile name could exhaust the stack.
constexpr std::size_t longest_name = 1000;

std::string name_of(const ScoreRow& row) {
  return (row.path.empty() ? row.item : row.path).substr(0, longest_name);
}

} // namespace

Result<GroupRule> GroupRule::from(const std::string& pattern) {
  GroupRule rule;
  try {
    if (!pattern.empty())
      rule.expression_.emplace(pattern);
  } catch (const std::regex_error&) {
    return fail(ErrorCode::invalid_argument, "group.pattern '" + pattern + "' is not a regular expression");
  }
  return rule;
}

std::optional<std::string> GroupRule::group(const ScoreRow& row) const {
  if (!expression_)
    return !row.sensor.empty() ? row.sensor : std::filesystem::path(row.path).parent_path().string();
  const std::string name = name_of(row);
  std::smatch match;
  if (!std::regex_search(name, match, *expression_))
    return {};
  return match.size() > 1 ? match[1].str() : match[0].str();
}

Result<std::vector<std::string>> item_groups(const std::vector<ScoreRow>& rows, const std::string& pattern) {
  ANDON_ASSIGN(const GroupRule rule, GroupRule::from(pattern));
  std::vector<std::string> groups;
  for (const ScoreRow& row : rows) {
    auto group = rule.group(row);
    if (!group)
      return fail(ErrorCode::invalid_argument,
                  "group.pattern '" + pattern + "' does not match the item '" + name_of(row) + "'");
    groups.push_back(std::move(*group));
  }
  return groups;
}

} // namespace andon::workflow
