#include "core/workflow/workspace.h"

#include <cstdlib>

namespace andon::workflow {

std::filesystem::path default_workspace() {
  if (const char* folder = std::getenv("ANDON_WORKSPACE"); folder && *folder)
    return folder;
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home && *home ? home : ".") / "Andon";
}

} // namespace andon::workflow
