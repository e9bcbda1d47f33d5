#include "core/models/course_view.h"

#include <ATen/ATen.h>

namespace andon {

at::Tensor course_view(const at::Tensor& course, Random& random) {
  const std::int64_t frames = course.size(2), length = frames / 4;
  const auto from = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(frames - length)));
  at::Tensor view = course + 0.1 * at::randn_like(course);
  view.slice(2, from, from + length).zero_();
  return view * at::bernoulli(at::full({course.size(0), course.size(1), 1}, 0.9));
}

} // namespace andon
