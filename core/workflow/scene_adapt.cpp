#include "core/models/scene_adapt.h"

#include "core/workflow/feedback.h"
#include "core/workflow/item_id.h"
#include "core/workflow/scene_model.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace andon::workflow::scenes {
namespace {

/// What was said of one scene.
struct Said {
  std::vector<FeedbackSet::Item> items;
  std::vector<FeedbackSet::Mark> marks;
};

/// The token bins that [start, end) covers, at least one.
std::pair<std::int64_t, std::int64_t> bins_of(const SceneTokens& tokens, double start, double end) {
  const auto bin = [&](double seconds) {
    return std::clamp<std::int64_t>(std::llround((seconds - tokens.start) / tokens.bin_seconds), 0,
                                    tokens.bins);
  };
  const std::int64_t from = std::min(bin(start), tokens.bins - 1);
  return {from, std::max(from + 1, bin(end))};
}

void set_bins(SceneFeedback& feedback, std::int64_t sensor, std::pair<std::int64_t, std::int64_t> bins,
              int label) {
  for (std::int64_t b = bins.first; b < bins.second; ++b)
    feedback.labels[static_cast<std::size_t>(sensor * feedback.tokens.bins + b)] = static_cast<float>(label);
}

/// Labels on tokens; those that name no sensor or moment of the scene are counted in `lost`.
SceneFeedback feedback_of(const ItemInfo& item, SceneTokens tokens, const Said& said, std::int64_t& lost) {
  SceneFeedback feedback;
  feedback.tokens = std::move(tokens);
  const SceneTokens& own = feedback.tokens;
  feedback.labels.assign(static_cast<std::size_t>(own.sensors * own.bins), -1);
  for (const FeedbackSet::Mark& mark : said.marks) {
    const auto bins = bins_of(own, mark.start, mark.end);
    if (mark.label == 1)
      feedback.bags.push_back({bins.first, bins.second});
    else
      for (std::int64_t s = 0; s < own.sensors; ++s)
        set_bins(feedback, s, bins, 0);
  }
  for (const FeedbackSet::Item& each : said.items) {
    const ItemPlace place = place_of(each.item);
    const auto sensor = std::ranges::find(item.sensors, place.sensor, &SensorInfo::id);
    if (!place.start || sensor == item.sensors.end()) {
      ++lost;
      continue;
    }
    const double end = *place.start + static_cast<double>(merged) * own.bin_seconds;
    set_bins(feedback, sensor - item.sensors.begin(), bins_of(own, *place.start, end), each.label);
  }
  return feedback;
}

Result<void> add_set(const FeedbackSet& set, SceneAdaptIn& in, Progress& progress, std::stop_token stop) {
  std::map<std::string, Said> said;
  for (const FeedbackSet::Item& each : set.items)
    said[scene_of(each.item)].items.push_back(each);
  for (const FeedbackSet::Mark& each : set.marks)
    said[each.scene].marks.push_back(each);
  ANDON_ASSIGN(const std::vector<std::size_t> all, scene_items_of(set.data, "all"));
  std::vector<std::size_t> reviewed;
  std::ranges::copy_if(all, std::back_inserter(reviewed),
                       [&](std::size_t item) { return said.contains(set.data.signals->items()[item].id); });
  std::int64_t lost = 0;
  ANDON_TRY(each_scene(
      set.data, reviewed,
      [&](std::size_t place, const Scene&, SceneFacts&& facts) -> Result<void> {
        const ItemInfo& item = set.data.signals->items()[place];
        const bool held = for_early_stop(set.data.name, item.id);
        (held ? in.validation : in.train).push_back(feedback_of(item, tokens_of(facts), said[item.id], lost));
        return {};
      },
      progress, stop));
  if (lost > 0)
    progress.message(std::to_string(lost) + " labels name no sensor and moment of a scene of data set '" +
                     set.data.name + "'; they are not used");
  return {};
}

} // namespace

std::vector<OptionInfo> adapt_options() {
  return describe_defaults<SceneAdaptOptions>();
}

Result<FitOutcome> adapt(const AdaptJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const SceneConfig config, configured<SceneConfig>(job.run_options));
  ANDON_ASSIGN(const SceneAdaptOptions options, configured<SceneAdaptOptions>(job.options));
  ANDON_ASSIGN(SceneModel model, SceneModel::load(job.parent_folder, job.device));
  SceneAdaptIn in;
  in.seed = job.seed;
  for (const FeedbackSet& set : job.feedback)
    ANDON_TRY(add_set(set, in, progress, stop));
  ANDON_ASSIGN(SceneSplit split, split_scenes(job.train_data, job.train_part, config.validation, job.seed));
  const Seed seed = Seed(job.seed).stream("scenes");
  Random random(seed.stream("replayed"));
  std::vector<std::size_t> replay = split.train;
  shuffle(replay, random);
  const auto wanted = static_cast<std::size_t>(
      std::ceil(options.replay * static_cast<double>(std::max<std::size_t>(1, in.train.size()))));
  replay.resize(std::min(replay.size(), wanted));
  ANDON_ASSIGN(in.replay, examples(job.train_data, replay, config.changes, seed, progress, stop));
  ANDON_ASSIGN(in.replay_validation,
               examples(job.train_data, split.validation, config.changes, seed, progress, stop));
  FitOutcome outcome;
  ANDON_ASSIGN(outcome.report, adapt_scene_model(model, std::move(in), options, progress, stop));
  ANDON_TRY(model.save(job.folder));
  ANDON_ASSIGN(outcome.validation, rows_of(model, job.train_data, split.validation, true, progress, stop));
  outcome.files = {"weights.safetensors", "model.json"};
  return outcome;
}

} // namespace andon::workflow::scenes
