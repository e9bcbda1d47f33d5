#include "core/store/row_checksum.h"

#include "core/base/hash.h"

#include <bit>
#include <cmath>

namespace andon::store {

namespace {
constexpr std::size_t checksum_digits = 16;
}

std::string row_digest(const Values& values) {
  Sha256 sum;
  for (const Value& value : values) {
    const auto* real = std::get_if<double>(&value);
    const auto* integer = std::get_if<std::int64_t>(&value);
    const auto* text = std::get_if<std::string>(&value);
    if (real && !std::isnan(*real)) {
      sum.update("real ");
      sum.update(std::to_string(std::bit_cast<std::uint64_t>(*real == 0 ? 0.0 : *real)));
    } else if (integer) {
      sum.update("integer ");
      sum.update(std::to_string(*integer));
    } else if (text) {
      sum.update("text ");
      sum.update(std::to_string(text->size()));
      sum.update(" ");
      sum.update(*text);
    } else {
      sum.update("null");
    }
    sum.update(";");
  }
  return sum.text();
}

Values with_checksum(Values values) {
  values.emplace_back(row_digest(values).substr(0, checksum_digits));
  return values;
}

Result<void> verify_row(const std::string& place, const std::string& what, const Values& values,
                        const std::string& stored) {
  if (row_digest(values).substr(0, checksum_digits) == stored)
    return {};
  return fail(ErrorCode::corrupt,
              place + ": " + what +
                  " does not match its checksum; the file was damaged or edited by another "
                  "program; restore a backup (docs/store.md)");
}

} // namespace andon::store
