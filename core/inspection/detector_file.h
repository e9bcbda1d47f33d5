#pragma once
#include "core/base/options.h"
#include "core/base/safetensors.h"
#include "core/inspection/patch_grids.h"

namespace andon {

/// What every detector on frozen features writes: detector.safetensors with its arrays, its options and the
/// identity of the network that it was fitted with. Replaced as a whole. Errors: io.
Result<void> write_detector(const std::filesystem::path& folder, const std::string& method,
                            const OptionMap& options, const PatchSource& source, TensorSet set);

/// The same for a detector without a PatchSource; `weights_sha256` is "" where no frozen network takes part.
Result<void> write_detector(const std::filesystem::path& folder, const std::string& method,
                            const OptionMap& options, const std::string& weights_sha256, TensorSet set);

struct DetectorFile {
  TensorSet set;
  OptionMap options;
  std::string where; ///< names the file in messages
};
/// Errors: not_found, corrupt (damaged, or of another method).
Result<DetectorFile> read_detector(const std::filesystem::path& folder, const std::string& method);
/// What the frozen network of a stored detector computes in: as `context` says, else as it was fitted; "" =
/// as its options say.
std::string precision_of(const DetectorFile& file, const FitContext& context);
/// Opens the features again, in precision_of(). Errors: conflict when `context.weights` are not those of the
/// training; those of PatchSource.
Result<PatchSource> reopen_source(const DetectorFile& file, const ViewOptions& views,
                                  const PatchFeatureOptions& features, const FitContext& context);

} // namespace andon
