#include "core/models/student_net.h"

#include "core/base/guard.h"
#include "core/layers/initialise.h"
#include "core/layers/tensor_file.h"
#include "core/models/counted_pixels.h"
#include "core/training/train.h"

#include <ATen/ATen.h>

#include <array>
#include <cmath>

namespace andon {
namespace {

constexpr auto prefix = "net/";
constexpr std::array<std::int64_t, 5> student_widths{3, 32, 64, 128, 256}, waist_widths{3, 16, 32, 64, 64};
constexpr std::int64_t waist = 4;            ///< side of the autoencoder's narrowest grid
constexpr std::size_t most_statistics = 100; ///< images that the teacher's scale is taken from

torch::nn::Conv2d conv(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2));
}

/// What belongs to the patches that count, [feature, patch]; values: [1, feature, rows, columns].
at::Tensor counted_columns(const at::Tensor& values, const at::Tensor& counted) {
  const at::Tensor columns = values.flatten(2).select(0, 0);
  return counted.defined() ? columns.index_select(1, counted.flatten().nonzero().flatten()) : columns;
}

class Student final : public ErrorNet {
public:
  Student(PatchFeatureExtractor teacher, const StudentOptions& options)
      : teacher_(std::move(teacher)), options_(options),
        net_(teacher_.dimension(), options.features, teacher_.stride()) {}

  /// Raw features of the teacher as [rows · columns, dimension]; sets the grid.
  Result<at::Tensor> raw(const ColourInput& image, std::array<std::int64_t, 2>& grid) const {
    ANDON_ASSIGN(const PatchFeatures features, teacher_.extract(image.rgb, 1, image.height, image.width));
    grid = {features.height, features.width};
    return at::from_blob(const_cast<float*>(features.values.data()), {grid[0] * grid[1], features.dimension},
                         at::kFloat)
        .clone();
  }
  /// [rows · columns, features]
  at::Tensor projected(const at::Tensor& raw) const {
    return at::mm((raw - net_->mean) / net_->scale, net_->projection);
  }
  at::Tensor projected(const at::Tensor& raw, const std::array<std::int64_t, 2>& grid) const {
    return projected(raw).t().reshape({1, options_.features, grid[0], grid[1]});
  }

  Result<void> prepare(std::span<const ColourInput> images, std::uint64_t seed, std::stop_token stop);
  StepLoss step(std::span<const ColourInput> images, std::span<const std::int64_t> items);
  Result<void> measure_errors(std::span<const ColourInput> images);
  /// Patches that count, [1, 1, rows, columns]; undefined when all do.
  at::Tensor counted(const ColourInput& image) const {
    return counted_cells(counted_pixels(image), teacher_.stride());
  }

  Result<ErrorGrid> errors(const ColourInput& image) const override {
    return guard("comparing student and teacher", [&]() -> Result<ErrorGrid> {
      const at::NoGradGuard no_gradient;
      StudentNet net = net_;
      std::array<std::int64_t, 2> grid{};
      ANDON_ASSIGN(const at::Tensor features, raw(image, grid));
      const auto [teacher, waist_gap] = net->gaps(network_input(image), projected(features, grid));
      at::Tensor sum = teacher / net_->error_means[0] + waist_gap / net_->error_means[1];
      if (const at::Tensor counts = counted(image); counts.defined())
        sum = sum * counts;
      sum = sum.contiguous();
      return ErrorGrid{grid[0], grid[1], {sum.data_ptr<float>(), sum.data_ptr<float>() + sum.numel()}};
    });
  }
  Result<PatchFeatures> features(const ColourInput& image) const override {
    return guard("describing an image", [&]() -> Result<PatchFeatures> {
      const at::NoGradGuard no_gradient;
      std::array<std::int64_t, 2> grid{};
      ANDON_ASSIGN(const at::Tensor seen, raw(image, grid));
      const at::Tensor values = projected(seen).contiguous();
      return PatchFeatures{1,
                           grid[0],
                           grid[1],
                           options_.features,
                           {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()}};
    });
  }
  std::int64_t stride() const override { return teacher_.stride(); }
  void store(TensorSet& set) const override {
    for (NamedTensor& tensor : tensors_of(*net_, prefix))
      set.tensors.push_back(std::move(tensor));
  }
  std::string teacher_sha256() const override { return teacher_.weights_sha256(); }
  std::string precision() const override { return teacher_.precision(); }
  bool teacher_learnt_here() const override { return teacher_.learnt_here(); }
  StudentNet& net() { return net_; }

private:
  PatchFeatureExtractor teacher_;
  StudentOptions options_;
  StudentNet net_;
  std::vector<at::Tensor> targets_; ///< of the training images, while they are trained on
};

