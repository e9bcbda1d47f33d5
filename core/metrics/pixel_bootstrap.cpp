#include "core/metrics/draws.h"
#include "core/metrics/pixel_summary.h"

#include <algorithm>

namespace andon {
namespace {

using Figure = double PixelFigures::*;

/// At most a few seconds of work, at least 200 resamples.
std::int64_t affordable(const PixelSummary& summary, std::int64_t wanted) {
  std::int64_t cells = 1;
  for (const ImageSummary& image : summary.images)
    cells += static_cast<std::int64_t>(image.good.size() + 2 * image.bad.size());
  return std::min(wanted, std::max<std::int64_t>(200, 4'000'000'000 / cells));
}

std::vector<double> column(const std::vector<PixelFigures>& rows, Figure figure) {
  std::vector<double> values;
  for (const PixelFigures& row : rows)
    values.push_back(row.*figure);
  return values;
}

bool same_images(const PixelMetrics& first, const PixelMetrics& second) {
  if (!first.summary || !second.summary || first.summary->ids != second.summary->ids)
    return false;
  for (std::size_t i = 0; i < first.summary->images.size(); ++i)
    if (first.summary->images[i].is_good != second.summary->images[i].is_good)
      return false;
  return true;
}

} // namespace

void add_intervals(PixelMetrics& metrics, const BootstrapOptions& options) {
  if (options.resamples < 1 || metrics.summary->images.empty())
    return;
  const PixelSummary& summary = *metrics.summary;
  const PixelFigures all = weighted_figures(summary, std::vector<int>(summary.images.size(), 1));
  Random random(options.seed.stream("pixel bootstrap"));
  std::vector<PixelFigures> rows;
  for (std::int64_t i = affordable(summary, options.resamples); i > 0; --i)
    rows.push_back(weighted_figures(summary, draw_images(summary, random)));
  const auto fill = [&](Estimate& estimate, Figure figure) {
    estimate = around(estimate.value, all.*figure, column(rows, figure), options.confidence, 0, 1);
  };
  fill(metrics.auroc, &PixelFigures::auroc);
  fill(metrics.average_precision, &PixelFigures::average_precision);
  fill(metrics.aupro, &PixelFigures::aupro);
  fill(metrics.aupimo, &PixelFigures::aupimo);
}

Result<PixelComparison> compare_pixel_metrics(const PixelMetrics& first, const PixelMetrics& second,
                                              const BootstrapOptions& options) {
  if (!same_images(first, second))
    return fail(ErrorCode::invalid_argument,
                "the two models were not evaluated on the same images with the same masks; "
                "evaluate both on one data set");
  if (options.resamples < 1)
    return fail(ErrorCode::invalid_argument, "comparing by bootstrap needs at least one resample");
  const std::vector<int> once(first.summary->images.size(), 1);
  const PixelFigures a = weighted_figures(*first.summary, once), b = weighted_figures(*second.summary, once);
  Random random(options.seed.stream("paired pixel bootstrap"));
  std::vector<PixelFigures> rows;
  for (std::int64_t i = affordable(*first.summary, options.resamples); i > 0; --i) {
    const std::vector<int> weight = draw_images(*first.summary, random);
    const PixelFigures x = weighted_figures(*first.summary, weight),
                       y = weighted_figures(*second.summary, weight);
    rows.push_back({y.auroc - x.auroc, y.average_precision - x.average_precision, y.aupro - x.aupro,
                    y.aupimo - x.aupimo});
  }
  const auto compare = [&](const Estimate& x, const Estimate& y, Figure figure) {
    return paired_by_draws(y.value - x.value, b.*figure - a.*figure, column(rows, figure),
                           options.confidence);
  };
  return PixelComparison{
      compare(first.auroc, second.auroc, &PixelFigures::auroc),
      compare(first.average_precision, second.average_precision, &PixelFigures::average_precision),
      compare(first.aupro, second.aupro, &PixelFigures::aupro),
      compare(first.aupimo, second.aupimo, &PixelFigures::aupimo)};
}

} // namespace andon
