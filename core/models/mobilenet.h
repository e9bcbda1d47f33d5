#pragma once
#include "core/models/backbone_table.h"

namespace andon {

/// Networks of inverted residuals (Sandler et al. 2018, Howard et al. 2019). Taps: "stem", "block0" … by the
/// papers' order, "blockN.expand" (after the widening 1×1 convolution), "blockN.depthwise", and "head" (the
/// last 1×1 convolution). In MobileNetV2 block13.expand is 576 channels at stride 16, block16 is 320 at
/// stride 32.
std::shared_ptr<Backbone> make_mobilenet_v2(const BackboneVariant& variant);
std::shared_ptr<Backbone> make_mobilenet_v3_large(const BackboneVariant& variant);
std::shared_ptr<Backbone> make_mobilenet_v3_small(const BackboneVariant& variant);

} // namespace andon
