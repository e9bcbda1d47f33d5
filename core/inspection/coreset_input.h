#pragma once
#include "core/inspection/coreset.h"

namespace andon {

/// The argument errors of coreset() and coreset_naive().
Result<void> check_coreset(std::span<const float> rows, std::size_t dimension, const CoresetGoal& goal);

} // namespace andon
