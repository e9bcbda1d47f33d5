#include "core/models/model_file.h"

#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/layers/tensor_file.h"

#include <nlohmann/json.hpp>

namespace andon {
namespace {
using nlohmann::json;
constexpr int format = 1;
} // namespace

Result<void> save_model(const std::filesystem::path& folder, const std::string& model,
                        const OptionMap& options, const OptionMap& more, const torch::nn::Module& module) {
  ANDON_ASSIGN(const std::string bytes, safetensors_bytes(TensorSet{tensors_of(module), {}}));
  ANDON_TRY(write_atomic(folder / "weights.safetensors", bytes));
  const json description{{"model", model},
                         {"format", format},
                         {"options", json::parse(to_json_text(options))},
                         {"more", json::parse(to_json_text(more))},
                         {"weights_sha256", sha256(bytes)}};
  return write_atomic(folder / "model.json", description.dump(1));
}

Result<ModelDescription> read_model(const std::filesystem::path& folder, const std::string& model) {
  const std::filesystem::path path = folder / "model.json";
  ANDON_ASSIGN(const std::string text, read_file(path, 16 << 20));
  const json root = json::parse(text, nullptr, false);
  ModelDescription description;
  try {
    if (root.at("model") != model)
      return fail(ErrorCode::corrupt, path.string() + ": not a model of kind '" + model + "'");
    if (root.at("format").get<int>() > format)
      return fail(ErrorCode::unsupported, path.string() + ": written by a newer version of Andon");
    ANDON_ASSIGN(description.options, option_map_from_json(root.at("options").dump()));
    ANDON_ASSIGN(description.more, option_map_from_json(root.at("more").dump()));
    description.weights_sha256 = root.at("weights_sha256");
  } catch (const json::exception& error) {
    return fail(ErrorCode::corrupt, path.string() + ": " + error.what());
  }
  return description;
}

Result<void> read_weights(const std::filesystem::path& folder, const ModelDescription& description,
                          torch::nn::Module& module) {
  const std::filesystem::path weights = folder / "weights.safetensors";
  ANDON_ASSIGN(const std::string bytes, read_file(weights, 4ULL << 30));
  if (sha256(bytes) != description.weights_sha256)
    return fail(ErrorCode::corrupt, weights.string() + ": its SHA-256 is not the one in model.json");
  ANDON_ASSIGN(const TensorSet set, parse_safetensors(bytes, weights.string()));
  return load_into(module, set, weights.string());
}

} // namespace andon
