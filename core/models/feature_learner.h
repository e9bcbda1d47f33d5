#pragma once
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/training/training_options.h"

#include <filesystem>
#include <functional>
#include <stop_token>

namespace andon {

/// A piece of a normal image on which a defect was drawn, or none.
struct DrawnCrop {
  std::vector<float> rgb;    ///< [side, side, 3] in 0..1
  std::vector<float> defect; ///< [side, side]: 1 on the drawn defect, 0 beside it, negative = does not count
};

/// What features are learnt from. `draw` is called from the training thread only.
struct CropExamples {
  std::int64_t side = 0;  ///< a multiple of 32
  std::int64_t items = 0; ///< crops an epoch
  std::string identity;   ///< of the data and of how crops are drawn, for checkpoints
  std::function<DrawnCrop(Random& random)> draw;
};

/// The network whose features are learnt here, a row of backbone_table().
inline constexpr const char* learnt_backbone = "mobilenet_v3_small";

/// Trains that network from random weights without any label: at several depths one linear unit a patch has
/// to say whether a defect was drawn there (the pretext of CutPaste, Li et al. 2021, a patch at a time);
/// binary cross-entropy with defective patches weighted threefold, the mean over the depths. Then writes
/// `file` as import_weights() would, whole or not at all, with the metadata "origin" = own_features. With no
/// epochs the random weights are written. Checkpoints and curves are those of the phase "features" of the
/// run. Errors: those of train_phase(); io. Deterministic in (examples, training). Cost: 0.12 s a batch of 16
/// crops on two cores of an AMD EPYC.
Result<TrainingReport> learn_features(const CropExamples& examples, const TrainingOptions& training,
                                      const std::filesystem::path& file,
                                      const std::filesystem::path& run_folder, Progress& progress,
                                      std::stop_token stop);
/// Name of that phase and of its folder in a run folder.
inline constexpr const char* learning_phase = "features";

} // namespace andon
