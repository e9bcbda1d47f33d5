#include "core/models/preclassifier.h"

#include "core/base/guard.h"
#include "core/layers/initialise.h"
#include "core/layers/plain_values.h"
#include "core/layers/rate_encoder.h"
#include "core/models/course_view.h"
#include "core/models/model_file.h"
#include "core/models/preclassifier_net.h"
#include "core/training/device.h"
#include "core/training/phase.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace andon {
namespace {

constexpr const char* kind = "preclassifier";

/// Sensors of all scenes with their types.
struct TypedSensors {
  std::vector<SensorAt> sensors;
  std::vector<std::int64_t> types; ///< 0 one_word, 1 two_words, 2 bits; -1 unknown

  TypedSensors(const std::vector<StructureExample>& examples, bool known_only) {
    for (const StructureExample& each : examples)
      for (std::size_t i = 0; i < each.truth.types.size(); ++i) {
        if (known_only && each.truth.types[i] == SensorType::unknown)
          continue;
        sensors.push_back({&each.facts, static_cast<std::int64_t>(i)});
        types.push_back(static_cast<std::int64_t>(each.truth.types[i]) - 1);
      }
  }
  std::int64_t count() const { return static_cast<std::int64_t>(sensors.size()); }
  SensorBatch batch(std::span<const std::int64_t> items) const {
    std::vector<SensorAt> chosen;
    for (const std::int64_t item : items)
      chosen.push_back(sensors[static_cast<std::size_t>(item)]);
    return sensor_batch(chosen);
  }
};

StepLoss contrast_step(PreclassifierNet net, const TypedSensors& all, double temperature,
                       std::span<const std::int64_t> items, Random& random) {
  const SensorBatch batch = all.batch(items);
  const at::Tensor one = net(batch, course_view(batch.course, random)).embedding,
                   other = net(batch, course_view(batch.course, random)).embedding;
  return {nt_xent(one, other, temperature), {}};
}

at::Tensor type_loss(PreclassifierNet net, const TypedSensors& known, std::span<const std::int64_t> items) {
  const SensorBatch batch = known.batch(items);
  std::vector<std::int64_t> types;
  for (const std::int64_t item : items)
    types.push_back(known.types[static_cast<std::size_t>(item)]);
  return at::cross_entropy_loss(net(batch, batch.course).logits, at::tensor(types, at::kLong));
}

Result<Validation> validate(PreclassifierNet net, const TypedSensors& known, std::int64_t batch,
                            const std::stop_token& stop) {
  Validation result;
  for (std::int64_t begin = 0; begin < known.count(); begin += batch) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled,
                  "training was cancelled during validation; it can be resumed from there");
    std::vector<std::int64_t> items;
    for (std::int64_t i = begin; i < std::min(begin + batch, known.count()); ++i)
      items.push_back(i);
    result.loss += type_loss(net, known, items).item<double>() * static_cast<double>(items.size()) /
                   static_cast<double>(known.count());
  }
  return result;
}

} // namespace

std::vector<Option> PreclassifierOptions::describe() {
  return {option("width", width, "Channels of the convolutions over a sensor's course", "", 4, 512),
          option("embedding", embedding, "Length of a sensor's vector", "", 8, 1024),
          option("word_facts", word_facts,
                 "Join what is counted over the whole course (toggles and carries of the bits, roll-overs, "
                 "coincidences with other sensors) to what the convolutions see"),
          option("pretrain_epochs", pretrain_epochs,
                 "First epochs that contrast two views of every sensor and use no truth", "epochs", 0, 1000),
          option("temperature", temperature, "Temperature of the contrast; lower tells nearer sensors apart",
                 "", 0.01, 10)};
}

std::vector<SensorType> PreclassifierPrediction::decided() const {
  std::vector<SensorType> types;
  for (auto row = type.begin(); row != type.end(); row += 3)
    types.push_back(static_cast<SensorType>(1 + (std::max_element(row, row + 3) - row)));
  return types;
}

