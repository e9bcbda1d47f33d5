#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/models/structure_example.h"
#include "core/training/training_options.h"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

namespace andon {

/// Architecture and recipe of the sensor structure model (SPEC S2.1).
struct StructureOptions {
  std::int64_t width = 32;
  std::int64_t embedding = 64;
  std::int64_t bins = 64;
  std::int64_t pretrain_epochs = 1;
  double temperature = 0.1;
  double node_weight = 1, bit_weight = 1, pair_weight = 0.5, order_weight = 0.5, overflow_weight = 1;
  std::vector<Option> describe();
};

/// What the heads say of one scene, row-major.
struct StructurePrediction {
  std::int64_t sensors = 0, bins = 0;
  std::vector<float> type;      ///< [n, 3] probabilities of one_word, two_words, bits
  std::vector<float> bit;       ///< [n, 16] probability that the bit is a field of its own
  std::vector<float> edge;      ///< [n, n] probability that i and j are halves of one value
  std::vector<float> low_first; ///< [n, n] probability that i is the low half, given that they are
  std::vector<float>
      overflow; ///< [n, n, bins] probability of a roll-over; 0 for pairs without any coincidence
  std::vector<float> attention; ///< [n, n]
  /// Most probable types; bits above one half of sensors of type bits; pairs above one half, best first,
  /// every sensor in one pair at most; bins above one half of those pairs.
  SceneStructure decided() const;
};

/// Finds out what the words of an unknown machine are: encoders by rate over courses and word facts, two
/// graph layers, heads for node type, bit mask, pairs, order and roll-overs. Trained by contrast (NT-Xent of
/// two views of every sensor), then on all heads together. Threads: one thread at a time per object.
class StructureModel {
public:
  /// Errors: insufficient_data (no scene with known types), cancelled, io.
  static Result<StructureModel> fit(const std::vector<StructureExample>& train,
                                    const std::vector<StructureExample>& validation,
                                    const StructureOptions& options, const TrainingOptions& training,
                                    const std::filesystem::path& run_folder, Progress& progress,
                                    std::stop_token stop, TrainingReport* report = nullptr);
  Result<void> save(const std::filesystem::path& folder) const;
  /// Errors: not_found, corrupt, unsupported.
  static Result<StructureModel> load(const std::filesystem::path& folder, const std::string& device);

  StructureModel(StructureModel&&) noexcept;
  StructureModel& operator=(StructureModel&&) noexcept;
  ~StructureModel();
  const StructureOptions& options() const;
  Result<StructurePrediction> predict(const SceneFacts& facts) const;

private:
  StructureModel();
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace andon
