#include "core/base/random.h"
#include "core/inspection/memory_bank.h"
#include "core/inspection/own_features.h"
#include "core/models/feature_learner.h"
#include "core/workflow/image_fit.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace andon::workflow::images {
namespace {

namespace fs = std::filesystem;

std::vector<OptionInfo> options_of(const ImageMethod& method) {
  std::vector<OptionInfo> all = method.options;
  if (method.needs_backbone)
    for (OptionInfo& info : describe_defaults<OwnFeatureOptions>())
      all.push_back(std::move(info));
  for (OptionInfo& info : describe_defaults<ImageRunOptions>())
    all.push_back(std::move(info));
  return all;
}

/// What would only be refused when the network is opened is refused here, before there is a run.
Result<OptionMap> resolved(const ImageMethod& method, const OptionMap& values) {
  ANDON_ASSIGN(OptionMap options, completed(options_of(method), values));
  if (const auto pooling = options.find("pooling"); pooling != options.end())
    if (const auto* side = std::get_if<std::int64_t>(&pooling->second); side && *side % 2 == 0)
      return fail(ErrorCode::invalid_argument,
                  "option 'pooling' must be an odd number of patches, such as " + std::to_string(*side - 1) +
                      " or " + std::to_string(*side + 1) + ", not " + std::to_string(*side));
  return options;
}

ModelEntry row_of(const ImageMethod& method) {
  const std::string& id = method.id;
  ModelEntry row;
  row.id = id;
  row.title = method.title;
  row.paper = method.paper;
  row.modality = "images";
  row.options = [&method] { return options_of(method); };
  row.resolve = [&method](const OptionMap& values) { return resolved(method, values); };
  row.fit = [&method](const FitJob& job, Progress& progress, std::stop_token stop) {
    return fit(method, job, progress, stop);
  };
  if (method.forecast)
    row.forecast = [&method](const FitJob& job, Progress& progress, std::stop_token stop) {
      return forecast(method, job, progress, stop);
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
  row.adapt_recent = row.adapt;
  row.recent_options = row.adapt_options;
  row.adapts_to_one_class = row.recent_keeps_labels = true;
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

/// Normal images to learn from and to calibrate on; no latter where each image is left out in turn.
Result<ImageSplit> split_of(const ImageMethod& method, const FitJob& job) {
  ANDON_ASSIGN(const ImageRunOptions run,
               configured<ImageRunOptions>(chosen_from(job.options, describe_defaults<ImageRunOptions>())));
  ANDON_ASSIGN(const std::vector<std::size_t> items, items_of(job.data, job.part, true));
  if (items.size() < 2)
    return fail(ErrorCode::insufficient_data, "data set '" + job.data.name + "', part '" + job.part +
                                                  "' has " + std::to_string(items.size()) +
                                                  " normal images; at least 2 are needed");
  const bool left_out =
      run.calibration == "left_out" || (run.calibration == "auto" && method.scores_left_out);
  return left_out ? ImageSplit{items, {}} : split_images(items, run.calibration_fraction, job.seed);
}

} // namespace

Result<ForecastOut> forecast(const ImageMethod& method, const FitJob& job, Progress& progress,
                             std::stop_token stop) {
  ANDON_ASSIGN(const ImageSplit split, split_of(method, job));
  ANDON_ASSIGN(const WeightsFile weights, weights_at_hand(method, job.options));
  if (weights.file.empty())
    return fail(
        ErrorCode::unsupported,
        "features of this run are learnt from its own images first; what its memory will cost is told "
        "when that is done");
  const FitContext context{weights.file, {}, job.device, job.seed, false};
  ANDON_ASSIGN(const BankForecast expected,
               method.forecast(job.data.images->dataset, split.train,
                               chosen_from(job.options, method.options), context, progress, stop));
  return ForecastOut{method.id,
                     static_cast<std::int64_t>(split.train.size()),
                     expected.patches,
                     expected.bytes,
                     expected.features_ms,
                     expected.search_ms,
                     std::to_string(split.train.size()) + " normal images: " + to_text(expected) + "."};
}

Result<FitOutcome> fit(const ImageMethod& method, const FitJob& job, Progress& progress,
                       std::stop_token stop) {
  ANDON_ASSIGN(const ImageSplit split, split_of(method, job));
  const bool left_out = split.validation.empty();
  const ImageDataset& dataset = job.data.images->dataset;
  const auto begin = std::chrono::steady_clock::now();
  FitContext context{{}, job.folder, job.device, job.seed, job.resume};
  ANDON_ASSIGN(const WeightsFile weights,
               weights_of(method, job.options, dataset, split.train, context, progress, stop));
  context.weights = weights.file;
  LossWatcher watcher(progress);
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
  std::error_code ignored;
  fs::remove_all(job.folder / learning_phase, ignored); // its checkpoints
  return outcome;
}

} // namespace andon::workflow::images
