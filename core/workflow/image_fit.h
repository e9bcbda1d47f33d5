#pragma once
#include "core/workflow/image_model.h"

#include <limits>

// What fitting and adapting an image method have in common.

namespace andon::workflow::images {

/// Options of a run that no method has.
struct ImageRunOptions {
  std::string calibration = "auto";
  double calibration_fraction = 0.2;
  std::vector<Option> describe();
};

/// Checks `values` against descriptions that no config struct stands behind. Errors: invalid_argument.
Result<OptionMap> completed(const std::vector<OptionInfo>& infos, const OptionMap& values);
/// Those of `all` that are described.
OptionMap chosen_from(const OptionMap& all, const std::vector<OptionInfo>& infos);

/// The pre-trained weights that the options ask for; no file where the method needs none or features are to
/// be learnt. Errors: those of weights_for() but not_found of "auto".
Result<WeightsFile> weights_at_hand(const ImageMethod& method, const OptionMap& options);
/// The weights that the options ask for; no file where the method needs none. backbone=self, and auto where
/// none are at hand, learns them from the items and leaves them in the run folder. Errors: those of
/// weights_for() and learn_own_features(); not_found for a named network.
Result<WeightsFile> weights_of(const ImageMethod& method, const OptionMap& options,
                               const ImageDataset& dataset, std::span<const std::size_t> items,
                               const FitContext& context, Progress& progress, std::stop_token stop);

ScoreRow normal_row(const std::string& id, double score);
/// One normal row an image. Errors: those of the detector and of visit_images, cancelled.
Result<std::vector<ScoreRow>> scores_of(const ImageDetector& detector, const ImageDataset& dataset,
                                        const std::vector<std::size_t>& items, Progress& progress,
                                        std::stop_token stop);
/// The detector's own scores of images left out, by id.
std::vector<ScoreRow> left_out_scores(const ImageDetector& detector);

/// Passes everything on and remembers what a run's summary says of its training.
class LossWatcher : public Progress {
public:
  explicit LossWatcher(Progress& sink) : sink_(sink) {}
  void stage(std::string_view name, std::int64_t total) override { sink_.stage(name, total); }
  void advance(std::int64_t done) override { sink_.advance(done); }
  void message(std::string_view text) override { sink_.message(text); }
  void metric(std::string_view name, std::int64_t step, double value) override;
  TrainingReport report() const;

private:
  Progress& sink_;
  std::int64_t epochs_ = 0, best_epoch_ = 0;
  double best_ = std::numeric_limits<double>::quiet_NaN();
};

/// Saves the detector and the card; gives what is in the run folder then, relative to it: these two and the
/// run's own weights. Errors: io.
Result<std::vector<std::string>> save(const ImageDetector& detector, ImageCard card,
                                      const std::filesystem::path& folder);

} // namespace andon::workflow::images
