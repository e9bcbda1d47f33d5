#include "core/models/scene_net.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

using torch::nn::Conv1d;
using Conv = torch::nn::Conv1dOptions;

/// Residual blocks of two convolutions over time; dilations 1, 2, 4 make a TCN (Bai et al. 2018), 1 and
/// kernel 5 a small ResNet (He et al. 2016).
class ResidualTime : public ScenePart {
public:
  ResidualTime(std::int64_t width, std::int64_t kernel, std::vector<std::int64_t> dilations) {
    for (const std::int64_t dilation : dilations) {
      const std::string name = std::to_string(blocks_.size());
      blocks_.push_back(register_module(
          "wide" + name,
          Conv1d(Conv(width, width, kernel).dilation(dilation).padding(dilation * (kernel / 2)))));
      mixers_.push_back(register_module("mix" + name, Conv1d(Conv(width, width, 1))));
    }
  }
  at::Tensor apply(const at::Tensor& input) override {
    at::Tensor x = input;
    for (std::size_t i = 0; i < blocks_.size(); ++i)
      x = (x + mixers_[i](blocks_[i](x).relu())).relu();
    return x;
  }

private:
  std::vector<Conv1d> blocks_, mixers_;
};

at::Tensor positions_of(std::int64_t width, std::int64_t bins, const at::TensorOptions& options) {
  const at::Tensor time = at::arange(bins, options).unsqueeze(0);
  const at::Tensor rate =
      at::pow(1000.0, -2.0 * at::floor(at::arange(width, options) / 2) / static_cast<double>(width));
  const at::Tensor shift = at::remainder(at::arange(width, options), 2) * (M_PI / 2);
  return at::sin(time * rate.unsqueeze(1) + shift.unsqueeze(1));
}

/// One encoder layer of self-attention over the bins of a sensor (Vaswani et al. 2017), sin–cos positions;
/// over those at most `reach` bins away where that is not 0.
class TimeAttention : public ScenePart {
public:
  explicit TimeAttention(std::int64_t width, std::int64_t reach = 0)
      : reach_(reach), scale_(1 / std::sqrt(static_cast<double>(width))) {
    qkv_ = register_module("qkv", Conv1d(Conv(width, 3 * width, 1)));
    out_ = register_module("out", Conv1d(Conv(width, width, 1)));
    wide_ = register_module("wide", Conv1d(Conv(width, 2 * width, 1)));
    narrow_ = register_module("narrow", Conv1d(Conv(2 * width, width, 1)));
  }
  at::Tensor apply(const at::Tensor& input) override {
    const at::Tensor x = input + positions_of(input.size(1), input.size(2), input.options());
    const std::vector<at::Tensor> parts = qkv_(x).chunk(3, 1);
    at::Tensor fit = at::matmul(parts[0].transpose(1, 2), parts[1]) * scale_;
    if (reach_ > 0) {
      const at::Tensor time = at::arange(input.size(2), input.options());
      fit = fit.masked_fill((time.unsqueeze(0) - time.unsqueeze(1)).abs().gt(reach_), -1e9);
    }
    const at::Tensor y = x + out_(at::matmul(parts[2], at::softmax(fit, 2).transpose(1, 2)));
    return (y + narrow_(wide_(y).relu())).relu();
  }

private:
  std::int64_t reach_;
  double scale_;
  Conv1d qkv_{nullptr}, out_{nullptr}, wide_{nullptr}, narrow_{nullptr};
};

/// Small convolution over time with a gate of its own for every channel: channels of bits that stand still
/// are silenced.
class BitAware : public ScenePart {
public:
  explicit BitAware(std::int64_t width) {
    time_ = register_module("time", Conv1d(Conv(width, width, 3).padding(1)));
    open_ = register_module("open", Conv1d(Conv(width, width, 1)));
  }
  at::Tensor apply(const at::Tensor& x) override {
    return (x + time_(x).relu() * open_(x.mean(2, true)).sigmoid()).relu();
  }

private:
  Conv1d time_{nullptr}, open_{nullptr};
};

/// Within a bin every sensor attends to the `neighbours` sensors that fit best.
class SensorAttention : public ScenePart {
public:
  SensorAttention(std::int64_t width, std::int64_t neighbours)
      : neighbours_(neighbours), scale_(1 / std::sqrt(static_cast<double>(width))) {
    qkv_ = register_module("qkv", Conv1d(Conv(width, 3 * width, 1)));
    out_ = register_module("out", Conv1d(Conv(width, width, 1)));
  }
  at::Tensor apply(const at::Tensor& x) override {
    const at::Tensor rows = qkv_(x).permute({2, 0, 1}).contiguous();
    const std::vector<at::Tensor> parts = rows.chunk(3, 2); // [bins, n, width]
    at::Tensor fit = at::matmul(parts[0], parts[1].transpose(1, 2)) * scale_;
    if (fit.size(2) > neighbours_) {
      const at::Tensor least = std::get<0>(fit.topk(neighbours_, 2)).select(2, neighbours_ - 1).unsqueeze(2);
      fit = fit.masked_fill(fit.lt(least), -1e9);
    }
    return (x + out_(at::matmul(at::softmax(fit, 2), parts[2]).permute({1, 2, 0}))).relu();
  }

private:
  std::int64_t neighbours_;
  double scale_;
  Conv1d qkv_{nullptr}, out_{nullptr};
};

