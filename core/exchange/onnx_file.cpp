#include "core/exchange/onnx_file.h"

#include "core/base/atomic_file.h"
#include "core/base/guard.h"

#include <bit>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>

namespace andon {
namespace {

constexpr std::int64_t intermediate_version = 7; ///< of the file format; goes with operator set 12
constexpr std::size_t most_bytes = (std::size_t{1} << 31) - 1;
static_assert(std::endian::native == std::endian::little, "the format stores little-endian numbers");

template <class Value>
void store(const std::vector<Value>& values, onnx::TensorProto& to) {
  to.set_data_type(std::is_same_v<Value, float> ? onnx::TensorProto::FLOAT : onnx::TensorProto::INT64);
  to.set_raw_data(values.data(), values.size() * sizeof(Value));
}

void store(const NodeGraph::Constant& constant, onnx::TensorProto& to) {
  to.set_name(constant.name);
  for (const std::int64_t side : constant.shape)
    to.add_dims(side);
  std::visit([&](const auto& values) { store(values, to); }, constant.values);
}

void store(const NodeGraph::Port& port, onnx::ValueInfoProto& to) {
  to.set_name(port.name);
  onnx::TypeProto::Tensor& type = *to.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t side : port.shape)
    type.mutable_shape()->add_dim()->set_dim_value(side);
}

/// Fills the value of an attribute by its type.
struct AttributeWriter {
  onnx::AttributeProto& to;
  void operator()(std::int64_t value) const {
    to.set_type(onnx::AttributeProto::INT);
    to.set_i(value);
  }
  void operator()(float value) const {
    to.set_type(onnx::AttributeProto::FLOAT);
    to.set_f(value);
  }
  void operator()(const std::string& value) const {
    to.set_type(onnx::AttributeProto::STRING);
    to.set_s(value);
  }
  void operator()(const std::vector<std::int64_t>& values) const {
    to.set_type(onnx::AttributeProto::INTS);
    to.mutable_ints()->Add(values.begin(), values.end());
  }
};

void store(const NodeGraph::Node& node, onnx::NodeProto& to) {
  to.set_op_type(node.operation);
  to.set_name(node.output + "/" + node.operation);
  for (const std::string& input : node.inputs)
    to.add_input(input);
  to.add_output(node.output);
  for (const auto& [name, value] : node.attributes) {
    onnx::AttributeProto& attribute = *to.add_attribute();
    attribute.set_name(name);
    std::visit(AttributeWriter{attribute}, value);
  }
}

onnx::ModelProto model_of(const NodeGraph& graph) {
  onnx::ModelProto model;
  model.set_ir_version(intermediate_version);
  model.set_producer_name("andon");
  onnx::OperatorSetIdProto& operators = *model.add_opset_import();
  operators.set_domain("");
  operators.set_version(NodeGraph::operator_set);
  for (const auto& [name, text] : graph.texts) {
    onnx::StringStringEntryProto& entry = *model.add_metadata_props();
    entry.set_key(name);
    entry.set_value(text);
  }
  onnx::GraphProto& to = *model.mutable_graph();
  to.set_name("scorer");
  for (const NodeGraph::Constant& constant : graph.constants)
    store(constant, *to.add_initializer());
  for (const NodeGraph::Port& port : graph.inputs)
    store(port, *to.add_input());
  for (const NodeGraph::Port& port : graph.outputs)
    store(port, *to.add_output());
  for (const NodeGraph::Node& node : graph.nodes)
    store(node, *to.add_node());
  return model;
}

} // namespace

Result<void> write_onnx(const NodeGraph& graph, const std::filesystem::path& file) {
  return guard("writing " + file.string(), [&]() -> Result<void> {
    const onnx::ModelProto model = model_of(graph);
    const std::size_t bytes = model.ByteSizeLong();
    if (bytes > most_bytes)
      return fail(ErrorCode::limit_exceeded,
                  "the scorer takes " + std::to_string(bytes / 1'000'000) +
                      " MB and an ONNX file holds 2,147; train with a smaller bank_limit or use --format "
                      "torchscript");
    onnx::checker::check_model(model);
    return write_atomic(file, model.SerializeAsString());
  });
}

} // namespace andon
