#pragma once
#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace andon {

/// Closed list of what may go wrong at run time. A new code needs a test that produces it.
enum class ErrorCode {
  invalid_argument,      ///< an option or parameter is outside its described range, or unknown
  not_found,             ///< a file, run, data set, sensor or id does not exist
  already_exists,        ///< a name that must be unique is taken
  io,                    ///< the operating system refused to read or write
  parse,                 ///< a file is not what its format demands
  unsupported,           ///< valid, but not something this build can do
  limit_exceeded,        ///< larger than a stated limit; refused before allocation
  insufficient_data,     ///< the data cannot support the answer that was asked
  corrupt,               ///< stored bytes do not match their checksum or chain
  conflict,              ///< another process or person changed it first
  cancelled,             ///< the stop token was set; state is kept and resumable
  internal,              ///< a third-party library failed in a way we do not know
};

std::string_view to_string(ErrorCode code);

/// What failed, where, what was expected and what to do, as one sentence for people.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

/// Returns an unexpected value convertible to any Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
/// Same code, message prefixed with where it happened: "where: message".
tl::unexpected<Error> fail_in(std::string_view where, const Error& error);

} // namespace andon

/// Returns early with the error of a Result expression; otherwise goes on.
#define ANDON_TRY(expression)                                                                                \
  do {                                                                                                       \
    if (auto andon_try_result = (expression); !andon_try_result)                                             \
      return ::andon::fail(std::move(andon_try_result).error());                                             \
  } while (false)

#define ANDON_CONCAT_(a, b) a##b
#define ANDON_CONCAT(a, b) ANDON_CONCAT_(a, b)
/// ANDON_ASSIGN(auto x, f()): declares x from the value of f(), or returns its error.
#define ANDON_ASSIGN(declaration, expression)                                                                \
  auto ANDON_CONCAT(andon_result_, __LINE__) = (expression);                                                 \
  if (!ANDON_CONCAT(andon_result_, __LINE__))                                                                \
    return ::andon::fail(std::move(ANDON_CONCAT(andon_result_, __LINE__)).error());                          \
  declaration = std::move(*ANDON_CONCAT(andon_result_, __LINE__))
