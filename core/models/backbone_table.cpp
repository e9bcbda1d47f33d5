#include "core/models/backbone_table.h"

#include "core/models/mobilenet.h"
#include "core/models/resnet.h"

namespace andon {
namespace {

constexpr std::array<float, 3> imagenet_mean{0.485F, 0.456F, 0.406F}, imagenet_spread{0.229F, 0.224F, 0.225F};
const std::string residual = "He et al. 2016, Deep residual learning for image recognition";
const std::string searched = "Howard et al. 2019, Searching for MobileNetV3";

const std::vector<BackboneRow> rows = {
    {"wide_resnet50_2",
     "Wide ResNet-50-2",
     "Zagoruyko and Komodakis 2016, Wide residual networks",
     "layer2,layer3",
     "layer2,layer1",
     "layer2,layer3",
     imagenet_mean,
     imagenet_spread,
     224,
     "fc",
     "layer4.2.conv3.weight",
     {2048, 1024, 1, 1},
     "layer3.6.conv1.weight",
     make_wide_resnet50_2},
    {"resnet50",
     "ResNet-50",
     residual,
     "layer2,layer3",
     "layer2,layer1",
     "layer2,layer3",
     imagenet_mean,
     imagenet_spread,
     224,
     "fc",
     "layer4.2.conv3.weight",
     {2048, 512, 1, 1},
     "layer3.6.conv1.weight",
     make_resnet50},
    {"resnet34",
     "ResNet-34",
     residual,
     "layer2,layer3",
     "layer2,layer1",
     "layer2,layer3",
     imagenet_mean,
     imagenet_spread,
     224,
     "fc",
     "layer4.2.conv2.weight",
     {512, 512, 3, 3},
     "layer4.2.conv3.weight",
     make_resnet34},
    {"resnet18",
     "ResNet-18",
     residual,
     "layer2,layer3",
     "layer2,layer1",
     "layer2,layer3",
     imagenet_mean,
     imagenet_spread,
     224,
     "fc",
     "layer4.1.conv2.weight",
     {512, 512, 3, 3},
     "layer4.2.conv2.weight",
     make_resnet18},
    {"mobilenet_v2",
     "MobileNetV2",
     "Sandler et al. 2018, MobileNetV2: inverted residuals and linear bottlenecks",
     "block9,block13.expand,block16",
     "block3.depthwise,block2.expand,block4.expand",
     "block3.depthwise,block5,block9,block13.expand,block16",
     imagenet_mean,
     imagenet_spread,
     224,
     "classifier.1",
     "features.1.conv.0.0.weight",
     {32, 1, 3, 3},
     "",
     make_mobilenet_v2},
    {"mobilenet_v3_large",
     "MobileNetV3 large",
     searched,
     "block12.expand,block14",
     "block3.depthwise,block2.expand,block4.expand",
     "block5,block10,block12.expand,block14",
     imagenet_mean,
     imagenet_spread,
     224,
     "classifier.3",
     "features.16.0.weight",
     {960, 160, 1, 1},
     "",
     make_mobilenet_v3_large},
    {"mobilenet_v3_small",
     "MobileNetV3 small",
     searched,
     "block8.expand,block10",
     "block1.depthwise,block1.expand,block2.expand",
     "block2,block7,block8.expand,block10",
     imagenet_mean,
     imagenet_spread,
     224,
     "classifier.3",
     "features.12.0.weight",
     {576, 96, 1, 1},
     "",
     make_mobilenet_v3_small},
};

} // namespace

const Table<BackboneRow>& backbone_table() {
  static const Table<BackboneRow> table("backbone", rows);
  return table;
}

std::vector<std::string> tap_names(const BackboneRow& row, const std::string& layers) {
  const std::string& text = layers == "auto"   ? row.layers
                            : layers == "fine" ? row.fine_layers
                            : layers == "low"  ? row.low_layers
                                               : layers;
  std::vector<std::string> names(1);
  for (const char c : text)
    if (c == ',')
      names.emplace_back();
    else if (c != ' ')
      names.back() += c;
  return names;
}

Result<const BackboneRow*> backbone_of(const TensorSet& weights, const std::string& where) {
  std::string known;
  for (const BackboneRow& row : backbone_table().rows()) {
    const NamedTensor* tensor = weights.find(row.signature);
    if (tensor && tensor->shape == row.shape && (row.absent.empty() || !weights.find(row.absent)))
      return &row;
    known += " " + row.id;
  }
  return fail(ErrorCode::unsupported,
              where + ": the tensors belong to none of the networks Andon knows:" + known);
}

} // namespace andon
