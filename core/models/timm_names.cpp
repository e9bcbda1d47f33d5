#include "core/models/timm_names.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <regex>

namespace andon {
namespace {

constexpr float their_epsilon = 1e-5F, our_epsilon = 1e-3F; ///< of MobileNetV3

struct BlockName {
  int stage = 0, place = 0;
  std::string rest; ///< "conv_pw.weight"
};
std::optional<BlockName> block_name(const std::string& name) {
  static const std::regex pattern("blocks\\.([0-9]{1,3})\\.([0-9]{1,3})\\.(.+)");
  std::smatch found;
  if (!std::regex_match(name, found, pattern))
    return {};
  return BlockName{std::stoi(found[1]), std::stoi(found[2]), found[3]};
}

/// "conv_pw" and "weight" of conv_pw.weight, "se.conv_reduce" and "weight".
std::pair<std::string, std::string> module_and_field(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return {name.substr(0, dot), dot == std::string::npos ? "" : name.substr(dot)};
}

/// Torchvision's name of each module of one block.
std::map<std::string, std::string> modules(const std::vector<std::string>& rests, bool third) {
  const auto has = [&](const char* module) {
    return std::any_of(rests.begin(), rests.end(),
                       [&](const std::string& rest) { return module_and_field(rest).first == module; });
  };
  if (has("conv"))
    return {{"conv", "0"}, {"bn1", "1"}};
  std::map<std::string, std::string> names;
  const std::string home = third ? "block." : "conv.";
  int next = 0, norm = 1;
  const auto unit = [&](const char* convolution) {
    names[convolution] = home + std::to_string(next) + ".0";
    names["bn" + std::to_string(norm++)] = home + std::to_string(next++) + ".1";
  };
  const bool inverted = has("conv_pwl");
  if (inverted)
    unit("conv_pw");
  unit("conv_dw");
  if (has("se.conv_reduce")) {
    names["se.conv_reduce"] = home + std::to_string(next) + ".fc1";
    names["se.conv_expand"] = home + std::to_string(next++) + ".fc2";
  }
  const char* project = inverted ? "conv_pwl" : "conv_pw";
  if (third) {
    unit(project);
  } else {
    names[project] = home + std::to_string(next);
    names["bn" + std::to_string(norm)] = home + std::to_string(next + 1);
  }
  return names;
}

Result<void> shift_variance(NamedTensor& tensor) {
  if (tensor.type != TensorType::f32)
    return fail(ErrorCode::corrupt, "tensor '" + tensor.name + "' of a MobileNetV3 must be F32 and is " +
                                        std::string(to_string(tensor.type)) + "; save it as float");
  for (std::size_t at = 0; at + sizeof(float) <= tensor.bytes.size(); at += sizeof(float)) {
    float value = 0;
    std::memcpy(&value, tensor.bytes.data() + at, sizeof value);
    value += their_epsilon - our_epsilon;
    std::memcpy(tensor.bytes.data() + at, &value, sizeof value);
  }
  return {};
}

} // namespace

bool is_timm_mobilenet(const std::string& file_name) {
  return file_name.find("mobilenetv") != std::string::npos;
}
bool is_timm_mobilenet(const TensorSet& weights) {
  return weights.find("conv_stem.weight") && weights.find("blocks.0.0.conv_dw.weight");
}

Result<TensorSet> with_torchvision_names(TensorSet weights, const std::string& file_name) {
  const bool third = weights.find("conv_head.bias") ||
                     std::any_of(weights.tensors.begin(), weights.tensors.end(), [](const NamedTensor& each) {
                       return each.name.find(".se.conv_reduce.") != std::string::npos;
                     });
  const bool tensorflow = file_name.find("tf_") != std::string::npos;
  std::map<std::pair<int, int>, std::vector<std::string>> blocks;
  for (const NamedTensor& each : weights.tensors)
    if (const auto block = block_name(each.name))
      blocks[{block->stage, block->place}].push_back(block->rest);
  std::map<std::string, std::string> names{{"conv_stem", "features.0.0"}, {"bn1", "features.0.1"}};
  std::size_t feature = 1;
  for (const auto& [at, rests] : blocks)
    for (const std::string prefix = "features." + std::to_string(feature++) + ".";
         const auto& [theirs, ours] : modules(rests, third))
      names["blocks." + std::to_string(at.first) + "." + std::to_string(at.second) + "." + theirs] =
          prefix + ours;
  if (third) {
    names["conv_head"] = "classifier.0";
    names["classifier"] = "classifier.3";
  } else {
    names["conv_head"] = "features." + std::to_string(feature) + ".0";
    names["bn2"] = "features." + std::to_string(feature) + ".1";
    names["classifier"] = "classifier.1";
  }
  for (NamedTensor& each : weights.tensors) {
    const auto [module, field] = module_and_field(each.name);
    if (third && !tensorflow && field == ".running_var")
      ANDON_TRY(shift_variance(each));
    if (third && module == "conv_head" && field == ".weight" && each.shape.size() == 4)
      each.shape.resize(2); // a 1×1 convolution of one pixel is a matrix
    if (const auto ours = names.find(module); ours != names.end())
      each.name = ours->second + field;
  }
  if (tensorflow) {
    weights.metadata["padding"] = "same";
    weights.metadata["mean"] = weights.metadata["std"] = "0.5,0.5,0.5";
  } else if (file_name.find("miil") != std::string::npos) {
    weights.metadata["mean"] = "0,0,0";
    weights.metadata["std"] = "1,1,1";
  }
  return weights;
}

} // namespace andon
