#include "core/metrics/pixel_summary.h"

#include <algorithm>

namespace andon {

void CurveSums::extend(double rate, double overlap) {
  if (last_rate_ < limit_ && rate > last_rate_) {
    const double part = std::min(1.0, (limit_ - last_rate_) / (rate - last_rate_));
    const double end = last_overlap_ + part * (overlap - last_overlap_);
    area_ += (std::min(rate, limit_) - last_rate_) * (last_overlap_ + end) / 2;
  }
  last_rate_ = rate;
  last_overlap_ = overlap;
}

void CurveSums::add(double good, double bad, double overlap) {
  // A bad pixel wins against every good one below it and halves with those beside it.
  wins_ += bad * (good_ - good_above_ - good / 2);
  good_above_ += good;
  bad_above_ += bad;
  overlap_above_ += overlap;
  if (bad > 0)
    precision_ += bad * (bad_above_ / (bad_above_ + good_above_));
  if (regions_ > 0 && good_ > 0)
    extend(good_above_ / good_, std::min(1.0, overlap_above_ / regions_));
}

double CurveSums::aupro() {
  extend(1, 1);
  return area_ / limit_;
}

PixelFigures weighted_figures(const PixelSummary& summary, const std::vector<int>& weight) {
  std::size_t bins = 0;
  for (const ImageSummary& image : summary.images)
    bins = std::max(bins, image.good.size());
  std::vector<double> good(bins), bad(bins), overlap(bins);
  double regions = 0, all_good = 0, all_bad = 0, aupimo = 0, bad_images = 0;
  for (std::size_t i = 0; i < summary.images.size(); ++i) {
    const ImageSummary& image = summary.images[i];
    const double times = weight[i];
    if (times == 0)
      continue;
    regions += times * static_cast<double>(image.regions);
    if (!std::isnan(image.aupimo)) {
      aupimo += times * image.aupimo;
      bad_images += times;
    }
    for (std::size_t b = 0; b < image.good.size(); ++b)
      good[b] += times * image.good[b];
    for (std::size_t b = 0; !image.is_good && b < image.bad.size(); ++b) {
      bad[b] += times * image.bad[b];
      overlap[b] += times * static_cast<double>(image.overlap[b]);
    }
  }
  for (std::size_t b = 0; b < bins; ++b) {
    all_good += good[b];
    all_bad += bad[b];
  }
  CurveSums sums(all_good, all_bad, regions, summary.aupro_limit);
  for (std::size_t b = 0; b < bins; ++b)
    sums.add(good[b], bad[b], overlap[b]);
  return {sums.auroc(), sums.average_precision(), sums.aupro(), aupimo / bad_images};
}

std::vector<int> draw_images(const PixelSummary& summary, Random& random) {
  std::vector<int> weight(summary.images.size());
  for (const bool good : {false, true}) {
    std::vector<std::size_t> pool;
    for (std::size_t i = 0; i < summary.images.size(); ++i)
      if (summary.images[i].is_good == good)
        pool.push_back(i);
    for (std::size_t k = 0; k < pool.size(); ++k)
      ++weight[pool[random.below(pool.size())]];
  }
  return weight;
}

} // namespace andon
