#pragma once
#include "core/base/progress.h"
#include "core/base/safetensors.h"
#include "core/models/patch_features.h"
#include "core/training/training_options.h"

#include <stop_token>

namespace andon {

/// RGB floats in 0..1, [height, width, 3]; sides are multiples of 32.
struct ColourInput {
  std::int64_t width = 0, height = 0;
  std::vector<float> rgb;
  std::vector<std::uint8_t> inside = {}; ///< [height, width], 0 = does not count; empty = all pixels count
};
/// One error a patch, [rows, columns]; 0 where no pixel of it counts.
struct ErrorGrid {
  std::int64_t rows = 0, columns = 0;
  std::vector<float> values;
};

/// A network that was trained on normal images and is wrong about others. Threads: one at a time.
class ErrorNet {
public:
  virtual ~ErrorNet() = default;
  virtual Result<ErrorGrid> errors(const ColourInput& image) const = 0;
  /// What the network is given to compare or makes of the image: the code of an autoencoder (of a variational
  /// one its mean), the projected features of a teacher. One image.
  virtual Result<PatchFeatures> features(const ColourInput& image) const = 0;
  /// Pixels a patch of errors().
  virtual std::int64_t stride() const = 0;
  /// Adds the tensors net/*.
  virtual void store(TensorSet& set) const = 0;
  /// Of the frozen network that it was trained with; "" = none.
  virtual std::string teacher_sha256() const { return ""; }
  /// What the frozen network computes in: fp32 or bf16; fp32 without one.
  virtual std::string precision() const { return "fp32"; }
  /// Whether the teacher was learnt from the run's own normal images.
  virtual bool teacher_learnt_here() const { return false; }
};

/// Where and how a network is trained.
struct NetTraining {
  TrainingOptions options;
  std::string identity; ///< of the images, for checkpoints
  std::filesystem::path run_folder;
};

struct AutoencoderOptions {
  bool variational = false;
  std::int64_t latent = 32;
  double kl_weight = 1e-3;
};
/// Convolutional autoencoder: four convolutions of stride 2 to `latent` channels at a sixteenth of the
/// resolution, and back by nearest-neighbour doubling; loss L1. Variational (Kingma & Welling 2014): mean and
/// logarithm of the variance at every place, KL divergence to N(0, I) weighted by kl_weight; scoring takes
/// the mean. Error of an 8 × 8 patch: mean |x − x̂|. Means are over the pixels that count (the divergence's
/// over the places that hold one); requires one in every image. Errors: those of train(). Deterministic.
Result<std::unique_ptr<ErrorNet>> fit_autoencoder(std::span<const ColourInput> images,
                                                  const AutoencoderOptions& options,
                                                  const NetTraining& training, Progress& progress,
                                                  std::stop_token stop);
/// Errors: corrupt.
Result<std::unique_ptr<ErrorNet>> restore_autoencoder(const TensorSet& set, const AutoencoderOptions& options,
                                                      const std::string& where);

struct StudentOptions {
  std::int64_t features = 128; ///< of the teacher, by a fixed random projection
  double hard = 0.1;           ///< share of the errors of a batch that is learned from
};
/// Student and teacher (Batzner et al. 2024, EfficientAD): the teacher's standardised features, projected to
/// `features` values by a fixed Gaussian matrix, are learned on normal images by a small convolutional
/// student from its largest errors only, and by an autoencoder with a narrow waist; the student's second half
/// learns the autoencoder's answer. Error of a patch: squared gap of student and teacher, plus that of
/// student and autoencoder, each divided by its mean on the training images. Scale, losses, the share of the
/// largest errors and those means are taken over the patches that hold a pixel that counts; requires one in
/// every image. Errors: those of train() and of `teacher`.
Result<std::unique_ptr<ErrorNet>> fit_student(std::span<const ColourInput> images,
                                              PatchFeatureExtractor teacher, const StudentOptions& options,
                                              const NetTraining& training, Progress& progress,
                                              std::stop_token stop);
/// Errors: corrupt.
Result<std::unique_ptr<ErrorNet>> restore_student(const TensorSet& set, PatchFeatureExtractor teacher,
                                                  const StudentOptions& options, const std::string& where);

} // namespace andon
