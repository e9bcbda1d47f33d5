#pragma once
#include "core/base/error.h"
#include "core/base/options.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace andon {

/// An explicit registry: rows in display order, written in one place, nothing registers itself.
/// Entry has std::string members `id` and `title`. Threads: any, immutable.
template <class Entry>
class Table {
public:
  Table(std::string kind, std::vector<Entry> rows) : kind_(std::move(kind)), rows_(std::move(rows)) {}
  /// What a row is ("model", "simulator"), for messages.
  const std::string& kind() const { return kind_; }
  std::span<const Entry> rows() const { return rows_; }
  /// Errors: not_found, naming the nearest id and listing all of them.
  Result<const Entry*> find(std::string_view id) const {
    std::vector<std::string> ids;
    for (const Entry& row : rows_) {
      if (row.id == id)
        return &row;
      ids.push_back(row.id);
    }
    std::string message = "unknown " + kind_ + " '" + std::string(id) + "'";
    if (const std::string near = nearest(id, ids); !near.empty())
      message += "; did you mean '" + near + "'?";
    message += message.ends_with("?") ? " Known:" : "; known:";
    for (const std::string& known : ids)
      message += " " + known;
    return fail(ErrorCode::not_found, message);
  }

private:
  std::string kind_;
  std::vector<Entry> rows_;
};

} // namespace andon
