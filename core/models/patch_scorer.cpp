#include "core/models/patch_scorer.h"

#include "core/base/guard.h"
#include "core/models/backbone.h"

#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/script.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {
namespace {

constexpr double smallest_statistic = 1e-12;

at::Tensor tensor_of(std::span<const float> values, at::IntArrayRef shape) {
  return at::from_blob(const_cast<float*>(values.data()), shape, at::kFloat).clone();
}

/// Weights of a Gaussian over ⌈8σ⌉ pixels that sum to one.
at::Tensor gaussian(double sigma) {
  const auto side = static_cast<std::int64_t>(std::lround(sigma * 8 + 1)) | 1;
  at::Tensor x = at::arange(side, at::kDouble) - static_cast<double>(side / 2);
  x = at::exp(-x * x / (2 * sigma * sigma));
  return (x / x.sum()).to(at::kFloat);
}

/// The arithmetic of PatchScorer on tensors; constants are made once, before the network is recorded.
class ScorerGraph {
public:
  ScorerGraph(const PatchScorer& scorer, LoadedBackbone backbone)
      : scorer_(scorer), backbone_(std::move(backbone)),
        names_(tap_names(*backbone_.row, scorer.features.layers)) {
    backbone_.network->fold();
    for (at::Tensor& parameter : backbone_.network->parameters()) // laid out as where the bank was made
      parameter.set_data(parameter.detach().contiguous(
          parameter.dim() == 4 ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous));
    for (at::Tensor& parameter : backbone_.network->parameters())
      parameter.set_requires_grad(false);
    mean_ = at::tensor(at::ArrayRef<float>(backbone_.mean), at::kFloat).view({1, 3, 1, 1});
    spread_ = at::tensor(at::ArrayRef<float>(backbone_.spread), at::kFloat).view({1, 3, 1, 1});
    const auto count = [](const std::vector<float>& values) {
      return static_cast<std::int64_t>(values.size());
    };
    if (!scorer.centre.empty())
      centre_ = tensor_of(scorer.centre, {count(scorer.centre)});
    if (!scorer.scale.empty())
      scale_ = tensor_of(scorer.scale, {count(scorer.scale)});
    if (!scorer.axes.empty())
      axes_ = tensor_of(scorer.axes, {count(scorer.axes) / scorer.dimension, scorer.dimension});
    bank_ = tensor_of(scorer.bank, {count(scorer.bank) / scorer.dimension, scorer.dimension});
    transposed_ = bank_.t().contiguous();
    squares_ = bank_.square().sum(1);
    if (!scorer.mean.empty()) {
      usual_ = tensor_of(scorer.mean, {1, count(scorer.mean)});
      deviation_ = tensor_of(scorer.deviation, {1, count(scorer.deviation)});
    }
    if (scorer.smoothing > 0)
      kernel_ = gaussian(scorer.smoothing);
  }

  /// images [n, 3, height, width] to the map [n, height, width] and the scores [n].
  std::pair<at::Tensor, at::Tensor> operator()(const at::Tensor& images) const {
    const at::Tensor grid = features(images); // [n, rows, columns, feature]
    const std::int64_t rows = grid.size(1), columns = grid.size(2);
    const at::Tensor values = scaled(distances(grid.reshape({-1, grid.size(3)})).view({-1, rows * columns}));
    return {drawn(values.view({-1, 1, rows, columns})), score(values)};
  }

private:
  at::Tensor features(const at::Tensor& images) const {
    Taps taps(names_);
    backbone_.network->run((images.contiguous(at::MemoryFormat::ChannelsLast) - mean_) / spread_, taps);
    std::int64_t rows = 0, columns = 0;
    for (const at::Tensor& map : taps.values()) {
      rows = std::max(rows, map.size(2));
      columns = std::max(columns, map.size(3));
    }
    std::vector<at::Tensor> maps;
    const std::int64_t side = scorer_.features.pooling;
    for (at::Tensor map : taps.values()) {
      if (side > 1)
        map = at::avg_pool2d(map, {side, side}, {1, 1}, {side / 2, side / 2}, false, false);
      if (map.size(2) != rows || map.size(3) != columns)
        map = at::upsample_bilinear2d(map, {rows, columns}, false);
      maps.push_back(map);
    }
    return at::cat(maps, 1).permute({0, 2, 3, 1});
  }

  /// The nearest row is found by products and its distance taken again from the difference, which does not
  /// cancel.
  at::Tensor distances(at::Tensor patches) const {
    if (centre_.defined())
      patches = patches - centre_;
    if (scale_.defined())
      patches = patches * scale_;
    if (axes_.defined())
      patches = at::matmul(patches, axes_);
    const at::Tensor nearest = at::argmin(squares_ - 2 * at::matmul(patches, transposed_), 1);
    const at::Tensor gap = patches - at::index_select(bank_, 0, nearest);
    return at::sqrt((gap * gap).sum(1));
  }

