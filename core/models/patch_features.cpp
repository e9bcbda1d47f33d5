#include "core/models/patch_features.h"

#include "core/base/guard.h"
#include "core/base/hash.h"
#include "core/layers/autocast.h"
#include "core/models/backbone.h"
#include "core/training/device.h"

#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace andon {
namespace {

constexpr std::int64_t largest_batch = 8, smallest_side = 32, largest_side = 16384;
constexpr std::int64_t probe_side = 96;

struct Tap {
  std::string name;
  std::int64_t channels = 0, stride = 0;
};

/// A smooth image with all frequencies, the same everywhere.
at::Tensor probe_image() {
  const at::Tensor ramp = at::arange(3 * probe_side * probe_side, at::kFloat);
  return at::sin(ramp * ramp * 1e-5F).view({1, 3, probe_side, probe_side});
}

Result<std::vector<Tap>> choose(const Taps& all, const std::vector<std::string>& layers,
                                const std::string& title) {
  std::vector<Tap> chosen;
  std::string known;
  for (const std::string& name : all.names())
    known += " " + name;
  for (const std::string& name : layers) {
    const auto found = std::find(all.names().begin(), all.names().end(), name);
    if (found == all.names().end())
      return fail(ErrorCode::invalid_argument,
                  "layers: " + title + " has no layer '" + name + "'; it has:" + known);
    if (std::any_of(chosen.begin(), chosen.end(), [&](const Tap& tap) { return tap.name == name; }))
      return fail(ErrorCode::invalid_argument, "layers: '" + name + "' is named twice");
    const at::Tensor& value = all.values()[static_cast<std::size_t>(found - all.names().begin())];
    chosen.push_back({name, value.size(1), probe_side / value.size(2)});
  }
  return chosen;
}

std::vector<std::string> names_of(const std::vector<Tap>& taps) {
  std::vector<std::string> names;
  for (const Tap& tap : taps)
    names.push_back(tap.name);
  return names;
}

/// Folds batch normalisation and makes sure that nothing but rounding changed.
Result<Taps> fold_checked(Backbone& network, const std::string& where) {
  const c10::InferenceMode inference;
  Taps before({}), after({});
  network.run(probe_image(), before);
  {
    const c10::InferenceMode off(false);
    network.fold();
  }
  network.run(probe_image(), after);
  for (std::size_t i = 0; i < before.names().size(); ++i) {
    const float scale = before.values()[i].abs().max().item<float>();
    const float gap = (before.values()[i] - after.values()[i]).abs().max().item<float>();
    if (!(gap <= 1e-3F * scale))
      return fail(ErrorCode::corrupt,
                  where + ": " + before.names()[i] +
                      " changes when batch normalisation is folded into its convolutions; "
                      "the stored statistics are not usable");
  }
  return after;
}

/// Errors: invalid_argument for anything but auto, fp32, bf16.
Result<bool> computes_in_bf16(const std::string& precision, const std::string& device) {
  if (precision == "fp32" || precision == "bf16")
    return precision == "bf16";
  if (precision != "auto")
    return fail(ErrorCode::invalid_argument,
                "precision '" + precision + "' is unknown; choose auto, fp32 or bf16");
  return device == "cpu" && cpu_has_bf16();
}

} // namespace

struct PatchFeatureExtractor::State {
  LoadedBackbone backbone;
  std::vector<Tap> taps;
  std::string id, sha256;
  std::int64_t pooling = 3, stride = 0, dimension = 0;
  at::Device device = at::kCPU;
  at::ScalarType type = at::kFloat;
  at::Tensor mean, spread;

  void settle(bool bf16);
  std::vector<at::Tensor> run(const at::Tensor& images) const;
  void extract_into(at::Tensor images, at::Tensor features) const;
};

/// Puts parameters where and how they are used.
void PatchFeatureExtractor::State::settle(bool bf16) {
  type = bf16 ? at::kBFloat16 : at::kFloat;
  const at::NoGradGuard no_gradient;
  for (at::Tensor& parameter : backbone.network->parameters()) {
    const bool image = parameter.dim() == 4;
    parameter.set_data(
        parameter.detach()
            .to(device, type)
            .contiguous(image ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous));
  }
  const auto row = [&](const std::array<float, 3>& values) {
    return at::tensor(at::ArrayRef<float>(values), at::kFloat).view({1, 3, 1, 1}).to(device);
  };
  mean = row(backbone.mean);
  spread = row(backbone.spread);
}

std::vector<at::Tensor> PatchFeatureExtractor::State::run(const at::Tensor& images) const {
  Taps collected(names_of(taps));
  backbone.network->run(images, collected);
  return collected.values();
}

/// images [n, 3, h, w] (channels last, fp32), features [n, rows, columns, dimension] on the CPU.
void PatchFeatureExtractor::State::extract_into(at::Tensor images, at::Tensor features) const {
  images = ((images.to(device) - mean) / spread).to(type);
  std::int64_t offset = 0;
  for (at::Tensor map : run(images)) {
    map = map.to(at::kFloat);
    if (pooling > 1)
      map = at::avg_pool2d(map, {pooling, pooling}, {1, 1}, {pooling / 2, pooling / 2}, false, false);
    if (map.size(2) != features.size(1) || map.size(3) != features.size(2))
      map = at::upsample_bilinear2d(map, {features.size(1), features.size(2)}, false);
    features.narrow(3, offset, map.size(1)).copy_(map.permute({0, 2, 3, 1}));
    offset += map.size(1);
  }
}

