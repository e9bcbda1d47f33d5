#include "core/models/dual_encoder.h"

namespace andon {

std::vector<Option> DualEncoderOptions::describe() {
  return {
      option("embedding", embedding, "Dimension of the space that commands and currents share", "", 2, 1024),
      option("width", width,
             "Channels of the first convolution, doubled at every block; raise it for rich signals", "", 4,
             512),
      option("blocks", blocks, "Convolution blocks of each encoder", "", 1, 6),
      option("initial_scale", initial_scale,
             "Logit scale exp(τ) at the start; a low one keeps pulling matching pairs together for longer",
             "", 0.1, 100)};
}

} // namespace andon
