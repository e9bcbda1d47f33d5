#include "core/review/agreement.h"

#include "core/metrics/intervals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace andon {

namespace {

/// Shares of a table and of its margins.
struct Shares {
  std::size_t classes;
  std::vector<double> cell, row, column;
  double at(std::size_t i, std::size_t j) const { return cell[i * classes + j]; }
};

Shares shares_of(const Agreement& agreement, std::size_t classes) {
  Shares shares{classes, {}, std::vector<double>(classes), std::vector<double>(classes)};
  for (std::size_t i = 0; i < classes; ++i)
    for (std::size_t j = 0; j < classes; ++j) {
      const double share =
          static_cast<double>(agreement.table[i * classes + j]) / static_cast<double>(agreement.n);
      shares.cell.push_back(share);
      shares.row[i] += share;
      shares.column[j] += share;
    }
  return shares;
}

/// Fleiss, Cohen & Everitt (1969), eq. 13.
double kappa_variance(const Shares& p, double po, double pe, std::int64_t n) {
  double agreeing = 0, differing = 0;
  for (std::size_t i = 0; i < p.classes; ++i)
    for (std::size_t j = 0; j < p.classes; ++j) {
      if (i == j)
        agreeing += p.at(i, i) * std::pow((1 - pe) - (p.row[i] + p.column[i]) * (1 - po), 2);
      else
        differing += p.at(i, j) * std::pow(p.column[i] + p.row[j], 2);
    }
  const double rest = po * pe - 2 * pe + po;
  const double numerator = agreeing + (1 - po) * (1 - po) * differing - rest * rest;
  return std::max(0.0, numerator) / (static_cast<double>(n) * std::pow(1 - pe, 4));
}

Result<void> check_pair(std::span<const int> first, std::span<const int> second, int classes) {
  if (first.size() != second.size())
    return fail(ErrorCode::invalid_argument, "the reviewers' lists have " + std::to_string(first.size()) +
                                                 " and " + std::to_string(second.size()) +
                                                 " labels; they must be of the same items");
  if (first.empty())
    return fail(ErrorCode::insufficient_data,
                "no item was labelled by both reviewers; put some into the queue for a second review");
  for (std::size_t i = 0; i < first.size(); ++i)
    for (const int label : {first[i], second[i]})
      if (label < 0 || label >= classes)
        return fail(ErrorCode::invalid_argument, "label " + std::to_string(label) + " at index " +
                                                     std::to_string(i) + " is not one of " +
                                                     std::to_string(classes) + " classes");
  return {};
}

} // namespace

Result<Agreement> cohen_kappa(std::span<const int> first, std::span<const int> second, int classes,
                              double confidence) {
  ANDON_TRY(check_pair(first, second, classes));
  const auto k = static_cast<std::size_t>(classes);
  Agreement result;
  result.n = static_cast<std::int64_t>(first.size());
  result.table.assign(k * k, 0);
  for (std::size_t i = 0; i < first.size(); ++i)
    ++result.table[static_cast<std::size_t>(first[i]) * k + static_cast<std::size_t>(second[i])];
  const Shares p = shares_of(result, k);
  std::int64_t equal = 0;
  for (std::size_t i = 0; i < k; ++i) {
    equal += result.table[i * k + i];
    result.expected += p.row[i] * p.column[i];
  }
  result.observed = static_cast<double>(equal) / static_cast<double>(result.n);
  if (k >= 2) {
    result.prevalence = std::abs(p.at(0, 0) - p.at(1, 1));
    result.bias = std::abs(p.at(0, 1) - p.at(1, 0));
  }
  const double po = result.observed, pe = result.expected;
  if (1 - pe < 1e-15) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    result.kappa = {none, none, none};
    return result;
  }
  const double kappa = (po - pe) / (1 - pe);
  const double half = normal_quantile(0.5 + confidence / 2) * std::sqrt(kappa_variance(p, po, pe, result.n));
  result.kappa = {kappa, std::max(-1.0, kappa - half), std::min(1.0, kappa + half)};
  if (equal == result.n)
    result.kappa.low = (clopper_pearson(equal, result.n, confidence).low - pe) / (1 - pe);
  return result;
}

} // namespace andon
