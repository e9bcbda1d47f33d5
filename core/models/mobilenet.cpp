#include "core/models/mobilenet.h"

#include "core/models/backbone.h"

#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/hardsigmoid.h>
#include <ATen/ops/linear.h>

namespace andon {
namespace {

/// One inverted residual: channels of the depthwise convolution, of the output, and what surrounds them.
struct BlockShape {
  std::int64_t kernel, expanded, out;
  bool squeeze;
  Activation activation;
  std::int64_t stride;
};

struct MobilenetShape {
  bool third;            ///< MobileNetV3: its names, its head, ε = 0.001
  std::int64_t stem;     ///< channels
  std::int64_t last;     ///< channels of the last convolution
  std::int64_t hidden;   ///< of the classifier; 0 = none
  Activation activation; ///< of the first and the last convolution
  std::vector<BlockShape> blocks;
};

/// Nearest multiple of eight, not more than a tenth below.
std::int64_t multiple_of_eight(double channels) {
  const auto rounded = std::max<std::int64_t>(8, static_cast<std::int64_t>(channels + 4) / 8 * 8);
  return static_cast<double>(rounded) < 0.9 * channels ? rounded + 8 : rounded;
}

class Mobilenet final : public Backbone {
public:
  Mobilenet(const MobilenetShape& shape, const BackboneVariant& variant);
  void run(const at::Tensor& images, Taps& taps) const override;

protected:
  std::string last_tap() const override { return "head"; }
  at::Tensor head(const at::Tensor& pooled) const override;

private:
  struct Block {
    std::string name;
    Unit expand, depthwise, project; ///< expand may be missing
    torch::nn::Conv2d reduce{nullptr}, restore{nullptr};
    bool residual = false;
  };
  Block block(torch::nn::Module& features, std::size_t index, const BlockShape& shape, std::int64_t in,
              bool third);
  static at::Tensor reweight(const Block& block, const at::Tensor& x);

