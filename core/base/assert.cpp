#include "core/base/assert.h"

#include <stdexcept>
#include <string>

namespace andon::detail {

void assertion_failed(const char* expression, const char* file, int line) {
  throw std::logic_error(std::string(file) + ":" + std::to_string(line) + ": assertion failed: " + expression);
}

} // namespace andon::detail
