#pragma once
#include "core/models/patch_scorer.h"

namespace andon {

/// Maps and scores of images ([height, width, 3] floats in 0..1) by an exported ONNX file, reckoned by
/// OpenCV, which shares no code with what wrote it. Errors: unsupported (OpenCV does not read or run the
/// file), saying which.
Result<std::vector<ProgramOutput>> run_onnx(const std::filesystem::path& file, std::int64_t height,
                                            std::int64_t width, std::span<const std::vector<float>> images);

/// Any ONNX file with one float input and one float output of these names, on one array.
struct OnnxArray {
  std::vector<int> shape;
  std::vector<float> values;
};
Result<OnnxArray> run_onnx(const std::filesystem::path& file, const std::string& input,
                           const OnnxArray& array, const std::string& output);

} // namespace andon
