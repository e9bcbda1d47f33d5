#pragma once
#include "core/inspection/image_detector.h"
#include "core/workflow/heat_regions.h"
#include "core/workflow/heat_scale.h"
#include "core/workflow/runs.h"

#include <memory>
#include <optional>

namespace andon::workflow {

/// One image of the gallery.
struct GalleryRow {
  std::string id; ///< of the item in its data set
  std::filesystem::path path;
  double score = 0;
  int decision = -1, label = -1; ///< as in ScoreRow
  bool review = false;           ///< between the two lines of a review band
  std::string defect;
  /// An escape or an overkill.
  bool wrong() const { return label >= 0 && decision >= 0 && label != decision; }
};
/// What a run has scored last, the most anomalous first.
struct Gallery {
  std::string run, model, data; ///< names; data is what was scored
  std::string data_path, part;
  std::vector<GalleryRow> rows;
  std::vector<std::string> defects;     ///< that occur, in the order of their names
  std::optional<double> threshold, low; ///< low: lower line of a review band
  std::int64_t threshold_version = 0;
};
/// Errors: not_found (run; nothing scored yet), unsupported (a run on signals). Cost: reads the score file
/// only.
Result<Gallery> gallery(Workspace& workspace, const std::string& run);

/// Names of the finished runs of image models, the newest first.
Result<std::vector<std::string>> image_runs(Workspace& workspace);

/// A normal image that looks least like the others: worth a look before it is trained on again.
struct SuspiciousImage {
  std::string id;
  std::filesystem::path path;
  double score = 0, p_value = 1; ///< p-value among the normal scores
};
/// Normal scores of a run, the most anomalous first. Errors: as gallery().
Result<std::vector<SuspiciousImage>> suspicious_images(Workspace& workspace, const std::string& run);

/// One image, ready to be looked at.
struct ImageView {
  std::string id;
  std::filesystem::path file; ///< of view_file(), "" for an item of the data set
  Image image;
  Mask region;                    ///< pixels that count; empty = all
  double score = 0, p_value = 1;  ///< conformal, among the run's normal scores
  ScoreMap map;                   ///< raw pixel scores at the image's size
  std::vector<std::uint8_t> heat; ///< level of the HeatScale a pixel
  Mask truth;                     ///< empty when good or unknown
  std::vector<HeatRegion> regions;
  std::vector<Outline> contours, truth_outlines;
  StageTimes times; ///< zeros when the map was kept
};

/// Where a patch of a training image resembles the one asked for.
struct NearestGood {
  NearestPatch patch;
  std::filesystem::path path; ///< of that image
};

/// The detector of a run at one data set. Threads: any; calls follow each other.
class ImageDesk {
public:
  /// p-value of the contour line, and the least area of a region in pixels.
  static constexpr double contour_p = 1e-3;
  static constexpr std::int64_t least_area = 9;

  /// `data` "" = no data set: only files. Errors: those of open_run and of the method's load.
  static Result<std::shared_ptr<ImageDesk>> open(Workspace& workspace, const std::string& run,
                                                 const std::string& data);
  ~ImageDesk();
  const std::string& run() const;
  /// What this image is compared with, where products have lines of their own.
  std::optional<double> threshold_of(const std::string& image) const;
  std::optional<double> threshold() const; ///< in use when the desk was opened; nullopt for bundles
  std::optional<double> low() const;       ///< lower line of its review band
  /// By threshold_of() and low(); nullopt without a line.
  std::optional<Verdict> verdict_of(const std::string& image, double score) const;
  std::vector<DetectorFact> facts() const; ///< what the detector says about itself
  const HeatScale& scale() const;
  double pixel_p(double score) const;
  /// An item of the data set: from the kept map when there is one. Errors: not_found, those of reading and
  /// scoring.
  Result<ImageView> view(const std::string& id) const;
  /// Any image file, scored whole.
  Result<ImageView> view_file(const std::filesystem::path& file) const;
  /// Nearest good patches of pixel (x, y) of a view. Errors: unsupported where the method keeps none,
  /// invalid_argument.
  Result<std::vector<NearestGood>> nearest(const ImageView& view, int x, int y, int count) const;

private:
  ImageDesk();
  struct State;
  std::unique_ptr<State> state_;
};

/// The image in small, from a cache on disk that follows the file's size and time. `side` bounds both sides.
/// Errors: those of read_image. Threads: any.
Result<Image> thumbnail(const std::filesystem::path& cache_folder, const std::filesystem::path& image,
                        int side);

} // namespace andon::workflow
