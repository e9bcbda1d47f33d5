#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace andon {

/// Arithmetic on float arrays as named operations in the order they run. Operations and their attributes are
/// those of ONNX, operator set `operator_set`, so that any writer of that format only copies.
struct NodeGraph {
  static constexpr std::int64_t operator_set = 12;
  using Attribute = std::variant<std::int64_t, float, std::string, std::vector<std::int64_t>>;
  struct Node {
    std::string operation;
    std::vector<std::string> inputs; ///< "" = an optional input left out
    std::string output;
    std::map<std::string, Attribute> attributes;
  };
  struct Constant {
    std::string name;
    std::vector<std::int64_t> shape;
    std::variant<std::vector<float>, std::vector<std::int64_t>> values;
  };
  struct Port {
    std::string name;
    std::vector<std::int64_t> shape;
  };
  std::vector<Port> inputs, outputs;
  std::vector<Constant> constants;
  std::vector<Node> nodes;
  std::map<std::string, std::string> texts; ///< what the graph says about itself
};

} // namespace andon