/// The teacher's scale, the projection, and what it says about every training image.
Result<void> Student::prepare(std::span<const ColourInput> images, std::uint64_t seed, std::stop_token stop) {
  const at::NoGradGuard no_gradient;
  std::array<std::int64_t, 2> grid{};
  at::Tensor sum = at::zeros({teacher_.dimension()}), squares = sum.clone();
  double count = 0;
  const std::size_t step = 1 + images.size() / most_statistics;
  for (std::size_t i = 0; i < images.size(); i += step) {
    ANDON_ASSIGN(at::Tensor features, raw(images[i], grid));
    if (const at::Tensor counts = counted(images[i]); counts.defined())
      features = features.index_select(0, counts.flatten().nonzero().flatten());
    sum += features.sum(0);
    squares += features.square().sum(0);
    count += static_cast<double>(features.size(0));
  }
  net_->mean.copy_(sum / count);
  net_->scale.copy_((squares / count - net_->mean.square()).clamp_min(0).sqrt() + 1e-3);
  Random random(Seed(seed).stream("teacher projection"));
  float* projection = net_->projection.data_ptr<float>();
  const double unit = 1 / std::sqrt(static_cast<double>(teacher_.dimension()));
  for (std::int64_t i = 0; i < net_->projection.numel(); ++i)
    projection[i] = static_cast<float>(unit * random.normal());
  for (const ColourInput& image : images) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "training was cancelled while the teacher looked at the images");
    ANDON_ASSIGN(const at::Tensor features, raw(image, grid));
    targets_.push_back(projected(features, grid));
  }
  return {};
}

StepLoss Student::step(std::span<const ColourInput> images, std::span<const std::int64_t> items) {
  at::Tensor teacher = at::zeros({}), rebuilt = at::zeros({}), between = at::zeros({});
  for (const std::int64_t item : items) {
    const auto i = static_cast<std::size_t>(item);
    const at::Tensor x = network_input(images[i]), counts = counted(images[i]), &target = targets_[i];
    const at::Tensor answer = net_->student(x);
    const at::Tensor waist_answer = net_->autoencoder(x, target.sizes().slice(2));
    const at::Tensor gap =
        counted_columns((answer.narrow(1, 0, options_.features) - target).square(), counts).flatten();
    const auto hardest = std::max<std::int64_t>(
        1, static_cast<std::int64_t>(options_.hard * static_cast<double>(gap.numel())));
    teacher = teacher + std::get<0>(gap.topk(hardest)).mean();
    rebuilt = rebuilt + counted_mean((waist_answer - target).square(), counts);
    between = between +
              counted_mean(
                  (answer.narrow(1, options_.features, options_.features) - waist_answer.detach()).square(),
                  counts);
  }
  const double n = static_cast<double>(items.size());
  return {(teacher + rebuilt + between) / n,
          {{"teacher", teacher.item<double>() / n}, {"autoencoder", rebuilt.item<double>() / n}}};
}

Result<void> Student::measure_errors(std::span<const ColourInput> images) {
  const at::NoGradGuard no_gradient;
  at::Tensor sums = at::zeros({2});
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto [teacher, waist_gap] = net_->gaps(network_input(images[i]), targets_[i]);
    const at::Tensor counts = counted(images[i]);
    sums += at::stack({counted_mean(teacher, counts), counted_mean(waist_gap, counts)});
  }
  net_->error_means.copy_((sums / static_cast<double>(images.size())).clamp_min(1e-12));
  targets_.clear();
  return {};
}

} // namespace