std::vector<Option> PatchFeatureOptions::describe() {
  std::vector<std::string> backbones{"auto", own_backbone};
  std::string defaults;
  for (const BackboneRow& row : backbone_table().rows()) {
    backbones.push_back(row.id);
    defaults += (defaults.empty() ? "" : "; ") + row.id + ": " + row.layers;
  }
  return {
      choice("backbone", backbone,
             "Network that describes the patches; auto takes the best whose weights are at hand, self learns "
             "one "
             "from the normal images of the run, as auto does without any weights",
             backbones),
      option("layers", layers,
             "Layers whose features are joined, comma-separated; auto = " + defaults +
                 "; fine = more of them at an eighth of the resolution; low = the first ones at a quarter"),
      option("pooling", pooling, "Side of the neighbourhood that is averaged around each patch; odd",
             "patches", 1, 15),
      choice("precision", precision,
             "Arithmetic of the network; auto takes bf16 where the processor has it; exports as "
             "torchscript or onnx compute in fp32 and draw the line again",
             {"auto", "fp32", "bf16"})};
}

PatchFeatureExtractor::PatchFeatureExtractor() : state_(std::make_unique<State>()) {}
PatchFeatureExtractor::PatchFeatureExtractor(PatchFeatureExtractor&&) noexcept = default;
PatchFeatureExtractor& PatchFeatureExtractor::operator=(PatchFeatureExtractor&&) noexcept = default;
PatchFeatureExtractor::~PatchFeatureExtractor() = default;

Result<PatchFeatureExtractor> PatchFeatureExtractor::open(const PatchFeatureOptions& options,
                                                          const std::filesystem::path& weights,
                                                          const std::string& device) {
  if (options.pooling < 1 || options.pooling % 2 == 0)
    return fail(ErrorCode::invalid_argument,
                "pooling must be an odd number of patches, not " + std::to_string(options.pooling));
  ANDON_ASSIGN(const std::string place, resolve_device(device));
  ANDON_ASSIGN(const bool bf16, computes_in_bf16(options.precision, place));
  ANDON_ASSIGN(const TensorSet set, read_safetensors(weights));
  PatchFeatureExtractor result;
  State& state = *result.state_;
  ANDON_ASSIGN(state.sha256, sha256_file(weights));
  ANDON_TRY(guard("loading " + weights.string(), [&]() -> Result<void> {
    ANDON_ASSIGN(state.backbone, load_backbone(options.backbone, set, weights.string()));
    state.id = state.backbone.row->id;
    ANDON_ASSIGN(const Taps all, fold_checked(*state.backbone.network, weights.string()));
    const std::vector<std::string> layers = tap_names(*state.backbone.row, options.layers);
    ANDON_ASSIGN(state.taps, choose(all, layers, state.backbone.row->title));
    state.device = at::Device(place);
    state.settle(bf16);
    return {};
  }));
  state.pooling = options.pooling;
  state.stride = state.taps[0].stride;
  for (const Tap& tap : state.taps) {
    state.stride = std::min(state.stride, tap.stride);
    state.dimension += tap.channels;
  }
  return result;
}

std::int64_t PatchFeatureExtractor::dimension() const {
  return state_->dimension;
}
std::int64_t PatchFeatureExtractor::stride() const {
  return state_->stride;
}
std::string PatchFeatureExtractor::precision() const {
  return state_->type == at::kBFloat16 ? "bf16" : "fp32";
}
const std::string& PatchFeatureExtractor::backbone() const {
  return state_->id;
}
const std::string& PatchFeatureExtractor::weights_sha256() const {
  return state_->sha256;
}

bool PatchFeatureExtractor::learnt_here() const {
  return state_->backbone.learnt_here;
}

Result<PatchFeatures> PatchFeatureExtractor::extract(std::span<const float> images, std::int64_t n,
                                                     std::int64_t height, std::int64_t width) const {
  if (n < 0 || std::min(height, width) < smallest_side || std::max(height, width) > largest_side ||
      n > (1LL << 32) || static_cast<std::uint64_t>(n * height * width * 3) != images.size())
    return fail(ErrorCode::invalid_argument,
                "images of " + std::to_string(n) + "×" + std::to_string(height) + "×" +
                    std::to_string(width) + "×3 were announced, " + std::to_string(images.size()) +
                    " values came; a side must be " + std::to_string(smallest_side) + "…" +
                    std::to_string(largest_side) + " pixels");
  return guard("extracting features", [&]() -> Result<PatchFeatures> {
    const c10::InferenceMode inference;
    const State& state = *state_;
    const AutocastScope as_opened(false, state.device.type()); // a training loop around this may have its own
    PatchFeatures result{n,
                         (height + state.stride - 1) / state.stride,
                         (width + state.stride - 1) / state.stride,
                         state.dimension,
                         {}};
    result.values.resize(static_cast<std::size_t>(n * result.height * result.width * result.dimension));
    const at::Tensor output =
        at::from_blob(result.values.data(), {n, result.height, result.width, result.dimension}, at::kFloat);
    const at::Tensor input =
        at::from_blob(const_cast<float*>(images.data()), {n, height, width, 3}, at::kFloat)
            .permute({0, 3, 1, 2});
    for (std::int64_t first = 0; first < n; first += largest_batch) {
      const std::int64_t count = std::min(largest_batch, n - first);
      state.extract_into(input.narrow(0, first, count), output.narrow(0, first, count));
    }
    return result;
  });
}

} // namespace andon
