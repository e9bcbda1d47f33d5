#include "core/models/backbone.h"

#include "core/layers/tensor_file.h"

#include <charconv>
#include <cmath>

namespace andon {
namespace {

std::string shape_text(at::IntArrayRef shape) {
  std::string text = "[";
  for (const std::int64_t extent : shape)
    text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
  return text + "]";
}

Result<std::array<float, 3>> triple(const TensorSet& weights, const std::string& key,
                                    std::array<float, 3> otherwise, const std::string& where) {
  const auto found = weights.metadata.find(key);
  if (found == weights.metadata.end())
    return otherwise;
  const char* at = found->second.data();
  const char* const end = at + found->second.size();
  for (std::size_t i = 0; i < 3; ++i) {
    const auto [next, problem] = std::from_chars(at, end, otherwise[i]);
    if (problem != std::errc() || !std::isfinite(otherwise[i]) || (i < 2 && (next == end || *next != ',')) ||
        (i == 2 && next != end) || (key == "std" && !(otherwise[i] > 0)))
      return fail(ErrorCode::corrupt,
                  where + ": metadata '" + key + "' is not three usable numbers, comma-separated");
    at = next + 1;
  }
  return otherwise;
}

BackboneVariant variant_of(const BackboneRow& row, const TensorSet& weights) {
  BackboneVariant variant;
  variant.folded = true;
  for (const NamedTensor& tensor : weights.tensors)
    variant.folded = variant.folded && !tensor.name.ends_with(".running_mean");
  const auto padding = weights.metadata.find("padding");
  variant.same_padding = padding != weights.metadata.end() && padding->second == "same";
  const NamedTensor* classifier = weights.find(row.classifier + ".weight");
  if (classifier && classifier->shape.size() == 2 && classifier->shape[0] <= 1'000'000)
    variant.classes = classifier->shape[0];
  return variant;
}

bool optional_name(const std::string& name) {
  return name.ends_with(".num_batches_tracked");
}

/// Copies one tensor; an empty text when it fits.
std::string fill(at::Tensor target, const std::string& name, const TensorSet& weights) {
  const NamedTensor* found = weights.find(name);
  if (!found)
    return "tensor '" + name + "' is missing";
  if (at::IntArrayRef(found->shape) != target.sizes())
    return "tensor '" + name + "' is " + shape_text(found->shape) + " where the network has " +
           shape_text(target.sizes());
  const at::Tensor values = to_tensor(*found);
  if (!values.is_floating_point())
    return "tensor '" + name + "' does not hold real numbers";
  if (!values.isfinite().all().item<bool>())
    return "tensor '" + name + "' holds a value that is not finite";
  target.copy_(values);
  return "";
}

std::string fill_all(Backbone& network, const BackboneRow& row, const TensorSet& weights) {
  std::size_t used = 0;
  std::string problem;
  const auto each = [&](const std::string& name, const at::Tensor& target) {
    if (!problem.empty() || optional_name(name))
      return;
    problem = fill(target, name, weights);
    ++used;
  };
  for (const auto& item : network.named_parameters())
    each(item.key(), item.value());
  for (const auto& item : network.named_buffers())
    each(item.key(), item.value());
  if (!problem.empty())
    return problem;
  const std::string head = row.classifier.substr(0, row.classifier.find('.')) + ".";
  const auto parameters = network.named_parameters();
  const auto buffers = network.named_buffers();
  for (const NamedTensor& tensor : weights.tensors)
    if (!parameters.contains(tensor.name) && !buffers.contains(tensor.name) && !optional_name(tensor.name) &&
        !tensor.name.starts_with(head))
      return "tensor '" + tensor.name + "' has no place in " + row.title;
  return "";
}

} // namespace

bool Taps::offer(const std::string& name, const at::Tensor& value) {
  if (all_) {
    wanted_.push_back(name);
    values_.push_back(value);
    return false;
  }
  for (std::size_t i = 0; i < wanted_.size(); ++i)
    if (wanted_[i] == name && !values_[i].defined()) {
      values_[i] = value;
      ++found_;
    }
  return found_ == wanted_.size();
}

at::Tensor Backbone::classify(const at::Tensor& images) const {
  Taps taps({last_tap()});
  run(images, taps);
  return head(taps.values()[0].mean({2, 3}));
}

void Backbone::fold() {
  for (const Unit& each : units_)
    each->fold();
  variant_.folded = true;
}

Backbone::Unit Backbone::unit(torch::nn::Module& parent, const std::string& conv, const std::string& norm,
                              ConvNormOptions options) {
  options.folded = variant_.folded;
  options.same_padding = variant_.same_padding;
  units_.push_back(std::make_shared<ConvNorm>(parent, conv, norm, options));
  return units_.back();
}

torch::nn::Module& Backbone::child(torch::nn::Module& parent, const std::string& name) {
  return *parent.register_module(name, std::make_shared<torch::nn::Module>(name));
}

Result<LoadedBackbone> load_backbone(const std::string& id, const TensorSet& weights,
                                     const std::string& where) {
  LoadedBackbone result;
  ANDON_ASSIGN(result.row, backbone_of(weights, where));
  if (id != "auto" && id != own_backbone && id != result.row->id) {
    ANDON_TRY(backbone_table().find(id));
    return fail(ErrorCode::invalid_argument, where + ": these are weights of " + result.row->title +
                                                 ", not of " + id + "; choose backbone=" + result.row->id);
  }
  if (const auto origin = weights.metadata.find("origin"); origin != weights.metadata.end())
    result.learnt_here = origin->second == own_features;
  ANDON_ASSIGN(result.mean, triple(weights, "mean", result.row->mean, where));
  ANDON_ASSIGN(result.spread, triple(weights, "std", result.row->spread, where));
  const at::NoGradGuard no_gradient;
  result.network = result.row->make(variant_of(*result.row, weights));
  result.network->eval();
  if (const std::string problem = fill_all(*result.network, *result.row, weights); !problem.empty())
    return fail(ErrorCode::corrupt, where + ": " + problem);
  return result;
}

} // namespace andon
