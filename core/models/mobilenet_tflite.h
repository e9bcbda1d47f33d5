#pragma once
#include "core/base/tflite_file.h"

namespace andon {

/// Turns a TensorFlow Lite MobileNetV2 (classifier or detector on it; batch norm folded; fp32, fp16 or
/// quantised per tensor) into the folded mobilenet_v2 of backbone_table(): the graph is followed from its
/// input, weights become [out, in, height, width]; a final 1×1 classifier becomes classifier.1. Half
/// precision stays half. Metadata tell the input range x/127.5 − 1 and TensorFlow's padding. Errors:
/// unsupported, saying which operator or tensor is not MobileNetV2's.
Result<TensorSet> mobilenet_v2_from_tflite(const TfliteModel& model, const std::string& where);

} // namespace andon
