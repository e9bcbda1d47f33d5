#include "core/models/dual_encoder_adapt.h"
#include "core/workflow/feedback.h"
#include "core/workflow/item_id.h"
#include "core/workflow/motor_model.h"

#include <algorithm>
#include <unordered_map>

namespace andon::workflow::motor {
namespace {

/// Feedback on one side, collected over data sets.
struct Side {
  WindowFeedback feedback;
  void add(const PairWindows& from, std::size_t window, int label) {
    PairWindows& to = feedback.windows;
    const auto copy = [&](const std::vector<float>& values, std::vector<float>& out, std::size_t channels) {
      const std::size_t size = channels * static_cast<std::size_t>(from.length);
      const auto begin = values.begin() + static_cast<std::ptrdiff_t>(window * size);
      out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(size));
    };
    to.length = from.length;
    to.command_ids = from.command_ids;
    to.current_ids = from.current_ids;
    copy(from.command, to.command, from.command_ids.size());
    copy(from.current, to.current, from.current_ids.size());
    to.refs.push_back(from.refs[window]);
    feedback.labels.push_back(label);
  }
};

double overlap(const WindowRef& window, const FeedbackSet::Mark& mark) {
  return std::min(window.end, mark.end) - std::max(window.start, mark.start);
}

/// Windows of the mark's recording: those that lie in it to more than half, or else any that touch it.
std::vector<std::size_t> windows_of(const PairWindows& windows, const FeedbackSet::Mark& mark) {
  std::vector<std::size_t> half, any;
  for (std::size_t i = 0; i < windows.refs.size(); ++i) {
    const WindowRef& ref = windows.refs[i];
    const double common = scene_of(ref.id) == mark.scene ? overlap(ref, mark) : 0;
    if (common > 0)
      any.push_back(i);
    if (common > 0.5 * (ref.end - ref.start))
      half.push_back(i);
  }
  return half.empty() ? any : half;
}

void add_marks(const FeedbackSet& set, const PairWindows& windows, Side& train, Side& validation) {
  for (const FeedbackSet::Mark& mark : set.marks) {
    Side& side = for_early_stop(set.data.name, mark.scene) ? validation : train;
    std::vector<std::int64_t> bag;
    for (const std::size_t window : windows_of(windows, mark)) {
      bag.push_back(side.feedback.windows.size());
      side.add(windows, window, mark.label == 0 ? 0 : -1);
    }
    if (mark.label == 1 && !bag.empty())
      side.feedback.bags.push_back(std::move(bag));
  }
}

Result<void> add_set(const FeedbackSet& set, const MotorConfig& config, std::int64_t length, Side& train,
                     Side& validation, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const PairWindows windows, cut(set.data, "all", config.windows, length, progress, stop));
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < windows.refs.size(); ++i)
    places[windows.refs[i].id] = i;
  std::int64_t lost = 0;
  for (const FeedbackSet::Item& item : set.items) {
    const auto found = places.find(item.item);
    if (found == places.end())
      ++lost;
    else
      (for_early_stop(set.data.name, scene_of(item.item)) ? validation : train)
          .add(windows, found->second, item.label);
  }
  if (lost > 0)
    progress.message(std::to_string(lost) + " labels are of windows that data set '" + set.data.name +
                     "' does not have with this run's window length; they are not used");
  add_marks(set, windows, train, validation);
  return {};
}

} // namespace

std::vector<OptionInfo> adapt_options() {
  return describe_defaults<DualEncoderAdaptOptions>();
}

Result<FitOutcome> adapt(const AdaptJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(MotorConfig config, configured<MotorConfig>(job.run_options));
  ANDON_ASSIGN(const DualEncoderAdaptOptions options, configured<DualEncoderAdaptOptions>(job.options));
  ANDON_ASSIGN(DualEncoder model, DualEncoder::load(job.parent_folder, job.device));
  ANDON_ASSIGN(TrainingWindows healthy, healthy_windows(job, config, model.length(), progress, stop));
  Side train, validation;
  for (const FeedbackSet& set : job.feedback)
    ANDON_TRY(add_set(set, config, model.length(), train, validation, progress, stop));
  DualEncoderAdaptIn in;
  in.train = std::move(train.feedback);
  in.validation = std::move(validation.feedback);
  in.replay = std::move(healthy.train);
  in.replay_validation = std::move(healthy.validation);
  in.threshold = job.threshold;
  in.seed = job.seed;
  FitOutcome outcome;
  ANDON_ASSIGN(outcome.report, adapt_dual_encoder(model, in, options, progress, stop));
  ANDON_TRY(model.save(job.folder));
  progress.stage("scoring validation data");
  ANDON_ASSIGN(const std::vector<double> scores, model.score(in.replay_validation, progress, stop));
  outcome.validation = rows_of(in.replay_validation, scores);
  outcome.files = {"weights.safetensors", "model.json"};
  return outcome;
}

} // namespace andon::workflow::motor
