#include "core/metrics/intervals.h"
#include "core/metrics/ranked.h"
#include "core/metrics/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace andon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Structural components of DeLong: for an abnormal item the fraction of normal items it beats (ties half),
/// for a normal item the fraction of abnormal items that beat it. Kept in the order of the items.
struct Components {
  double area = 0;
  std::vector<double> abnormal, normal;
};

Components components(std::span<const double> scores, std::span<const int> labels) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  const auto total_abnormal = std::count(labels.begin(), labels.end(), 1);
  const double m = static_cast<double>(total_abnormal), n = static_cast<double>(scores.size()) - m;

  std::vector<double> placement(scores.size());
  double abnormal_below = 0, normal_below = 0;
  std::int64_t twice_wins = 0;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    double abnormal_here = 0;
    while (last < order.size() && scores[order[last]] == scores[order[first]])
      abnormal_here += labels[order[last++]];
    const double normal_here = static_cast<double>(last - first) - abnormal_here;
    for (std::size_t i = first; i < last; ++i)
      placement[order[i]] = labels[order[i]] == 1 ? (normal_below + normal_here / 2) / n
                                                  : (m - abnormal_below - abnormal_here / 2) / m;
    twice_wins += static_cast<std::int64_t>(abnormal_here) *
                  (2 * static_cast<std::int64_t>(normal_below) + static_cast<std::int64_t>(normal_here));
    abnormal_below += abnormal_here;
    normal_below += normal_here;
    first = last;
  }
  Components result;
  result.area = static_cast<double>(twice_wins) / 2 / m / n;
  for (std::size_t i = 0; i < placement.size(); ++i)
    (labels[i] == 1 ? result.abnormal : result.normal).push_back(placement[i]);
  return result;
}

/// Sample covariance of two component lists around their areas, divided by their number.
double mean_covariance(const std::vector<double>& a, double centre_a, const std::vector<double>& b,
                       double centre_b) {
  if (a.size() < 2)
    return 0;
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += (a[i] - centre_a) * (b[i] - centre_b);
  const double count = static_cast<double>(a.size());
  return sum / (count - 1) / count;
}

double covariance(const Components& a, const Components& b) {
  return mean_covariance(a.abnormal, a.area, b.abnormal, b.area) +
         mean_covariance(a.normal, a.area, b.normal, b.area);
}

/// A variance below this is rounding of a sum of equal components.
bool vanishes(double variance) {
  return !(variance > 1e-28);
}

/// Clopper–Pearson for k·area right answers of k = min(abnormal, normal) disjoint pairs.
Estimate pair_interval(double area, std::size_t abnormal, std::size_t normal, double confidence) {
  const double k = static_cast<double>(std::min(abnormal, normal)), right = k * area,
               tail = (1 - confidence) / 2;
  return {area, right > 0 ? beta_quantile(tail, right, k - right + 1) : 0,
          right < k ? beta_quantile(1 - tail, right + 1, k - right) : 1};
}

Estimate area_estimate(const Components& parts, double variance, double confidence) {
  const double area = parts.area;
  // One item of a class has no sample variance: DeLong would ignore that class altogether.
  if (vanishes(variance) || area <= 0 || area >= 1 || parts.abnormal.size() < 2 || parts.normal.size() < 2)
    return pair_interval(area, parts.abnormal.size(), parts.normal.size(), confidence);
  const double centre = std::log(area / (1 - area));
  const double half = normal_quantile(1 - (1 - confidence) / 2) * std::sqrt(variance) / (area * (1 - area));
  return {area, 1 / (1 + std::exp(half - centre)), 1 / (1 + std::exp(-half - centre))};
}

bool one_class(std::span<const int> labels) {
  const auto abnormal = std::count(labels.begin(), labels.end(), 1);
  return abnormal == 0 || abnormal == static_cast<std::ptrdiff_t>(labels.size());
}

} // namespace

Result<Estimate> auroc(std::span<const double> scores, std::span<const int> labels, double confidence) {
  ANDON_TRY(check_labelled(scores, labels));
  if (one_class(labels))
    return Estimate{nan, nan, nan};
  const Components parts = components(scores, labels);
  return area_estimate(parts, covariance(parts, parts), confidence);
}

Result<PairedAuroc> compare_auroc(std::span<const double> first, std::span<const double> second,
                                  std::span<const int> labels, double confidence) {
  if (const auto checked = check_labelled(first, labels); !checked)
    return fail_in("first scorer", checked.error());
  if (const auto checked = check_labelled(second, labels); !checked)
    return fail_in("second scorer", checked.error());
  if (one_class(labels)) {
    const Estimate undefined{nan, nan, nan};
    return PairedAuroc{undefined, undefined, undefined, nan, nan};
  }
  const Components a = components(first, labels), b = components(second, labels);
  const double variance_a = covariance(a, a), variance_b = covariance(b, b);
  const double variance = variance_a + variance_b - 2 * covariance(a, b), gap = b.area - a.area;
  PairedAuroc result{
      area_estimate(a, variance_a, confidence), area_estimate(b, variance_b, confidence), {}, 0, 1};
  if (vanishes(variance)) {
    result.difference = {gap, gap, gap};
    if (gap != 0) {
      result.z = gap > 0 ? infinity : -infinity;
      result.p_value = 0;
    }
    return result;
  }
  const double deviation = std::sqrt(variance), half = normal_quantile(1 - (1 - confidence) / 2) * deviation;
  result.difference = {gap, std::max(-1.0, gap - half), std::min(1.0, gap + half)};
  result.z = gap / deviation;
  result.p_value = 2 * normal_upper_tail(std::abs(result.z));
  return result;
}

} // namespace andon
