#pragma once
#include "core/base/error.h"
#include "core/base/options.h"

#include <filesystem>
#include <string>

namespace torch::nn {
class Module;
}

namespace andon {

/// weights.safetensors and model.json {model, format, options, weights_sha256} in `folder`, each written
/// whole. `more` are further numbers to keep, as a flat map. Private to core/models.
Result<void> save_model(const std::filesystem::path& folder, const std::string& model,
                        const OptionMap& options, const OptionMap& more, const torch::nn::Module& module);
struct ModelDescription {
  OptionMap options, more;
  std::string weights_sha256;
};
/// Errors: not_found, corrupt (another model), unsupported (a newer format).
Result<ModelDescription> read_model(const std::filesystem::path& folder, const std::string& model);
/// Errors: corrupt, naming the tensor; or when the file is not the one that the description names.
Result<void> read_weights(const std::filesystem::path& folder, const ModelDescription& description,
                          torch::nn::Module& module);

} // namespace andon
