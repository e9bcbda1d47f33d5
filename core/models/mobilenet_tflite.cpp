#include "core/models/mobilenet_tflite.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace andon {
namespace {

using Kind = TfliteOperatorKind;

constexpr int blocks = 17;

std::int64_t expected_stride(int block) {
  return block == 1 || block == 3 || block == 6 || block == 13 ? 2 : 1;
}

/// Blocks that keep size and channels add their input.
bool expected_residual(int block) {
  constexpr std::array first_of_stage{0, 1, 3, 6, 10, 13, 16};
  return std::find(first_of_stage.begin(), first_of_stage.end(), block) == first_of_stage.end();
}

class Walker {
public:
  Walker(const TfliteModel& model, std::string where) : model_(model), where_(std::move(where)) {}
  Result<TensorSet> walk();

private:
  struct Step {
    const TfliteOperator* op = nullptr;
    std::int32_t output = -1;
  };
  std::vector<const TfliteOperator*> consumers(std::int32_t tensor, Kind kind) const;
  Result<Step> convolution(std::int32_t input, Kind kind, const std::string& what) const;
  Result<Step> widening(std::int32_t input, const std::string& what) const;
  Result<std::int32_t> block(std::int32_t input, int index);
  Result<void> classifier(std::int32_t input);
  /// The constant behind an operand, through a DEQUANTIZE when there is one.
  Result<const TfliteTensor*> constant(const TfliteOperator& op, std::size_t operand) const;
  Result<void> take(const Step& step, const std::string& name, std::int64_t stride, bool rectified);
  tl::unexpected<Error> foreign(const std::string& what) const {
    return fail(ErrorCode::unsupported, where_ + ": " + what + "; only MobileNetV2 can be converted");
  }

