#include "app/command.h"

#include "core/workflow/about.h"

#include <cstdlib>

namespace andon::cli {

Result<workflow::Workspace> Invocation::open_workspace() const {
  const std::filesystem::path folder =
      common_.workspace.empty() ? workflow::default_workspace() : std::filesystem::path(common_.workspace);
  return workflow::Workspace::open(folder, session());
}

Result<OptionMap> Invocation::options() const {
  OptionMap values;
  if (!common_.config.empty()) {
    ANDON_ASSIGN(values, read_option_file(common_.config));
  }
  ANDON_ASSIGN(const OptionMap assigned, parse_assignments(common_.assignments));
  for (const auto& [key, value] : assigned)
    values[key] = value;
  return values;
}

Result<void> check_id(const std::string& kind, const std::string& id) {
  if (const auto known = workflow::describe(kind, id); !known)
    return fail(ErrorCode::invalid_argument, known.error().message);
  return {};
}

std::string user_name() {
  const char* user = std::getenv("USER");
  return user && *user ? user : "unknown";
}

} // namespace andon::cli
