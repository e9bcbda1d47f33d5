#pragma once
#include "core/signal/dataset.h"
#include "core/signal/envelope.h"
#include "core/workflow/runs.h"

#include <memory>
#include <optional>

namespace andon::workflow {

/// One sensor of a scene, ready to draw at any zoom.
struct RecordedSensor {
  SensorInfo info;
  double start = 0; ///< seconds of its first sample
  std::shared_ptr<const Envelope> envelope;
  std::shared_ptr<const Series>
      whole; ///< all samples when there are at most Recording::whole_limit, else nullptr
};

/// A scene with the overviews of all its sensors. Threads: any, immutable; read() is serialised by the data
/// set.
class Recording {
public:
  static constexpr std::int64_t whole_limit = 1 << 18;

  const ItemInfo& scene() const { return dataset_->items()[item_]; }
  std::span<const RecordedSensor> sensors() const { return sensors_; }
  /// Samples [from, from + count) of a sensor, clipped to its length. Errors: not_found, io.
  Result<Series> read(const std::string& sensor, std::int64_t from, std::int64_t count) const {
    return dataset_->read_range(item_, sensor, from, count);
  }

private:
  friend Result<std::shared_ptr<const Recording>> open_recording(const std::filesystem::path&,
                                                                 std::shared_ptr<const Dataset>,
                                                                 const std::string&, Progress&,
                                                                 std::stop_token);
  Recording() = default;
  std::shared_ptr<const Dataset> dataset_;
  std::size_t item_ = 0;
  std::vector<RecordedSensor> sensors_;
};

/// Opens a scene: short sensors are read whole, long ones get a pyramid that is kept in `cache_folder`, so
/// that the second opening reads no samples. Errors: not_found (scene; names the nearest), corrupt, io,
/// cancelled.
Result<std::shared_ptr<const Recording>> open_recording(const std::filesystem::path& cache_folder,
                                                        std::shared_ptr<const Dataset> dataset,
                                                        const std::string& scene, Progress& progress,
                                                        std::stop_token stop);

/// Stored scores of a run with the line that decides now: its newest threshold version.
struct RunScores {
  std::string run, data; ///< names; data is what the run was trained on
  std::vector<ScoreRow> rows;
  std::optional<store::ThresholdVersion> threshold;
  /// By the threshold when there is one, else by the decision stored with the score.
  bool flagged(const ScoreRow& row) const {
    return threshold ? row.score >= threshold->threshold : row.decision == 1;
  }
};
Result<RunScores> run_scores(Workspace& workspace, const std::string& run);

} // namespace andon::workflow
