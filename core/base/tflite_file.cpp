#include "core/base/tflite_file.h"

#include "core/base/atomic_file.h"
#include "core/base/flat_file.h"
#include "core/base/guard.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

namespace andon {
namespace {

constexpr std::size_t most_items = 20000, most_dimensions = 8, most_operands = 64, most_channels = 16384;

// Field numbers of the format's tables.
namespace model_field {
constexpr int codes = 1, graphs = 2, buffers = 4;
}
namespace code_field {
constexpr int old_code = 0, code = 3;
}
namespace graph_field {
constexpr int tensors = 0, inputs = 1, outputs = 2, operators = 3;
}
namespace tensor_field {
constexpr int shape = 0, type = 1, buffer = 2, name = 3, quantization = 4;
}
namespace quantization_field {
constexpr int scale = 2, zero = 3;
}
namespace operator_field {
constexpr int code = 0, inputs = 1, outputs = 2, options = 4;
}

tl::unexpected<Error> corrupt(const std::string& where, const std::string& what) {
  return fail(ErrorCode::corrupt, where + ": " + what + "; the file is damaged or not TensorFlow Lite");
}

std::optional<TensorType> type_of(std::int64_t number) {
  switch (number) {
  case 0:
    return TensorType::f32;
  case 1:
    return TensorType::f16;
  case 2:
    return TensorType::i32;
  case 3:
    return TensorType::u8;
  case 4:
    return TensorType::i64;
  case 9:
    return TensorType::i8;
  default:
    return std::nullopt;
  }
}

std::optional<std::uint64_t> elements(const std::vector<std::int64_t>& shape) {
  std::uint64_t total = 1;
  for (const std::int64_t extent : shape)
    if (extent < 0 || __builtin_mul_overflow(total, static_cast<std::uint64_t>(extent), &total))
      return std::nullopt;
  return total;
}

void read_quantization(const FlatTable& table, TfliteTensor& tensor) {
  const std::vector<float> scale = table.reals(quantization_field::scale, most_channels);
  const std::vector<std::int64_t> zero = table.integers64(quantization_field::zero, most_channels);
  tensor.per_axis = scale.size() > 1 || zero.size() > 1;
  if (scale.size() != 1)
    return;
  tensor.scale = scale[0];
  tensor.zero = zero.empty() ? 0 : zero[0];
}

Result<TfliteTensor> read_tensor(const FlatTable& table, const std::vector<FlatTable>& buffers,
                                 const std::string& where) {
  TfliteTensor tensor;
  tensor.name = table.bytes(tensor_field::name).substr(0, 4096);
  for (const std::int32_t extent : table.integers32(tensor_field::shape, most_dimensions))
    tensor.shape.push_back(extent);
  const auto type = type_of(table.integer8(tensor_field::type));
  tensor.known_type = type.has_value();
  tensor.type = type.value_or(TensorType::u8);
  read_quantization(table.table(tensor_field::quantization), tensor);
  const std::uint32_t buffer = table.unsigned32(tensor_field::buffer);
  if (buffer >= buffers.size())
    return corrupt(where, "tensor '" + tensor.name + "' names a buffer that does not exist");
  if (!std::isfinite(tensor.scale) || tensor.scale < 0)
    return corrupt(where, "tensor '" + tensor.name + "' has an unusable quantisation scale");
  if (!tensor.known_type)
    return tensor;
  tensor.data = buffers[buffer].bytes(0);
  const auto count = elements(tensor.shape);
  if (!tensor.data.empty() &&
      (!count || *count > tensor.data.size() || *count * size_of(tensor.type) != tensor.data.size()))
    return corrupt(where, "tensor '" + tensor.name + "' has a size in bytes that does not match its shape");
  return tensor;
}

void read_options(const FlatTable& options, TfliteOperator& result) {
  if (result.kind == TfliteOperatorKind::add) {
    result.activation = options.integer8(0);
    return;
  }
  const bool depthwise = result.kind == TfliteOperatorKind::depthwise_convolution;
  if (!depthwise && result.kind != TfliteOperatorKind::convolution)
    return;
  result.same_padding = options.integer8(0) == 0;
  result.stride_x = options.integer32(1);
  result.stride_y = options.integer32(2);
  const int activation = depthwise ? 4 : 3;
  result.activation = options.integer8(activation);
  result.dilation_x = options.integer32(activation + 1, 1);
  result.dilation_y = options.integer32(activation + 2, 1);
}

Result<TfliteOperator> read_operator(const FlatTable& table, const std::vector<FlatTable>& codes,
                                     std::size_t tensors, const std::string& where) {
  TfliteOperator result{};
  const std::uint32_t code = table.unsigned32(operator_field::code);
  if (code >= codes.size())
    return corrupt(where, "an operator names a code that does not exist");
  result.kind = static_cast<TfliteOperatorKind>(
      std::max(codes[code].integer8(code_field::old_code), codes[code].integer32(code_field::code)));
  result.inputs = table.integers32(operator_field::inputs, most_operands);
  result.outputs = table.integers32(operator_field::outputs, most_operands);
  for (const auto* list : {&result.inputs, &result.outputs})
    for (const std::int32_t position : *list)
      if (position < (list == &result.inputs ? -1 : 0) || position >= static_cast<std::int64_t>(tensors))
        return corrupt(where, "an operator names a tensor that does not exist");
  read_options(table.table(operator_field::options), result);
  return result;
}

Result<void> read_graph(FlatFile& file, TfliteModel& model, const std::string& where) {
  const FlatTable root = file.root();
  const std::vector<FlatTable> codes = root.tables(model_field::codes, most_items);
  const std::vector<FlatTable> buffers = root.tables(model_field::buffers, most_items);
  const std::vector<FlatTable> graphs = root.tables(model_field::graphs, most_items);
  if (graphs.empty() || buffers.empty())
    return corrupt(where, file.problem().empty() ? "it holds no graph" : file.problem());
  for (const FlatTable& table : graphs[0].tables(graph_field::tensors, most_items)) {
    ANDON_ASSIGN(TfliteTensor tensor, read_tensor(table, buffers, where));
    model.tensors.push_back(std::move(tensor));
  }
  for (const FlatTable& table : graphs[0].tables(graph_field::operators, most_items)) {
    ANDON_ASSIGN(TfliteOperator each, read_operator(table, codes, model.tensors.size(), where));
    model.operators.push_back(std::move(each));
  }
  model.inputs = graphs[0].integers32(graph_field::inputs, most_operands);
  model.outputs = graphs[0].integers32(graph_field::outputs, most_operands);
  for (const auto* list : {&model.inputs, &model.outputs})
    for (const std::int32_t position : *list)
      if (position < 0 || position >= static_cast<std::int64_t>(model.tensors.size()))
        return corrupt(where, "the graph's ends name a tensor that does not exist");
  return {};
}

template <class T>
std::vector<float> dequantised(const TfliteTensor& tensor) {
  std::vector<float> result(tensor.data.size() / sizeof(T));
  for (std::size_t i = 0; i < result.size(); ++i) {
    T stored;
    std::memcpy(&stored, tensor.data.data() + i * sizeof(T), sizeof(T));
    result[i] =
        static_cast<float>(tensor.scale * (static_cast<double>(stored) - static_cast<double>(tensor.zero)));
  }
  return result;
}

} // namespace

Result<TfliteModel> parse_tflite(std::string bytes, const std::string& where) {
  return guard("reading " + where, [&]() -> Result<TfliteModel> {
    TfliteModel model;
    model.file = std::make_shared<const std::string>(std::move(bytes));
    FlatFile file(*model.file);
    if (file.identifier() != "TFL3")
      return corrupt(where, "it does not begin with the format's mark TFL3");
    const Result<void> read = read_graph(file, model, where);
    if (!file.problem().empty())
      return corrupt(where, file.problem());
    ANDON_TRY(read);
    return model;
  });
}

Result<TfliteModel> read_tflite(const std::filesystem::path& path, std::uintmax_t max_bytes) {
  ANDON_ASSIGN(std::string bytes, read_file(path, max_bytes));
  return parse_tflite(std::move(bytes), path.string());
}

float half_to_float(std::uint16_t half) {
  const float sign = half & 0x8000U ? -1.0F : 1.0F;
  const int exponent = half >> 10 & 0x1f;
  const auto fraction = static_cast<float>(half & 0x3ffU);
  if (exponent == 0x1f)
    return fraction == 0 ? sign * INFINITY : NAN;
  if (exponent == 0)
    return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024.0F + fraction, exponent - 25);
}

