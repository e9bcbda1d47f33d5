#include "core/layers/tensor_file.h"
#include "core/models/autoencoder_net.h"
#include "core/models/defect_head_net.h"
#include "core/models/frozen_graph.h"
#include "core/models/memory_source.h"
#include "core/models/student_net.h"

#include <ATen/ATen.h>

namespace andon {
namespace {

constexpr auto prefix = "net/";

void freeze(torch::nn::Module& module) {
  module.eval();
  for (at::Tensor& parameter : module.parameters())
    parameter.set_requires_grad(false);
}

at::Tensor network_input(const at::Tensor& images) {
  return images * 2 - 1;
}

std::vector<float> values_of(const at::Tensor& tensor) {
  const at::Tensor plain = tensor.contiguous();
  return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

class GaussianSource final : public ScorerSource {
public:
  GaussianSource(FrozenGraph features, const PlaceGaussians& gaussians, const ScorerSteps& steps)
      : features_(std::move(features)), steps_(steps),
        mean_(at::tensor(at::ArrayRef<double>(gaussians.mean), at::kDouble).view({-1, gaussians.dimension})),
        inverse_(at::tensor(at::ArrayRef<double>(gaussians.inverse), at::kDouble)
                     .view({-1, gaussians.dimension, gaussians.dimension})) {}
  RawValues operator()(const at::Tensor& images) const override {
    return {steps_.turned_lengths(features_(images)[0], mean_, inverse_), {}};
  }

private:
  FrozenGraph features_;
  const ScorerSteps& steps_;
  at::Tensor mean_, inverse_;
};

class ReconstructionSource final : public ScorerSource {
public:
  explicit ReconstructionSource(AutoencoderNet net) : net_(std::move(net)) {}
  RawValues operator()(const at::Tensor& images) const override {
    AutoencoderNet net = net_;
    return {net->errors(network_input(images), {}), {}};
  }

private:
  AutoencoderNet net_;
};

class StudentSource final : public ScorerSource {
public:
  StudentSource(FrozenGraph teacher, StudentNet net)
      : teacher_(std::move(teacher)), net_(std::move(net)), means_(values_of(net_->error_means)) {}
  RawValues operator()(const at::Tensor& images) const override {
    StudentNet net = net_;
    const auto [teacher, waist] = net->gaps(network_input(images), teacher_(images)[0]);
    return {teacher * (1.0 / static_cast<double>(means_[0])) + waist * (1.0 / static_cast<double>(means_[1])),
            {}};
  }

private:
  FrozenGraph teacher_;
  StudentNet net_;
  std::vector<float> means_;
};

class HeadSource final : public ScorerSource {
public:
  HeadSource(FrozenGraph features, const HeadBesideMemory& both, DefectHeadNet head, const ScorerSteps& steps)
      : features_(std::move(features)), memory_(both.memory, steps), usual_(both.usual), steps_(steps),
        head_(std::move(head)), mean_(both.head_mean), factor_(1 / both.head_deviation) {}
  RawValues operator()(const at::Tensor& images) const override {
    DefectHeadNet head = head_;
    const std::vector<at::Tensor> sets = features_(images);
    const at::Tensor logits = head->forward(sets[1]);
    at::Tensor above = usual_(memory_(sets[0]).patches);
    if (above.size(2) != logits.size(2) || above.size(3) != logits.size(3))
      above = steps_.drawn(above, logits.size(2), logits.size(3), {});
    return {at::softplus((logits - mean_) * factor_ + above, 1, 30), {}};
  }

private:
  FrozenGraph features_;
  PatchMemoryGraph memory_;
  UsualGraph usual_;
  const ScorerSteps& steps_;
  DefectHeadNet head_;
  double mean_, factor_;
};

} // namespace

SourceResult source_of(const PlaceGaussians& gaussians, const PatchScorer& scorer, const ScorerSteps& steps) {
  ANDON_ASSIGN(FrozenGraph features, FrozenGraph::open(scorer.weights, {gaussians.features}));
  return std::make_unique<GaussianSource>(std::move(features), gaussians, steps);
}

SourceResult source_of(const Reconstruction& trained, const PatchScorer&, const ScorerSteps&) {
  AutoencoderNet net(trained.options);
  ANDON_TRY(load_into(*net, trained.net, "the network of the run", prefix));
  freeze(*net);
  return std::make_unique<ReconstructionSource>(std::move(net));
}

SourceResult source_of(const StudentAndTeacher& trained, const PatchScorer& scorer, const ScorerSteps&) {
  const NamedTensor* const projection = trained.net.find(std::string(prefix) + "projection");
  if (!projection || projection->shape.size() != 2)
    return fail(ErrorCode::corrupt, "the network of the run has no tensor 'net/projection'; train again");
  StudentNet net(projection->shape[0], trained.options.features, trained.stride);
  ANDON_TRY(load_into(*net, trained.net, "the network of the run", prefix));
  freeze(*net);
  const FrozenFeatures seen{trained.teacher, values_of(net->mean), values_of(1 / net->scale),
                            values_of(net->projection), trained.options.features};
  ANDON_ASSIGN(FrozenGraph teacher, FrozenGraph::open(scorer.weights, {seen}));
  return std::make_unique<StudentSource>(std::move(teacher), std::move(net));
}

SourceResult source_of(const HeadBesideMemory& both, const PatchScorer& scorer, const ScorerSteps& steps) {
  const std::string prefix = DefectHeadNetImpl::prefix;
  const NamedTensor* const first = both.head.find(prefix + "reduce.weight");
  if (!first || first->shape.size() != 4)
    return fail(ErrorCode::corrupt, "the head of the run has no tensor 'head/reduce.weight'; train again");
  DefectHeadNet head(first->shape[1], first->shape[0]);
  ANDON_TRY(load_into(*head, both.head, "the head of the run", prefix));
  freeze(*head);
  ANDON_ASSIGN(FrozenGraph features,
               FrozenGraph::open(scorer.weights, {both.memory.features, {both.fine, {}, {}, {}, 0}}));
  return std::make_unique<HeadSource>(std::move(features), both, std::move(head), steps);
}

} // namespace andon
