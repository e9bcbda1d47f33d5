#pragma once
#include "core/base/error.h"
#include "core/base/random.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace torch::nn {
class Module;
}

namespace andon {

/// What one batch costs: the scalar to descend, and any number of named terms that get curves "loss/<name>".
struct StepLoss {
  at::Tensor total;
  std::vector<std::pair<std::string, double>> terms;
};

/// One pass over the validation data; metrics are reported under their own names.
struct Validation {
  double loss = 0;
  std::vector<std::pair<std::string, double>> metrics;
};

/// Treats the parameters whose dotted name begins with `prefix` ("" = all) in one way; the first matching
/// group wins. A frozen part keeps its parameters and its running statistics.
struct ParameterGroup {
  std::string prefix;
  double rate_scale = 1;
  double decay_scale = 1;
  bool frozen = false;
};

/// What the one training loop needs to know about a model: contrastive, reconstruction and classification
/// models, phases of a recipe and fine-tuning are all values of this struct. The functions are called from
/// the training thread only.
struct Objective {
  torch::nn::Module* module = nullptr; ///< its parameters and buffers are trained, saved and restored
  std::int64_t items = 0;              ///< training items, addressed 0 … items − 1
  std::string identity; ///< of data and architecture; a checkpoint of another identity is refused
  std::vector<ParameterGroup> groups; ///< empty = everything is trained alike
  /// Loss of the given items in training mode; `random` is for augmentation and depends on seed and step
  /// alone.
  std::function<StepLoss(std::span<const std::int64_t> items, Random& random)> step;
  /// Called in evaluation mode without gradients, checks the token at every batch. Empty = no early stopping.
  std::function<Result<Validation>(std::stop_token)> validate;
  /// Projects parameters into their allowed range after a step. May be empty.
  std::function<void()> after_step;
};

} // namespace andon
