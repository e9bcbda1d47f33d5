#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/base/table.h"
#include "core/signal/windows.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// A feature matrix [rows, columns], row-major. For command/current windows a row is the command channels and
/// then the current channels, `length` samples each; for anything else command_channels = current_channels =
/// length = 0.
struct Features {
  std::int64_t rows = 0, columns = 0;
  std::int64_t command_channels = 0, current_channels = 0, length = 0;
  std::vector<float> values;
};
Features features_of(const PairWindows& windows);
/// invalid_argument naming row and column of the first value that is not finite.
Result<void> check_finite(const Features& features);

/// A fitted baseline. Higher scores are more anomalous. Threads: score from any thread.
class Baseline {
public:
  virtual ~Baseline() = default;
  /// One score a row. Errors: invalid_argument when the layout differs from the fitted one or a value is not
  /// finite (names row and column), cancelled.
  virtual Result<std::vector<double>> score(const Features& features, std::stop_token stop = {}) const = 0;
};

struct BaselineEntry {
  std::string id, title, paper;
  std::vector<OptionInfo> options;
  bool needs_pairs = false; ///< works on command/current windows only
  /// Fits on training rows only (healthy). Errors: insufficient_data (< 2 rows), invalid_argument (not
  /// finite, unknown option), unsupported (needs pairs and got none), cancelled.
  Result<std::unique_ptr<Baseline>> (*fit)(const Features& train, const OptionMap& options, Seed seed,
                                           Progress& progress, std::stop_token stop);
};
/// random, pca, linear: what every model is shown beside.
const Table<BaselineEntry>& baselines();

} // namespace andon
