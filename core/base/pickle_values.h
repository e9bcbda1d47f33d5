#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace andon {

/// What a pickle describes, as data: nothing is imported, called or built. Names of Python objects are
/// refused unless they are on the caller's list.
struct PickleNode {
  enum class Kind { none, boolean, integer, real, text, tuple, list, dict, name, call, persistent };
  Kind kind = Kind::none;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text; ///< of text and name ("module object"), inside the pickle or the list
  /// tuple, list: the elements; dict: key, value, key, value …; call: name, arguments; persistent: the id.
  std::vector<std::uint32_t> items;
};

/// Values refer to each other by position, so a pickle can neither nest without bound nor tie a knot that
/// leaks.
struct PickleValues {
  std::vector<PickleNode> nodes;
  std::uint32_t root = 0;
  std::size_t length = 0; ///< bytes of the pickle up to and with its STOP
  const PickleNode& at(std::uint32_t position) const { return nodes[position]; }
};

/// Reads one pickle (protocols 2 to 5, the opcodes that tensors need) from the front of `bytes`. `allowed`:
/// "module object" of everything that may be named; it must outlive the result, as must `bytes`. Attributes
/// set on an object (BUILD) are dropped. Limits: 16 MB, 2 million values. Errors: unsupported (names the
/// object or opcode), corrupt, limit_exceeded. Threads: any.
Result<PickleValues> parse_pickle(std::string_view bytes, const std::vector<std::string>& allowed,
                                  const std::string& where);

} // namespace andon
