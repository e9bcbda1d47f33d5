#pragma once
#include "core/inspection/normal_scores.h"
#include "core/inspection/position_scale.h"

#include <optional>

namespace andon {

/// From patches to pictures and images, the same for every method.
struct MapOptions {
  std::string image_score = "both";
  bool by_position = true;
  double smoothing = 4;
  std::int64_t calibration_images = 200;
  std::vector<Option> describe();
};

/// What a method says about one image: a raw value a patch, in the places of `grids` (their features are not
/// needed any more).
struct GridScores {
  int width = 0, height = 0; ///< of the image
  std::vector<PatchGrid> grids;
  std::vector<std::vector<float>> values;
  std::optional<double> image; ///< where the method has its own score of the whole image
};
/// Mean of the largest ⌈n/100⌉ values. requires n >= 1.
double top_percent_mean(std::vector<float> values);

/// Learns from normal images that were left out what is usual: at each place (PositionScale), for the whole
/// image, and which part of the pixels scores how much (NormalScores). Image scores: `top` is the mean of the
/// highest 1 % of the patches, `mean` of all, `largest` the highest; `both` is the larger of top and mean
/// after each is expressed as deviations above the normal images, so that a small defect and a change of the
/// whole surface are seen alike. Threads: reading from any.
class MapCalibration {
public:
  explicit MapCalibration(MapOptions options = {}) : options_(std::move(options)) {}
  const MapOptions& options() const { return options_; }
  void add(const std::string& item, GridScores scores, const Mask& region);
  /// Learns anew: add() of what `score` says of each image, then finish(). Errors: those of `score` and of
  /// visit_images().
  Result<void>
  learn(const NormalImages& images, const ViewOptions& views,
        const std::function<Result<GridScores>(const std::string& id, const LoadedImage&)>& score,
        Progress& progress, std::stop_token stop);
  /// Call once after the last add(); also with none.
  void finish(const ViewOptions& views);
  /// Errors: insufficient_data when no patch is inside the region.
  Result<ImageScore> judged(GridScores scores, const Mask& region, const ViewOptions& views,
                            StageTimes times) const;
  /// The scaled values that judged() draws.
  void scale(GridScores& scores) const;
  const NormalScores& normal() const { return normal_; }
  /// Learned also where by_position is off, and then not applied here.
  const PositionScale& position() const { return position_; }
  /// Of the mean of the highest 1 % and of the mean of all.
  const ImageScale& top_scale() const { return top_; }
  const ImageScale& mean_scale() const { return mean_; }

  /// Adds the arrays position.*, calibration.* and normal.*.
  void store(TensorSet& set) const;
  /// Errors: corrupt.
  static Result<MapCalibration> restore(const TensorSet& set, const std::string& where, MapOptions options);

private:
  struct LeftOut {
    std::string item;
    GridScores scores;
    Mask region;
  };
  struct Statistics {
    double top = 0, mean = 0, largest = 0;
  };
  static std::optional<Statistics> statistics(const GridScores& scores);
  double image_score(const Statistics& of) const;
  MapOptions options_;
  std::vector<LeftOut> left_out_;
  PositionScale position_;
  ImageScale top_, mean_;
  NormalScores normal_;
};

/// At most `most` of the items, evenly spread over them.
std::vector<std::size_t> spread_out(std::span<const std::size_t> items, std::int64_t most);

/// Every fifth item, at most `most_kept_out`, is not learned from but says what is normal; with fewer than
/// `fewest` items all are in both.
struct TrainingSplit {
  std::vector<std::size_t> learned, kept_out;
};
TrainingSplit training_split(std::span<const std::size_t> items, std::size_t fewest,
                             std::int64_t most_kept_out);

} // namespace andon
