#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/random.h"
#include "core/base/table.h"
#include "core/detect/channel_rows.h"

#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace andon::detect {

/// What fitting left: plain numbers by name, so that every detector is saved and compared in one way.
using FittedValues = std::map<std::string, std::vector<double>>;

/// A fitted detector. `line` turns raw scores into multiples of the line that normal rows keep to (see
/// calibrate.h); 1 before calibration. Threads: any, immutable.
struct FittedDetector {
  std::string id; ///< row of detectors()
  OptionMap options;
  std::vector<std::string> channels;
  FittedValues values;
  double line = 1;
};

/// A score a row (higher is more anomalous) and how much each channel has to do with it: contributions are
/// comparable within a row, not between detectors.
struct RowScores {
  std::vector<double> scores;       ///< [rows]
  std::vector<float> contributions; ///< [rows, channels]
};

/// One kind of detector. A new one is a file of functions and a row.
struct DetectorEntry {
  std::string id, title, paper;
  std::vector<OptionInfo> options;
  /// Checks and completes options. Errors: invalid_argument with the nearest key.
  Result<OptionMap> (*resolve)(const OptionMap& options) = nullptr;
  /// Fits on normal rows. Errors: insufficient_data (too few rows), invalid_argument (unknown option, not
  /// finite), cancelled.
  Result<FittedValues> (*fit)(const ChannelRows& normal, const OptionMap& options, Seed seed,
                              std::stop_token stop) = nullptr;
  /// Raw scores. A row's score uses this row and earlier rows of its stretch only, unless the title says
  /// otherwise. Errors: invalid_argument (other channels, not finite), insufficient_data, cancelled.
  Result<RowScores> (*score)(const FittedDetector& detector, const ChannelRows& rows,
                             std::stop_token stop) = nullptr;
  /// Rows that one score looks back over: scores further apart are taken as independent in calibration.
  std::int64_t (*memory)(const OptionMap& options) = nullptr;
};
/// innovation, ar, pca, nearest, isolation, spectral. The first row is the default.
const Table<DetectorEntry>& detectors();
inline constexpr const char* default_detector = "innovation";

/// Finds the row, checks the rows and fits. Errors: not_found (names the nearest) and those of fit.
Result<FittedDetector> fit_detector(const std::string& id, const ChannelRows& normal,
                                    const OptionMap& options, Seed seed, std::stop_token stop = {});
/// Scores divided by the detector's line: 1 and above is anomalous once it is calibrated.
Result<RowScores> score_rows(const FittedDetector& detector, const ChannelRows& rows,
                             std::stop_token stop = {});

/// safetensors (float64) with id, options and channels in its metadata. Errors: io.
Result<void> write_detector(const std::filesystem::path& file, const FittedDetector& detector);
/// Errors: not_found, corrupt (names what is wrong), unsupported (newer format).
Result<FittedDetector> read_detector(const std::filesystem::path& file);

} // namespace andon::detect
