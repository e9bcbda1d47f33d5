#pragma once
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"
#include "core/training/training_options.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>

namespace andon {

/// One training image as the head sees it.
struct DefectSample {
  std::int64_t rows = 0, columns = 0;
  std::vector<float> features; ///< [rows, columns, dimension]
  std::vector<float> defect;   ///< [rows, columns]: 1 on a defect, 0 beside it, negative = does not count
};

/// What the head is trained on. The functions are called from the training thread only.
struct DefectExamples {
  std::int64_t dimension = 0;
  std::vector<float> mean, spread; ///< of every feature on normal images
  std::int64_t items = 0;          ///< samples an epoch
  std::string identity;            ///< of the data and of how samples are drawn, for checkpoints
  std::function<Result<DefectSample>(std::int64_t item, Random& random)> draw;
};

/// A small convolutional head on frozen features: standardise, 1×1 → ReLU → 3×3 → ReLU → 1×1, one logit a
/// patch; binary cross-entropy with defective patches weighted threefold. Threads: one at a time per object.
class DefectHead {
public:
  /// Errors: those of train() and of `draw`. Deterministic in (examples, options).
  static Result<DefectHead> fit(const DefectExamples& examples, std::int64_t width,
                                const TrainingOptions& training, const std::filesystem::path& run_folder,
                                Progress& progress, std::stop_token stop);
  DefectHead(DefectHead&&) noexcept;
  DefectHead& operator=(DefectHead&&) noexcept;
  ~DefectHead();

  std::int64_t dimension() const;
  /// features: [rows, columns, dimension]; returns [rows, columns].
  Result<std::vector<float>> logits(std::span<const float> features, std::int64_t rows,
                                    std::int64_t columns) const;
  /// Adds the tensors head/*.
  void store(TensorSet& set) const;
  /// Errors: corrupt, naming the tensor.
  static Result<DefectHead> restore(const TensorSet& set, const std::string& where);

private:
  DefectHead();
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace andon
