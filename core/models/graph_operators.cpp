#include "core/models/graph_conversion.h"
#include "core/models/unsupported_arithmetic.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

namespace andon {
namespace {

using Node = torch::jit::Node;
using Integers = std::vector<std::int64_t>;

std::int64_t type_of(const torch::jit::Value& value) {
  const auto type = value.type()->cast<c10::TensorType>();
  return type && type->scalarType() ? static_cast<std::int64_t>(*type->scalarType()) : -1;
}

bool is_array(const Node& node, std::size_t index) {
  return node.inputs()[index]->type()->isSubtypeOf(*c10::TensorType::get());
}

std::string operand(GraphConversion& to, const Node& node, std::size_t index) {
  return is_array(node, index) ? to.array(node, index)
                               : to.constant(static_cast<float>(GraphConversion::number(node, index)));
}

std::string unary(GraphConversion& to, const Node& node, const char* operation) {
  return to.add(operation, {to.array(node, 0)});
}

std::string same(GraphConversion& to, const Node& node) {
  return to.array(node, 0);
}

/// a op b; sums and differences carry a factor of b, which has to be one.
std::string binary(GraphConversion& to, const Node& node, const char* operation) {
  const bool sum = std::string(operation) == "Add" || std::string(operation) == "Sub";
  require_exportable(!sum || GraphConversion::number(node, 2) == 1, "a factor other than one");
  const std::string left = operand(to, node, 0);
  return to.add(operation, {left, operand(to, node, 1)});
}

/// b − a, without a constant on the left, which small runtimes do not take.
std::string reversed_difference(GraphConversion& to, const Node& node) {
  require_exportable(GraphConversion::number(node, 2) == 1, "a factor other than one");
  const std::string negative = to.add("Mul", {to.array(node, 0), to.constant(-1.0F)});
  return to.add("Add", {negative, operand(to, node, 1)});
}

/// max(x, low) as low + max(x − low, 0): the operation of that name takes its limits differently in every
/// version.
std::string at_least(GraphConversion& to, const std::string& x, double low) {
  if (low == 0)
    return to.add("Relu", {x});
  const auto limit = static_cast<float>(low);
  const std::string above = to.add("Relu", {to.add("Add", {x, to.constant(-limit)})});
  return to.add("Add", {above, to.constant(limit)});
}

std::string at_most(GraphConversion& to, const std::string& x, double high) {
  const auto limit = static_cast<float>(high);
  const std::string negative = to.add("Mul", {x, to.constant(-1.0F)});
  const std::string below = to.add("Relu", {to.add("Add", {negative, to.constant(limit)})});
  return to.add("Add", {to.add("Mul", {below, to.constant(-1.0F)}), to.constant(limit)});
}

std::string clamp(GraphConversion& to, const Node& node) {
  std::string x = to.array(node, 0);
  if (!GraphConversion::value(node, 1).isNone())
    x = at_least(to, x, GraphConversion::number(node, 1));
  if (node.inputs().size() > 2 && !GraphConversion::value(node, 2).isNone())
    x = at_most(to, x, GraphConversion::number(node, 2));
  return x;
}

/// x·max(0, min(1, x/6 + 1/2)).
std::string hard_swish(GraphConversion& to, const Node& node) {
  const std::string x = to.array(node, 0);
  return to.add("Mul", {x, to.add("HardSigmoid", {x}, {{"alpha", 1.0F / 6.0F}, {"beta", 0.5F}})});
}

/// Not as the operation of that name: OpenCV takes it for a part of x·HardSigmoid(x) wherever it is
/// multiplied with anything.
std::string hard_sigmoid(GraphConversion& to, const Node& node) {
  const std::string scaled = to.add("Mul", {to.array(node, 0), to.constant(1.0F / 6.0F)});
  return at_most(to, to.add("Relu", {to.add("Add", {scaled, to.constant(0.5F)})}), 1);
}

std::string softplus(GraphConversion& to, const Node& node) {
  require_exportable(GraphConversion::number(node, 1) == 1, "a slope other than one");
  return to.add("Softplus", {to.array(node, 0)});
}

Integers twice(const Integers& values) {
  const Integers both = values.size() == 1 ? Integers{values[0], values[0]} : values;
  return {both[0], both[1], both[0], both[1]};
}

Integers pair(const Integers& values) {
  return values.size() == 1 ? Integers{values[0], values[0]} : values;
}

/// Where the inputs of a recorded convolution stand.
struct ConvolutionInputs {
  std::size_t dilation, groups;
};

std::string convolution(GraphConversion& to, const Node& node, const char* operation, ConvolutionInputs at) {
  require_exportable(GraphConversion::shape(*node.inputs()[0]).size() == 4,
                     "a convolution of other than pictures");
  const Integers kernel = GraphConversion::shape(*node.inputs()[1]);
  std::vector<std::string> inputs{to.array(node, 0), to.array(node, 1)};
  if (node.inputs()[2]->type() != c10::NoneType::get())
    inputs.push_back(to.array(node, 2));
  return to.add(operation, std::move(inputs),
                {{"kernel_shape", Integers{kernel[2], kernel[3]}},
                 {"strides", pair(GraphConversion::integers(node, 3))},
                 {"pads", twice(GraphConversion::integers(node, 4))},
                 {"dilations", pair(GraphConversion::integers(node, at.dilation))},
                 {"group", GraphConversion::integers(node, at.groups)[0]}});
}

std::string plain_convolution(GraphConversion& to, const Node& node) {
  return convolution(to, node, "Conv", {5, 6});
}

std::string transposed_convolution(GraphConversion& to, const Node& node) {
  require_exportable(pair(GraphConversion::integers(node, 5)) == (Integers{0, 0}),
                     "a convolution with output padding");
  return convolution(to, node, "ConvTranspose", {7, 6});
}

std::string general_convolution(GraphConversion& to, const Node& node) {
  require_exportable(pair(GraphConversion::integers(node, 7)) == (Integers{0, 0}),
                     "a convolution with output padding");
  return convolution(to, node, GraphConversion::value(node, 6).toBool() ? "ConvTranspose" : "Conv", {5, 8});
}

std::string largest_pool(GraphConversion& to, const Node& node) {
  require_exportable(pair(GraphConversion::integers(node, 4)) == (Integers{1, 1}), "dilation");
  return to.add("MaxPool", {to.array(node, 0)},
                {{"kernel_shape", pair(GraphConversion::integers(node, 1))},
                 {"strides", pair(GraphConversion::integers(node, 2))},
                 {"pads", twice(GraphConversion::integers(node, 3))},
                 {"ceil_mode", std::int64_t{GraphConversion::value(node, 5).toBool()}}});
}

std::string mean_pool(GraphConversion& to, const Node& node) {
  require_exportable(GraphConversion::value(node, 6).isNone(), "a divisor of its own");
  require_exportable(!GraphConversion::value(node, 5).toBool(), "the rim counted, which runtimes differ in");
  return to.add("AveragePool", {to.array(node, 0)},
                {{"kernel_shape", pair(GraphConversion::integers(node, 1))},
                 {"strides", pair(GraphConversion::integers(node, 2))},
                 {"pads", twice(GraphConversion::integers(node, 3))},
                 {"ceil_mode", std::int64_t{GraphConversion::value(node, 4).toBool()}},
                 {"count_include_pad", std::int64_t{0}}});
}

/// The matrix [from, to] that averages a line of `from` values over `to` parts of nearly equal length, which
/// may share values at their ends.
at::Tensor line_means(std::int64_t from, std::int64_t to) {
  at::Tensor matrix = at::zeros({from, to});
  for (std::int64_t part = 0; part < to; ++part) {
    const std::int64_t first = part * from / to, end = ((part + 1) * from + to - 1) / to;
    matrix.narrow(0, first, end - first).select(1, part).fill_(1.0 / static_cast<double>(end - first));
  }
  return matrix;
}

/// Parts of nearly equal size by two products, as no operation pools so; the whole by its own.
std::string adaptive_mean(GraphConversion& to, const Node& node) {
  const Integers sides = pair(GraphConversion::integers(node, 1));
  if (sides == (Integers{1, 1}))
    return to.add("GlobalAveragePool", {to.array(node, 0)});
  const Integers shape = GraphConversion::shape(*node.inputs()[0]);
  require_exportable(shape.size() == 4, "of other than pictures");
  const std::map<std::string, NodeGraph::Attribute> turned{{"perm", Integers{0, 1, 3, 2}}};
  const std::string wide = to.add("MatMul", {to.array(node, 0), to.constant(line_means(shape[3], sides[1]))});
  const std::string tall =
      to.add("MatMul", {to.add("Transpose", {wide}, turned), to.constant(line_means(shape[2], sides[0]))});
  return to.add("Transpose", {tall}, turned);
}

std::string bilinear(GraphConversion& to, const Node& node) {
  require_exportable(!GraphConversion::value(node, 2).toBool(), "aligned corners");
  return to.add("Resize",
                {to.array(node, 0), to.constant(at::empty({0})), to.constant(at::empty({0})),
                 to.constant(GraphConversion::shape(*node.outputs()[0]))},
                {{"mode", std::string("linear")},
                 {"coordinate_transformation_mode", std::string("pytorch_half_pixel")}});
}

std::string nearest_neighbour(GraphConversion& to, const Node& node) {
  return to.add("Resize",
                {to.array(node, 0), to.constant(at::empty({0})), to.constant(at::empty({0})),
                 to.constant(GraphConversion::shape(*node.outputs()[0]))},
                {{"mode", std::string("nearest")},
                 {"coordinate_transformation_mode", std::string("asymmetric")},
                 {"nearest_mode", std::string("floor")}});
}

std::string leaky_relu(GraphConversion& to, const Node& node) {
  return to.add("LeakyRelu", {to.array(node, 0)},
                {{"alpha", static_cast<float>(GraphConversion::number(node, 1))}});
}

std::string narrow(GraphConversion& to, const Node& node) {
  const std::int64_t axis = GraphConversion::axes(node, 1)[0], first = GraphConversion::integers(node, 2)[0];
  const std::string x = to.array(node, 0);
  const std::string from = to.constant(Integers{first});
  const std::string end = to.constant(Integers{first + GraphConversion::integers(node, 3)[0]});
  return to.add("Slice", {x, from, end, to.constant(Integers{axis})});
}

std::string pad(GraphConversion& to, const Node& node) {
  const std::size_t rank = GraphConversion::shape(*node.inputs()[0]).size();
  const Integers rims = GraphConversion::integers(node, 1); // last axis first, front and back
  Integers pads(2 * rank, 0);
  for (std::size_t i = 0; i < rims.size() / 2; ++i) {
    pads[rank - 1 - i] = rims[2 * i];
    pads[2 * rank - 1 - i] = rims[2 * i + 1];
  }
  const auto fill = static_cast<float>(GraphConversion::number(node, 2));
  return to.add("Pad", {to.array(node, 0), to.constant(pads), to.constant(fill)},
                {{"mode", std::string("constant")}});
}

std::string cat(GraphConversion& to, const Node& node) {
  const Node& list = *node.inputs()[0]->node();
  require_exportable(list.kind() == c10::prim::ListConstruct, "of constants");
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < list.inputs().size(); ++i)
    parts.push_back(to.array(list, i));
  return parts.size() == 1
             ? parts[0]
             : to.add("Concat", std::move(parts), {{"axis", GraphConversion::integers(node, 1)[0]}});
}

std::string permute(GraphConversion& to, const Node& node) {
  return to.add("Transpose", {to.array(node, 0)}, {{"perm", GraphConversion::axes(node, 1)}});
}

std::string reshape(GraphConversion& to, const Node& node) {
  const std::string x = to.array(node, 0);
  return to.add("Reshape", {x, to.constant(GraphConversion::shape(*node.outputs()[0]))});
}

std::string matmul(GraphConversion& to, const Node& node) {
  const std::string left = to.array(node, 0);
  return to.add("MatMul", {left, to.array(node, 1)});
}

/// Over the axes of input 1 (all without any), keeping them when input 2 says so.
std::string reduce(GraphConversion& to, const Node& node, const char* operation) {
  std::map<std::string, NodeGraph::Attribute> attributes{
      {"keepdims", std::int64_t{GraphConversion::value(node, 2).toBool()}}};
  const Integers axes = GraphConversion::axes(node, 1);
  if (!axes.empty())
    attributes["axes"] = axes;
  return to.add(operation, {to.array(node, 0)}, std::move(attributes));
}

/// Places are numbers like all others, so that they can be reckoned with.
std::string place(GraphConversion& to, const Node& node, const char* operation) {
  require_exportable(!GraphConversion::value(node, 1).isNone(), "over all axes");
  const std::string places = to.add(operation, {to.array(node, 0)},
                                    {{"axis", GraphConversion::axes(node, 1)[0]},
                                     {"keepdims", std::int64_t{GraphConversion::value(node, 2).toBool()}}});
  return to.add("Cast", {places}, {{"to", std::int64_t{1}}});
}

std::string converted(GraphConversion& to, const Node& node) {
  require_exportable(type_of(*node.outputs()[0]) == static_cast<std::int64_t>(at::kFloat),
                     "a conversion to other numbers than fp32");
  return to.array(node, 0);
}

template <class F>
GraphOperator with(F f, const char* operation) {
  return [f, operation](GraphConversion& to, const Node& node) { return f(to, node, operation); };
}

} // namespace