  at::Tensor scaled(const at::Tensor& distances) const {
    if (!usual_.defined())
      return distances;
    return at::softplus((at::log(at::clamp_min(distances, scorer_.floor)) - usual_) / deviation_, 1, 30);
  }

  at::Tensor drawn(const at::Tensor& values) const {
    at::Tensor map = at::upsample_bilinear2d(values, {scorer_.height, scorer_.width}, false);
    if (kernel_.defined()) {
      const std::int64_t side = kernel_.size(0), rim = side / 2;
      map = at::reflection_pad2d(map, {rim, rim, rim, rim});
      map = at::conv2d(at::conv2d(map, kernel_.view({1, 1, 1, side})), kernel_.view({1, 1, side, 1}));
    }
    return map.squeeze(1);
  }

  at::Tensor score(const at::Tensor& values) const {
    const std::int64_t count = (values.size(1) + 99) / 100;
    const at::Tensor top = std::get<0>(at::topk(values, count, 1)).mean(1);
    if (scorer_.image_score == "mean")
      return values.mean(1);
    if (scorer_.image_score == "largest")
      return std::get<0>(at::max(values, 1));
    if (scorer_.image_score == "top" || scorer_.top_usual.empty())
      return top;
    const auto above = [](const at::Tensor& statistic, const std::vector<double>& usual) {
      return usual.empty() ? statistic
                           : (at::log(at::clamp_min(statistic, smallest_statistic)) - usual[0]) / usual[1];
    };
    return at::maximum(above(top, scorer_.top_usual), above(values.mean(1), scorer_.mean_usual));
  }

  const PatchScorer& scorer_;
  LoadedBackbone backbone_;
  std::vector<std::string> names_;
  at::Tensor mean_, spread_, centre_, scale_, axes_, bank_, transposed_, squares_, usual_, deviation_,
      kernel_;
};

torch::jit::Module module_of(const ScorerGraph& graph, const PatchScorer& scorer, const ProgramCard& card) {
  torch::jit::Module module("__torch__.AndonScorer");
  module.register_attribute("threshold", c10::FloatType::get(),
                            card.threshold.value_or(std::numeric_limits<double>::quiet_NaN()));
  module.register_attribute("input_height", c10::IntType::get(), scorer.height);
  module.register_attribute("input_width", c10::IntType::get(), scorer.width);
  for (const auto& [name, text] : card.texts)
    module.register_attribute(name, c10::StringType::get(), text);
  const auto run = [&](torch::jit::Stack inputs) -> torch::jit::Stack {
    const auto [map, score] = graph(inputs[0].toTensor());
    return {c10::ivalue::Tuple::create({map, score})};
  };
  const at::Tensor example = at::full({2, 3, scorer.height, scorer.width}, 0.5F);
  const auto recorded = torch::jit::tracer::trace(
      {example}, run, [](const torch::autograd::Variable&) { return std::string(); }, true, false, &module,
      {"images"});
  torch::jit::Function* const forward = module._ivalue()->compilation_unit()->create_function(
      c10::QualifiedName(*module.type()->name(), "forward"), recorded.first->graph);
  module.type()->addMethod(forward);
  return module;
}

} // namespace

Result<void> write_torchscript(const PatchScorer& scorer, const ProgramCard& card,
                               const std::filesystem::path& file) {
  if (scorer.smoothing * 4 + 1 >= static_cast<double>(std::min(scorer.height, scorer.width)))
    return fail(ErrorCode::unsupported,
                "the map is smoothed over more pixels than the network's input has; train with a smaller "
                "'smoothing' to export the run");
  ANDON_ASSIGN(const TensorSet set, read_safetensors(scorer.weights));
  ANDON_ASSIGN(LoadedBackbone backbone,
               load_backbone(scorer.features.backbone, set, scorer.weights.string()));
  return guard("writing " + file.string(), [&]() -> Result<void> {
    const at::NoGradGuard no_gradient;
    const ScorerGraph graph(scorer, std::move(backbone));
    module_of(graph, scorer, card).save(file.string());
    return {};
  });
}

Result<std::vector<ProgramOutput>> run_torchscript(const std::filesystem::path& file, std::int64_t height,
                                                   std::int64_t width,
                                                   std::span<const std::vector<float>> images) {
  return guard("running " + file.string(), [&]() -> Result<std::vector<ProgramOutput>> {
    const at::NoGradGuard no_gradient;
    torch::jit::Module module = torch::jit::load(file.string());
    std::vector<ProgramOutput> outputs;
    for (const std::vector<float>& image : images) {
      const at::Tensor input = tensor_of(image, {1, height, width, 3}).permute({0, 3, 1, 2}).contiguous();
      const c10::IValue answer = module.forward({input});
      const auto& parts = answer.toTupleRef().elements();
      const at::Tensor map = parts[0].toTensor().contiguous();
      const float* const values = map.data_ptr<float>();
      outputs.push_back({{values, values + map.numel()}, parts[1].toTensor().item<double>()});
    }
    return outputs;
  });
}

} // namespace andon
