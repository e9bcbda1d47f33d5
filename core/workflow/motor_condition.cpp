#include "core/models/dual_encoder_condition.h"
#include "core/workflow/conditions.h"
#include "core/workflow/motor_model.h"

namespace andon::workflow::motor {
namespace {

/// Appends the windows at `indices`, or takes them over where there are none yet.
void append(PairWindows& to, const PairWindows& from, const std::vector<std::size_t>& indices) {
  PairWindows more = subset(from, indices);
  if (to.refs.empty()) {
    to = std::move(more);
    return;
  }
  to.command.insert(to.command.end(), more.command.begin(), more.command.end());
  to.current.insert(to.current.end(), more.current.begin(), more.current.end());
  to.refs.insert(to.refs.end(), more.refs.begin(), more.refs.end());
}

/// Adds the windows to learn from and those to check with, named by their data set.
Result<void> add_condition(const ConditionSet& set, const MotorConfig& config, std::int64_t length,
                           TrainingWindows& to, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(PairWindows windows, cut(set.data, set.part, config.windows, length, progress, stop));
  std::vector<std::size_t> learn, check;
  for (std::size_t i = 0; i < windows.refs.size(); ++i) {
    WindowRef& ref = windows.refs[i];
    const auto side = set.side_of(ref.id, ref.start, ref.end, ref.label);
    if (side == ConditionSet::Side::learn)
      learn.push_back(i);
    else if (side == ConditionSet::Side::check)
      check.push_back(i);
    ref.id = condition_item(set.data.name, ref.id);
    ref.label = -1; // taken for healthy, and nobody has said so
  }
  append(to.train, windows, learn);
  append(to.validation, windows, check);
  return {};
}

} // namespace

Result<TrainingWindows> healthy_windows(const AdaptJob& job, MotorConfig& config, std::int64_t model_length,
                                        Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(TrainingWindows healthy,
               training_windows(job.train_data, job.train_part, config, job.seed, progress, stop));
  for (const ConditionSet& known : job.conditions)
    ANDON_TRY(add_condition(known, config, model_length, healthy, progress, stop));
  return healthy;
}

std::vector<OptionInfo> recent_options() {
  return describe_defaults<DualEncoderConditionOptions>();
}

Result<FitOutcome> adapt_recent(const AdaptJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(MotorConfig config, configured<MotorConfig>(job.run_options));
  ANDON_ASSIGN(const DualEncoderConditionOptions options,
               configured<DualEncoderConditionOptions>(job.options));
  ANDON_ASSIGN(DualEncoder model, DualEncoder::load(job.parent_folder, job.device));
  ANDON_ASSIGN(TrainingWindows healthy, healthy_windows(job, config, model.length(), progress, stop));
  TrainingWindows recent;
  ANDON_TRY(add_condition(*job.recent, config, model.length(), recent, progress, stop));
  DualEncoderConditionIn in;
  in.train = std::move(recent.train);
  in.validation = recent.validation;
  in.replay = std::move(healthy.train);
  in.seed = job.seed;
  FitOutcome outcome;
  ANDON_ASSIGN(outcome.report, adapt_to_condition(model, in, options, progress, stop));
  ANDON_TRY(model.save(job.folder));
  progress.stage("scoring validation data");
  for (const PairWindows* windows : {&healthy.validation, &recent.validation}) {
    ANDON_ASSIGN(const std::vector<double> scores, model.score(*windows, progress, stop));
    const std::vector<ScoreRow> rows = rows_of(*windows, scores);
    outcome.validation.insert(outcome.validation.end(), rows.begin(), rows.end());
  }
  outcome.files = {"weights.safetensors", "model.json"};
  return outcome;
}

} // namespace andon::workflow::motor