Result<std::vector<float>> tflite_values(const TfliteTensor& tensor) {
  const std::string at = "tensor '" + tensor.name + "' ";
  if (!tensor.known_type || tensor.data.empty())
    return fail(ErrorCode::unsupported, at + "holds no constant of a type that Andon reads");
  if (tensor.type == TensorType::f32) {
    std::vector<float> result(tensor.data.size() / sizeof(float));
    std::memcpy(result.data(), tensor.data.data(), tensor.data.size());
    return result;
  }
  if (tensor.type == TensorType::f16) {
    std::vector<float> result(tensor.data.size() / 2);
    for (std::size_t i = 0; i < result.size(); ++i) {
      std::uint16_t half;
      std::memcpy(&half, tensor.data.data() + 2 * i, 2);
      result[i] = half_to_float(half);
    }
    return result;
  }
  if (tensor.per_axis || !(tensor.scale > 0))
    return fail(ErrorCode::unsupported,
                at + "is quantised in a way Andon does not read; only one scale a tensor is");
  switch (tensor.type) {
  case TensorType::u8:
    return dequantised<std::uint8_t>(tensor);
  case TensorType::i8:
    return dequantised<std::int8_t>(tensor);
  case TensorType::i32:
    return dequantised<std::int32_t>(tensor);
  default:
    return fail(ErrorCode::unsupported, at + "is of a type that is not read as numbers");
  }
}

} // namespace andon
