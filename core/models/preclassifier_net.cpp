#include "core/models/preclassifier_net.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace andon {
namespace {

const float* course_of(const SensorAt& at) {
  return &at.scene->course[static_cast<std::size_t>(at.sensor * SceneFacts::channels * at.scene->frames)];
}

} // namespace

FrameRange covered_frames(const SensorAt& at) {
  const float* missing = course_of(at) + SceneFacts::missing_channel * at.scene->frames;
  FrameRange range{0, at.scene->frames};
  while (range.to > 1 && missing[range.to - 1] >= 1)
    --range.to;
  while (range.from < range.to - 1 && missing[range.from] >= 1)
    ++range.from;
  return range;
}

SensorBatch sensor_batch(std::span<const SensorAt> sensors) {
  std::vector<FrameRange> ranges;
  std::int64_t longest = 0;
  for (const SensorAt& at : sensors) {
    ranges.push_back(covered_frames(at));
    longest = std::max(longest, ranges.back().to - ranges.back().from);
  }
  const auto n = static_cast<std::int64_t>(sensors.size());
  SensorBatch batch;
  batch.course = at::zeros({n, SceneFacts::channels, longest});
  batch.valid = at::zeros({n, 1, longest});
  batch.facts = at::empty({n, SceneFacts::facts});
  float *course = batch.course.data_ptr<float>(), *valid = batch.valid.data_ptr<float>(),
        *facts = batch.facts.data_ptr<float>();
  std::vector<int> rate_class;
  for (std::size_t i = 0; i < sensors.size(); ++i) {
    const auto [scene, sensor] = sensors[i];
    const auto [from, to] = ranges[i];
    for (std::int64_t channel = 0; channel < SceneFacts::channels; ++channel, course += longest) {
      const float* row = course_of(sensors[i]) + channel * scene->frames;
      std::copy(row + from, row + to, course);
    }
    std::fill_n(valid, to - from, 1.0F);
    valid += longest;
    facts = std::copy_n(&scene->fact[static_cast<std::size_t>(sensor * SceneFacts::facts)], SceneFacts::facts,
                        facts);
    rate_class.push_back(scene->rate_class[static_cast<std::size_t>(sensor)]);
  }
  batch.rates = rate_rows(rate_class);
  return batch;
}

CourseClassifierImpl::CourseClassifierImpl(const PreclassifierOptions& o) : word_facts_(o.word_facts) {
  std::int64_t channels = SceneFacts::channels;
  for (const std::int64_t kernel : {7, 5, 3}) {
    convolutions_.push_back(register_module(
        "convolution" + std::to_string(convolutions_.size()),
        torch::nn::Conv1d(torch::nn::Conv1dOptions(channels, o.width, kernel).padding(kernel / 2))));
    channels = o.width;
  }
  attention_ = register_module("attention", TimeAttention(o.width));
  embed_ = register_module(
      "embed", ProjectionHead(ProjectionHeadOptions{o.width + (word_facts_ ? SceneFacts::facts : 0),
                                                    o.embedding, o.embedding}));
  type_ = register_module("type", torch::nn::Linear(o.embedding, 3));
}

PreclassifierOutput CourseClassifierImpl::forward(const at::Tensor& course, const at::Tensor& valid,
                                                  const at::Tensor& facts) {
  at::Tensor x = course * valid;
  for (torch::nn::Conv1d& convolution : convolutions_)
    x = convolution(x).relu() * valid; // a bias must not walk in from behind the end
  const at::Tensor pooled = attention_(x, valid);
  PreclassifierOutput out;
  out.embedding = embed_(word_facts_ ? at::cat({pooled, facts}, 1) : pooled);
  out.logits = type_(out.embedding.relu());
  return out;
}

PreclassifierNetImpl::PreclassifierNetImpl(const PreclassifierOptions& options) {
  for (const char* name : RateRows::names)
    classifiers_.push_back(register_module(name, CourseClassifier(options)));
}

PreclassifierOutput PreclassifierNetImpl::forward(const SensorBatch& batch, const at::Tensor& course) {
  std::vector<at::Tensor> embeddings, logits;
  for (std::size_t kind = 0; kind < classifiers_.size(); ++kind) {
    const at::Tensor& rows = batch.rates.rows[kind];
    if (rows.numel() == 0)
      continue;
    const PreclassifierOutput each = classifiers_[kind](
        course.index_select(0, rows), batch.valid.index_select(0, rows), batch.facts.index_select(0, rows));
    embeddings.push_back(each.embedding);
    logits.push_back(each.logits);
  }
  return {batch.rates.joined(embeddings), batch.rates.joined(logits)};
}

} // namespace andon
