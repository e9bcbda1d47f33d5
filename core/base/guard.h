#pragma once
#include "core/base/error.h"

#include <exception>
#include <new>
#include <type_traits>
#include <utility>

namespace andon {

/// Runs f() and turns an exception of a third-party library into Error{internal}, or limit_exceeded when memory
/// ran out. The only catch-all in the project. f returns Result<T>; `what` names the step for the message.
template <class F>
auto guard(std::string_view what, F&& f) -> std::invoke_result_t<F> {
  try {
    return std::forward<F>(f)();
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::limit_exceeded, std::string(what) + ": not enough memory; use less data or a smaller model");
  } catch (const std::exception& e) {
    return fail(ErrorCode::internal, std::string(what) + ": " + e.what());
  }
}

} // namespace andon
