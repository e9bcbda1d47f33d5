#include "core/base/atomic_file.h"
#include "core/workflow/conditions.h"
#include "core/workflow/image_fit.h"

#include <algorithm>
#include <chrono>

namespace andon::workflow::images {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t most_weights_bytes = 1ULL << 30;
constexpr std::size_t least_recent = 2, least_checked = 1;

/// Images of a new condition that are kept from learning and give it scores for the threshold.
struct CheckSet {
  const ConditionSet* condition = nullptr;
  std::vector<std::size_t> items;
};

/// What a detector is to be after people and conditions were heard.
struct Correction {
  ImageLesson lesson;
  std::vector<std::size_t> validation; ///< of the first training, where the method scores none left out
  std::vector<CheckSet> checks;
  std::map<std::string, std::string> condition_of; ///< the lesson's id -> condition_item()
};

/// How a detector names an image: as the data set does at home, by its absolute path elsewhere.
std::string lesson_id(const ImageDataset& dataset, std::size_t item, const ImageDataset& home) {
  return dataset.root == home.root ? dataset.items[item].id : fs::absolute(dataset.items[item].path).string();
}

/// What people said, as one list without the training images that they found to be good.
std::vector<JudgedImage> judged_images(const AdaptJob& job, const std::set<std::string>& learnt) {
  std::vector<JudgedImage> result;
  const ImageDataset& home = job.train_data.images->dataset;
  for (const FeedbackSet& set : job.feedback) {
    const ImageDataset& dataset = set.data.images->dataset;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < dataset.items.size(); ++i)
      places[dataset.items[i].id] = i;
    for (const FeedbackSet::Item& said : set.items) {
      const auto place = places.find(said.item);
      if (place == places.end() ||
          (dataset.root == home.root && said.label == 0 && learnt.contains(said.item)))
        continue;
      result.push_back({lesson_id(dataset, place->second, home), &dataset, place->second, said.label});
    }
  }
  return result;
}

/// The images of a condition join what is good and what is checked; those that the lesson knows stay what
/// they are. Gives how many are to be learnt.
std::size_t add_condition(const ConditionSet& set, std::set<std::string>& known, Correction& to) {
  const ImageDataset& dataset = set.data.images->dataset;
  CheckSet check{&set, {}};
  std::size_t learnt = 0;
  for (std::size_t i = 0; i < dataset.items.size(); ++i) {
    const ImageItem& item = dataset.items[i];
    const auto side = set.side_of(item.id, 0, 0, item.label);
    if (!side || *side == ConditionSet::Side::held)
      continue;
    const std::string id = lesson_id(dataset, i, to.lesson.dataset);
    learnt += *side == ConditionSet::Side::learn;
    to.condition_of[id] = condition_item(set.data.name, item.id);
    if (!known.insert(id).second)
      continue;
    if (*side == ConditionSet::Side::learn)
      to.lesson.judged.push_back({id, &dataset, i, 0});
    else
      check.items.push_back(i);
  }
  to.checks.push_back(std::move(check));
  return learnt;
}

Result<void> add_conditions(const AdaptJob& job, Correction& to) {
  std::set<std::string> known;
  for (const std::size_t item : to.lesson.normal)
    known.insert(to.lesson.dataset.items[item].id);
  for (const std::size_t item : to.validation)
    known.insert(to.lesson.dataset.items[item].id);
  for (const JudgedImage& judged : to.lesson.judged)
    known.insert(judged.id);
  for (const ConditionSet& set : job.conditions)
    add_condition(set, known, to);
  if (!job.recent)
    return {};
  const std::size_t learnt = add_condition(*job.recent, known, to);
  const std::size_t checked = to.checks.back().items.size();
  if (learnt < least_recent || checked < least_checked)
    return fail(ErrorCode::insufficient_data,
                "recent data '" + job.recent->data.name + "' leave " + std::to_string(learnt) +
                    " images to learn from and " + std::to_string(checked) + " for the threshold; at least " +
                    std::to_string(least_recent) + " and " + std::to_string(least_checked) +
                    " are needed: give more recent images");
  return {};
}

Result<Correction> correction_of(const AdaptJob& job, const ImageCard& card) {
  const ImageDataset& dataset = job.train_data.images->dataset;
  ANDON_ASSIGN(const std::vector<std::size_t> items, items_of(job.train_data, job.train_part, true));
  ANDON_ASSIGN(const ImageRunOptions run, configured<ImageRunOptions>(chosen_from(
                                              job.run_options, describe_defaults<ImageRunOptions>())));
  const bool left_out = card.calibration == "left_out";
  ImageSplit split =
      left_out ? ImageSplit{items, {}} : split_images(items, run.calibration_fraction, job.seed);
  std::set<std::string> learnt, defective;
  for (const std::size_t item : items)
    learnt.insert(dataset.items[item].id);
  std::vector<JudgedImage> judged = judged_images(job, learnt);
  for (const JudgedImage& each : judged)
    if (each.label == 1)
      defective.insert(each.id);
  const auto bad = [&](std::size_t item) { return defective.contains(dataset.items[item].id); };
  std::erase_if(split.train, bad);
  std::erase_if(split.validation, bad);
  if (split.train.size() < 2 || (!left_out && split.validation.empty()))
    return fail(ErrorCode::insufficient_data, "the labels leave too few good training images of data set '" +
                                                  job.train_data.name + "'; at least 2 are needed");
  Correction correction{
      {dataset, std::move(split.train), std::move(judged)}, std::move(split.validation), {}, {}};
  ANDON_TRY(add_conditions(job, correction));
  return correction;
}

