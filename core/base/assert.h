#pragma once

namespace andon::detail {
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);
}

/// A failed ANDON_ASSERT is our bug, never a user's: it throws std::logic_error, which guard() reports.
#define ANDON_ASSERT(expression)                                                                             \
  ((expression) ? static_cast<void>(0) : ::andon::detail::assertion_failed(#expression, __FILE__, __LINE__))
