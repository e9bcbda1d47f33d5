#pragma once
#include "core/base/safetensors.h"

#include <filesystem>
#include <memory>

namespace andon {

/// What Andon understands of a TensorFlow Lite file: constants and the operators of convolutional networks.
/// Numbers of the format's operators that are interpreted; all others are kept by number alone.
enum class TfliteOperatorKind : std::int32_t {
  add = 0,
  average_pool = 1,
  concatenation = 2,
  convolution = 3,
  depthwise_convolution = 4,
  dequantize = 6,
  reshape = 22,
  mean = 40
};

struct TfliteTensor {
  std::string name;
  TensorType type = TensorType::f32;
  bool known_type = true; ///< false: not a type that Andon reads; data are left out
  std::vector<std::int64_t> shape;
  std::string_view data; ///< of a constant: row-major, inside TfliteModel::file; empty otherwise
  double scale = 0;      ///< > 0: quantised per tensor, value = scale · (stored − zero)
  std::int64_t zero = 0;
  bool per_axis = false; ///< quantised in a way Andon does not read
};

struct TfliteOperator {
  TfliteOperatorKind kind;
  std::vector<std::int32_t> inputs, outputs; ///< positions in tensors; inputs may hold −1 for "none"
  std::int64_t stride_x = 1, stride_y = 1, dilation_x = 1, dilation_y = 1;
  bool same_padding = true;
  std::int64_t activation = 0; ///< 0 none, 1 ReLU, 3 ReLU6
};

struct TfliteModel {
  std::shared_ptr<const std::string> file;
  std::vector<TfliteTensor> tensors;
  std::vector<TfliteOperator> operators; ///< in order of execution
  std::vector<std::int32_t> inputs, outputs;
};

/// Reads the first graph of a file. Every offset, length, position and size is checked; nothing is executed.
/// Limits: 20,000 tensors and operators, 8 dimensions. Errors: corrupt, limit_exceeded. Threads: any.
Result<TfliteModel> parse_tflite(std::string bytes, const std::string& where);
/// Errors: as parse_tflite, and not_found, io, limit_exceeded above max_bytes.
Result<TfliteModel> read_tflite(const std::filesystem::path& path, std::uintmax_t max_bytes = 512ULL << 20);

/// Values of a constant as fp32 (F32, F16) or dequantised (U8, I8, I32). Errors: unsupported, naming it.
Result<std::vector<float>> tflite_values(const TfliteTensor& tensor);
/// IEEE 754 half precision to float, exact.
float half_to_float(std::uint16_t half);

} // namespace andon
