#include "core/models/structure_model.h"

#include "core/base/guard.h"
#include "core/layers/initialise.h"
#include "core/layers/plain_values.h"
#include "core/models/course_view.h"
#include "core/models/model_file.h"
#include "core/models/structure_net.h"
#include "core/training/device.h"
#include "core/training/phase.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace andon {
namespace {

constexpr const char* kind = "structure";

struct Target {
  at::Tensor types, masks, edges, low_first, overflow; ///< masks [n, 16], edges [n, n], overflow [n, n, bins]
  at::Tensor known;                                    ///< rows of known type
  at::Tensor pairs;                                    ///< [p, 2]: both directions of each true pair
};

Target target_of(const SceneStructure& truth, std::int64_t bins) {
  const auto n = static_cast<std::int64_t>(truth.types.size());
  Target target;
  std::vector<std::int64_t> types, known, pairs, low_first;
  target.masks = at::zeros({n, 16});
  target.edges = at::zeros({n, n});
  target.overflow = at::zeros({n, n, bins});
  for (std::int64_t i = 0; i < n; ++i) {
    const SensorType type = truth.types[static_cast<std::size_t>(i)];
    types.push_back(std::max<std::int64_t>(0, static_cast<std::int64_t>(type) - 1));
    if (type != SensorType::unknown)
      known.push_back(i);
    for (std::int64_t bit = 0; bit < 16; ++bit)
      target.masks[i][bit] = static_cast<double>(truth.masks[static_cast<std::size_t>(i)] >> bit & 1);
  }
  for (const WordPair& pair : truth.pairs)
    for (const auto& [i, j, first] :
         {std::tuple{pair.low, pair.high, 0}, std::tuple{pair.high, pair.low, 1}}) {
      target.edges[i][j] = 1.0;
      pairs.insert(pairs.end(), {i, j});
      low_first.push_back(first);
      for (const std::int64_t bin : pair.overflow)
        target.overflow[i][j][bin] = 1.0;
    }
  target.types = at::tensor(types, at::kLong);
  target.known = at::tensor(known, at::kLong);
  target.pairs = at::tensor(pairs, at::kLong).reshape({-1, 2});
  target.low_first = at::tensor(low_first, at::kLong);
  return target;
}

at::Tensor weighted_bce(const at::Tensor& logits, const at::Tensor& target, double positive) {
  return at::binary_cross_entropy_with_logits(logits, target, {}, at::full({1}, positive));
}

struct Terms {
  at::Tensor node, bits, edge, order, overflow;
};

Terms terms_of(const StructureOutput& out, const at::Tensor& asked, const Target& target) {
  Terms terms;
  terms.node = at::cross_entropy_loss(out.node.index_select(0, target.known),
                                      target.types.index_select(0, target.known));
  terms.bits =
      weighted_bce(out.bits.index_select(0, target.known), target.masks.index_select(0, target.known), 2);
  terms.edge = weighted_bce(out.edge, target.edges, 8);
  terms.overflow = at::zeros({});
  if (asked.size(0) > 0)
    terms.overflow =
        weighted_bce(out.overflow, target.overflow.index({asked.select(1, 0), asked.select(1, 1)}), 2);
  if (target.pairs.size(0) == 0) {
    terms.order = at::zeros({});
    return terms;
  }
  const at::Tensor order = out.order.index({target.pairs.select(1, 0), target.pairs.select(1, 1)});
  terms.order = at::cross_entropy_loss(order, target.low_first);
  return terms;
}

at::Tensor total_of(const Terms& terms, const StructureOptions& o) {
  return o.node_weight * terms.node + o.bit_weight * terms.bits + o.pair_weight * terms.edge +
         o.order_weight * terms.order + o.overflow_weight * terms.overflow;
}

/// A scene with its truth as tensors.
struct Prepared {
  StructureInput input;
  Target target;
};

std::vector<Prepared> prepared(const std::vector<StructureExample>& examples, std::int64_t bins) {
  std::vector<Prepared> result;
  for (const StructureExample& each : examples)
    result.push_back({structure_input(each.facts, bins), target_of(each.truth, bins)});
  return result;
}

StepLoss contrast_step(StructureNet net, const std::vector<Prepared>& scenes, double temperature,
                       std::span<const std::int64_t> items, Random& random) {
  StepLoss loss;
  for (const std::int64_t item : items) {
    const StructureInput& input = scenes[static_cast<std::size_t>(item)].input;
    const at::Tensor each =
        nt_xent(net->encode(input, course_view(input.course, random)).vector,
                net->encode(input, course_view(input.course, random)).vector, temperature);
    loss.total = loss.total.defined() ? loss.total + each : each;
  }
  loss.total = loss.total / static_cast<double>(items.size());
  return loss;
}

StepLoss head_step(StructureNet net, const std::vector<Prepared>& scenes, const StructureOptions& options,
                   std::span<const std::int64_t> items) {
  StepLoss loss;
  std::map<std::string, double> sums;
  const double count = static_cast<double>(items.size());
  for (const std::int64_t item : items) {
    const Prepared& scene = scenes[static_cast<std::size_t>(item)];
    const Terms terms = terms_of(net(scene.input), scene.input.asked, scene.target);
    const at::Tensor each = total_of(terms, options) / count;
    loss.total = loss.total.defined() ? loss.total + each : each;
    for (const auto& [name, term] :
         {std::pair{"node", terms.node}, std::pair{"bits", terms.bits}, std::pair{"edge", terms.edge},
          std::pair{"order", terms.order}, std::pair{"overflow", terms.overflow}})
      sums[name] += term.item<double>() / count;
  }
  loss.terms.assign(sums.begin(), sums.end());
  return loss;
}

Result<Validation> validate(StructureNet net, const std::vector<Prepared>& scenes,
                            const StructureOptions& options, const std::stop_token& stop) {
  Validation result;
  for (const Prepared& scene : scenes) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled,
                  "training was cancelled during validation; it can be resumed from there");
    result.loss +=
        total_of(terms_of(net(scene.input), scene.input.asked, scene.target), options).item<double>() /
        static_cast<double>(scenes.size());
  }
  return result;
}

} // namespace

