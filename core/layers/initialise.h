#pragma once
#include "core/base/random.h"

namespace torch::nn {
class Module;
}

namespace andon {

/// Draws every weight from the seed alone, never from torch's global generator, so that the same seed gives
/// the same start on every machine. Weights with two or more dimensions: uniform in ±1/sqrt(fan-in) (LeCun
/// 1998); biases 0; other vectors and scalars (normalisation gains, logit scales) keep the value they were
/// constructed with.
void initialise(torch::nn::Module& module, Seed seed);

} // namespace andon
