#include "core/models/feature_learner.h"

#include "core/base/guard.h"
#include "core/layers/initialise.h"
#include "core/layers/tensor_file.h"
#include "core/models/backbone.h"
#include "core/models/random_weights.h"
#include "core/training/phase.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/conv.h>

namespace andon {
namespace {

constexpr double defect_weight = 3;

/// The backbone and, while it learns, a linear unit at each of its finer and deeper layers.
class LearnerNet : public torch::nn::Module {
public:
  explicit LearnerNet(LoadedBackbone backbone)
      : backbone_(std::move(backbone)), taps_(tap_names(*backbone_.row, "fine")) {
    register_module("backbone", backbone_.network);
    Taps all(taps_);
    {
      const at::NoGradGuard no_gradient;
      backbone_.network->run(at::zeros({1, 3, 64, 64}), all);
    }
    for (std::size_t i = 0; i < taps_.size(); ++i)
      heads_.push_back(register_module("head" + std::to_string(i), torch::nn::Conv2d(torch::nn::Conv2dOptions(
                                                                       all.values()[i].size(1), 1, 1))));
    mean_ = row_of(backbone_.mean);
    spread_ = row_of(backbone_.spread);
  }

  /// images [n, 3, side, side] in 0..1, target [n, 1, side, side] as DrawnCrop::defect.
  at::Tensor loss(const at::Tensor& images, const at::Tensor& target) const {
    Taps taps(taps_);
    backbone_.network->run((images - mean_) / spread_, taps);
    at::Tensor total = at::zeros({});
    for (std::size_t i = 0; i < heads_.size(); ++i)
      total = total + loss_at(heads_[i], taps.values()[i], target);
    return total / static_cast<double>(heads_.size());
  }
  const Backbone& network() const { return *backbone_.network; }
  const BackboneRow& row() const { return *backbone_.row; }
  void initialise_heads(Seed seed) {
    for (std::size_t i = 0; i < heads_.size(); ++i)
      initialise(*heads_[i], seed.stream("head", i));
  }

private:
  static at::Tensor row_of(const std::array<float, 3>& values) {
    return at::tensor(at::ArrayRef<float>(values), at::kFloat).view({1, 3, 1, 1});
  }
  /// A patch is defective when one of its pixels is, and counts when one of its pixels does.
  static at::Tensor loss_at(torch::nn::Conv2d head, const at::Tensor& features, const at::Tensor& target) {
    const at::Tensor patches = std::get<0>(at::adaptive_max_pool2d(target, features.sizes().slice(2)));
    const at::Tensor counts = patches.ge(0).to(at::kFloat);
    const at::Tensor losses = at::binary_cross_entropy_with_logits(
        head(features), patches.clamp_min(0), counts, at::full({1}, defect_weight), at::Reduction::Sum);
    return losses / counts.sum().clamp_min(1);
  }

  LoadedBackbone backbone_;
  std::vector<std::string> taps_;
  std::vector<torch::nn::Conv2d> heads_;
  at::Tensor mean_, spread_;
};

StepLoss step(const LearnerNet& net, const CropExamples& examples, std::size_t count, Random& random) {
  std::vector<at::Tensor> images, targets;
  for (std::size_t i = 0; i < count; ++i) {
    DrawnCrop crop = examples.draw(random);
    images.push_back(at::from_blob(crop.rgb.data(), {examples.side, examples.side, 3}, at::kFloat)
                         .permute({2, 0, 1})
                         .clone(at::MemoryFormat::Contiguous));
    targets.push_back(
        at::from_blob(crop.defect.data(), {1, examples.side, examples.side}, at::kFloat).clone());
  }
  return {net.loss(at::stack(images), at::stack(targets)), {}};
}

Result<void> write_features(const LearnerNet& net, const std::filesystem::path& file) {
  TensorSet set;
  set.metadata = {{"backbone", net.row().id}, {"origin", own_features}};
  for (NamedTensor& tensor : tensors_of(net.network()))
    if (!tensor.name.ends_with(".num_batches_tracked"))
      set.tensors.push_back(std::move(tensor));
  return write_safetensors(file, set);
}

} // namespace

Result<TrainingReport> learn_features(const CropExamples& examples, const TrainingOptions& training,
                                      const std::filesystem::path& file,
                                      const std::filesystem::path& run_folder, Progress& progress,
                                      std::stop_token stop) {
  return guard("learning features", [&]() -> Result<TrainingReport> {
    const Seed seed = Seed(training.seed).stream("own features");
    ANDON_ASSIGN(const TensorSet start, random_weights(learnt_backbone, seed));
    ANDON_ASSIGN(LoadedBackbone backbone, load_backbone(learnt_backbone, start, "random weights"));
    const auto net = std::make_shared<LearnerNet>(std::move(backbone));
    net->initialise_heads(seed);
    Objective objective;
    objective.module = net.get();
    objective.items = examples.items;
    objective.identity = std::string("own features\n") + learnt_backbone + "\n" +
                         std::to_string(examples.side) + "\n" + examples.identity;
    objective.step = [&](std::span<const std::int64_t> items, Random& random) {
      return step(*net, examples, items.size(), random);
    };
    TrainingReport report;
    if (training.epochs > 0) {
      ANDON_ASSIGN(report,
                   train_phase(learning_phase, objective, training, run_folder, progress, std::move(stop)));
    }
    ANDON_TRY(write_features(*net, file));
    return report;
  });
}

} // namespace andon
