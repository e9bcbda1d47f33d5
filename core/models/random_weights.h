#pragma once
#include "core/base/random.h"
#include "core/base/safetensors.h"

#include <string>

namespace andon {

/// Weights of an untrained backbone, for timing and for trying a format where no trained ones are at hand:
/// convolutions uniform with variance 2/fan-in (He et al. 2015), normalisation at rest (gain 1, mean 0,
/// variance 1, shift 0). The same bits from the same seed on every machine. Errors: not_found (unknown id).
Result<TensorSet> random_weights(const std::string& backbone, Seed seed);

} // namespace andon
