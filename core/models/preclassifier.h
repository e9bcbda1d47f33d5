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

/// Architecture and recipe of the pre-classifier (SPEC S2.1).
struct PreclassifierOptions {
  std::int64_t width = 32;
  std::int64_t embedding = 128;
  bool word_facts = true;
  std::int64_t pretrain_epochs = 0;
  double temperature = 0.1;
  std::vector<Option> describe();
};

/// What it says of the sensors of one scene, row-major.
struct PreclassifierPrediction {
  std::int64_t sensors = 0, width = 0;     ///< width: length of an embedding
  std::vector<float> type;                 ///< [n, 3] probabilities of one_word, two_words, bits
  std::vector<float> embedding;            ///< [n, width]
  std::vector<SensorType> decided() const; ///< the most probable types
};

/// Tells sensor by sensor what its words are: for each rate class a network of its own, convolutions over the
/// sensor's course, attention over the frames it covers, joined with its word facts, a perceptron that gives
/// the embedding and three logits. Courses of any length; what lies before a sensor's first and behind its
/// last sample is left out. Trained on the sensors of all scenes mixed, optionally first by contrast (NT-Xent
/// of two views of every sensor), which learns from sensors of unknown type too. Threads: one thread at a
/// time per object.
class Preclassifier {
public:
  /// The items of training.batch are sensors. Errors: insufficient_data (no scene with known types),
  /// cancelled, io.
  static Result<Preclassifier> fit(const std::vector<StructureExample>& train,
                                   const std::vector<StructureExample>& validation,
                                   const PreclassifierOptions& options, const TrainingOptions& training,
                                   const std::filesystem::path& run_folder, Progress& progress,
                                   std::stop_token stop, TrainingReport* report = nullptr);
  Result<void> save(const std::filesystem::path& folder) const;
  /// Errors: not_found, corrupt, unsupported.
  static Result<Preclassifier> load(const std::filesystem::path& folder, const std::string& device);

  Preclassifier(Preclassifier&&) noexcept;
  Preclassifier& operator=(Preclassifier&&) noexcept;
  ~Preclassifier();
  const PreclassifierOptions& options() const;
  Result<PreclassifierPrediction> predict(const SceneFacts& facts) const;

private:
  Preclassifier();
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace andon
