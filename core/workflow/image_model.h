#pragma once
#include "core/inspection/image_detector.h"
#include "core/metrics/pixel_metrics.h"
#include "core/models/weights.h"
#include "core/workflow/feature_set.h"
#include "core/workflow/model_table.h"

namespace andon::workflow::images {

/// One row of the model table for each row of image_methods(), under the same id.
std::vector<ModelEntry> model_rows();

/// What a run of an image method writes beside its detector: image_model.json.
struct ImageCard {
  std::string method;
  /// Id, or own_features when they were learnt here; "" when no network is used.
  std::string weights_id, backbone, weights_sha256;
  std::string calibration; ///< "split" or "left_out": where the normal scores come from
  std::int64_t train_images = 0, validation_images = 0;
  std::string summary;                      ///< the detector's sentence about itself
  std::map<std::string, std::string> files; ///< detector file -> sha256
  /// Names the fit: a hash of everything above.
  std::string key() const;
};
Result<void> write_card(const std::filesystem::path& folder, const ImageCard& card);
/// Errors: not_found, parse.
Result<ImageCard> read_card(const std::filesystem::path& folder);

/// A fitted detector of a run folder or of a bundle, which brings its weights along.
struct OpenedDetector {
  ImageCard card;
  std::unique_ptr<ImageDetector> detector;
};
/// Errors: not_found (folder, or weights with the recorded hash: says which), those of the method's load; of
/// a bundle also those of read_bundle() and self_test(). `precision`: see FitContext.
Result<OpenedDetector> open_detector(const std::filesystem::path& folder, const std::string& device,
                                     const std::string& precision = "");
std::filesystem::path detector_folder(const std::filesystem::path& run_folder);
/// Name of the weights file inside a bundle, and inside a run folder where the run learnt its own.
inline constexpr const char* bundled_weights = "weights.safetensors";
/// What makes a folder a bundle.
inline constexpr const char* bundle_file = "bundle.json";
/// As recorded at import, else of the file as it is; "" without a file. Errors: io.
Result<std::string> weights_hash(const WeightsFile& weights);
/// The weights file that the run or bundle in `folder` uses: its own, else that with the recorded hash among
/// those at hand; "" when it uses none. Errors: not_found.
Result<std::filesystem::path> weights_used(const std::filesystem::path& folder, const ImageCard& card);

/// Where the images of a data set lie: the folder, also when `data_path` is its COCO file.
std::filesystem::path data_root(const std::filesystem::path& data_path);
/// A folder that export_bundle() wrote.
bool is_bundle(const std::filesystem::path& folder);
/// The device that the workspace's session means. Errors: unsupported.
Result<std::string> device_of(const Workspace& workspace);

/// Indices of the part's items, in the data set's order; `normal_only` leaves out the defective ones.
Result<std::vector<std::size_t>> items_of(const DataSource& data, const std::string& part, bool normal_only);
/// Normal images for fitting and for choosing a threshold: disjoint, in the data set's order; at least one
/// each. The same seed gives the same split. requires items.size() >= 2.
struct ImageSplit {
  std::vector<std::size_t> train, validation;
};
ImageSplit split_images(const std::vector<std::size_t>& items, double fraction, std::uint64_t seed);

/// Errors: those of fit() before anything is learnt; unsupported when features must be learnt first.
/// requires method.forecast.
Result<ForecastOut> forecast(const ImageMethod& method, const FitJob& job, Progress& progress,
                             std::stop_token stop);
Result<FitOutcome> fit(const ImageMethod& method, const FitJob& job, Progress& progress,
                       std::stop_token stop);
/// Training images that people called defective are forgotten, good ones from elsewhere and those of
/// conditions are learnt. A method that can be taught (ImageMethod::adapt) keeps what it is and learns
/// defects too; the others are fitted again on all good images. Errors: those of fit(), insufficient_data
/// (recent images).
Result<FitOutcome> adapt(const ImageMethod& method, const AdaptJob& job, Progress& progress,
                         std::stop_token stop);
/// One row an image; broken files are left out with a message. Keeps the maps in job.cache.
Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop);
/// score() by a detector at hand, without keeping maps.
Result<std::vector<ScoreRow>> score_by(const ImageDetector& detector, const DataSource& data,
                                       const std::string& part, Progress& progress, std::stop_token stop);
/// ImageDetector::features() of every image that can be read, in the data set's order, without scores.
Result<FeatureSet> vectors(const ApplyJob& job, Progress& progress, std::stop_token stop);
/// ImageDetector::features() of every image that score() scores, in its order, with its score. Cost: the
/// network sees every image twice.
Result<FeatureSet> features(const ApplyJob& job, Progress& progress, std::stop_token stop);
/// Pixel metrics of the model where masks are known; random and PCA baselines on small pictures.
Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop);
/// Paired differences (second − first) of the pixel metrics of two fits on one part of one data set. Maps
/// that are not kept are scored again. Errors: insufficient_data (no defect is marked by a mask),
/// invalid_argument (maps of different sizes cut the masks differently), cancelled, those of the detectors.
Result<PixelComparison> compare_pixels(const ApplyJob& first, const ApplyJob& second, std::uint64_t seed,
                                       Progress& progress, std::stop_token stop);

} // namespace andon::workflow::images
