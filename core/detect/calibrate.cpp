#include "core/detect/calibrate.h"

#include "core/metrics/intervals.h"

#include <algorithm>
#include <cmath>

namespace andon::detect {
namespace {

/// z with P(|Z| > z) = share.
double half_normal(double share) {
  return normal_quantile(1 - share / 2);
}

} // namespace

std::vector<Option> CalibrationOptions::describe() {
  return {option("line_blocks", blocks, "Blocks of normal rows that are left out in turn to place the line",
                 "", 2, 1000),
          option("line_rate", rate, "Accepted share of normal, independent scores above the line", "", 1e-9,
                 0.4)};
}

Result<double> half_normal_line(std::span<const double> normal_scores, std::int64_t memory, double rate) {
  const double independent = static_cast<double>(normal_scores.size()) / static_cast<double>(memory);
  if (independent < 4)
    return fail(ErrorCode::insufficient_data,
                std::to_string(normal_scores.size()) + " normal scores that each look back over " +
                    std::to_string(memory) + " rows are too few to place a line; at least " +
                    std::to_string(4 * memory) + " are needed");
  std::vector<double> sorted(normal_scores.begin(), normal_scores.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  double median = *middle;
  if (sorted.size() % 2 == 0)
    median = (median + *std::max_element(sorted.begin(), middle)) / 2;
  const double largest = *std::max_element(middle, sorted.end());
  if (!(largest > median) || !std::isfinite(largest))
    return fail(ErrorCode::insufficient_data, "the scores of the normal rows do not vary; nothing says where "
                                              "abnormal begins");
  const double at_median = half_normal(0.5);
  const double at_largest = half_normal(1 - std::pow(0.5, 1 / independent));
  return median + (largest - median) * (half_normal(rate) - at_median) / (at_largest - at_median);
}

Result<std::vector<double>> left_out_scores(const std::string& id, const ChannelRows& normal,
                                            const OptionMap& options, std::int64_t blocks, Seed seed,
                                            std::stop_token stop) {
  const std::int64_t rows = normal.rows();
  if (rows < 2 * blocks)
    return fail(ErrorCode::insufficient_data, std::to_string(rows) + " normal rows cannot be divided into " +
                                                  std::to_string(blocks) + " blocks");
  std::vector<double> scores(static_cast<std::size_t>(rows));
  for (std::int64_t b = 0; b < blocks; ++b) {
    const std::int64_t begin = b * rows / blocks, end = (b + 1) * rows / blocks;
    ANDON_ASSIGN(const FittedDetector detector,
                 fit_detector(id, without(normal, begin, end), options, seed, stop));
    ANDON_ASSIGN(const RowScores all, score_rows(detector, normal, stop));
    std::copy(all.scores.begin() + begin, all.scores.begin() + end, scores.begin() + begin);
  }
  return scores;
}

Result<CalibratedDetector> fit_calibrated(const std::string& id, const ChannelRows& normal,
                                          const OptionMap& options, const CalibrationOptions& calibration,
                                          Seed seed, std::stop_token stop) {
  CalibratedDetector result;
  ANDON_ASSIGN(result.detector, fit_detector(id, normal, options, seed, stop));
  ANDON_ASSIGN(result.normal_scores, left_out_scores(id, normal, options, calibration.blocks, seed, stop));
  ANDON_ASSIGN(const DetectorEntry* entry, detectors().find(id));
  ANDON_ASSIGN(const double line,
               half_normal_line(result.normal_scores, entry->memory(options), calibration.rate));
  if (!(line > 0))
    return fail(ErrorCode::insufficient_data,
                "the line of detector '" + id + "' on the normal rows is not positive; use another detector");
  result.detector.line = line;
  for (double& score : result.normal_scores)
    score /= line;
  return result;
}

} // namespace andon::detect
