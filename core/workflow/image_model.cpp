#include "core/workflow/image_model.h"

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/inspection/patch_grids.h"
#include "core/models/weights.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <limits>

namespace andon::workflow::images {
namespace {

namespace fs = std::filesystem;

/// Options of a run that no method has.
struct ImageRunOptions {
  std::string calibration = "auto";
  double calibration_fraction = 0.2;
  std::vector<Option> describe() {
    return {choice("calibration", calibration,
                   "Where the normal scores for thresholds come from: split keeps normal images away from "
                   "fitting; left_out scores every image with its own patches left out and fits on all; auto "
                   "takes left_out where the method can",
                   {"auto", "split", "left_out"}),
            option("calibration_fraction", calibration_fraction,
                   "Part of the normal training images that split keeps for thresholds", "", 0.01, 0.9)};
  }
};

std::vector<OptionInfo> options_of(const ImageMethod& method) {
  std::vector<OptionInfo> all = method.options;
  for (OptionInfo& info : describe_defaults<ImageRunOptions>())
    all.push_back(std::move(info));
  return all;
}

/// Checks `values` against descriptions that no config struct stands behind.
Result<OptionMap> completed(const std::vector<OptionInfo>& infos, const OptionMap& values) {
  std::deque<OptionValue> held;
  std::vector<Option> options;
  for (const OptionInfo& info : infos) {
    OptionValue& value = held.emplace_back(info.default_value);
    Option option{info.key, info.help, info.unit, info.minimum, info.maximum, info.choices, {}};
    std::visit([&](auto& field) { option.target = &field; }, value);
    options.push_back(std::move(option));
  }
  ANDON_TRY(apply(options, values));
  return values_of(options);
}

OptionMap chosen_from(const OptionMap& all, const std::vector<OptionInfo>& infos) {
  OptionMap result;
  for (const OptionInfo& info : infos)
    if (const auto at = all.find(info.key); at != all.end())
      result.insert(*at);
  return result;
}

std::string methods_without_weights() {
  std::string names;
  for (const ImageMethod& method : image_methods().rows())
    if (!method.needs_backbone)
      names += (names.empty() ? "" : ", ") + method.id;
  return names;
}

/// The pre-trained network that the options ask for; an empty file where a method goes on without.
Result<WeightsFile> weights_of(const ImageMethod& method, const OptionMap& options, Progress& progress) {
  const auto asked = options.find("backbone");
  if (asked == options.end() && !method.needs_backbone)
    return WeightsFile{};
  const std::string backbone = asked == options.end() ? "auto" : to_text(asked->second);
  auto found = weights_for(backbone);
  if (found || found.error().code != ErrorCode::not_found)
    return found;
  const std::string others = methods_without_weights();
  if (method.needs_backbone)
    return fail(ErrorCode::not_found, "method '" + method.id +
                                          "' needs a pre-trained network: " + found.error().message +
                                          (others.empty() ? "" : "; methods that need none: " + others));
  if (backbone != "auto")
    return found;
  progress.message("no pre-trained weights are at hand; '" + method.id +
                   "' learns its features from scratch");
  return WeightsFile{};
}

ScoreRow normal_row(const std::string& id, double score) {
  ScoreRow row;
  row.item = row.path = id;
  row.score = score;
  row.label = 0;
  return row;
}

Result<std::vector<ScoreRow>> scores_of(const ImageDetector& detector, const ImageDataset& dataset,
                                        const std::vector<std::size_t>& items, Progress& progress,
                                        std::stop_token stop) {
  std::vector<ScoreRow> rows;
  const auto visit = [&](std::size_t item, const LoadedImage& loaded) -> Result<void> {
    ANDON_ASSIGN(const ImageScore scored, detector.score(loaded.image, loaded.region));
    rows.push_back(normal_row(dataset.items[item].id, scored.score));
    return {};
  };
  ANDON_TRY(visit_images(dataset, items, "scoring validation images", visit, progress, stop));
  return rows;
}

std::vector<ScoreRow> left_out_scores(const ImageDetector& detector) {
  std::vector<ScoreRow> rows;
  for (const NormalScore& normal : detector.normal_scores())
    rows.push_back(normal_row(normal.item, normal.score));
  std::sort(rows.begin(), rows.end(), [](const ScoreRow& a, const ScoreRow& b) { return a.item < b.item; });
  return rows;
}

/// Passes everything on and remembers what a run's summary says of its training.
class LossWatcher : public Progress {
public:
  explicit LossWatcher(Progress& sink) : sink_(sink) {}
  void stage(std::string_view name, std::int64_t total) override { sink_.stage(name, total); }
  void advance(std::int64_t done) override { sink_.advance(done); }
  void message(std::string_view text) override { sink_.message(text); }
  void metric(std::string_view name, std::int64_t step, double value) override {
    sink_.metric(name, step, value);
    if (name != "loss/val")
      return;
    epochs_ = std::max(epochs_, step);
    if (!(value >= best_)) {
      best_ = value;
      best_epoch_ = step;
    }
  }
  TrainingReport report() const {
    TrainingReport report;
    report.epochs = epochs_;
    report.best_validation_loss = best_;
    report.best_epoch = best_epoch_;
    return report;
  }

private:
  Progress& sink_;
  std::int64_t epochs_ = 0, best_epoch_ = 0;
  double best_ = std::numeric_limits<double>::quiet_NaN();
};

/// Saves the detector and the card; gives what was written, relative to the run folder.
Result<std::vector<std::string>> save(const ImageDetector& detector, ImageCard card, const fs::path& folder) {
  const fs::path inner = detector_folder(folder);
  std::error_code error;
  fs::remove_all(inner, error);
  fs::create_directories(inner, error);
  ANDON_TRY(detector.save(inner));
  std::vector<std::string> files{"image_model.json"};
  for (const auto& entry : fs::recursive_directory_iterator(inner, error))
    if (entry.is_regular_file(error)) {
      const std::string name = entry.path().lexically_relative(folder).generic_string();
      ANDON_ASSIGN(card.files[name], sha256_file(entry.path()));
      files.push_back(name);
    }
  std::sort(files.begin(), files.end());
  card.summary = detector.summary();
  ANDON_TRY(write_card(folder, card));
  return files;
}

ModelEntry row_of(const ImageMethod& method) {
  const std::string& id = method.id;
  ModelEntry row;
  row.id = id;
  row.title = method.title;
  row.paper = method.paper;
  row.modality = "images";
  row.options = [&method] { return options_of(method); };
  row.resolve = [&method](const OptionMap& values) { return completed(options_of(method), values); };
  row.fit = [&method](const FitJob& job, Progress& progress, std::stop_token stop) {
    return fit(method, job, progress, stop);
  };
  row.score = score;
  row.beside = beside;
  row.adapt = [&method](const AdaptJob& job, Progress& progress, std::stop_token stop) {
    return adapt(method, job, progress, stop);
  };
  row.adapt_options = [&method] { return method.adapt_options; };
  row.learnt_items = [](const DataSource& data, const std::string& part) -> Result<std::set<std::string>> {
    ANDON_ASSIGN(const std::vector<std::size_t> items, items_of(data, part, true));
    std::set<std::string> ids;
    for (const std::size_t item : items)
      ids.insert(data.images->dataset.items[item].id);
    return ids;
  };
  row.adapts_to_one_class = true;
  return row;
}

} // namespace

std::vector<ModelEntry> model_rows() {
  std::vector<ModelEntry> rows;
  for (const ImageMethod& method : image_methods().rows())
    rows.push_back(row_of(method));
  return rows;
}

Result<std::vector<std::size_t>> items_of(const DataSource& data, const std::string& part, bool normal_only) {
  ANDON_ASSIGN(const std::vector<std::string> parts, selected_parts(data, part));
  std::vector<std::size_t> result;
  const std::vector<ImageItem>& items = data.images->dataset.items;
  for (std::size_t i = 0; i < items.size(); ++i)
    if ((parts.empty() || items[i].part == parts.front()) && !(normal_only && items[i].label == 1))
      result.push_back(i);
  return result;
}

ImageSplit split_images(const std::vector<std::size_t>& items, double fraction, std::uint64_t seed) {
  std::vector<std::size_t> order = items;
  Random random(Seed(seed).stream("image split"));
  shuffle(order, random);
  const auto wanted = static_cast<std::size_t>(std::lround(fraction * static_cast<double>(items.size())));
  const auto count = static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(wanted, 1, items.size() - 1));
  ImageSplit split{{order.begin() + count, order.end()}, {order.begin(), order.begin() + count}};
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.validation.begin(), split.validation.end());
  return split;
}