const std::map<std::string, GraphOperator>& graph_operators() {
  static const std::map<std::string, GraphOperator> all{
      {"prim::ListConstruct", [](GraphConversion&, const Node&) { return std::string(); }},
      {"aten::contiguous", same},
      {"aten::detach", same},
      {"aten::to", converted},
      {"aten::relu", with(unary, "Relu")},
      {"aten::leaky_relu", leaky_relu},
      {"aten::narrow", narrow},
      {"aten::abs", with(unary, "Abs")},
      {"aten::exp", with(unary, "Exp")},
      {"aten::log", with(unary, "Log")},
      {"aten::neg", with(unary, "Neg")},
      {"aten::sqrt", with(unary, "Sqrt")},
      {"aten::add", with(binary, "Add")},
      {"aten::sub", with(binary, "Sub")},
      {"aten::mul", with(binary, "Mul")},
      {"aten::div", with(binary, "Div")},
      {"aten::maximum", with(binary, "Max")},
      {"aten::rsub", reversed_difference},
      {"aten::clamp", clamp},
      {"aten::clamp_min", clamp},
      {"aten::hardtanh", clamp},
      {"aten::hardsigmoid", hard_sigmoid},
      {"aten::hardswish", hard_swish},
      {"aten::softplus", softplus},
      {"aten::conv2d", plain_convolution},
      {"aten::conv_transpose2d", transposed_convolution},
      {"aten::_convolution", general_convolution},
      {"aten::max_pool2d", largest_pool},
      {"aten::avg_pool2d", mean_pool},
      {"aten::adaptive_avg_pool2d", adaptive_mean},
      {"aten::upsample_nearest2d", nearest_neighbour},
      {"aten::upsample_bilinear2d", bilinear},
      {"aten::constant_pad_nd", pad},
      {"aten::cat", cat},
      {"aten::permute", permute},
      {"aten::reshape", reshape},
      {"aten::view", reshape},
      {"aten::matmul", matmul},
      {"aten::sum", with(reduce, "ReduceSum")},
      {"aten::mean", with(reduce, "ReduceMean")},
      {"aten::amax", with(reduce, "ReduceMax")},
      {"aten::amin", with(reduce, "ReduceMin")},
      {"aten::argmin", with(place, "ArgMin")},
      {"aten::argmax", with(place, "ArgMax")},
  };
  return all;
}

} // namespace andon
