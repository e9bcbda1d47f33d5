#include "core/models/defect_head.h"

#include "core/base/guard.h"
#include "core/layers/initialise.h"
#include "core/layers/tensor_file.h"
#include "core/models/defect_head_net.h"
#include "core/training/train.h"

#include <ATen/ATen.h>

#include <stdexcept>

namespace andon {
namespace {

constexpr double defect_weight = 3;
constexpr auto prefix = DefectHeadNetImpl::prefix;

at::Tensor borrowed(std::span<const float> values, at::IntArrayRef shape) {
  return at::from_blob(const_cast<float*>(values.data()), shape, at::kFloat);
}

/// [rows, columns, dimension] to [rows, columns].
at::Tensor logits_of(DefectHeadNet& net, std::span<const float> features, std::int64_t rows,
                     std::int64_t columns, std::int64_t dimension) {
  const at::Tensor patches = borrowed(features, {rows, columns, dimension}).permute({2, 0, 1}).unsqueeze(0);
  return net->forward(patches).select(0, 0).select(0, 0);
}

at::Tensor loss_of(DefectHeadNet& net, const DefectSample& sample, std::int64_t dimension) {
  const at::Tensor target = borrowed(sample.defect, {sample.rows, sample.columns});
  const at::Tensor counts = target.ge(0).to(at::kFloat);
  const at::Tensor logits = logits_of(net, sample.features, sample.rows, sample.columns, dimension);
  const at::Tensor losses = at::binary_cross_entropy_with_logits(
      logits, target.clamp_min(0), counts, at::full({1}, defect_weight), at::Reduction::Sum);
  return losses / counts.sum().clamp_min(1);
}

} // namespace

DefectHeadNetImpl::DefectHeadNetImpl(std::int64_t dimension, std::int64_t width) {
  const auto conv = [](std::int64_t in, std::int64_t out, std::int64_t kernel) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).padding(kernel / 2));
  };
  reduce_ = register_module("reduce", conv(dimension, width, 1));
  around_ = register_module("around", conv(width, width, 3));
  answer_ = register_module("answer", conv(width, 1, 1));
  mean = register_buffer("mean", at::zeros({dimension}));
  spread = register_buffer("spread", at::ones({dimension}));
}

at::Tensor DefectHeadNetImpl::forward(const at::Tensor& features) {
  const at::Tensor x = (features - mean.view({1, -1, 1, 1})) / spread.view({1, -1, 1, 1});
  return answer_(around_(reduce_(x).relu()).relu()).to(at::kFloat);
}

struct DefectHead::State {
  DefectHeadNet net{nullptr};
  std::int64_t dimension = 0;
};

DefectHead::DefectHead() : state_(std::make_unique<State>()) {}
DefectHead::DefectHead(DefectHead&&) noexcept = default;
DefectHead& DefectHead::operator=(DefectHead&&) noexcept = default;
DefectHead::~DefectHead() = default;

std::int64_t DefectHead::dimension() const {
  return state_->dimension;
}

Result<DefectHead> DefectHead::fit(const DefectExamples& examples, std::int64_t width,
                                   const TrainingOptions& training, const std::filesystem::path& run_folder,
                                   Progress& progress, std::stop_token stop) {
  DefectHead head;
  State& state = *head.state_;
  state.dimension = examples.dimension;
  Objective objective;
  objective.items = examples.items;
  objective.identity = "defect_head\n" + std::to_string(width) + "\n" + examples.identity;
  objective.step = [&](std::span<const std::int64_t> items, Random& random) {
    at::Tensor total = at::zeros({});
    for (const std::int64_t item : items) {
      const Result<DefectSample> sample = examples.draw(item, random);
      if (!sample)
        throw std::runtime_error(sample.error().message);
      total = total + loss_of(state.net, *sample, examples.dimension);
    }
    return StepLoss{total / static_cast<double>(items.size()), {}};
  };
  ANDON_TRY(guard("training on synthetic defects", [&]() -> Result<void> {
    state.net = DefectHeadNet(examples.dimension, width);
    initialise(*state.net, Seed(training.seed).stream("initialise"));
    {
      const at::NoGradGuard no_gradient;
      state.net->mean.copy_(borrowed(examples.mean, {examples.dimension}));
      state.net->spread.copy_(borrowed(examples.spread, {examples.dimension}));
    }
    objective.module = state.net.get();
    return train(objective, training, run_folder, progress, stop).transform([](const TrainingReport&) {});
  }));
  state.net->eval();
  return head;
}

Result<std::vector<float>> DefectHead::logits(std::span<const float> features, std::int64_t rows,
                                              std::int64_t columns) const {
  if (static_cast<std::uint64_t>(rows * columns * state_->dimension) != features.size())
    return fail(ErrorCode::invalid_argument, "the head was trained on " + std::to_string(state_->dimension) +
                                                 " features a patch; other ones came");
  return guard("looking for defects", [&]() -> Result<std::vector<float>> {
    const at::NoGradGuard no_gradient;
    const at::Tensor found = logits_of(state_->net, features, rows, columns, state_->dimension).contiguous();
    return std::vector<float>(found.data_ptr<float>(), found.data_ptr<float>() + found.numel());
  });
}

void DefectHead::store(TensorSet& set) const {
  for (NamedTensor& tensor : tensors_of(*state_->net, prefix))
    set.tensors.push_back(std::move(tensor));
}

Result<DefectHead> DefectHead::restore(const TensorSet& set, const std::string& where) {
  const NamedTensor* first = set.find(std::string(prefix) + "reduce.weight");
  if (!first || first->shape.size() != 4 || first->shape[0] < 1 || first->shape[0] > 4096 ||
      first->shape[1] < 1 || first->shape[1] > 65536)
    return fail(ErrorCode::corrupt, where + ": the tensor 'head/reduce.weight' is missing or damaged");
  DefectHead head;
  ANDON_TRY(guard("loading " + where, [&]() -> Result<void> {
    head.state_->dimension = first->shape[1];
    head.state_->net = DefectHeadNet(first->shape[1], first->shape[0]);
    ANDON_TRY(load_into(*head.state_->net, set, where, prefix));
    head.state_->net->eval();
    return {};
  }));
  return head;
}

} // namespace andon