namespace {

/// What people said, as one list without the training images that they found to be good.
std::vector<JudgedImage> judged_images(const AdaptJob& job, const std::set<std::string>& learnt) {
  std::vector<JudgedImage> result;
  for (const FeedbackSet& set : job.feedback) {
    const ImageDataset& dataset = set.data.images->dataset;
    const bool home = dataset.root == job.train_data.images->dataset.root;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < dataset.items.size(); ++i)
      places[dataset.items[i].id] = i;
    for (const FeedbackSet::Item& said : set.items) {
      const auto place = places.find(said.item);
      if (place == places.end() || (home && said.label == 0 && learnt.contains(said.item)))
        continue;
      const std::string id = home ? said.item : fs::absolute(dataset.items[place->second].path).string();
      result.push_back({id, &dataset, place->second, said.label});
    }
  }
  return result;
}

/// The images that a method without adapt() is fitted on: the lesson's, and good ones of the same folder.
std::vector<std::size_t> corrected_list(const ImageLesson& lesson, Progress& progress) {
  std::vector<std::size_t> items = lesson.normal;
  std::int64_t unused = 0;
  for (const JudgedImage& judged : lesson.judged)
    if (judged.label == 0 && judged.dataset->root == lesson.dataset.root)
      items.push_back(judged.item);
    else if (judged.label == 0 || judged.dataset->items[judged.item].part != "train")
      ++unused;
  if (unused > 0)
    progress.message(std::to_string(unused) + " labels are not used: this method learns from good images of "
                                              "the folder it was trained on only");
  std::sort(items.begin(), items.end());
  return items;
}

} // namespace

