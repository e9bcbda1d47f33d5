#include "core/base/error.h"

namespace andon {

std::string_view to_string(ErrorCode code) {
  switch (code) {
  case ErrorCode::invalid_argument: return "invalid argument";
  case ErrorCode::not_found: return "not found";
  case ErrorCode::already_exists: return "already exists";
  case ErrorCode::io: return "input/output";
  case ErrorCode::parse: return "cannot parse";
  case ErrorCode::unsupported: return "unsupported";
  case ErrorCode::limit_exceeded: return "limit exceeded";
  case ErrorCode::insufficient_data: return "insufficient data";
  case ErrorCode::corrupt: return "corrupt";
  case ErrorCode::conflict: return "conflict";
  case ErrorCode::cancelled: return "cancelled";
  case ErrorCode::internal: return "internal";
  }
  return "unknown";
}

tl::unexpected<Error> fail_in(std::string_view where, const Error& error) {
  return fail(error.code, std::string(where) + ": " + error.message);
}

} // namespace andon
