#pragma once
#include "core/signal/dataset.h"
#include "core/workflow/images.h"
#include "core/workflow/queue.h"

#include <memory>

namespace andon::workflow {

/// Another item and how unlike it is: 1 − cosine of the embeddings, averaged over command and current.
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
  std::optional<ReviewNeighbour> normal;   ///< the most alike of those that are not flagged
  std::vector<Sensor> normal_sensors;      ///< its samples, without context
};

/// Everything a review needs to show its items one after another at once: data, scores and embeddings.
/// Threads: any, immutable; reading samples is serialised by the data set.
class ReviewView {
public:
  /// `queue.items` and the run's stored scores of the data set are what neighbours are chosen from. A model
  /// without embeddings gives no neighbours; images come with heatmap and nearest good patch. Errors: those
  /// of open_run and of the model's embed.
  static Result<std::shared_ptr<const ReviewView>> open(Workspace& workspace, const QueueOut& queue,
                                                        Progress& progress, std::stop_token stop);
  /// Cost: reads the window and its context; one pass over the embeddings. Errors: not_found, io.
  Result<ReviewItem> item(const ScoreRow& row) const;

private:
  ReviewView() = default;
  Result<std::vector<Sensor>> samples(const ScoreRow& row, double context, double* length) const;
  void add_neighbours(ReviewItem& item) const;
  Result<void> add_image(ReviewItem& item) const;
  std::shared_ptr<ImageDesk> desk_; ///< nullptr for signals
  std::shared_ptr<const Dataset> signals_;
  std::vector<ScoreRow> rows_;
  std::vector<float> embedding_;
  std::int64_t dimension_ = 0;
};

} // namespace andon::workflow
