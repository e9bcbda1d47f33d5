#pragma once
#include "core/layers/projection_head.h"
#include "core/layers/time_attention.h"
#include "core/models/preclassifier.h"
#include "core/models/rate_rows.h"

#include <torch/nn/modules/conv.h>

#include <span>
#include <vector>

namespace andon {

struct SensorAt {
  const SceneFacts* scene = nullptr;
  std::int64_t sensor = 0;
};
/// The frames from the first to the last that the sensor has a sample in: [from, to), at least one.
struct FrameRange {
  std::int64_t from = 0, to = 0;
};
FrameRange covered_frames(const SensorAt& at);

/// Sensors of any scenes as tensors, courses behind each other's ends filled with 0.
struct SensorBatch {
  at::Tensor course; ///< [n, channels, frames of the longest]
  at::Tensor valid;  ///< [n, 1, frames]: 1 inside the course, 0 behind its end
  at::Tensor facts;  ///< [n, facts]
  RateRows rates;
};
SensorBatch sensor_batch(std::span<const SensorAt> sensors);

struct PreclassifierOutput {
  at::Tensor embedding; ///< [n, embedding]
  at::Tensor logits;    ///< [n, 3]
};

/// Conv1d(k7) ReLU Conv1d(k5) ReLU Conv1d(k3) ReLU → attention over time, joined with the word facts →
/// Linear ReLU Linear = embedding → ReLU Linear = logits.
class CourseClassifierImpl : public torch::nn::Module {
public:
  explicit CourseClassifierImpl(const PreclassifierOptions& options);
  /// course [n, channels, frames], valid [n, 1, frames] with a 1 in every row, facts [n, facts]. Frames that
  /// are not valid change nothing.
  PreclassifierOutput forward(const at::Tensor& course, const at::Tensor& valid, const at::Tensor& facts);

private:
  bool word_facts_;
  std::vector<torch::nn::Conv1d> convolutions_;
  TimeAttention attention_{nullptr};
  ProjectionHead embed_{nullptr};
  torch::nn::Linear type_{nullptr};
};
TORCH_MODULE(CourseClassifier);

/// One CourseClassifier for each rate class.
class PreclassifierNetImpl : public torch::nn::Module {
public:
  explicit PreclassifierNetImpl(const PreclassifierOptions& options);
  /// `course` stands in place of the batch's, e.g. a view of it.
  PreclassifierOutput forward(const SensorBatch& batch, const at::Tensor& course);

private:
  std::vector<CourseClassifier> classifiers_;
};
TORCH_MODULE(PreclassifierNet);

} // namespace andon