StudentNetImpl::StudentNetImpl(std::int64_t teacher, std::int64_t features, std::int64_t stride)
    : features_(features) {
  const auto step = [&] {
    const std::int64_t taken = stride > 1 ? 2 : 1;
    stride /= taken;
    return taken;
  };
  for (std::size_t i = 0; i < 4; ++i) {
    student_.push_back(register_module("student" + std::to_string(i),
                                       conv(student_widths[i], student_widths[i + 1], 3, step())));
    waist_.push_back(
        register_module("waist" + std::to_string(i), conv(waist_widths[i], waist_widths[i + 1], 3, 2)));
  }
  around_ = register_module("around", conv(student_widths[4], student_widths[4], 3, step()));
  answer_ = register_module("answer", conv(student_widths[4], 2 * features, 1, 1));
  inner_ = register_module("inner", conv(waist_widths[4], waist_widths[4], 3, 1));
  spread_ = register_module("spread", conv(waist_widths[4], features, 3, 1));
  rebuilt_ = register_module("rebuilt", conv(features, features, 1, 1));
  mean = register_buffer("teacher_mean", at::zeros({teacher}));
  scale = register_buffer("teacher_scale", at::ones({teacher}));
  projection = register_buffer("projection", at::zeros({teacher, features}));
  error_means = register_buffer("error_means", at::ones({2}));
}

at::Tensor StudentNetImpl::student(at::Tensor x) {
  for (torch::nn::Conv2d& each : student_)
    x = each(x).relu();
  return answer_(around_(x).relu()).to(at::kFloat);
}

at::Tensor StudentNetImpl::autoencoder(at::Tensor x, at::IntArrayRef grid) {
  for (torch::nn::Conv2d& each : waist_)
    x = each(x).relu();
  x = inner_(at::adaptive_avg_pool2d(x, {waist, waist})).relu();
  x = at::upsample_bilinear2d(x.to(at::kFloat), grid, false);
  return rebuilt_(spread_(x).relu()).to(at::kFloat);
}

std::pair<at::Tensor, at::Tensor> StudentNetImpl::gaps(const at::Tensor& x, const at::Tensor& target) {
  const auto squared = [](const at::Tensor& gap) { return (gap * gap).mean({1}, true); };
  const at::Tensor answer = student(x);
  const at::Tensor rebuilt = autoencoder(x, target.sizes().slice(2));
  return {squared(answer.narrow(1, 0, features_) - target),
          squared(answer.narrow(1, features_, features_) - rebuilt)};
}

Result<std::unique_ptr<ErrorNet>> fit_student(std::span<const ColourInput> images,
                                              PatchFeatureExtractor teacher, const StudentOptions& options,
                                              const NetTraining& training, Progress& progress,
                                              std::stop_token stop) {
  return guard("training the student", [&]() -> Result<std::unique_ptr<ErrorNet>> {
    const std::string identity = teacher.weights_sha256();
    auto model = std::make_unique<Student>(std::move(teacher), options);
    initialise(*model->net(), Seed(training.options.seed).stream("initialise"));
    ANDON_TRY(model->prepare(images, training.options.seed, stop));
    Objective objective;
    objective.module = model->net().get();
    objective.items = static_cast<std::int64_t>(images.size());
    objective.identity = "student\n" + identity + "\n" + std::to_string(options.features) + "\n" +
                         std::to_string(options.hard) + "\n" + training.identity;
    objective.step = [&](std::span<const std::int64_t> items, Random&) { return model->step(images, items); };
    ANDON_TRY(train(objective, training.options, training.run_folder, progress, stop));
    model->net()->eval();
    ANDON_TRY(model->measure_errors(images));
    return model;
  });
}

Result<std::unique_ptr<ErrorNet>> restore_student(const TensorSet& set, PatchFeatureExtractor teacher,
                                                  const StudentOptions& options, const std::string& where) {
  return guard("loading " + where, [&]() -> Result<std::unique_ptr<ErrorNet>> {
    auto model = std::make_unique<Student>(std::move(teacher), options);
    ANDON_TRY(load_into(*model->net(), set, where, prefix));
    model->net()->eval();
    return model;
  });
}

} // namespace andon
