#pragma once
#include "core/models/backbone_table.h"

namespace andon {

/// Residual networks (He et al. 2016; the stride of a bottleneck on its 3×3 convolution). Taps: layer1 …
/// layer4 (strides 4, 8, 16, 32) and every block, as "layer2.0".
std::shared_ptr<Backbone> make_resnet18(const BackboneVariant& variant);
std::shared_ptr<Backbone> make_resnet34(const BackboneVariant& variant);
std::shared_ptr<Backbone> make_resnet50(const BackboneVariant& variant);
std::shared_ptr<Backbone> make_wide_resnet50_2(const BackboneVariant& variant);

} // namespace andon
