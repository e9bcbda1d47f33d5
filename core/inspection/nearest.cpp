#include "core/inspection/nearest.h"

#include "core/base/options.h"
#include "core/inspection/nearest_kinds.h"

#include <algorithm>

namespace andon {
namespace {

constexpr std::size_t most_exact_rows = 200'000;

} // namespace

std::vector<std::string> nearest_kinds() {
  return {"auto", "exact", "flat", "ivf", "hnsw"};
}

Result<std::unique_ptr<NearestSearch>> make_nearest(const std::string& kind, std::span<const float> rows,
                                                    std::size_t dimension) {
  const std::vector<std::string> kinds = nearest_kinds();
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
    return fail(ErrorCode::invalid_argument,
                "search index '" + kind + "' is unknown; choose auto, exact, flat, ivf or hnsw");
  if (dimension == 0 || rows.empty() || rows.size() % dimension != 0)
    return fail(ErrorCode::invalid_argument, "a search index needs at least one patch");
  const bool small = rows.size() / dimension <= most_exact_rows;
  if (kind == "exact" || (kind == "auto" && small))
    return make_exact_nearest(rows, dimension);
  return make_faiss_nearest(kind == "auto" ? "hnsw" : kind, rows, dimension);
}

} // namespace andon
