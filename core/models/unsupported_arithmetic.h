#pragma once
#include <stdexcept>
#include <string>

namespace andon {

/// Arithmetic that an exported file cannot hold. Leaves the recorder, which knows no Result; whoever records
/// or converts turns it into an Error of the code unsupported.
struct UnsupportedArithmetic : std::runtime_error {
  using std::runtime_error::runtime_error;
};
inline void require_exportable(bool condition, const std::string& otherwise) {
  if (!condition)
    throw UnsupportedArithmetic(otherwise);
}

} // namespace andon
