#pragma once
#include "core/base/error.h"
#include "core/models/node_graph.h"

#include <torch/csrc/jit/ir/ir.h>

#include <functional>
#include <unordered_map>

namespace andon {

/// Translates recorded arithmetic (a traced graph without control flow, for arrays of one size) into nodes,
/// operation by operation from the closed list of graph_operators().
class GraphConversion {
public:
  /// Names are given to the graph's inputs and outputs in their order. Errors: unsupported, naming the
  /// operation that is not in the list or the form of it that is not.
  static Result<NodeGraph> convert(std::shared_ptr<torch::jit::Graph> graph,
                                   const std::vector<std::string>& input_names,
                                   const std::vector<std::string>& output_names);

  /// The array that is input `index` of the operation; a constant is added when it is first asked for.
  std::string array(const torch::jit::Node& node, std::size_t index);
  static std::vector<std::int64_t> shape(const torch::jit::Value& value);
  /// The value of a constant input that is no array. Throws UnsupportedArithmetic when it is not a constant.
  static c10::IValue value(const torch::jit::Node& node, std::size_t index);
  static std::vector<std::int64_t> integers(const torch::jit::Node& node, std::size_t index);
  static double number(const torch::jit::Node& node, std::size_t index);
  /// Axes from the front, sorted as given.
  static std::vector<std::int64_t> axes(const torch::jit::Node& node, std::size_t index);

  std::string constant(float value);
  std::string constant(std::vector<std::int64_t> values);
  std::string constant(const at::Tensor& values);
  /// Adds an operation; returns the name of its output.
  std::string add(std::string operation, std::vector<std::string> inputs,
                  std::map<std::string, NodeGraph::Attribute> attributes = {});

private:
  std::string fresh();
  Result<void> convert(const torch::jit::Node& node);
  NodeGraph graph_;
  std::unordered_map<const torch::jit::Value*, std::string> names_;
  std::int64_t count_ = 0;
};

/// How one recorded operation is written: adds nodes and returns the name of the result.
using GraphOperator = std::function<std::string(GraphConversion&, const torch::jit::Node&)>;
/// By the qualified name without the underscore of operations that overwrite their input.
const std::map<std::string, GraphOperator>& graph_operators();

} // namespace andon
