#pragma once
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/base/table.h"
#include "core/inspection/detector_facts.h"
#include "core/inspection/image_dataset.h"

#include <chrono>
#include <memory>
#include <stop_token>

namespace andon {

struct BankForecast;
struct NormalImages;
struct PortableScorer;
struct ViewOptions;

/// Milliseconds of each stage of one image.
struct StageTimes {
  double decode = 0, prepare = 0, backbone = 0, search = 0, map = 0;
};

/// Adds its lifetime in milliseconds to a stage.
class StageClock {
public:
  explicit StageClock(double& stage) : stage_(stage) {}
  ~StageClock() {
    stage_ += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin_).count();
  }
  StageClock(const StageClock&) = delete;
  StageClock& operator=(const StageClock&) = delete;

private:
  double& stage_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

struct ImageScore {
  double score = 0; ///< raw, higher is more anomalous
  ScoreMap map;     ///< raw pixel scores at the image's own size; outside the region of interest 0
  StageTimes times;
};

/// Where a patch of the memory bank comes from.
struct NearestPatch {
  std::string item;                        ///< image id
  int x = 0, y = 0, width = 0, height = 0; ///< pixels in that image
  double distance = 0;
};

/// The score of a training image compared with the others only; high ones deserve a look.
struct NormalScore {
  std::string item;
  double score = 0;
};

/// What a detector may need while it is fitted.
struct FitContext {
  std::filesystem::path weights;    ///< backbone weights, "" = none at hand
  std::filesystem::path run_folder; ///< checkpoints
  std::string device = "cpu";
  std::uint64_t seed = 1;
  bool resume = false;
  /// What a frozen network computes in when a detector is loaded, fp32 or bf16; "" = as it was fitted. A line
  /// drawn in one means nothing in the other: calibrate() and draw it again.
  std::string precision = {};
};

/// A fitted image anomaly detector. Threads: one thread at a time per object.
class ImageDetector {
public:
  virtual ~ImageDetector() = default;
  virtual Result<ImageScore> score(const Image& image, const Mask& region) const = 0;
  /// One vector of the image: the mean, over the places that touch the region of interest, of the features
  /// that the method compares. Patch methods: those of the backbone before whitening (padim: its channels;
  /// synthetic: its bank's); student_teacher: the teacher's, scaled and projected; cae, vae: the code at the
  /// narrowest place (vae: its mean). Tiles count once each. Length is the same for every image of a
  /// detector. Errors: those of score().
  virtual Result<std::vector<float>> features(const Image& image, const Mask& region) const = 0;
  /// The nearest good patches of the patch at (x, y) of `image`; unsupported where a method has no memory.
  virtual Result<std::vector<NearestPatch>> nearest(const Image& image, const Mask& region, int x, int y,
                                                    int count) const;
  /// Leave-one-image-out scores of the training images, the most anomalous first; empty when there are none.
  virtual std::vector<NormalScore> normal_scores() const { return {}; }
  /// Learns anew what is usual from normal images that are scored while they are left out; what the method
  /// remembers stays as it is. `images` also reads every other image that normal_scores() named so far.
  /// Errors: those of score() and of visit_images(); cancelled. After an error the detector is of no use.
  virtual Result<void> calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) = 0;
  /// What its frozen network computes in: fp32 or bf16; fp32 without one.
  virtual std::string precision() const = 0;
  /// Part of the pixels of normal images left out that score at least `pixel_score`; 1 where that is unknown.
  virtual double pixel_p(double /*pixel_score*/) const { return 1; }
  virtual Result<void> save(const std::filesystem::path& folder) const = 0;
  /// How it looks at images.
  virtual const ViewOptions& views() const = 0;
  /// The detector as arithmetic that other programs can run, for whole images of width × height pixels.
  /// requires views without tiles. Errors: unsupported (an index that does not find what the scores need);
  /// cancelled.
  virtual Result<PortableScorer> portable(int width, int height, std::stop_token stop) const = 0;
  /// Which features, how many patches, cover radius, bytes.
  virtual std::vector<DetectorFact> facts() const = 0;
  /// facts() as an English sentence.
  std::string summary() const { return sentence_of(facts()); }
};

/// What people said of one image.
struct JudgedImage {
  std::string id; ///< as a detector names it: of the training data set, or an absolute path
  const ImageDataset* dataset = nullptr;
  std::size_t item = 0;
  int label = 0; ///< 0 good, 1 defective
};
/// What a fitted detector is to learn.
struct ImageLesson {
  const ImageDataset& dataset;     ///< of the first training
  std::vector<std::size_t> normal; ///< its normal images, without those that people called defective
  std::vector<JudgedImage> judged; ///< each once; a good one is not among `normal`
};

/// A row: one method.
struct ImageMethod {
  std::string id, title, paper;
  bool needs_backbone = false;
  std::vector<OptionInfo> options;
  Result<std::unique_ptr<ImageDetector>> (*fit)(const ImageDataset& dataset,
                                                const std::vector<std::size_t>& items,
                                                const OptionMap& options, const FitContext& context,
                                                Progress& progress, std::stop_token stop);
  Result<std::unique_ptr<ImageDetector>> (*load)(const std::filesystem::path& folder,
                                                 const FitContext& context);
  bool scores_left_out = false; ///< normal_scores() are those of images that were left out
  /// Teaches the detector of a folder without fitting it anew; nullptr where a method cannot.
  Result<std::unique_ptr<ImageDetector>> (*adapt)(const std::filesystem::path& folder,
                                                  const ImageLesson& lesson, const OptionMap& options,
                                                  const FitContext& context, Progress& progress,
                                                  std::stop_token stop) = nullptr;
  std::vector<OptionInfo> adapt_options = {};
  /// What the memory of fit() will cost; nullptr where a method keeps no patches.
  Result<BankForecast> (*forecast)(const ImageDataset& dataset, const std::vector<std::size_t>& items,
                                   const OptionMap& options, const FitContext& context, Progress& progress,
                                   std::stop_token stop) = nullptr;
};
/// In display order.
const Table<ImageMethod>& image_methods();

} // namespace andon