struct StructureModel::State {
  StructureOptions options;
  StructureNet net{nullptr};
};

StructureModel::StructureModel() : state_(std::make_unique<State>()) {}
StructureModel::StructureModel(StructureModel&&) noexcept = default;
StructureModel& StructureModel::operator=(StructureModel&&) noexcept = default;
StructureModel::~StructureModel() = default;
const StructureOptions& StructureModel::options() const {
  return state_->options;
}

Result<StructureModel> StructureModel::fit(const std::vector<StructureExample>& train,
                                           const std::vector<StructureExample>& validation,
                                           const StructureOptions& options, const TrainingOptions& training,
                                           const std::filesystem::path& run_folder, Progress& progress,
                                           std::stop_token stop, TrainingReport* report) {
  ANDON_TRY(check_known(train, validation, "the structure model"));
  StructureModel model;
  State& state = *model.state_;
  state.options = options;
  return guard("training the structure model", [&]() -> Result<StructureModel> {
    state.net = StructureNet(options);
    initialise(*state.net, Seed(training.seed).stream("initialise"));
    const std::vector<Prepared> scenes = prepared(train, options.bins),
                                held = prepared(validation, options.bins);
    Objective objective;
    objective.module = state.net.get();
    objective.items = static_cast<std::int64_t>(train.size());
    objective.identity =
        "structure\n" + to_json_text(values_of(state.options.describe())) + identity_of(train);
    if (options.pretrain_epochs > 0) {
      TrainingOptions first = training;
      first.epochs = options.pretrain_epochs;
      objective.step = [&](std::span<const std::int64_t> items, Random& random) {
        return contrast_step(state.net, scenes, options.temperature, items, random);
      };
      ANDON_TRY(train_phase("pretrain", objective, first, run_folder, progress, stop));
    }
    objective.step = [&](std::span<const std::int64_t> items, Random&) {
      return head_step(state.net, scenes, options, items);
    };
    if (!held.empty())
      objective.validate = [&](std::stop_token token) { return validate(state.net, held, options, token); };
    ANDON_ASSIGN(const TrainingReport done, andon::train(objective, training, run_folder, progress, stop));
    if (report)
      *report = done;
    return std::move(model);
  });
}

Result<void> StructureModel::save(const std::filesystem::path& folder) const {
  return save_model(folder, kind, values_of(state_->options.describe()), {}, *state_->net);
}

Result<StructureModel> StructureModel::load(const std::filesystem::path& folder, const std::string& device) {
  ANDON_TRY(resolve_device(device));
  ANDON_ASSIGN(const ModelDescription description, read_model(folder, kind));
  StructureModel model;
  ANDON_ASSIGN(model.state_->options, configured<StructureOptions>(description.options));
  ANDON_TRY(guard("loading " + folder.string(), [&]() -> Result<void> {
    model.state_->net = StructureNet(model.state_->options);
    ANDON_TRY(read_weights(folder, description, *model.state_->net));
    model.state_->net->eval();
    return {};
  }));
  return model;
}

Result<StructurePrediction> StructureModel::predict(const SceneFacts& facts) const {
  return guard("finding the structure", [&]() -> Result<StructurePrediction> {
    const at::NoGradGuard no_gradient;
    const StructureInput input = structure_input(facts, state_->options.bins);
    const StructureOutput out = state_->net->forward(input);
    StructurePrediction result;
    result.sensors = facts.sensors;
    result.bins = state_->options.bins;
    result.type = plain_values(at::softmax(out.node, 1));
    result.bit = plain_values(out.bits.sigmoid());
    result.edge = plain_values(out.edge.sigmoid());
    result.low_first = plain_values(at::softmax(out.order, 2).select(2, 0));
    at::Tensor overflow = at::zeros({facts.sensors, facts.sensors, result.bins});
    if (input.asked.size(0) > 0) {
      const at::Tensor i = input.asked.select(1, 0), j = input.asked.select(1, 1),
                       told = out.overflow.sigmoid();
      overflow.index_put_({i, j}, told);
      overflow.index_put_({j, i}, told);
    }
    result.overflow = plain_values(overflow);
    result.attention = plain_values(out.attention);
    return result;
  });
}

} // namespace andon
