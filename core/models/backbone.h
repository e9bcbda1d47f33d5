#pragma once
#include "core/layers/conv_norm.h"
#include "core/models/backbone_table.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>

namespace andon {

/// Collects named intermediate results while a backbone runs.
class Taps {
public:
  /// Empty: every tap is collected and the backbone runs to its end.
  explicit Taps(std::vector<std::string> wanted) : wanted_(std::move(wanted)), values_(wanted_.size()) {}
  /// True when nothing more is wanted, so that the backbone can stop.
  bool offer(const std::string& name, const at::Tensor& value);
  const std::vector<std::string>& names() const { return wanted_; }
  /// In the order of names(); undefined where the backbone has no such tap.
  const std::vector<at::Tensor>& values() const { return values_; }

private:
  std::vector<std::string> wanted_;
  std::vector<at::Tensor> values_;
  std::size_t found_ = 0;
  bool all_ = wanted_.empty();
};

/// A convolutional network whose parameter names are torchvision's. Images: [n, 3, height, width],
/// normalised. Threads: run() from any in evaluation mode.
class Backbone : public torch::nn::Module {
public:
  explicit Backbone(const BackboneVariant& variant) : variant_(variant) {}
  /// Offers every named tap on the way and stops when nothing more is wanted.
  virtual void run(const at::Tensor& images, Taps& taps) const = 0;
  /// [n, classes]. Requires classes > 0.
  at::Tensor classify(const at::Tensor& images) const;
  /// Multiplies batch normalisation into the convolutions.
  void fold();

protected:
  using Unit = std::shared_ptr<ConvNorm>;
  Unit unit(torch::nn::Module& parent, const std::string& conv, const std::string& norm,
            ConvNormOptions options);
  static torch::nn::Module& child(torch::nn::Module& parent, const std::string& name);
  const BackboneVariant& variant() const { return variant_; }
  virtual std::string last_tap() const = 0;
  /// Pooled features [n, channels] to classes.
  virtual at::Tensor head(const at::Tensor& pooled) const = 0;

private:
  BackboneVariant variant_;
  std::vector<Unit> units_;
};

/// Metadata keys of weights files that Andon writes: "backbone", "padding" ("same" or "half"), "mean", "std"
/// (three numbers, comma-separated), "origin" (own_features, or none).
struct LoadedBackbone {
  const BackboneRow* row = nullptr;
  std::shared_ptr<Backbone> network;
  std::array<float, 3> mean{}, spread{};
  bool learnt_here = false; ///< trained by learn_features() on the images that it is used on
};

/// Builds and fills the network of id, or of the file when id is "auto" or own_backbone. Types f16, bf16, f64
/// are widened or narrowed to fp32. Every tensor must be there with its shape; only a classifier may be
/// missing or of any width. Errors: corrupt (names the tensor), unsupported.
Result<LoadedBackbone> load_backbone(const std::string& id, const TensorSet& weights,
                                     const std::string& where);

} // namespace andon
