#include "core/models/frozen_graph.h"

#include "core/base/guard.h"
#include "core/models/scorer_source.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace andon {

Comparison::Comparison(const FrozenFeatures& of)
    : centre_(channels_of(of.centre)), scale_(channels_of(of.scale)) {
  if (of.axes.empty())
    return;
  const at::Tensor turned = rows_of(of.axes, of.dimension).t().contiguous();
  axes_ = turned.view({turned.size(0), turned.size(1), 1, 1});
}

at::Tensor Comparison::operator()(at::Tensor patches) const {
  if (centre_.defined())
    patches = patches - centre_;
  if (scale_.defined())
    patches = patches * scale_;
  return axes_.defined() ? at::conv2d(patches, axes_) : patches;
}

Result<FrozenGraph> FrozenGraph::open(const std::filesystem::path& weights,
                                      std::vector<FrozenFeatures> sets) {
  ANDON_ASSIGN(const TensorSet set, read_safetensors(weights));
  ANDON_ASSIGN(LoadedBackbone backbone, load_backbone(sets[0].options.backbone, set, weights.string()));
  return guard("preparing the network", [&]() -> Result<FrozenGraph> {
    const at::NoGradGuard no_gradient;
    return FrozenGraph(std::move(backbone), sets);
  });
}

FrozenGraph::FrozenGraph(LoadedBackbone backbone, const std::vector<FrozenFeatures>& sets)
    : backbone_(std::move(backbone)) {
  backbone_.network->fold();
  for (at::Tensor& parameter :
       backbone_.network->parameters()) { // laid out as where the features were learnt
    parameter.set_data(parameter.detach().contiguous(parameter.dim() == 4 ? at::MemoryFormat::ChannelsLast
                                                                          : at::MemoryFormat::Contiguous));
    parameter.set_requires_grad(false);
  }
  mean_ = channels_of(backbone_.mean);
  spread_ = channels_of(backbone_.spread);
  for (const FrozenFeatures& each : sets)
    sets_.push_back({tap_names(*backbone_.row, each.options.layers), each.options.pooling, Comparison(each)});
}

std::vector<at::Tensor> FrozenGraph::operator()(const at::Tensor& images) const {
  std::vector<std::string> names;
  for (const Set& set : sets_)
    for (const std::string& name : set.names)
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
  Taps taps(names);
  backbone_.network->run((images.contiguous(at::MemoryFormat::ChannelsLast) - mean_) / spread_, taps);
  std::vector<at::Tensor> result;
  for (const Set& set : sets_) {
    std::vector<at::Tensor> maps;
    for (const std::string& name : set.names)
      maps.push_back(taps.values()[static_cast<std::size_t>(std::find(names.begin(), names.end(), name) -
                                                            names.begin())]);
    result.push_back(joined(maps, set));
  }
  return result;
}

at::Tensor FrozenGraph::joined(const std::vector<at::Tensor>& maps, const Set& set) {
  std::int64_t rows = 0, columns = 0;
  for (const at::Tensor& map : maps) {
    rows = std::max(rows, map.size(2));
    columns = std::max(columns, map.size(3));
  }
  std::vector<at::Tensor> parts;
  const std::int64_t side = set.pooling;
  for (at::Tensor map : maps) {
    if (side > 1)
      map = at::avg_pool2d(map, {side, side}, {1, 1}, {side / 2, side / 2}, false, false);
    if (map.size(2) != rows || map.size(3) != columns)
      map = at::upsample_bilinear2d(map, {rows, columns}, false);
    parts.push_back(map);
  }
  return set.compared(at::cat(parts, 1));
}

} // namespace andon
