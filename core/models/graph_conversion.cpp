#include "core/models/graph_conversion.h"

#include "core/base/assert.h"
#include "core/base/guard.h"
#include "core/models/unsupported_arithmetic.h"

#include <ATen/ops/full.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/constant_pooling.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>

namespace andon {
namespace {

std::string name_of(const torch::jit::Node& node) {
  std::string name = node.kind().toQualString();
  if (name.starts_with("aten::") && name.back() == '_')
    name.pop_back();
  return name;
}

/// An operation that overwrites its input is written as one that does not; nobody may look at the input
/// later.
Result<void> check_overwriting(const torch::jit::Node& node) {
  const std::string name = node.kind().toQualString();
  if (!name.starts_with("aten::") || name.back() != '_')
    return {};
  for (const torch::jit::Use& use : node.inputs()[0]->uses())
    if (use.user != &node && !use.user->isBefore(&node))
      return fail(ErrorCode::unsupported, name + " overwrites an array that is read again later");
  return {};
}

} // namespace

std::string GraphConversion::fresh() {
  return std::string("v").append(std::to_string(count_++));
}

std::string GraphConversion::array(const torch::jit::Node& node, std::size_t index) {
  const torch::jit::Value* const value = node.inputs()[index];
  const auto known = names_.find(value);
  if (known != names_.end())
    return known->second;
  return names_[value] = constant(GraphConversion::value(node, index).toTensor());
}

std::vector<std::int64_t> GraphConversion::shape(const torch::jit::Value& value) {
  const auto type = value.type()->cast<c10::TensorType>();
  require_exportable(type && type->sizes().concrete_sizes(), "an array of unknown size");
  return *type->sizes().concrete_sizes();
}

c10::IValue GraphConversion::value(const torch::jit::Node& node, std::size_t index) {
  const auto constant = torch::jit::toIValue(node.inputs()[index]);
  require_exportable(constant.has_value(), "its input " + std::to_string(index) + " is not constant");
  return *constant;
}

std::vector<std::int64_t> GraphConversion::integers(const torch::jit::Node& node, std::size_t index) {
  const c10::IValue list = value(node, index);
  return list.isInt() ? std::vector<std::int64_t>{list.toInt()} : list.toIntVector();
}

double GraphConversion::number(const torch::jit::Node& node, std::size_t index) {
  return value(node, index).toScalar().toDouble();
}

std::vector<std::int64_t> GraphConversion::axes(const torch::jit::Node& node, std::size_t index) {
  const auto rank = static_cast<std::int64_t>(shape(*node.inputs()[0]).size());
  std::vector<std::int64_t> result;
  if (!value(node, index).isNone())
    result = integers(node, index);
  for (std::int64_t& axis : result)
    axis += axis < 0 ? rank : 0;
  return result;
}

std::string GraphConversion::constant(float value) {
  return constant(at::full({1}, value));
}

std::string GraphConversion::constant(std::vector<std::int64_t> values) {
  graph_.constants.push_back({fresh(), {static_cast<std::int64_t>(values.size())}, std::move(values)});
  return graph_.constants.back().name;
}

std::string GraphConversion::constant(const at::Tensor& values) {
  const at::Tensor plain = (values.dim() == 0 ? values.view({1}) : values).to(at::kFloat).contiguous();
  const float* const first = plain.data_ptr<float>();
  graph_.constants.push_back(
      {fresh(), plain.sizes().vec(), std::vector<float>(first, first + plain.numel())});
  return graph_.constants.back().name;
}

std::string GraphConversion::add(std::string operation, std::vector<std::string> inputs,
                                 std::map<std::string, NodeGraph::Attribute> attributes) {
  graph_.nodes.push_back({std::move(operation), std::move(inputs), fresh(), std::move(attributes)});
  return graph_.nodes.back().output;
}

Result<void> GraphConversion::convert(const torch::jit::Node& node) {
  if (node.kind() == c10::prim::Constant)
    return {};
  const std::string name = name_of(node);
  const auto found = graph_operators().find(name);
  if (found == graph_operators().end() || node.outputs().size() != 1)
    return fail(ErrorCode::unsupported,
                "the operation " + name + " of the network cannot be written as ONNX");
  ANDON_TRY(check_overwriting(node));
  try {
    names_[node.outputs()[0]] = found->second(*this, node);
    return {};
  } catch (const UnsupportedArithmetic& problem) {
    return fail(ErrorCode::unsupported,
                "the operation " + name +
                    " of the network cannot be written as ONNX in this form: " + problem.what());
  }
}

Result<NodeGraph> GraphConversion::convert(std::shared_ptr<torch::jit::Graph> graph,
                                           const std::vector<std::string>& input_names,
                                           const std::vector<std::string>& output_names) {
  return guard("writing the network as ONNX operations", [&]() -> Result<NodeGraph> {
    torch::jit::ConstantPropagation(graph);
    torch::jit::ConstantPooling(graph);
    torch::jit::EliminateDeadCode(graph);
    GraphConversion conversion;
    NodeGraph& result = conversion.graph_;
    ANDON_ASSERT(graph->inputs().size() == input_names.size() &&
                 graph->outputs().size() == output_names.size());
    for (std::size_t i = 0; i < input_names.size(); ++i) {
      conversion.names_[graph->inputs()[i]] = input_names[i];
      result.inputs.push_back({input_names[i], shape(*graph->inputs()[i])});
    }
    for (const torch::jit::Node* node : graph->nodes())
      ANDON_TRY(conversion.convert(*node));
    for (std::size_t i = 0; i < output_names.size(); ++i) {
      const torch::jit::Value* const output = graph->outputs()[i];
      const auto named = conversion.names_.find(output);
      if (named == conversion.names_.end())
        return fail(ErrorCode::unsupported,
                    "the output " + output_names[i] + " does not depend on the image");
      result.nodes.push_back({"Identity", {named->second}, output_names[i], {}});
      result.outputs.push_back({output_names[i], shape(*output)});
    }
    return std::move(result);
  });
}

} // namespace andon
