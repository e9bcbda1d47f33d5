#pragma once
#include "core/signal/dataset.h"
#include "core/workflow/feature_set.h"
#include "core/workflow/images.h"
#include "core/workflow/queue.h"

#include <memory>

namespace andon::workflow {

struct ImageSource;
struct OpenedRun;

/// Another item and how unlike it is, see vector_distance().
struct ReviewNeighbour {
  ScoreRow row;
  double distance = 0;
};
/// What a reviewer sees of one item.
struct ReviewItem {
  ScoreRow row;
  std::vector<Sensor> sensors; ///< with context: series.start is seconds from the start of the recording
  double length = 0;           ///< of the recording, seconds
  std::shared_ptr<const ImageView> image;  ///< of an image, else nullptr
  int spot_x = -1, spot_y = -1;            ///< its hottest pixel
  std::optional<NearestGood> good;         ///< what of the training images is most alike there
  Image good_image;                        ///< the image of `good`
  std::vector<ReviewNeighbour> neighbours; ///< most alike first, at most 5
  std::optional<ReviewNeighbour> normal;   ///< the most alike of the normal ones
  bool normal_confirmed = false;           ///< people or the data set say so; else it is only not flagged
  std::vector<Sensor> normal_sensors;      ///< its samples, without context
  Image normal_image;
  bool has_vectors = true; ///< false: the model has none, so there are no neighbours
};

/// Everything a review needs to show its items one after another at once: data, scores and vectors.
/// Threads: any, immutable; reading samples is serialised by the data set.
class ReviewView {
public:
  /// All scored items of the queue's data set and part are what neighbours are chosen from; normal are those
  /// that people call so (as labelled when the view was opened), or the data set where nobody spoke, and
  /// where there is none, those that are not flagged. A model without vectors gives no neighbours; images
  /// come with heatmap and nearest good patch. Errors: those of open_run and item_vectors(). Cost: that of
  /// item_vectors().
  static Result<std::shared_ptr<const ReviewView>> open(Workspace& workspace, const QueueOut& queue,
                                                        Progress& progress, std::stop_token stop);
  /// Cost: reads the window and its context, or images; one pass over the vectors. Errors: not_found, io.
  Result<ReviewItem> item(const ScoreRow& row) const;

private:
  ReviewView() = default;
  Result<void> add_vectors(Workspace& workspace, const QueueOut& queue, const OpenedRun& opened,
                           Progress& progress, std::stop_token stop);
  Result<std::vector<Sensor>> samples(const ScoreRow& row, double context, double* length) const;
  void add_neighbours(ReviewItem& item) const;
  Result<void> add_image(ReviewItem& item) const;
  std::shared_ptr<ImageDesk> desk_; ///< nullptr for signals
  std::shared_ptr<const Dataset> signals_;
  std::filesystem::path image_file(const std::string& item) const;
  std::shared_ptr<const ImageSource> images_;
  FeatureSet vectors_; ///< of all items that were scored
  std::vector<char> normal_;
  bool normal_confirmed_ = false, has_vectors_ = false;
};

} // namespace andon::workflow
