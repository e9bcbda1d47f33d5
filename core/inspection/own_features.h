#pragma once
#include "core/inspection/patch_grids.h"

namespace andon {

/// How features are learnt where no pre-trained ones are used.
struct OwnFeatureOptions {
  std::int64_t self_epochs = 80;
  std::vector<Option> describe();
};

/// learn_features() on crops of the normal views of `items`, varied as vary_normal() says and most of them
/// with a defect of add_synthetic_defect(); writes the weights into `file`. Uses context.run_folder, seed and
/// resume. Memory: at most 200 views. Errors: those of visit_images(), insufficient_data, those of
/// learn_features().
Result<void> learn_own_features(const ImageDataset& dataset, std::span<const std::size_t> items,
                                const ViewOptions& views, const OwnFeatureOptions& options,
                                const FitContext& context, const std::filesystem::path& file,
                                Progress& progress, std::stop_token stop);

} // namespace andon
