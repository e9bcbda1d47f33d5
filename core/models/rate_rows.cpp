#include "core/models/rate_rows.h"

#include <ATen/ATen.h>

#include <iterator>

namespace andon {

RateRows rate_rows(const std::vector<int>& rate_class) {
  RateRows result;
  std::vector<std::int64_t> order;
  for (int kind = 0; kind < static_cast<int>(std::size(RateRows::names)); ++kind) {
    std::vector<std::int64_t> rows;
    for (std::size_t i = 0; i < rate_class.size(); ++i)
      if (rate_class[i] == kind)
        rows.push_back(static_cast<std::int64_t>(i));
    order.insert(order.end(), rows.begin(), rows.end());
    result.rows.push_back(at::tensor(rows, at::kLong));
  }
  result.back = at::tensor(order, at::kLong).argsort();
  return result;
}

at::Tensor RateRows::joined(const std::vector<at::Tensor>& parts) const {
  return at::cat(parts).index_select(0, back);
}

} // namespace andon
