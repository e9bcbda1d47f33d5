#pragma once
#include "core/models/backbone.h"
#include "core/models/patch_scorer.h"

namespace andon {

/// x′ = ((x − centre)·scale)·axes of features [n, feature, rows, columns].
class Comparison {
public:
  explicit Comparison(const FrozenFeatures& of);
  at::Tensor operator()(at::Tensor patches) const;

private:
  at::Tensor centre_, scale_, axes_;
};

/// A frozen network and what is made of its features, as arithmetic that can be recorded.
class FrozenGraph {
public:
  /// Several sets of features come from one run of the network, which is that of the first. Errors:
  /// not_found, corrupt, unsupported (weights).
  static Result<FrozenGraph> open(const std::filesystem::path& weights, std::vector<FrozenFeatures> sets);
  /// images [n, 3, height, width], RGB in 0..1, to [n, dimension, rows, columns] of each set.
  std::vector<at::Tensor> operator()(const at::Tensor& images) const;

private:
  struct Set {
    std::vector<std::string> names;
    std::int64_t pooling = 1;
    Comparison compared;
  };
  FrozenGraph(LoadedBackbone backbone, const std::vector<FrozenFeatures>& sets);
  static at::Tensor joined(const std::vector<at::Tensor>& maps, const Set& set);

  LoadedBackbone backbone_;
  std::vector<Set> sets_;
  at::Tensor mean_, spread_;
};

} // namespace andon
