#include "core/workflow/workspace.h"

#include <cstdio>

int main() {
  std::puts(andon::workflow::default_workspace().c_str());
  return 0;
}
