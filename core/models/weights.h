#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace andon {

/// A file of pre-trained weights at hand. Imported files are safetensors with a card, a JSON file beside it.
struct WeightsFile {
  std::string
      id; ///< name without extension; of one id the first folder's file wins, but an import before its source
  std::string backbone; ///< row of backbone_table(); "" when unknown until import
  std::filesystem::path file;
  std::string sha256;  ///< as recorded at import; "" for a file without a card
  std::string licence; ///< SPDX name or a sentence; "" when nobody said
  std::string origin;  ///< where it came from, for people
  std::uintmax_t bytes = 0;
  bool imported = false; ///< has a card; the others are imported when they are first used
};

/// Where weights are looked for, in this order, existing folders only: $ANDON_MODELS, `models` of the source
/// tree or `share/andon/models` of the installation that the program belongs to, weights_cache().
std::vector<std::filesystem::path> weights_folders();
/// $XDG_CACHE_HOME/andon/weights, else ~/.cache/andon/weights: where imports go.
std::filesystem::path weights_cache();

/// Everything at hand, sorted by folder, then id. Damaged cards are left out. Cost: reads cards, not weights.
std::vector<WeightsFile> list_weights();
/// By id. Errors: not_found, naming the nearest and listing all.
Result<WeightsFile> find_weights(const std::string& id);
/// What PatchFeatureOptions::backbone asks for: "auto" = the first row of backbone_table() that is at hand. A
/// file without a card is imported first (seconds). Errors: not_found, saying how weights are added; those of
/// import_weights.
Result<WeightsFile> weights_for(const std::string& backbone);

struct WeightsOrigin {
  std::string id;      ///< "" = name of the source file
  std::string licence; ///< SPDX name or a sentence
  std::string origin;  ///< where the source came from
};
/// Reads safetensors, a PyTorch checkpoint (tensors only, nothing is executed) or a TensorFlow Lite
/// MobileNetV2, checks it against its network, and writes `<id>.safetensors` and the card `<id>.json`
/// (SHA-256 of both files, statistics of a fixed image's features and their layers) into weights_cache(), each whole or not at
/// all. Replaces an earlier import of that id. Cost: seconds, memory 3 × the file. Errors: unsupported,
/// corrupt, io, invalid_argument for an id that is not a plain file name.
Result<WeightsFile> import_weights(const std::filesystem::path& source, const WeightsOrigin& origin);

struct WeightsCheck {
  bool hash_matches = false, activations_match = false;
  std::string message; ///< what was compared, one sentence
};
/// Hash, then the features of a fixed image against those stored at import (1e-3 relative). A file without a
/// card is only loaded. Errors: those of loading; io.
Result<WeightsCheck> verify_weights(const WeightsFile& weights);

} // namespace andon