  Unit stem_, last_;
  std::vector<Block> blocks_;
  torch::nn::Linear hidden_{nullptr}, classifier_{nullptr};
};

Mobilenet::Mobilenet(const MobilenetShape& shape, const BackboneVariant& variant) : Backbone(variant) {
  const double epsilon = shape.third ? 1e-3 : 1e-5;
  torch::nn::Module& features = child(*this, "features");
  stem_ = unit(child(features, "0"), "0", "1",
               {.in = 3, .out = shape.stem, .stride = 2, .activation = shape.activation, .epsilon = epsilon});
  std::int64_t in = shape.stem;
  for (std::size_t i = 0; i < shape.blocks.size(); ++i) {
    blocks_.push_back(block(features, i, shape.blocks[i], in, shape.third));
    in = shape.blocks[i].out;
  }
  last_ =
      unit(child(features, std::to_string(blocks_.size() + 1)), "0", "1",
           {.in = in, .out = shape.last, .kernel = 1, .activation = shape.activation, .epsilon = epsilon});
  if (variant.classes == 0)
    return;
  torch::nn::Module& top = child(*this, "classifier");
  if (shape.hidden > 0)
    hidden_ = top.register_module("0", torch::nn::Linear(shape.last, shape.hidden));
  classifier_ =
      top.register_module(shape.third ? "3" : "1",
                          torch::nn::Linear(shape.hidden > 0 ? shape.hidden : shape.last, variant.classes));
}

Mobilenet::Block Mobilenet::block(torch::nn::Module& features, std::size_t index, const BlockShape& shape,
                                  std::int64_t in, bool third) {
  const double epsilon = third ? 1e-3 : 1e-5;
  torch::nn::Module& home = child(child(features, std::to_string(index + 1)), third ? "block" : "conv");
  int next = 0;
  Block result;
  result.name = "block" + std::to_string(index);
  result.residual = shape.stride == 1 && in == shape.out;
  if (shape.expanded != in)
    result.expand = unit(
        child(home, std::to_string(next++)), "0", "1",
        {.in = in, .out = shape.expanded, .kernel = 1, .activation = shape.activation, .epsilon = epsilon});
  result.depthwise = unit(child(home, std::to_string(next++)), "0", "1",
                          {.in = shape.expanded,
                           .out = shape.expanded,
                           .kernel = shape.kernel,
                           .stride = shape.stride,
                           .groups = shape.expanded,
                           .activation = shape.activation,
                           .epsilon = epsilon});
  if (shape.squeeze) {
    torch::nn::Module& squeeze = child(home, std::to_string(next++));
    const std::int64_t inner = multiple_of_eight(static_cast<double>(shape.expanded / 4));
    result.reduce =
        squeeze.register_module("fc1", torch::nn::Conv2d(torch::nn::Conv2dOptions(shape.expanded, inner, 1)));
    result.restore =
        squeeze.register_module("fc2", torch::nn::Conv2d(torch::nn::Conv2dOptions(inner, shape.expanded, 1)));
  }
  torch::nn::Module& project = third ? child(home, std::to_string(next)) : home;
  const int first = third ? 0 : next;
  result.project = unit(project, std::to_string(first), std::to_string(first + 1),
                        {.in = shape.expanded,
                         .out = shape.out,
                         .kernel = 1,
                         .activation = Activation::none,
                         .epsilon = epsilon});
  return result;
}

/// Squeeze and excitation: channels weighted by what their means say.
at::Tensor Mobilenet::reweight(const Block& block, const at::Tensor& x) {
  at::Tensor weight = at::adaptive_avg_pool2d(x, {1, 1});
  weight = at::conv2d(weight, block.reduce->weight, block.reduce->bias).relu_();
  weight = at::hardsigmoid(at::conv2d(weight, block.restore->weight, block.restore->bias));
  return x * weight;
}

void Mobilenet::run(const at::Tensor& images, Taps& taps) const {
  at::Tensor x = stem_->forward(images);
  if (taps.offer("stem", x))
    return;
  for (const Block& each : blocks_) {
    at::Tensor y = x;
    if (each.expand) {
      y = each.expand->forward(y);
      if (taps.offer(each.name + ".expand", y))
        return;
    }
    y = each.depthwise->forward(y);
    if (each.reduce)
      y = reweight(each, y);
    if (taps.offer(each.name + ".depthwise", y))
      return;
    y = each.project->forward(y);
    x = each.residual ? y.add_(x) : y;
    if (taps.offer(each.name, x))
      return;
  }
  taps.offer("head", last_->forward(x));
}

at::Tensor Mobilenet::head(const at::Tensor& pooled) const {
  at::Tensor x = pooled;
  if (hidden_)
    x = activate(at::linear(x, hidden_->weight, hidden_->bias), Activation::hard_swish);
  return at::linear(x, classifier_->weight, classifier_->bias);
}

/// Widening, output channels, repeats and first stride of each stage (Sandler et al. 2018, table 2).
std::vector<BlockShape> second_blocks() {
  std::vector<BlockShape> blocks;
  std::int64_t in = 32;
  constexpr std::int64_t stages[][4] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                                        {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
  for (const auto& [widening, out, repeats, stride] : stages)
    for (std::int64_t i = 0; i < repeats; ++i) {
      blocks.push_back({3, in * widening, out, false, Activation::relu6, i == 0 ? stride : 1});
      in = out;
    }
  return blocks;
}

constexpr auto rectified = Activation::relu, hard = Activation::hard_swish;

} // namespace

std::shared_ptr<Backbone> make_mobilenet_v2(const BackboneVariant& variant) {
  return std::make_shared<Mobilenet>(MobilenetShape{false, 32, 1280, 0, Activation::relu6, second_blocks()},
                                     variant);
}

std::shared_ptr<Backbone> make_mobilenet_v3_large(const BackboneVariant& variant) {
  return std::make_shared<Mobilenet>(MobilenetShape{true,
                                                    16,
                                                    960,
                                                    1280,
                                                    hard,
                                                    {{3, 16, 16, false, rectified, 1},
                                                     {3, 64, 24, false, rectified, 2},
                                                     {3, 72, 24, false, rectified, 1},
                                                     {5, 72, 40, true, rectified, 2},
                                                     {5, 120, 40, true, rectified, 1},
                                                     {5, 120, 40, true, rectified, 1},
                                                     {3, 240, 80, false, hard, 2},
                                                     {3, 200, 80, false, hard, 1},
                                                     {3, 184, 80, false, hard, 1},
                                                     {3, 184, 80, false, hard, 1},
                                                     {3, 480, 112, true, hard, 1},
                                                     {3, 672, 112, true, hard, 1},
                                                     {5, 672, 160, true, hard, 2},
                                                     {5, 960, 160, true, hard, 1},
                                                     {5, 960, 160, true, hard, 1}}},
                                     variant);
}

std::shared_ptr<Backbone> make_mobilenet_v3_small(const BackboneVariant& variant) {
  return std::make_shared<Mobilenet>(MobilenetShape{true,
                                                    16,
                                                    576,
                                                    1024,
                                                    hard,
                                                    {{3, 16, 16, true, rectified, 2},
                                                     {3, 72, 24, false, rectified, 2},
                                                     {3, 88, 24, false, rectified, 1},
                                                     {5, 96, 40, true, hard, 2},
                                                     {5, 240, 40, true, hard, 1},
                                                     {5, 240, 40, true, hard, 1},
                                                     {5, 120, 48, true, hard, 1},
                                                     {5, 144, 48, true, hard, 1},
                                                     {5, 288, 96, true, hard, 2},
                                                     {5, 576, 96, true, hard, 1},
                                                     {5, 576, 96, true, hard, 1}}},
                                     variant);
}

} // namespace andon
