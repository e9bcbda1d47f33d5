#include "core/metrics/baseline.h"
#include "core/metrics/linear_map.h"
#include "core/metrics/retrieval.h"
#include "core/workflow/motor_model.h"

#include <map>

namespace andon::workflow::motor {
namespace {

constexpr double retrieval_ridge = 1e-3;

std::vector<std::size_t> healthy_of(const PairWindows& windows) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < windows.refs.size(); ++i)
    if (windows.refs[i].label != 1)
      result.push_back(i);
  return result;
}

/// Retrieval of the matching current among the healthy windows the model has not seen, beside the linear map
/// and chance.
Result<void> add_retrieval(const DualEncoder& model, const Features& train, const PairWindows& unseen,
                           std::uint64_t seed, BesideOut& out, Progress& progress, std::stop_token stop) {
  if (unseen.size() < 2) {
    progress.message("retrieval needs at least 2 healthy windows; the evaluated part has " +
                     std::to_string(unseen.size()));
    return {};
  }
  RetrievalOptions options;
  options.seed = Seed(seed).stream("retrieval");
  ANDON_ASSIGN(const PairEmbeddings pairs, model.embed(unseen, progress, stop));
  ANDON_ASSIGN(const Retrieval own, retrieval_at_1(pairs.command, pairs.current, pairs.dimension, options));
  ANDON_ASSIGN(const Retrieval linear,
               linear_retrieval(train, features_of(unseen), retrieval_ridge, options, stop));
  out.metrics["retrieval_at_1"] = own.at_1;
  out.baseline_metrics["linear"]["retrieval_at_1"] = linear.at_1;
  out.baseline_metrics["random"]["retrieval_at_1"] = {own.chance, own.chance, own.chance};
  if (own.candidates < options.candidates)
    progress.message("retrieval is among " + std::to_string(own.candidates) + " windows: there are not " +
                     std::to_string(options.candidates) + " healthy ones");
  return {};
}

} // namespace

Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(MotorConfig config, configured<MotorConfig>(job.apply.options));
  ANDON_ASSIGN(const TrainingWindows fitted,
               training_windows(job.train_data, job.train_part, config, job.seed, progress, stop));
  ANDON_ASSIGN(const PairWindows windows,
               cut(job.apply.data, job.apply.part, config.windows, fitted.train.length, progress, stop));
  const Features train = features_of(fitted.train);
  const Features validation = features_of(fitted.validation);
  const Features test = features_of(windows);
  BesideOut out;
  progress.stage("fitting baselines", static_cast<std::int64_t>(baselines().rows().size()));
  std::int64_t done = 0;
  for (const BaselineEntry& entry : baselines().rows()) {
    ANDON_ASSIGN(const std::unique_ptr<Baseline> baseline,
                 entry.fit(train, {}, Seed(job.seed).stream("baseline " + entry.id), progress, stop));
    ANDON_ASSIGN(out.scores[entry.id], baseline->score(test, stop));
    ANDON_ASSIGN(out.validation[entry.id], baseline->score(validation, stop));
    progress.advance(++done);
  }
  ANDON_ASSIGN(const DualEncoder model, DualEncoder::load(job.apply.folder, job.apply.device));
  ANDON_TRY(add_retrieval(model, train, subset(windows, healthy_of(windows)), job.seed, out, progress, stop));
  return out;
}

} // namespace andon::workflow::motor
