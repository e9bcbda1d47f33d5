#pragma once
#include "core/base/safetensors.h"

#include <string>

namespace andon {

/// Whether a file's name or its tensors are those of one of timm's MobileNets (mobilenetv2_100,
/// mobilenetv3_large_100, mobilenetv3_small_100, also tf_…). Its residual networks have torchvision's names.
bool is_timm_mobilenet(const std::string& file_name);
bool is_timm_mobilenet(const TensorSet& weights);

/// The same network under torchvision's names: blocks of all stages one after another, the last convolution
/// as the next of the features, the head as the classifier. What timm does not write into a file is taken
/// from the name that it gives it: `tf_` networks have TensorFlow's padding, normalise by 0.5 and share
/// torchvision's ε = 0.001 in MobileNetV3; the others have ε = 0.00001, and the difference is taken off their
/// running variances; `miil` networks take pixels as they are. Names that are none of timm's stay, for the
/// loader to refuse. Source: timm 0.6 and later, model names and default configurations. requires
/// is_timm_mobilenet(weights). Errors: corrupt (a running variance that is not fp32).
Result<TensorSet> with_torchvision_names(TensorSet weights, const std::string& file_name);

} // namespace andon
