#include "core/workflow/image_fit.h"

#include "core/base/hash.h"
#include "core/inspection/patch_grids.h"

#include <algorithm>
#include <deque>

namespace andon::workflow::images {

namespace fs = std::filesystem;

std::vector<Option> ImageRunOptions::describe() {
  return {choice("calibration", calibration,
                 "Where the normal scores for thresholds come from: split keeps normal images away from "
                 "fitting; left_out scores every image with its own patches left out and fits on all; auto "
                 "takes left_out where the method can",
                 {"auto", "split", "left_out"}),
          option("calibration_fraction", calibration_fraction,
                 "Part of the normal training images that split keeps for thresholds", "", 0.01, 0.9)};
}

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

void LossWatcher::metric(std::string_view name, std::int64_t step, double value) {
  sink_.metric(name, step, value);
  if (name != "loss/val")
    return;
  epochs_ = std::max(epochs_, step);
  if (!(value >= best_)) {
    best_ = value;
    best_epoch_ = step;
  }
}

TrainingReport LossWatcher::report() const {
  TrainingReport report;
  report.epochs = epochs_;
  report.best_validation_loss = best_;
  report.best_epoch = best_epoch_;
  return report;
}

Result<std::vector<std::string>> save(const ImageDetector& detector, ImageCard card, const fs::path& folder) {
  const fs::path inner = detector_folder(folder);
  std::error_code error;
  fs::remove_all(inner, error);
  fs::create_directories(inner, error);
  ANDON_TRY(detector.save(inner));
  std::vector<std::string> files{"image_model.json"};
  if (fs::exists(folder / bundled_weights, error))
    files.push_back(bundled_weights);
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

} // namespace andon::workflow::images
