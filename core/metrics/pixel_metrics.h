#pragma once
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/metrics/paired_difference.h"
#include "core/metrics/score_map_source.h"

#include <map>
#include <memory>
#include <stop_token>
#include <vector>

namespace andon {

// Metrics of anomaly localisation, exact, in memory that does not grow with the number of pixels. Only the
// order of scores matters; ±Inf are ordinary extremes. Pixels outside the region of interest do not exist for
// any of them; a defect keeps its identity when the region cuts it, and one wholly outside is left out with a
// warning.

struct PixelMetricOptions {
  double aupro_limit = 0.3;                 ///< false-positive rate where the PRO curve ends
  double pimo_low = 1e-5, pimo_high = 1e-4; ///< bounds of the mean false-positive rate of AUPIMO
  std::int64_t memory =
      256LL << 20;            ///< bytes for the tables of one pass; less memory, more passes, same figures
  BootstrapOptions bootstrap; ///< resamples = 0: no intervals (NaN)
  std::vector<Option> describe();
};

/// What the bootstrap keeps of the images; opaque.
struct PixelSummary;

struct PixelMetrics {
  /// Tie-averaged ranks over all pixels, exact in 128-bit integers. NaN without bad or without good pixels.
  Estimate auroc;
  /// Σ (Rₖ − Rₖ₋₁)·Pₖ over distinct scores (scikit-learn's). NaN without bad pixels.
  Estimate average_precision;
  /// Area under mean-overlap-of-regions against false-positive rate up to the limit, divided by the limit
  /// (Bergmann et al. 2021). Regions are 8-connected; every distinct score is one point, (0,0) and (1,1) are
  /// added, the curve is cut at the limit by linear interpolation. False positives: pixels of all images
  /// outside defects. Constant scores: limit/2.
  Estimate aupro;
  /// Mean over bad images of AUPIMO (Bertoldo et al. 2024): ∫ TPR d(ln FPR) / ln(high/low) over mean
  /// per-image FPR F of good images in [low, high]. TPR(f) is that of the lowest threshold with F <= f, so
  /// that
  ///   AUPIMO = mean over bad pixels s of (ln high − ln clamp(F(s), low, high)) / ln(high/low):
  /// the limit of ever finer thresholds, without a grid. NaN without good or without bad images.
  Estimate aupimo;
  std::map<std::string, double> aupimo_by_image; ///< bad images only
  std::int64_t images = 0, bad_images = 0, regions = 0, good_pixels = 0, bad_pixels = 0;
  int passes = 0; ///< how often the source was read
  std::vector<std::string>
      warnings; ///< sentences: what is undefined and why, low resolution of AUPIMO, defects left out
  std::shared_ptr<const PixelSummary> summary; ///< for compare_pixel_metrics
};
/// Intervals: images are drawn with replacement, bad and good ones apart; each draw is evaluated on about 800
/// score bins and its deviation from the binned value of all images is added to the exact value. AUPIMO: bad
/// images are drawn. Errors: invalid_argument (NaN score, sizes that differ: each names the image), conflict
/// (the source changed between passes), cancelled (checked per image), those of the source. Cost: O(pixels)
/// for each of usually three passes; memory: `memory` plus 12 bytes an image and bin.
Result<PixelMetrics> pixel_metrics(const ScoreMapSource& source, const PixelMetricOptions& options,
                                   Progress& progress, std::stop_token stop);

/// Second − first on the same images, by bootstrap of the images.
struct PixelComparison {
  PairedDifference auroc, average_precision, aupro, aupimo;
};
/// Errors: invalid_argument when the two were not made on the same images with bootstrap summaries.
Result<PixelComparison> compare_pixel_metrics(const PixelMetrics& first, const PixelMetrics& second,
                                              const BootstrapOptions& options = {});

/// One defective region at a threshold.
struct RegionRecall {
  std::string image, defect;
  std::int64_t area = 0; ///< pixels that count
  double overlap = 0;    ///< fraction of them with score >= threshold
  double share = 0;      ///< of the image's pixels
  bool found() const { return overlap > 0; }
};
/// Pixels of one image, or of all.
struct PixelCounts {
  std::int64_t true_positives = 0, false_positives = 0, false_negatives = 0, true_negatives = 0;
  bool is_good = true; ///< no defective pixel
};
struct PixelDecision : PixelCounts {
  double iou = 0, precision = 0, recall = 0, f1 = 0; ///< NaN where the denominator is 0; f1 is SegF1
  std::vector<RegionRecall> regions;                 ///< in the order of the images
  std::vector<PixelCounts> images;                   ///< one an image
};
/// "score >= threshold is anomalous", pixel by pixel and region by region. Errors: as pixel_metrics.
Result<PixelDecision> pixel_decision(const ScoreMapSource& source, double threshold, Progress& progress,
                                     std::stop_token stop);

struct PixelRates {
  Estimate iou, precision, recall, f1;
};
/// The rates of a decision with intervals: images are drawn with replacement, bad and good ones apart. Cost:
/// O(images·resamples).
PixelRates pixel_rates(const PixelDecision& decision, const BootstrapOptions& options = {});

/// Recall of a group of regions: found / all with the Clopper–Pearson interval, and the mean overlap.
struct RecallGroup {
  std::string name;
  double area_low = 0, area_high = 0;
  double share_low = 0, share_high = 0; ///< smallest and largest share of their images
  std::int64_t regions = 0, found = 0;
  Estimate recall;
  double mean_overlap = 0;
};
/// By kind of defect, in the order of their names.
std::vector<RecallGroup> recall_by_defect(const std::vector<RegionRecall>& regions);
/// By area in octaves: [1,2), [2,4), [4,8)…; octaves without a region are left out.
std::vector<RecallGroup> recall_by_area(const std::vector<RegionRecall>& regions);

} // namespace andon