Result<FitOutcome> adapt(const ImageMethod& method, const AdaptJob& job, Progress& progress,
                         std::stop_token stop) {
  ANDON_ASSIGN(const OptionMap options, completed(method.adapt_options, job.options));
  ANDON_ASSIGN(ImageCard card, read_card(job.parent_folder));
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
  ImageLesson lesson{dataset, {}, judged_images(job, learnt)};
  for (const JudgedImage& judged : lesson.judged)
    if (judged.label == 1)
      defective.insert(judged.id);
  const auto bad = [&](std::size_t item) { return defective.contains(dataset.items[item].id); };
  std::erase_if(split.train, bad);
  std::erase_if(split.validation, bad);
  lesson.normal = split.train;
  if (split.train.size() < 2 || (!left_out && split.validation.empty()))
    return fail(ErrorCode::insufficient_data, "the labels leave too few good training images of data set '" +
                                                  job.train_data.name + "'; at least 2 are needed");
  FitContext context{{}, job.folder, job.device, job.seed, false};
  if (!card.weights_sha256.empty()) {
    ANDON_ASSIGN(context.weights, weights_with_hash(card));
  }
  LossWatcher watcher(progress);
  const auto begin = std::chrono::steady_clock::now();
  ANDON_ASSIGN(const std::unique_ptr<ImageDetector> detector,
               method.adapt
                   ? method.adapt(detector_folder(job.parent_folder), lesson, options, context, watcher, stop)
                   : method.fit(dataset, corrected_list(lesson, progress),
                                chosen_from(job.run_options, method.options), context, watcher, stop));
  FitOutcome outcome;
  outcome.report = watcher.report();
  outcome.validation = left_out_scores(*detector);
  if (!left_out) {
    ANDON_ASSIGN(outcome.validation, scores_of(*detector, dataset, split.validation, progress, stop));
  }
  outcome.report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  card.train_images = static_cast<std::int64_t>(lesson.normal.size());
  card.validation_images = static_cast<std::int64_t>(outcome.validation.size());
  card.files.clear();
  ANDON_ASSIGN(outcome.files, save(*detector, std::move(card), job.folder));
  return outcome;
}

Result<FitOutcome> fit(const ImageMethod& method, const FitJob& job, Progress& progress,
                       std::stop_token stop) {
  ANDON_ASSIGN(const ImageRunOptions run,
               configured<ImageRunOptions>(chosen_from(job.options, describe_defaults<ImageRunOptions>())));
  ANDON_ASSIGN(const std::vector<std::size_t> items, items_of(job.data, job.part, true));
  if (items.size() < 2)
    return fail(ErrorCode::insufficient_data, "data set '" + job.data.name + "', part '" + job.part +
                                                  "' has " + std::to_string(items.size()) +
                                                  " normal images; at least 2 are needed");
  const bool left_out =
      run.calibration == "left_out" || (run.calibration == "auto" && method.scores_left_out);
  const ImageSplit split =
      left_out ? ImageSplit{items, {}} : split_images(items, run.calibration_fraction, job.seed);
  ANDON_ASSIGN(const WeightsFile weights, weights_of(method, job.options, progress));
  const FitContext context{weights.file, job.folder, job.device, job.seed, job.resume};
  const ImageDataset& dataset = job.data.images->dataset;
  LossWatcher watcher(progress);
  const auto begin = std::chrono::steady_clock::now();
  ANDON_ASSIGN(
      const std::unique_ptr<ImageDetector> detector,
      method.fit(dataset, split.train, chosen_from(job.options, method.options), context, watcher, stop));
  FitOutcome outcome;
  outcome.report = watcher.report();
  if (left_out) {
    outcome.validation = left_out_scores(*detector);
    if (outcome.validation.empty())
      return fail(ErrorCode::unsupported,
                  "method '" + method.id + "' has no scores of images left out; use calibration=split");
  } else {
    ANDON_ASSIGN(outcome.validation, scores_of(*detector, dataset, split.validation, progress, stop));
  }
  outcome.report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  ANDON_ASSIGN(const std::string hash, weights_hash(weights));
  ImageCard card{method.id, weights.id, weights.backbone, hash, left_out ? "left_out" : "split"};
  card.train_images = static_cast<std::int64_t>(split.train.size());
  card.validation_images = static_cast<std::int64_t>(outcome.validation.size());
  ANDON_ASSIGN(outcome.files, save(*detector, std::move(card), job.folder));
  return outcome;
}

} // namespace andon::workflow::images
