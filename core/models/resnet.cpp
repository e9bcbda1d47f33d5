#include "core/models/resnet.h"

#include "core/models/backbone.h"

#include <ATen/ops/max_pool2d.h>

namespace andon {
namespace {

struct ResnetShape {
  std::array<int, 4> blocks;
  bool bottleneck;
  std::int64_t widening; ///< of the bottleneck's inner convolutions
};

class Resnet final : public Backbone {
public:
  Resnet(const ResnetShape& shape, const BackboneVariant& variant);
  void run(const at::Tensor& images, Taps& taps) const override;

protected:
  std::string last_tap() const override { return "layer4"; }
  at::Tensor head(const at::Tensor& pooled) const override {
    return at::linear(pooled, fc_->weight, fc_->bias);
  }

private:
  struct Block {
    std::string name;
    std::vector<Unit> path;
    Unit shortcut; ///< none = the input itself
  };
  Block block(torch::nn::Module& layer, int index, const ResnetShape& shape, std::int64_t in,
              std::int64_t planes, std::int64_t stride);

  Unit stem_;
  std::array<std::vector<Block>, 4> layers_;
  torch::nn::Linear fc_{nullptr};
};

Resnet::Resnet(const ResnetShape& shape, const BackboneVariant& variant) : Backbone(variant) {
  stem_ = unit(*this, "conv1", "bn1", {.in = 3, .out = 64, .kernel = 7, .stride = 2});
  std::int64_t in = 64;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    torch::nn::Module& layer = child(*this, "layer" + std::to_string(l + 1));
    const std::int64_t planes = 64LL << l;
    for (int b = 0; b < shape.blocks[l]; ++b) {
      layers_[l].push_back(block(layer, b, shape, in, planes, l > 0 && b == 0 ? 2 : 1));
      in = planes * (shape.bottleneck ? 4 : 1);
    }
  }
  if (variant.classes > 0)
    fc_ = register_module("fc", torch::nn::Linear(in, variant.classes));
}

Resnet::Block Resnet::block(torch::nn::Module& layer, int index, const ResnetShape& shape, std::int64_t in,
                            std::int64_t planes, std::int64_t stride) {
  torch::nn::Module& home = child(layer, std::to_string(index));
  Block result;
  result.name = layer.name() + "." + std::to_string(index);
  const std::int64_t out = planes * (shape.bottleneck ? 4 : 1);
  if (shape.bottleneck) {
    const std::int64_t inner = planes * shape.widening;
    result.path = {
        unit(home, "conv1", "bn1", {.in = in, .out = inner, .kernel = 1}),
        unit(home, "conv2", "bn2", {.in = inner, .out = inner, .stride = stride}),
        unit(home, "conv3", "bn3", {.in = inner, .out = out, .kernel = 1, .activation = Activation::none})};
  } else {
    result.path = {unit(home, "conv1", "bn1", {.in = in, .out = out, .stride = stride}),
                   unit(home, "conv2", "bn2", {.in = out, .out = out, .activation = Activation::none})};
  }
  if (stride != 1 || in != out)
    result.shortcut =
        unit(child(home, "downsample"), "0", "1",
             {.in = in, .out = out, .kernel = 1, .stride = stride, .activation = Activation::none});
  return result;
}

void Resnet::run(const at::Tensor& images, Taps& taps) const {
  at::Tensor x = at::max_pool2d(stem_->forward(images), {3, 3}, {2, 2}, {1, 1});
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    for (const Block& each : layers_[l]) {
      at::Tensor y = x;
      for (const Unit& step : each.path)
        y = step->forward(y);
      y.add_(each.shortcut ? each.shortcut->forward(x) : x);
      x = y.relu_();
      if (taps.offer(each.name, x))
        return;
    }
    if (taps.offer("layer" + std::to_string(l + 1), x))
      return;
  }
}

} // namespace

std::shared_ptr<Backbone> make_resnet18(const BackboneVariant& variant) {
  return std::make_shared<Resnet>(ResnetShape{{2, 2, 2, 2}, false, 1}, variant);
}
std::shared_ptr<Backbone> make_resnet34(const BackboneVariant& variant) {
  return std::make_shared<Resnet>(ResnetShape{{3, 4, 6, 3}, false, 1}, variant);
}
std::shared_ptr<Backbone> make_resnet50(const BackboneVariant& variant) {
  return std::make_shared<Resnet>(ResnetShape{{3, 4, 6, 3}, true, 1}, variant);
}
std::shared_ptr<Backbone> make_wide_resnet50_2(const BackboneVariant& variant) {
  return std::make_shared<Resnet>(ResnetShape{{3, 4, 6, 3}, true, 2}, variant);
}

} // namespace andon
