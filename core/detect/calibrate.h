#pragma once
#include "core/detect/detector.h"

namespace andon::detect {

struct CalibrationOptions {
  std::int64_t blocks = 8; ///< contiguous blocks that are left out in turn
  double rate = 0.01;      ///< accepted share of normal independent scores above the line
  std::vector<Option> describe();
};

/// Line for a score that behaves like the magnitude of a normal variable, from few normal scores: a straight
/// line through their median and their maximum on half-normal paper (Daniel 1959), read at `rate`. The
/// maximum of n = scores/memory independent ones stands at the level that they exceed together with
/// probability 1/2. Scale and offset of the scores do not matter. Errors: insufficient_data (fewer than 4
/// independent scores, or they do not vary).
Result<double> half_normal_line(std::span<const double> normal_scores, std::int64_t memory, double rate);

/// Raw scores of normal rows that the scoring detector has not seen: for each block the detector is fitted on
/// the other rows and scores all rows, of which the block's are kept. Errors: insufficient_data (a block
/// would be shorter than one row, or too little is left to fit on), those of fit and score.
Result<std::vector<double>> left_out_scores(const std::string& id, const ChannelRows& normal,
                                            const OptionMap& options, std::int64_t blocks, Seed seed,
                                            std::stop_token stop = {});

/// A detector fitted on all normal rows with its line from left_out_scores(), and those scores in units of
/// the line.
struct CalibratedDetector {
  FittedDetector detector;
  std::vector<double> normal_scores; ///< [rows]
};
Result<CalibratedDetector> fit_calibrated(const std::string& id, const ChannelRows& normal,
                                          const OptionMap& options, const CalibrationOptions& calibration,
                                          Seed seed, std::stop_token stop = {});

} // namespace andon::detect
