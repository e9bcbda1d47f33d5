#pragma once
#include "core/base/random.h"
#include "core/metrics/pixel_curve.h"
#include "core/metrics/pixel_metrics.h"

#include <limits>

namespace andon {

// Private to core/metrics: what stays of every image for the bootstrap.

/// Counts of one image by bins of the score, from the highest bin.
struct ImageSummary {
  bool is_good = true;
  std::vector<std::uint32_t> good, bad;
  std::vector<float> overlap;
  std::int64_t regions = 0;
  double aupimo = std::numeric_limits<double>::quiet_NaN();
};
struct PixelSummary {
  std::vector<std::string> ids;
  std::vector<ImageSummary> images;
  double aupro_limit = 0.3;
};

/// The four figures, in this order everywhere below.
struct PixelFigures {
  double auroc = 0, average_precision = 0, aupro = 0, aupimo = 0;
};

/// Sums over the curve as it is walked from the highest score; exact for AUROC.
class CurveSums {
public:
  CurveSums(double good, double bad, double regions, double limit)
      : good_(good), bad_(bad), regions_(regions), limit_(limit) {}
  void add(double good, double bad, double overlap);
  double auroc() const { return wins_ / good_ / bad_; }
  double average_precision() const { return precision_ / bad_; }
  double aupro();

private:
  double good_, bad_, regions_, limit_;
  double good_above_ = 0, bad_above_ = 0, overlap_above_ = 0;
  double wins_ = 0, precision_ = 0, area_ = 0, last_rate_ = 0, last_overlap_ = 0;
  void extend(double rate, double overlap);
};

/// Figures of `summary` when image i counts weight[i] times.
PixelFigures weighted_figures(const PixelSummary& summary, const std::vector<int>& weight);
/// A draw with replacement, bad and good images apart.
std::vector<int> draw_images(const PixelSummary& summary, Random& random);
/// Fills the limits of the four estimates.
void add_intervals(PixelMetrics& metrics, const BootstrapOptions& options);

} // namespace andon
