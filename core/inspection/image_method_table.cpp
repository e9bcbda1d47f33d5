#include "core/inspection/detector_file.h"
#include "core/inspection/global_knn.h"
#include "core/inspection/image_detector.h"
#include "core/inspection/learned_map.h"
#include "core/inspection/padim.h"
#include "core/inspection/patchcore.h"
#include "core/inspection/synthetic.h"

namespace andon {
namespace {

/// The row's functions from a detector class and its options.
template <class Detector, class Options>
Result<std::unique_ptr<ImageDetector>> fit(const ImageDataset& dataset, const std::vector<std::size_t>& items,
                                           const OptionMap& values, const FitContext& context,
                                           Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Options options, configured<Options>(values));
  return Detector::fit(dataset, items, options, context, progress, stop);
}

template <class Detector>
Result<std::unique_ptr<ImageDetector>> load(const std::filesystem::path& folder, const FitContext& context) {
  return Detector::load(folder, context);
}

Result<std::unique_ptr<ImageDetector>> teach_patchcore(const std::filesystem::path& folder,
                                                       const ImageLesson& lesson, const OptionMap& values,
                                                       const FitContext& context, Progress& progress,
                                                       std::stop_token stop) {
  ANDON_ASSIGN(const PatchcoreLessonOptions options, configured<PatchcoreLessonOptions>(values));
  return Patchcore::taught(folder, lesson, options, context, progress, std::move(stop));
}

Result<BankForecast> forecast_patchcore(const ImageDataset& dataset, const std::vector<std::size_t>& items,
                                        const OptionMap& values, const FitContext& context,
                                        Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<PatchcoreOptions>(values));
  return Patchcore::forecast(dataset, items, options, context, progress, std::move(stop));
}

Result<BankForecast> forecast_synthetic(const ImageDataset& dataset, const std::vector<std::size_t>& items,
                                        const OptionMap& values, const FitContext& context,
                                        Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<SyntheticOptions>(values));
  return Patchcore::forecast(dataset, items, options.bank, context, progress, std::move(stop));
}

/// The same for a network that is trained here.
template <class Options>
Result<std::unique_ptr<ImageDetector>>
fit_net(const ImageDataset& dataset, const std::vector<std::size_t>& items, const OptionMap& values,
        const FitContext& context, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Options options, configured<Options>(values));
  ANDON_ASSIGN(NetRecipe recipe, recipe_of(options, context));
  return LearnedMap::fit(dataset, items, std::move(recipe), context, progress, stop);
}

template <class Options>
Result<std::unique_ptr<ImageDetector>> load_net(const std::filesystem::path& folder,
                                                const FitContext& context) {
  ANDON_ASSIGN(const NetRecipe unset, recipe_of(Options{}, context));
  ANDON_ASSIGN(const DetectorFile file, read_detector(folder, unset.method));
  ANDON_ASSIGN(const Options options, configured<Options>(file.options));
  FitContext as_fitted = context;
  as_fitted.precision = precision_of(file, context);
  ANDON_ASSIGN(NetRecipe recipe, recipe_of(options, as_fitted));
  return LearnedMap::load(folder, std::move(recipe));
}

} // namespace

const Table<ImageMethod>& image_methods() {
  static const Table<ImageMethod> table(
      "image method",
      {{"cae", "Convolutional autoencoder",
        "Bergmann et al. 2019, Improving unsupervised defect segmentation by applying structural similarity "
        "to autoencoders (its L1 baseline)",
        false, describe_defaults<CaeOptions>(), fit_net<CaeOptions>, load_net<CaeOptions>, true},
       {"vae", "Variational autoencoder", "Kingma and Welling 2014, Auto-encoding variational Bayes", false,
        describe_defaults<VaeOptions>(), fit_net<VaeOptions>, load_net<VaeOptions>, true},
       {"global_knn", "Nearest normal image",
        "Cohen and Hoshen 2020, Sub-image anomaly detection with deep pyramid correspondences (its first "
        "stage)",
        true, describe_defaults<GlobalKnnOptions>(), fit<GlobalKnn, GlobalKnnOptions>, load<GlobalKnn>, true},
       {"padim", "Gaussian of every position",
        "Defard et al. 2021, PaDiM: a patch distribution modeling framework", true,
        describe_defaults<PadimOptions>(), fit<Padim, PadimOptions>, load<Padim>, true},
       {"patchcore", "Patch memory bank",
        "Roth et al. 2022, Towards total recall in industrial anomaly detection", true,
        describe_defaults<PatchcoreOptions>(), fit<Patchcore, PatchcoreOptions>, load<Patchcore>, true,
        teach_patchcore, describe_defaults<PatchcoreLessonOptions>(), forecast_patchcore},
       {"synthetic",
        "Patch memory and learned defects",
        "Roth et al. 2022, beside a head trained on simulated defects as in Zavrtanik et al. 2021, DRAEM, "
        "and "
        "Li et al. 2021, CutPaste",
        true,
        describe_defaults<SyntheticOptions>(),
        fit<Synthetic, SyntheticOptions>,
        load<Synthetic>,
        true,
        nullptr,
        {},
        forecast_synthetic},
       {"student_teacher", "Student and teacher",
        "Batzner et al. 2024, EfficientAD: accurate visual anomaly detection at millisecond-level latencies",
        true, describe_defaults<StudentTeacherOptions>(), fit_net<StudentTeacherOptions>,
        load_net<StudentTeacherOptions>, true}});
  return table;
}

} // namespace andon