/// Attention to the near bins of the sensor itself, then to the sensors that fit best.
class LocalThenSensors : public ScenePart {
public:
  LocalThenSensors(std::int64_t width, std::int64_t neighbours) {
    local_ = register_module("local", std::make_shared<TimeAttention>(width, reach));
    sensors_ = register_module("sensors", std::make_shared<SensorAttention>(width, neighbours));
  }
  at::Tensor apply(const at::Tensor& x) override { return sensors_->apply(local_->apply(x)); }

private:
  static constexpr std::int64_t reach = 8; ///< bins: 2 s
  std::shared_ptr<ScenePart> local_, sensors_;
};

/// Graph over sensors: edges by cosine of the mean tokens, messages averaged over them, the same in every
/// bin.
class SensorGraph : public ScenePart {
public:
  explicit SensorGraph(std::int64_t width) {
    message_ = register_module("message", Conv1d(Conv(width, width, 1)));
    own_ = register_module("own", Conv1d(Conv(width, width, 1)));
  }
  at::Tensor apply(const at::Tensor& x) override {
    const at::Tensor mean = x.mean(2);
    const at::Tensor unit = mean / (mean.norm(2, 1, true) + 1e-6);
    const at::Tensor edges = at::softmax(at::matmul(unit, unit.t()) * 5, 1);
    const at::Tensor sent = message_(x);
    const at::Tensor got = at::matmul(edges, sent.reshape({x.size(0), -1})).reshape(x.sizes());
    return (x + own_(x) + got).relu();
  }

private:
  Conv1d message_{nullptr}, own_{nullptr};
};

} // namespace

const Table<ScenePartEntry>& scene_parts() {
  static const Table<ScenePartEntry> table(
      "scene model part",
      {{"tcn", "Dilated convolutions over time", "Bai et al. 2018", false,
        [](const SceneModelOptions& o) -> std::shared_ptr<ScenePart> {
          return std::make_shared<ResidualTime>(o.width, 3, std::vector<std::int64_t>{1, 2, 4});
        }},
       {"resnet1d", "Residual convolutions over time", "He et al. 2016", false,
        [](const SceneModelOptions& o) -> std::shared_ptr<ScenePart> {
          return std::make_shared<ResidualTime>(o.width, 5, std::vector<std::int64_t>{1, 1});
        }},
       {"transformer", "Self-attention over time", "Vaswani et al. 2017", false,
        [](const SceneModelOptions& o) -> std::shared_ptr<ScenePart> {
          return std::make_shared<TimeAttention>(o.width);
        }},
       {"bit_aware", "Gated convolution that silences still channels", "", false,
        [](const SceneModelOptions& o) -> std::shared_ptr<ScenePart> {
          return std::make_shared<BitAware>(o.width);
        }},
       {"attention", "Attention to the best fitting sensors of the same time", "Vaswani et al. 2017", true,
        [](const SceneModelOptions& o) -> std::shared_ptr<ScenePart> {
          return std::make_shared<SensorAttention>(o.width, o.neighbours);
        }},
       {"local_attention", "Attention to near bins, then to the best fitting sensors", "Vaswani et al. 2017",
        true,
        [](const SceneModelOptions& o) -> std::shared_ptr<ScenePart> {
          return std::make_shared<LocalThenSensors>(o.width, o.neighbours);
        }},
       {"gnn", "Graph of sensors by similarity", "Deng & Hooi 2021", true,
        [](const SceneModelOptions& o) -> std::shared_ptr<ScenePart> {
          return std::make_shared<SensorGraph>(o.width);
        }}});
  return table;
}

Gating gating_of(const std::string& name) {
  return name == "soft" ? Gating::soft : name == "top_k" ? Gating::top_k : Gating::hard;
}

ExpertMixtureImpl::ExpertMixtureImpl(std::int64_t width) {
  hidden_ = register_module("hidden", torch::nn::Linear(width + SceneFacts::facts, 32));
  gate_ = register_module("gate", torch::nn::Linear(32, experts));
  first_ = register_module("first", Conv1d(Conv(width, experts * width, 1)));
  second_ = register_module("second", Conv1d(Conv(experts * width, experts * width, 1).groups(experts)));
}

at::Tensor ExpertMixtureImpl::forward(const at::Tensor& x, const at::Tensor& facts, Gating gating,
                                      at::Tensor& gates) {
  gates = at::softmax(gate_(hidden_(at::cat({x.mean(2), facts}, 1)).relu()), 1);
  at::Tensor weights = gates;
  if (gating != Gating::soft) {
    const std::int64_t kept = gating == Gating::hard ? 1 : 2;
    weights = gates * gates.ge(std::get<0>(gates.topk(kept, 1)).slice(1, kept - 1)).to(gates.dtype());
  }
  const std::int64_t n = x.size(0), width = x.size(1), bins = x.size(2);
  const at::Tensor all = second_(first_(x).relu()).reshape({n, experts, width, bins});
  return x + (all * weights.unsqueeze(2).unsqueeze(3)).sum(1);
}

