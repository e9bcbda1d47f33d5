#pragma once
#include "core/inspection/image_detector.h"
#include "core/inspection/tiles.h"
#include "core/models/patch_features.h"

#include <functional>

namespace andon {

/// How an image becomes the network's input.
struct ViewOptions {
  std::int64_t image_side = 256;
  std::string resize = "aspect";
  std::int64_t tile = 0;
  double overlap = 0.2;
  std::vector<Option> describe();
};

/// The whole image, or overlapping tiles that cover it.
std::vector<Tile> views_of(int width, int height, const ViewOptions& options);
/// Width and height at which a view enters the network: image_side², or the same area with the view's aspect,
/// in multiples of 32.
std::pair<int, int> input_size(const Tile& view, const ViewOptions& options);

/// A view as the network sees it: [height, width, 3] floats in 0..1.
struct PreparedView {
  Tile view;
  int width = 0, height = 0;
  std::vector<float> rgb;
  std::vector<std::uint8_t> inside = {}; ///< [height, width], 0 = does not count; empty = all pixels count
  /// Whether any pixel counts.
  bool counts() const;
};
/// Pixels that neighbouring tiles share.
int shared_pixels(const ViewOptions& options);
PreparedView prepared(const Image& image, const Tile& view, const ViewOptions& options);

/// An image with its region of interest as networks see it, in training as in scoring: outside the region it
/// has the region's mean colour, so that no pixel there can change what is said about the inside. Refers to
/// image and region.
class SeenImage {
public:
  /// Errors: invalid_argument when the region has another size than the image; insufficient_data when it
  /// leaves no pixel.
  static Result<SeenImage> of(const Image& image, const Mask& region);
  /// The same as a part of scoring, on the clock of times.prepare.
  static Result<SeenImage> of(const Image& image, const Mask& region, StageTimes& times);
  const Image& pixels() const { return region_->empty() ? *image_ : filled_; }
  PreparedView prepared(const Tile& view, const ViewOptions& options) const;
  /// Everything that training learns from, for hashes.
  std::string identity() const;

private:
  SeenImage(const Image& image, const Mask& region);
  const Image* image_;
  const Mask* region_;
  Image filled_;
};

/// Features of one view: values [rows, columns, dimension]; inside[row, column] is 0 outside the region of
/// interest.
struct PatchGrid {
  Tile view;
  int input_width = 0, input_height = 0;
  std::size_t rows = 0, columns = 0, dimension = 0;
  std::vector<float> values;
  std::vector<std::uint8_t> inside;

  std::size_t patches() const { return rows * columns; }
  std::span<const float> patch(std::size_t i) const {
    return std::span(values).subspan(i * dimension, dimension);
  }
  /// Pixels of the image that patch i stands for.
  Tile rectangle(std::size_t i) const;
};

/// Mean feature over the patches inside the region, of all grids together. requires one inside.
std::vector<float> mean_patch(std::span<const PatchGrid> grids);

/// 1 for the patches of a grid that touch the region of the image (empty = all).
std::vector<std::uint8_t> inside_of(const Mask& region, const PatchGrid& grid);
/// Images to grids of features, timed. Threads: one at a time.
class PatchSource {
public:
  /// Errors: not_found when there are no weights, saying how to get some; those of PatchFeatureExtractor.
  static Result<PatchSource> open(const ViewOptions& views, const PatchFeatureOptions& features,
                                  const FitContext& context);
  const PatchFeatureExtractor& features() const { return features_; }
  const ViewOptions& views() const { return views_; }
  /// Errors: insufficient_data when the region of interest is empty, invalid_argument when it has another
  /// size.
  Result<std::vector<PatchGrid>> grids(const Image& image, const Mask& region, StageTimes& times) const;
  /// mean_patch() of them.
  Result<std::vector<float>> mean_patch(const Image& image, const Mask& region) const;

private:
  PatchSource(const ViewOptions& views, PatchFeatureExtractor features)
      : views_(views), features_(std::move(features)) {}
  ViewOptions views_;
  PatchFeatureExtractor features_;
};

/// An image of a data set with its region of interest.
struct LoadedImage {
  Image image;
  Mask region;
};
/// Errors: those of read_image() and region_of_interest(); insufficient_data, naming the file, when the
/// region leaves no pixel.
Result<LoadedImage> load_image(const ImageDataset& dataset, const ImageItem& item);

/// Normal images by the ids that they were learnt under.
struct NormalImages {
  std::vector<std::string> ids;
  std::function<Result<LoadedImage>(const std::string& id)> read;
};
/// Those of a data set, which is referred to.
NormalImages normal_images(const ImageDataset& dataset, std::span<const std::size_t> items);

/// Visits the images in order. One that cannot be read is reported by progress.message() and left out.
/// Errors: those of `visit`; cancelled between images; insufficient_data when none could be read.
Result<void> visit_images(const ImageDataset& dataset, std::span<const std::size_t> items,
                          std::string_view stage,
                          const std::function<Result<void>(std::size_t item, const LoadedImage&)>& visit,
                          Progress& progress, std::stop_token stop);
/// The same by id.
Result<void> visit_images(const NormalImages& images, std::string_view stage,
                          const std::function<Result<void>(const std::string& id, const LoadedImage&)>& visit,
                          Progress& progress, std::stop_token stop);

/// One value a patch of every grid, drawn into the image of width × height pixels: bilinear to the input's
/// size, Gaussian of `sigma` input pixels, bilinear to the view, where patches outside the region have no
/// weight; tiles are put together by MapStitcher; 0 outside the region.
ScoreMap drawn_map(int width, int height, const Mask& region, std::span<const PatchGrid> grids,
                   std::span<const std::vector<float>> values, const ViewOptions& options, double sigma);

} // namespace andon
