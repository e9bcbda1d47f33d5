#pragma once
#include "core/store/database.h"

namespace andon::store {

/// SHA-256 (64 hexadecimal digits) over the values with their types and lengths, so that no two different
/// rows share a text. NaN counts as NULL and -0 as 0, as they are stored.
std::string row_digest(const Values& values);
/// The values and, as the last one, the first 16 digits of their row_digest: what is stored. SQLite itself
/// has no checksums; this tells a flipped bit from a value.
Values with_checksum(Values values);

/// Error{corrupt} naming `what` when the stored checksum is not that of the values.
Result<void> verify_row(const std::string& place, const std::string& what, const Values& values,
                        const std::string& stored);

} // namespace andon::store
