#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/signal/scene_tokens.h"
#include "core/signal/series.h"
#include "core/training/training_options.h"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// Architecture and recipe of the scene anomaly model (SPEC S2.2–S2.4).
struct SceneModelOptions {
  std::string encoder = "tcn";
  std::string slow_encoder = "same", word_encoder = "same";
  std::string gating = "hard";
  std::string fusion = "attention";
  std::int64_t width = 32;
  std::int64_t neighbours = 8;
  std::int64_t bank = 1024;
  std::int64_t pretrain_epochs = 1, body_epochs = 0;
  double mask = 0.3;
  double temperature = 0.1;
  double contrast_weight = 1, reconstruction_weight = 0.5, view_weight = 0.1, diversity_weight = 0.1;
  double bits_weight = 0, prediction_weight = 0;
  double density_share = 0.1, reconstruction_share = 0.1;
  std::vector<Option> describe();
};

/// A normal scene and the same with changes made on purpose.
struct SceneExample {
  SceneTokens normal, changed;
  std::vector<std::uint8_t> is_changed; ///< [sensors, bins]
};
/// Bins of which at least half lie in a change.
SceneExample scene_example(const SceneTokens& normal, const SceneTokens& changed,
                           const std::vector<Interval>& changes, const std::vector<std::string>& sensors);

/// Scores of one scene, [sensors, bins] each; higher is more anomalous.
struct SceneScores {
  std::int64_t sensors = 0, bins = 0;
  /// Weighted sum of −log10 of calibrated p-values, smoothed over three bins, less half the sensor's median;
  /// where the mean over 4.25 s around is higher, that.
  std::vector<float> fused;
  std::vector<float> reconstruction; ///< −log10 p of each part
  std::vector<float> density;
  std::vector<float> contrast;
  std::vector<float> gates; ///< [sensors, 3] load of the experts
};

/// Tokens → encoder over time, by kind of sensor (fast, slow, words) → mixture of three experts → fusion
/// across sensors → heads: masked reconstruction, density (distance to the nearest normal token of a bank)
/// and contrast (changed or not). Each becomes a p-value by its distribution on normal validation tokens; the
/// weighted sum of their logarithms is the score. Recipe: masked reconstruction, prediction and contrast of
/// views with soft gates (phase pretrain); all losses with encoders and experts frozen (phase body); then all
/// losses with nothing frozen. Gates are soft in the first phase and as `gating` says after it. Needs nothing
/// of the machine it scores. Threads: one at a time per object.
class SceneModel {
public:
  /// Takes the examples over to free them on the way. Errors: insufficient_data (no scene), cancelled, io.
  static Result<SceneModel> fit(std::vector<SceneExample> train, std::vector<SceneExample> validation,
                                const SceneModelOptions& options, const TrainingOptions& training,
                                const std::filesystem::path& run_folder, Progress& progress,
                                std::stop_token stop, TrainingReport* report = nullptr);
  Result<void> save(const std::filesystem::path& folder) const;
  /// Errors: not_found, corrupt, unsupported.
  static Result<SceneModel> load(const std::filesystem::path& folder, const std::string& device);
  SceneModel(SceneModel&&) noexcept;
  SceneModel& operator=(SceneModel&&) noexcept;
  ~SceneModel();
  const SceneModelOptions& options() const;
  Result<SceneScores> score(const SceneTokens& tokens) const;
  /// The same scores, one sensor after the other through everything that allows it, on one thread: the
  /// baseline of the benchmark. Equal to score() up to rounding.
  Result<SceneScores> plain_score(const SceneTokens& tokens) const;

  struct State;
  State& state();

private:
  SceneModel();
  std::unique_ptr<State> state_;
};

} // namespace andon
