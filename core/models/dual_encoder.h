#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/signal/windows.h"
#include "core/training/training_options.h"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

namespace andon {

/// Architecture of the motor dual encoder (SPEC S1.2).
struct DualEncoderOptions {
  std::int64_t embedding = 64; ///< dimension of the shared space
  std::int64_t width = 32;     ///< channels of the first convolution; doubled at each of `blocks`
  std::int64_t blocks = 3;
  double initial_scale = 5; ///< exp(τ) at the start
  std::vector<Option> describe();
};

/// Unit-length embeddings, row-major [n, dimension].
struct PairEmbeddings {
  std::int64_t dimension = 0;
  std::vector<float> command, current;
};

/// Command and current encoders (1-D CNN, batch normalisation, projection head) in one L2-normalised space,
/// trained with symmetric InfoNCE (van den Oord et al. 2018; Radford et al. 2021): logits =
/// exp(τ)·Z_cmd·Z_curᵀ, loss = (CE(rows) + CE(columns))/2, exp(τ) clamped to 100. Zero-shot score = 1 −
/// cosine, in [0, 2]; of any size in a fine-tuned model, whose fault head changes it (FaultHead). Channel
/// scalers (mean, deviation) are fitted on the training windows and saved with the weights. Threads: one
/// thread at a time per object.
class DualEncoder {
public:
  /// Fits on healthy pairs. `validation` decides early stopping and is never trained on. With a checkpoint in
  /// `run_folder` and options.resume, continues bit-equal to an uninterrupted fit. Errors: insufficient_data
  /// (< 8 pairs), cancelled, io.
  static Result<DualEncoder> fit(const PairWindows& train, const PairWindows& validation,
                                 const DualEncoderOptions& architecture, const TrainingOptions& training,
                                 const std::filesystem::path& run_folder, Progress& progress,
                                 std::stop_token stop, TrainingReport* report = nullptr);
  /// weights.safetensors + model.json in `folder`, each written atomically.
  Result<void> save(const std::filesystem::path& folder) const;
  /// Errors: not_found, corrupt (names the tensor), unsupported (newer format).
  static Result<DualEncoder> load(const std::filesystem::path& folder, const std::string& device);

  DualEncoder(DualEncoder&&) noexcept;
  DualEncoder& operator=(DualEncoder&&) noexcept;
  ~DualEncoder();

  std::int64_t length() const; ///< samples a window the model was trained on
  std::vector<std::string> command_ids() const;
  std::vector<std::string> current_ids() const;
  /// JSON of options, length and channels with their scalers; equal text means the same computation apart
  /// from weights.
  std::string architecture_json() const;
  /// SHA-256 of what save() writes as weights.safetensors.
  Result<std::string> weights_sha256() const;
  /// Errors: invalid_argument when channels or length differ from training.
  Result<PairEmbeddings> embed(const PairWindows& windows, Progress& progress, std::stop_token stop) const;
  Result<std::vector<double>> score(const PairWindows& windows, Progress& progress,
                                    std::stop_token stop) const;

  /// The same scores (up to rounding) by the modules as they were trained: nothing folded, float32, one
  /// thread, one window at a time. Slow; the reference that score() is tested and timed against. Errors: as
  /// score().
  Result<std::vector<double>> plain_scores(const PairWindows& windows) const;

  struct State;
  /// For the rest of this room.
  State& state() { return *state_; }

private:
  DualEncoder();
  Result<void> add_fault_scores(const PairWindows& windows, std::vector<double>& scores,
                                std::stop_token stop) const;
  std::unique_ptr<State> state_;
};

/// Windows a second of plain_scores() over `windows`. Errors: as plain_scores().
Result<double> plain_windows_per_second(const DualEncoder& model, const PairWindows& windows);

} // namespace andon
