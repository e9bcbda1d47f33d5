#include "core/workflow/report_charts.h"

#include "core/metrics/ranking.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

constexpr std::size_t histogram_bins = 40;
constexpr std::size_t most_points = 400; ///< of a polyline; more cannot be seen

template <class T>
std::vector<T> thinned(const std::vector<T>& points) {
  if (points.size() <= most_points)
    return points;
  std::vector<T> result;
  for (std::size_t i = 0; i < most_points; ++i)
    result.push_back(points[i * (points.size() - 1) / (most_points - 1)]);
  return result;
}

std::vector<CurvePoint> curve_of(const std::vector<ScoreRow>& rows) {
  const Labelled items = labelled(rows);
  if (items.abnormal == 0 || items.abnormal == static_cast<std::int64_t>(items.labels.size()))
    return {};
  auto curve = ranking_curve(items.scores, items.labels);
  return curve ? thinned(*curve) : std::vector<CurvePoint>{};
}

/// One way to look at the ranking curve.
struct RankingView {
  const char *title, *x_title, *y_title;
  double CurvePoint::*x;
  double CurvePoint::*y;
  bool chance; ///< whether the diagonal is what a random scorer reaches
};

std::optional<Chart> ranking_chart(const std::vector<ScoreRow>& rows, const RankingView& view) {
  const std::vector<CurvePoint> curve = curve_of(rows);
  if (curve.empty())
    return std::nullopt;
  ChartLine line{"model", chart_colours[0], {}, false};
  for (const CurvePoint& point : curve)
    line.points.emplace_back(point.*view.x, point.*view.y);
  Chart chart{.title = view.title,
              .x_title = view.x_title,
              .y_title = view.y_title,
              .lines = {line},
              .bars = {},
              .marker = {},
              .marker_text = {},
              .x_range = std::pair(0.0, 1.0),
              .y_range = std::pair(0.0, 1.0)};
  if (view.chance)
    chart.lines.push_back({"chance", "#888888", {{0, 0}, {1, 1}}, true});
  return chart;
}

} // namespace

std::optional<Chart> loss_chart(const std::vector<store::MetricPoint>& history) {
  Chart chart{.title = "Training",
              .x_title = "epoch",
              .y_title = "loss",
              .lines = {},
              .bars = {},
              .marker = {},
              .marker_text = {}};
  int colour = 0;
  for (const char* name : {"loss/train", "loss/val"}) {
    ChartLine line{name, chart_colours[colour++], {}, false};
    for (const store::MetricPoint& point : history)
      if (point.name == name)
        line.points.emplace_back(static_cast<double>(point.step), point.value);
    if (!line.points.empty())
      chart.lines.push_back(std::move(line));
  }
  return chart.lines.empty() ? std::nullopt : std::optional(std::move(chart));
}

std::optional<Chart> roc_chart(const std::vector<ScoreRow>& rows) {
  return ranking_chart(rows, {"ROC", "false-positive rate", "recall", &CurvePoint::false_positive_rate,
                              &CurvePoint::recall, true});
}

std::optional<Chart> precision_recall_chart(const std::vector<ScoreRow>& rows) {
  return ranking_chart(rows, {"Precision and recall", "recall", "precision", &CurvePoint::recall,
                              &CurvePoint::precision, false});
}

std::optional<Chart> score_histogram(const std::vector<ScoreRow>& rows, std::optional<double> threshold) {
  if (rows.empty())
    return std::nullopt;
  double low = rows.front().score, high = low;
  for (const ScoreRow& row : rows) {
    low = std::min(low, row.score);
    high = std::max(high, row.score);
  }
  const double width = high > low ? (high - low) / static_cast<double>(histogram_bins) : 1.0;
  Chart chart{.title = "Scores",
              .x_title = "anomaly score",
              .y_title = "items",
              .lines = {},
              .bars = {},
              .marker = threshold,
              .marker_text = "threshold"};
  constexpr const char* names[] = {"unknown", "normal", "abnormal"};
  constexpr int colours[] = {6, 0, 1};
  for (int label = -1; label <= 1; ++label) {
    ChartBars bars{names[label + 1], chart_colours[colours[label + 1]], low, width,
                   std::vector<double>(histogram_bins)};
    bool any = false;
    for (const ScoreRow& row : rows)
      if (row.label == label) {
        bars.heights[std::min(histogram_bins - 1, static_cast<std::size_t>((row.score - low) / width))] += 1;
        any = true;
      }
    if (any)
      chart.bars.push_back(std::move(bars));
  }
  return chart;
}

std::optional<Chart> preview_chart(const ScoreRow& row, const std::vector<PreviewCurve>& curves) {
  Chart chart{.title = row.item + ", score " + short_number(row.score),
              .x_title = "seconds",
              .y_title = "value",
              .lines = {},
              .bars = {},
              .marker = {},
              .marker_text = {}};
  for (std::size_t c = 0; c < curves.size() && c < std::size(chart_colours); ++c) {
    const PreviewCurve& curve = curves[c];
    ChartLine line{curve.name + (curve.unit.empty() ? "" : ", " + curve.unit), chart_colours[c], {}, false};
    for (std::size_t i = 0; i < curve.values.size(); ++i)
      line.points.emplace_back(curve.start + static_cast<double>(i) / curve.rate, curve.values[i]);
    line.points = thinned(line.points);
    chart.lines.push_back(std::move(line));
  }
  return chart.lines.empty() ? std::nullopt : std::optional(std::move(chart));
}

} // namespace andon::workflow
