#pragma once
#include "core/base/safetensors.h"
#include "core/base/table.h"

#include <array>
#include <memory>

namespace andon {

class Backbone;

/// What differs between files of one architecture.
struct BackboneVariant {
  std::int64_t classes = 0;  ///< outputs of the classifier; 0 = none
  bool folded = false;       ///< convolutions with bias, batch normalisation multiplied in
  bool same_padding = false; ///< trained with TensorFlow's SAME padding
};

/// One architecture. Parameter names are torchvision's.
struct BackboneRow {
  std::string id, title, paper;
  std::string layers;                ///< the default taps, finest first
  std::string low_layers;            ///< taps of small receptive fields from stride 4 on, for fine textures
  std::string fine_layers;           ///< more taps at stride 8, for what has to be located closely
  std::array<float, 3> mean, spread; ///< (x − mean) / spread for RGB in 0..1, unless the file says otherwise
  std::int64_t input_size;           ///< side of the images it was trained on, pixels
  std::string classifier;            ///< name of the last linear layer
  std::string signature;             ///< a tensor that tells it from the other rows …
  std::vector<std::int64_t> shape;   ///< … by its shape
  std::string absent;                ///< and one that must not be there; "" = none
  std::shared_ptr<Backbone> (*make)(const BackboneVariant& variant);
};

/// The choice of `backbone` that asks for features learnt from the run's own normal images, and what such
/// weights are called.
inline constexpr const char* own_backbone = "self";
inline constexpr const char* own_features = "self-supervised";

/// Best first: "auto" takes the first row whose weights are at hand.
const Table<BackboneRow>& backbone_table();

/// Names of the taps that an option "layers" asks for: auto, fine, or names with commas between them.
std::vector<std::string> tap_names(const BackboneRow& row, const std::string& layers);

/// The row that these weights belong to. Errors: unsupported, listing the architectures.
Result<const BackboneRow*> backbone_of(const TensorSet& weights, const std::string& where);

} // namespace andon