  const TfliteModel& model_;
  std::string where_;
  TensorSet result_;
};

std::vector<const TfliteOperator*> Walker::consumers(std::int32_t tensor, Kind kind) const {
  std::vector<const TfliteOperator*> found;
  for (const TfliteOperator& op : model_.operators) {
    const bool first = !op.inputs.empty() && op.inputs[0] == tensor;
    const bool second = kind == Kind::add && op.inputs.size() == 2 && op.inputs[1] == tensor;
    if (op.kind == kind && (first || second) && op.outputs.size() == 1)
      found.push_back(&op);
  }
  return found;
}

Result<Walker::Step> Walker::convolution(std::int32_t input, Kind kind, const std::string& what) const {
  const auto found = consumers(input, kind);
  if (found.empty())
    return foreign(what + " is missing");
  return Step{found[0], found[0]->outputs[0]};
}

/// The 1×1 convolution that a depthwise one follows; others at the same place belong to a detector.
Result<Walker::Step> Walker::widening(std::int32_t input, const std::string& what) const {
  for (const TfliteOperator* op : consumers(input, Kind::convolution))
    if (!consumers(op->outputs[0], Kind::depthwise_convolution).empty())
      return Step{op, op->outputs[0]};
  return foreign(what + " is missing");
}

Result<const TfliteTensor*> Walker::constant(const TfliteOperator& op, std::size_t operand) const {
  if (operand >= op.inputs.size() || op.inputs[operand] < 0)
    return foreign("a convolution has no weights or no bias");
  std::int32_t position = op.inputs[operand];
  for (const TfliteOperator& each : model_.operators)
    if (each.kind == Kind::dequantize && each.outputs.size() == 1 && each.outputs[0] == position &&
        each.inputs.size() == 1 && each.inputs[0] >= 0) {
      position = each.inputs[0];
      break;
    }
  const TfliteTensor& tensor = model_.tensors[static_cast<std::size_t>(position)];
  if (tensor.data.empty())
    return foreign("the weights '" + tensor.name + "' are not a constant");
  return &tensor;
}

template <class T>
std::string text_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// [a, h, w, b] with the axes a and b brought to the front: [a, b, h, w], or [b, a, h, w] when swapped.
std::string reorder(std::string_view data, const std::vector<std::int64_t>& shape, std::size_t element,
                    bool swapped) {
  const auto a = static_cast<std::size_t>(shape[0]), b = static_cast<std::size_t>(shape[3]);
  const auto area = static_cast<std::size_t>(shape[1] * shape[2]);
  std::string result(data.size(), '\0');
  for (std::size_t i = 0; i < a; ++i)
    for (std::size_t p = 0; p < area; ++p)
      for (std::size_t j = 0; j < b; ++j)
        std::memcpy(result.data() + ((swapped ? j * a + i : i * b + j) * area + p) * element,
                    data.data() + ((i * area + p) * b + j) * element, element);
  return result;
}

Result<void> Walker::take(const Step& step, const std::string& name, std::int64_t stride, bool rectified) {
  const TfliteOperator& op = *step.op;
  const bool depthwise = op.kind == Kind::depthwise_convolution;
  if (op.stride_x != stride || op.stride_y != stride || op.dilation_x != 1 || op.dilation_y != 1 ||
      !op.same_padding)
    return foreign("the convolution of '" + name + "' has another stride, dilation or padding");
  // Quantised files may leave the limit of 6 to the range of the output.
  const bool quantised = model_.tensors[static_cast<std::size_t>(step.output)].scale > 0;
  if (rectified ? op.activation != 3 && !quantised : op.activation != 0)
    return foreign("the convolution of '" + name + "' has another activation");
  ANDON_ASSIGN(const TfliteTensor* weight, constant(op, 1));
  ANDON_ASSIGN(const TfliteTensor* bias, constant(op, 2));
  if (weight->shape.size() != 4 || bias->shape.size() != 1 ||
      bias->shape[0] != weight->shape[depthwise ? 3 : 0] || (depthwise && weight->shape[0] != 1))
    return foreign("the weights of '" + name + "' have another shape");
  for (const TfliteTensor* source : {weight, bias}) {
    NamedTensor tensor{name + (source == weight ? ".weight" : ".bias"), TensorType::f32, source->shape, ""};
    if (source->type == TensorType::f16) {
      tensor.type = TensorType::f16;
      tensor.bytes = source->data;
    } else {
      ANDON_ASSIGN(const std::vector<float> values, tflite_values(*source));
      tensor.bytes = text_of(values);
    }
    if (source == weight) {
      tensor.bytes = reorder(tensor.bytes, source->shape, size_of(tensor.type), depthwise);
      const auto& s = source->shape;
      tensor.shape = {depthwise ? s[3] : s[0], depthwise ? 1 : s[3], s[1], s[2]};
    }
    result_.tensors.push_back(std::move(tensor));
  }
  return {};
}

/// Returns the tensor that the block ends in.
Result<std::int32_t> Walker::block(std::int32_t input, int index) {
  const std::string what = "block " + std::to_string(index);
  const std::string name = "features." + std::to_string(index + 1) + ".conv.";
  int next = 0;
  std::int32_t at = input;
  if (index > 0) {
    ANDON_ASSIGN(const Step expand, widening(at, "the widening convolution of " + what));
    ANDON_TRY(take(expand, name + std::to_string(next++) + ".0", 1, true));
    at = expand.output;
  }
  ANDON_ASSIGN(const Step depthwise,
               convolution(at, Kind::depthwise_convolution, "the depthwise convolution of " + what));
  ANDON_TRY(take(depthwise, name + std::to_string(next++) + ".0", expected_stride(index), true));
  ANDON_ASSIGN(const Step project,
               convolution(depthwise.output, Kind::convolution, "the narrowing convolution of " + what));
  ANDON_TRY(take(project, name + std::to_string(next), 1, false));
  std::int32_t end = project.output;
  for (const TfliteOperator* sum : consumers(project.output, Kind::add))
    if (std::find(sum->inputs.begin(), sum->inputs.end(), input) != sum->inputs.end())
      end = sum->outputs[0];
  if ((end != project.output) != expected_residual(index))
    return foreign(what + " adds its input where MobileNetV2 does not, or the other way round");
  return end;
}

/// A classifier is a mean over the image and a 1×1 convolution; a detector has none.
Result<void> Walker::classifier(std::int32_t input) {
  auto pools = consumers(input, Kind::average_pool);
  if (pools.empty())
    pools = consumers(input, Kind::mean);
  if (pools.empty())
    return {};
  ANDON_ASSIGN(const Step step, convolution(pools[0]->outputs[0], Kind::convolution, "the classifier"));
  ANDON_TRY(take(step, "classifier.1", 1, false));
  NamedTensor& weight = result_.tensors[result_.tensors.size() - 2];
  if (weight.shape[2] != 1 || weight.shape[3] != 1)
    return foreign("the classifier is not a 1×1 convolution");
  weight.shape.resize(2);
  return {};
}

Result<TensorSet> Walker::walk() {
  if (model_.inputs.empty())
    return foreign("the graph has no input");
  ANDON_ASSIGN(const Step stem, convolution(model_.inputs[0], Kind::convolution, "the first convolution"));
  ANDON_TRY(take(stem, "features.0.0", 2, true));
  std::int32_t at = stem.output;
  for (int index = 0; index < blocks; ++index) {
    ANDON_ASSIGN(at, block(at, index));
  }
  ANDON_ASSIGN(const Step last, convolution(at, Kind::convolution, "the last convolution"));
  ANDON_TRY(take(last, "features.18.0", 1, true));
  ANDON_TRY(classifier(last.output));
  result_.metadata = {
      {"backbone", "mobilenet_v2"}, {"padding", "same"}, {"mean", "0.5,0.5,0.5"}, {"std", "0.5,0.5,0.5"}};
  return std::move(result_);
}

} // namespace

Result<TensorSet> mobilenet_v2_from_tflite(const TfliteModel& model, const std::string& where) {
  return Walker(model, where).walk();
}

} // namespace andon
