#pragma once
#include "core/training/train.h"

#include <string>

namespace andon {

/// One phase of a recipe that trains the same module several times: curves carry the phase's name ("pretrain/
/// loss/train") and checkpoints lie in a folder of its own, so that a resumed run passes over finished
/// phases. Errors: those of train, io.
Result<TrainingReport> train_phase(const std::string& name, const Objective& objective,
                                   const TrainingOptions& options, const std::filesystem::path& run_folder,
                                   Progress& progress, std::stop_token stop);

} // namespace andon
