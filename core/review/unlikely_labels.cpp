#include "core/review/unlikely_labels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace andon {

namespace {

struct Curve {
  double slope = 0, offset = 0; ///< p = 1/(1 + exp(slope·s + offset))
  double at(double s) const { return 1 / (1 + std::exp(std::clamp(slope * s + offset, -700.0, 700.0))); }
};

/// −log likelihood of soft targets without overflow.
double loss_of(const Curve& curve, std::span<const double> scores, std::span<const double> targets) {
  double loss = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double f = curve.slope * scores[i] + curve.offset;
    loss +=
        f >= 0 ? targets[i] * f + std::log1p(std::exp(-f)) : (targets[i] - 1) * f + std::log1p(std::exp(f));
  }
  return loss;
}

/// Newton's method with backtracking on standardised scores.
Curve fit_curve(std::span<const double> scores, std::span<const double> targets, double prior) {
  Curve curve{0, prior};
  double loss = loss_of(curve, scores, targets);
  for (int round = 0; round < 100; ++round) {
    double h11 = 1e-12, h22 = 1e-12, h21 = 0, g1 = 0, g2 = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const double p = curve.at(scores[i]), weight = p * (1 - p), gap = targets[i] - p;
      h11 += scores[i] * scores[i] * weight;
      h22 += weight;
      h21 += scores[i] * weight;
      g1 += scores[i] * gap;
      g2 += gap;
    }
    if (std::abs(g1) < 1e-9 && std::abs(g2) < 1e-9)
      break;
    const double det = h11 * h22 - h21 * h21;
    const double step1 = -(h22 * g1 - h21 * g2) / det, step2 = -(h11 * g2 - h21 * g1) / det;
    const double descent = g1 * step1 + g2 * step2;
    double size = 1;
    for (; size > 1e-10; size /= 2) {
      const Curve next{curve.slope + size * step1, curve.offset + size * step2};
      if (const double lower = loss_of(next, scores, targets); lower < loss + 1e-4 * size * descent) {
        curve = next;
        loss = lower;
        break;
      }
    }
    if (size <= 1e-10)
      break;
  }
  return curve;
}

/// Scores and smoothed targets of the items outside a fold.
Result<Curve> curve_without(std::span<const double> scores, std::span<const int> labels, std::size_t fold,
                            std::size_t folds) {
  double positive = 0, negative = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (i % folds != fold)
      (labels[i] == 1 ? positive : negative) += 1;
  if (positive < 2 || negative < 2)
    return fail(ErrorCode::insufficient_data,
                "unlikely labels need at least two normal and two abnormal labels in every part; there are " +
                    std::to_string(static_cast<int>(negative)) + " and " +
                    std::to_string(static_cast<int>(positive)));
  std::vector<double> kept, targets;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (i % folds != fold) {
      kept.push_back(scores[i]);
      targets.push_back(labels[i] == 1 ? (positive + 1) / (positive + 2) : 1 / (negative + 2));
    }
  return fit_curve(kept, targets, std::log((negative + 1) / (positive + 1)));
}

Result<void> check_noise(std::span<const double> probabilities, std::span<const int> labels, int classes) {
  if (classes < 2 || probabilities.size() != labels.size() * static_cast<std::size_t>(classes))
    return fail(ErrorCode::invalid_argument, "there must be one probability an item and class, for at least "
                                             "two classes");
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] < 0 || labels[i] >= classes)
      return fail(ErrorCode::invalid_argument, "label " + std::to_string(labels[i]) + " at index " +
                                                   std::to_string(i) + " is not one of " +
                                                   std::to_string(classes) + " classes");
  for (std::size_t i = 0; i < probabilities.size(); ++i)
    if (!(probabilities[i] >= 0 && probabilities[i] <= 1))
      return fail(ErrorCode::invalid_argument, "value " + std::to_string(probabilities[i]) + " at index " +
                                                   std::to_string(i) + " is not a probability");
  return {};
}

} // namespace

Result<LabelNoise> unlikely_labels(std::span<const double> probabilities, std::span<const int> labels,
                                   int classes) {
  ANDON_TRY(check_noise(probabilities, labels, classes));
  const auto k = static_cast<std::size_t>(classes);
  LabelNoise noise;
  noise.counted.assign(k * k, 0);
  std::vector<double> sums(k), counts(k);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto label = static_cast<std::size_t>(labels[i]);
    sums[label] += probabilities[i * k + label];
    counts[label] += 1;
  }
  for (std::size_t j = 0; j < k; ++j)
    noise.thresholds.push_back(counts[j] > 0 ? sums[j] / counts[j]
                                             : std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto given = static_cast<std::size_t>(labels[i]);
    const auto p = probabilities.subspan(i * k, k);
    int likely = -1;
    double other = 0;
    for (std::size_t j = 0; j < k; ++j) {
      if (j != given)
        other = std::max(other, p[j]);
      // A class nobody was given has no threshold, and the comparison with NaN leaves it out.
      if (p[j] >= noise.thresholds[j] && (likely < 0 || p[j] > p[static_cast<std::size_t>(likely)]))
        likely = static_cast<int>(j);
    }
    if (likely < 0)
      continue;
    ++noise.counted[given * k + static_cast<std::size_t>(likely)];
    if (likely != labels[i])
      noise.items.push_back({i, labels[i], likely, p[given] - other});
  }
  std::stable_sort(noise.items.begin(), noise.items.end(),
                   [](const UnlikelyLabel& a, const UnlikelyLabel& b) { return a.margin < b.margin; });
  return noise;
}

Result<std::vector<double>> held_out_probabilities(std::span<const double> scores,
                                                   std::span<const int> labels, int folds) {
  if (scores.size() != labels.size() || folds < 2)
    return fail(ErrorCode::invalid_argument, "there must be one score a label and at least two folds");
  double mean = 0, squares = 0;
  for (const double score : scores)
    mean += score / static_cast<double>(scores.size());
  for (const double score : scores)
    squares += (score - mean) * (score - mean);
  const double spread = std::sqrt(squares / std::max<double>(1, static_cast<double>(scores.size())));
  std::vector<double> unit(scores.begin(), scores.end());
  for (double& value : unit)
    value = spread > 0 ? (value - mean) / spread : 0;
  std::vector<double> result(scores.size());
  for (std::size_t fold = 0; fold < static_cast<std::size_t>(folds); ++fold) {
    ANDON_ASSIGN(const Curve curve, curve_without(unit, labels, fold, static_cast<std::size_t>(folds)));
    for (std::size_t i = fold; i < scores.size(); i += static_cast<std::size_t>(folds))
      result[i] = curve.at(unit[i]);
  }
  return result;
}

} // namespace andon