/// A method that cannot be taught is fitted anew on all good images.
Result<std::unique_ptr<ImageDetector>> fitted_anew(const ImageMethod& method, const ImageLesson& lesson,
                                                   const OptionMap& options, const FitContext& context,
                                                   Progress& progress, std::stop_token stop) {
  ImageDataset all = lesson.dataset;
  std::vector<std::size_t> items = lesson.normal;
  std::int64_t unused = 0;
  for (const JudgedImage& judged : lesson.judged) {
    if (judged.label == 1) {
      unused += judged.dataset->items[judged.item].part != "train";
    } else if (judged.dataset->root == all.root) {
      items.push_back(judged.item);
    } else {
      ImageItem item = judged.dataset->items[judged.item];
      item.id = judged.id;
      item.home = judged.dataset->root;
      items.push_back(all.items.size());
      all.items.push_back(std::move(item));
    }
  }
  if (unused > 0)
    progress.message(std::to_string(unused) +
                     " labels are not used: this method learns from good images only");
  std::sort(items.begin(), items.end());
  return method.fit(all, items, options, context, progress, std::move(stop));
}

/// Normal scores for the threshold; those of a condition are named by it.
Result<std::vector<ScoreRow>> validation_rows(const ImageDetector& detector, const Correction& correction,
                                              bool left_out, Progress& progress, std::stop_token stop) {
  std::vector<ScoreRow> rows = left_out_scores(detector);
  if (!left_out) {
    ANDON_ASSIGN(rows, scores_of(detector, correction.lesson.dataset, correction.validation, progress, stop));
  }
  for (ScoreRow& row : rows)
    if (const auto name = correction.condition_of.find(row.item); name != correction.condition_of.end())
      row = normal_row(name->second, row.score);
  for (const CheckSet& check : correction.checks) {
    ANDON_ASSIGN(const std::vector<ScoreRow> more,
                 scores_of(detector, check.condition->data.images->dataset, check.items, progress, stop));
    for (const ScoreRow& row : more)
      rows.push_back(normal_row(condition_item(check.condition->data.name, row.item), row.score));
  }
  return rows;
}

/// Features that the parent learnt belong to the child too.
Result<void> hand_on_own_weights(const fs::path& parent, const fs::path& child) {
  std::error_code error;
  if (!fs::exists(parent / bundled_weights, error))
    return {};
  ANDON_ASSIGN(const std::string bytes, read_file(parent / bundled_weights, most_weights_bytes));
  return write_atomic(child / bundled_weights, bytes);
}

} // namespace

Result<FitOutcome> adapt(const ImageMethod& method, const AdaptJob& job, Progress& progress,
                         std::stop_token stop) {
  ANDON_ASSIGN(const OptionMap options, completed(method.adapt_options, job.options));
  ANDON_ASSIGN(ImageCard card, read_card(job.parent_folder));
  ANDON_ASSIGN(const Correction correction, correction_of(job, card));
  const ImageLesson& lesson = correction.lesson;
  FitContext context{{}, job.folder, job.device, job.seed, false};
  ANDON_ASSIGN(context.weights, weights_used(job.parent_folder, card));
  LossWatcher watcher(progress);
  const auto begin = std::chrono::steady_clock::now();
  ANDON_ASSIGN(const std::unique_ptr<ImageDetector> detector,
               method.adapt
                   ? method.adapt(detector_folder(job.parent_folder), lesson, options, context, watcher, stop)
                   : fitted_anew(method, lesson, chosen_from(job.run_options, method.options), context,
                                 watcher, stop));
  FitOutcome outcome;
  outcome.report = watcher.report();
  ANDON_ASSIGN(outcome.validation,
               validation_rows(*detector, correction, card.calibration == "left_out", progress, stop));
  outcome.report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  card.train_images = static_cast<std::int64_t>(lesson.normal.size());
  card.validation_images = static_cast<std::int64_t>(outcome.validation.size());
  card.files.clear();
  ANDON_TRY(hand_on_own_weights(job.parent_folder, job.folder));
  ANDON_ASSIGN(outcome.files, save(*detector, std::move(card), job.folder));
  return outcome;
}

} // namespace andon::workflow::images