struct Preclassifier::State {
  PreclassifierOptions options;
  PreclassifierNet net{nullptr};
};

Preclassifier::Preclassifier() : state_(std::make_unique<State>()) {}
Preclassifier::Preclassifier(Preclassifier&&) noexcept = default;
Preclassifier& Preclassifier::operator=(Preclassifier&&) noexcept = default;
Preclassifier::~Preclassifier() = default;
const PreclassifierOptions& Preclassifier::options() const {
  return state_->options;
}

Result<Preclassifier> Preclassifier::fit(const std::vector<StructureExample>& train,
                                         const std::vector<StructureExample>& validation,
                                         const PreclassifierOptions& options, const TrainingOptions& training,
                                         const std::filesystem::path& run_folder, Progress& progress,
                                         std::stop_token stop, TrainingReport* report) {
  ANDON_TRY(check_known(train, validation, "the pre-classifier"));
  Preclassifier model;
  State& state = *model.state_;
  state.options = options;
  return guard("training the pre-classifier", [&]() -> Result<Preclassifier> {
    state.net = PreclassifierNet(options);
    initialise(*state.net, Seed(training.seed).stream("initialise"));
    const TypedSensors all(train, false), known(train, true), held(validation, true);
    Objective objective;
    objective.module = state.net.get();
    objective.identity =
        std::string(kind) + "\n" + to_json_text(values_of(state.options.describe())) + identity_of(train);
    if (options.pretrain_epochs > 0) {
      TrainingOptions first = training;
      first.epochs = options.pretrain_epochs;
      objective.items = all.count();
      objective.step = [&](std::span<const std::int64_t> items, Random& random) {
        return contrast_step(state.net, all, options.temperature, items, random);
      };
      ANDON_TRY(train_phase("pretrain", objective, first, run_folder, progress, stop));
    }
    objective.items = known.count();
    objective.step = [&](std::span<const std::int64_t> items, Random&) {
      return StepLoss{type_loss(state.net, known, items), {}};
    };
    if (held.count() > 0)
      objective.validate = [&](std::stop_token token) {
        return validate(state.net, held, training.batch, token);
      };
    ANDON_ASSIGN(const TrainingReport done, andon::train(objective, training, run_folder, progress, stop));
    if (report)
      *report = done;
    return std::move(model);
  });
}

Result<void> Preclassifier::save(const std::filesystem::path& folder) const {
  return save_model(folder, kind, values_of(state_->options.describe()), {}, *state_->net);
}

Result<Preclassifier> Preclassifier::load(const std::filesystem::path& folder, const std::string& device) {
  ANDON_TRY(resolve_device(device));
  ANDON_ASSIGN(const ModelDescription description, read_model(folder, kind));
  Preclassifier model;
  ANDON_ASSIGN(model.state_->options, configured<PreclassifierOptions>(description.options));
  ANDON_TRY(guard("loading " + folder.string(), [&]() -> Result<void> {
    model.state_->net = PreclassifierNet(model.state_->options);
    ANDON_TRY(read_weights(folder, description, *model.state_->net));
    model.state_->net->eval();
    return {};
  }));
  return model;
}

Result<PreclassifierPrediction> Preclassifier::predict(const SceneFacts& facts) const {
  return guard("telling the types of sensors", [&]() -> Result<PreclassifierPrediction> {
    const at::NoGradGuard no_gradient;
    std::vector<SensorAt> sensors;
    for (std::int64_t i = 0; i < facts.sensors; ++i)
      sensors.push_back({&facts, i});
    const SensorBatch batch = sensor_batch(sensors);
    const PreclassifierOutput out = state_->net(batch, batch.course);
    return PreclassifierPrediction{facts.sensors, state_->options.embedding,
                                   plain_values(at::softmax(out.logits, 1)), plain_values(out.embedding)};
  });
}

} // namespace andon
