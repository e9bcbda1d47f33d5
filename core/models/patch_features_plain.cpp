#include "core/models/patch_features_plain.h"

#include "core/base/guard.h"
#include "core/models/backbone.h"

#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <c10/core/InferenceMode.h>

namespace andon {

struct PlainPatchFeatures::State {
  LoadedBackbone backbone;
  std::vector<std::string> taps;
  std::int64_t pooling = 3;
};

PlainPatchFeatures::PlainPatchFeatures(std::unique_ptr<State> state) : state_(std::move(state)) {}
PlainPatchFeatures::PlainPatchFeatures(PlainPatchFeatures&&) noexcept = default;
PlainPatchFeatures& PlainPatchFeatures::operator=(PlainPatchFeatures&&) noexcept = default;
PlainPatchFeatures::~PlainPatchFeatures() = default;

Result<PlainPatchFeatures> PlainPatchFeatures::open(const PatchFeatureOptions& options,
                                                    const std::filesystem::path& weights) {
  ANDON_ASSIGN(const TensorSet set, read_safetensors(weights));
  auto state = std::make_unique<State>();
  ANDON_ASSIGN(state->backbone, load_backbone(options.backbone, set, weights.string()));
  state->pooling = options.pooling;
  state->taps = tap_names(*state->backbone.row, options.layers);
  return PlainPatchFeatures(std::move(state));
}

Result<PatchFeatures> PlainPatchFeatures::extract(std::span<const float> image, std::int64_t height,
                                                  std::int64_t width) const {
  return guard("extracting features", [&]() -> Result<PatchFeatures> {
    const c10::InferenceMode inference;
    const auto row = [](const std::array<float, 3>& values) {
      return at::tensor(at::ArrayRef<float>(values), at::kFloat).view({1, 3, 1, 1});
    };
    const at::Tensor input =
        at::from_blob(const_cast<float*>(image.data()), {1, height, width, 3}, at::kFloat)
            .permute({0, 3, 1, 2})
            .contiguous();
    Taps taps(state_->taps);
    state_->backbone.network->run((input - row(state_->backbone.mean)) / row(state_->backbone.spread), taps);
    std::vector<at::Tensor> maps;
    for (at::Tensor map : taps.values()) {
      map = at::avg_pool2d(map, {state_->pooling, state_->pooling}, {1, 1},
                           {state_->pooling / 2, state_->pooling / 2}, false, false);
      if (!maps.empty())
        map = at::upsample_bilinear2d(map, {maps[0].size(2), maps[0].size(3)}, false);
      maps.push_back(map);
    }
    const at::Tensor joined = at::cat(maps, 1).permute({0, 2, 3, 1}).contiguous();
    const float* values = joined.data_ptr<float>();
    return PatchFeatures{1, joined.size(1), joined.size(2), joined.size(3),
                         std::vector<float>(values, values + joined.numel())};
  });
}

} // namespace andon
