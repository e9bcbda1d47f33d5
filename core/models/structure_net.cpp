#include "core/models/structure_net.h"

#include "core/layers/plain_values.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <map>

namespace andon {
namespace {

/// Rate, ones, carry and whether it moves at all, of the bit and its neighbours; then which bit it is.
constexpr std::int64_t bit_inputs = 4 * 3 + 16;

} // namespace

StructureInput structure_input(const SceneFacts& facts, std::int64_t bins) {
  const std::int64_t n = facts.sensors;
  StructureInput input;
  input.course = tensor_from(facts.course, {n, SceneFacts::channels, facts.frames});
  input.facts = tensor_from(facts.fact, {n, SceneFacts::facts});
  const at::Tensor pair = tensor_from(facts.pair, {n, n, SceneFacts::evidence});
  input.pair = at::cat({pair, pair.transpose(0, 1)}, 2);
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> place_of;
  std::vector<std::int64_t> asked;
  for (const SceneFacts::Match& match : facts.matches) {
    const std::pair<std::int64_t, std::int64_t> key = std::minmax<std::int64_t>(match.low, match.high);
    if (place_of.emplace(key, static_cast<std::int64_t>(place_of.size())).second)
      asked.insert(asked.end(), {key.first, key.second});
  }
  input.asked = at::tensor(asked, at::kLong).reshape({-1, 2});
  input.matches = at::zeros({input.asked.size(0), bins}, at::kFloat);
  float* matches = input.matches.data_ptr<float>();
  for (const SceneFacts::Match& match : facts.matches) {
    const double place = (match.time - facts.start) / facts.duration * static_cast<double>(bins);
    const auto bin = std::clamp<std::int64_t>(static_cast<std::int64_t>(place + 1e-9), 0, bins - 1);
    matches[place_of.at(std::minmax<std::int64_t>(match.low, match.high)) * bins + bin] = 1;
  }
  input.rates = rate_rows(facts.rate_class);
  return input;
}

StructureNetImpl::StructureNetImpl(const StructureOptions& o) : options_(o) {
  using torch::nn::Linear;
  using Conv = torch::nn::Conv1dOptions;
  for (const char* name : RateRows::names)
    encoders_.push_back(
        register_module(name, RateEncoder(RateEncoderOptions{SceneFacts::channels, SceneFacts::facts, o.width,
                                                             o.embedding, o.bins})));
  for (int i = 0; i < 2; ++i)
    graph_.push_back(register_module("graph" + std::to_string(i), GraphLayer(o.embedding)));
  node_ = register_module("node", Linear(2 * o.embedding, 3));
  bit_hidden_ = register_module("bit_hidden", Linear(2 * o.embedding + bit_inputs, o.embedding));
  bit_out_ = register_module("bit_out", Linear(o.embedding, 1));
  pair_own_ = register_module("pair_own", Linear(o.embedding, 32));
  pair_other_ = register_module("pair_other", Linear(o.embedding, 32));
  pair_evidence_ = register_module("pair_evidence", Linear(2 * SceneFacts::evidence, 32));
  edge_ = register_module("edge", Linear(32, 1));
  order_ = register_module("order", Linear(32, 2));
  squeeze_ = register_module("squeeze", torch::nn::Conv1d(Conv(o.embedding, 4, 1)));
  overflow1_ = register_module("overflow1", torch::nn::Conv1d(Conv(5, 8, 3).padding(1)));
  overflow2_ = register_module("overflow2", torch::nn::Conv1d(Conv(8, 8, 3).padding(1)));
  overflow3_ = register_module("overflow3", torch::nn::Conv1d(Conv(8, 1, 1)));
}

RateEncoding StructureNetImpl::encode(const StructureInput& input, const at::Tensor& course) {
  std::vector<at::Tensor> vectors, temporals;
  for (std::size_t kind = 0; kind < encoders_.size(); ++kind) {
    if (input.rates.rows[kind].numel() == 0)
      continue;
    const RateEncoding each = encoders_[kind](course.index_select(0, input.rates.rows[kind]),
                                              input.facts.index_select(0, input.rates.rows[kind]));
    vectors.push_back(each.vector);
    temporals.push_back(each.temporal);
  }
  return {input.rates.joined(vectors), input.rates.joined(temporals)};
}

at::Tensor StructureNetImpl::bit_logits(const StructureInput& input, const at::Tensor& hidden) {
  const std::int64_t n = hidden.size(0);
  const at::Tensor counts = input.facts.slice(1, 0, 48).reshape({n, 3, 16});
  const at::Tensor words = at::cat({counts, counts.slice(1, 0, 1).gt(0).to(at::kFloat)}, 1);
  const at::Tensor padded = at::constant_pad_nd(words, {1, 1});
  const at::Tensor near = at::cat({padded.slice(2, 0, 16), words, padded.slice(2, 2, 18)}, 1).transpose(1, 2);
  const at::Tensor which = at::eye(16, hidden.options()).unsqueeze(0).expand({n, 16, 16});
  const at::Tensor rows = hidden.unsqueeze(1).expand({n, 16, hidden.size(1)});
  return bit_out_(bit_hidden_(at::cat({rows, near, which}, 2)).relu()).squeeze(2);
}

StructureOutput StructureNetImpl::forward(const StructureInput& input) {
  const RateEncoding encoding = encode(input, input.course);
  StructureOutput out;
  at::Tensor hidden = encoding.vector.relu();
  for (GraphLayer& layer : graph_)
    hidden = layer(hidden, out.attention);
  const at::Tensor node = at::cat({encoding.vector, hidden}, 1);
  out.node = node_(node);
  out.bits = bit_logits(input, node);
  // Linear over [H_i, H_j, evidence] as a sum, so that n² rows of 2·Emb are never built.
  const at::Tensor pair =
      (pair_own_(hidden).unsqueeze(1) + pair_other_(hidden).unsqueeze(0) + pair_evidence_(input.pair)).relu();
  const at::Tensor edge = edge_(pair).squeeze(2);
  out.edge = (edge + edge.t()) * 0.5;
  const at::Tensor order = order_(pair);
  out.order = (order + order.transpose(0, 1).flip({2})) * 0.5;
  const at::Tensor temporal = squeeze_(encoding.temporal);
  const at::Tensor both = temporal.index_select(0, input.asked.select(1, 0)) +
                          temporal.index_select(0, input.asked.select(1, 1)); // symmetric in the pair
  if (input.asked.size(0) == 0) {
    out.overflow = input.matches;
    return out;
  }
  const at::Tensor tracks = at::cat({both, input.matches.unsqueeze(1)}, 1);
  out.overflow = overflow3_(overflow2_(overflow1_(tracks).relu()).relu()).squeeze(1);
  return out;
}

} // namespace andon