at::Tensor gate_divergence(const at::Tensor& gates) {
  const at::Tensor load = gates.mean(0);
  return (load * (load * static_cast<double>(gates.size(1)) + 1e-9).log()).sum();
}

SceneNetImpl::SceneNetImpl(const SceneModelOptions& o)
    : width(o.width), gating(gating_of(o.gating)), splits_bits(o.bits_weight > 0) {
  in_ = register_module("in", Conv1d(Conv(SceneTokens::channels + 1, o.width, 3).padding(1)));
  std::vector<std::string> ids;
  for (std::size_t kind = 0; const std::string& wanted : {o.encoder, o.slow_encoder, o.word_encoder}) {
    const std::string& id = wanted == "same" ? o.encoder : wanted;
    const auto found = std::ranges::find(ids, id);
    encoder_of_[kind++] = static_cast<std::size_t>(found - ids.begin());
    if (found == ids.end())
      ids.push_back(id);
  }
  for (const std::string& id : ids)
    encoders_.push_back(
        register_module(ids.size() > 1 ? "encoder_" + id : "encoder", (*scene_parts().find(id))->make(o)));
  mixture_ = register_module("mixture", ExpertMixture(o.width));
  fusion_ = (*scene_parts().find(o.fusion))->make(o);
  register_module("fusion", fusion_);
  rebuilt_ = register_module("rebuilt", Conv1d(Conv(o.width, targets, 1)));
  changed_ = register_module("changed", Conv1d(Conv(o.width, 1, 1)));
  key_ = register_module("key", Conv1d(Conv(o.width, key_width, 1)));
  if (o.prediction_weight > 0) {
    predicted_ = register_module("predicted", Conv1d(Conv(o.width, key_width * steps, 1)));
    held_ = register_module("held", Conv1d(Conv(targets, key_width, 1)));
  }
  bank = register_buffer("bank", at::zeros({o.bank, targets}));
  quantiles = register_buffer("quantiles", at::zeros({3, grid}));
}

at::Tensor SceneNetImpl::encoded(const at::Tensor& x, const at::Tensor& facts) {
  if (encoders_.size() == 1)
    return encoders_.front()->apply(x);
  static const double fast = std::log10(600.0) / 3;
  const at::Tensor known = facts.to(at::kDouble);
  const auto fact = known.accessor<double, 2>();
  std::vector<std::vector<std::int64_t>> rows(encoders_.size());
  for (std::int64_t i = 0; i < x.size(0); ++i) {
    const bool words = fact[i][SceneFacts::words_fact] > 0.5, slow = fact[i][SceneFacts::rate_fact] <= fast;
    rows[encoder_of_[words ? 2 : slow ? 1 : 0]].push_back(i);
  }
  std::vector<at::Tensor> parts;
  std::vector<std::int64_t> order;
  for (std::size_t e = 0; e < encoders_.size(); ++e)
    if (!rows[e].empty()) {
      parts.push_back(encoders_[e]->apply(x.index_select(0, at::tensor(rows[e], at::kLong))));
      order.insert(order.end(), rows[e].begin(), rows[e].end());
    }
  return at::cat(parts).index_select(0, at::tensor(order, at::kLong).argsort());
}

at::Tensor SceneNetImpl::within(const at::Tensor& tokens, const at::Tensor& facts, const at::Tensor& mask,
                                Gating chosen, at::Tensor& gates) {
  const at::Tensor seen = at::cat({tokens * (1 - mask) * 0.25, mask}, 1);
  return mixture_(encoded(in_(seen).relu(), facts), facts, chosen, gates);
}

SceneNetOutput SceneNetImpl::across(const at::Tensor& x) {
  SceneNetOutput out;
  out.hidden = mixed(x);
  out.rebuilt = rebuilt_of(out.hidden);
  out.changed = changed_of(out.hidden);
  const at::Tensor key = key_(out.hidden);
  out.key = key / (key.norm(2, 1, true) + 1e-6);
  return out;
}

SceneNetOutput SceneNetImpl::forward(const at::Tensor& tokens, const at::Tensor& facts,
                                     const at::Tensor& mask, Gating chosen) {
  at::Tensor gates;
  const at::Tensor x = within(tokens, facts, mask, chosen, gates);
  SceneNetOutput out = across(x);
  out.gates = gates;
  return out;
}

at::Tensor SceneNetImpl::predicted_of(const at::Tensor& hidden) {
  return predicted_(hidden.slice(2, hidden.size(2) - 1)).reshape({-1, key_width, steps});
}

at::Tensor SceneNetImpl::held_of(const at::Tensor& what) {
  return held_(what);
}

} // namespace andon
