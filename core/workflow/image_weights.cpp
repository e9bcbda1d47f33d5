#include "core/base/hash.h"
#include "core/inspection/own_features.h"
#include "core/models/backbone_table.h"
#include "core/models/feature_learner.h"
#include "core/workflow/image_fit.h"

namespace andon::workflow::images {
namespace {

namespace fs = std::filesystem;

std::string methods_without_weights() {
  std::string names;
  for (const ImageMethod& method : image_methods().rows())
    if (!method.needs_backbone)
      names += (names.empty() ? "" : ", ") + method.id;
  return names;
}

/// Weights that are learnt now, or that a run resumed had begun to learn.
Result<WeightsFile> learnt_weights(const OptionMap& options, const ImageDataset& dataset,
                                   std::span<const std::size_t> items, const FitContext& context,
                                   Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const ViewOptions views,
               configured<ViewOptions>(chosen_from(options, describe_defaults<ViewOptions>())));
  ANDON_ASSIGN(const OwnFeatureOptions own,
               configured<OwnFeatureOptions>(chosen_from(options, describe_defaults<OwnFeatureOptions>())));
  WeightsFile weights;
  weights.id = own_features;
  weights.backbone = learnt_backbone;
  weights.file = context.run_folder / bundled_weights;
  ANDON_TRY(learn_own_features(dataset, items, views, own, context, weights.file, progress, std::move(stop)));
  ANDON_ASSIGN(weights.sha256, sha256_file(weights.file));
  return weights;
}

} // namespace

Result<WeightsFile> weights_at_hand(const ImageMethod& method, const OptionMap& options) {
  const auto asked = options.find("backbone");
  if (asked == options.end() && !method.needs_backbone)
    return WeightsFile{};
  const std::string backbone = asked == options.end() ? "auto" : to_text(asked->second);
  if (backbone == own_backbone)
    return WeightsFile{};
  auto found = weights_for(backbone);
  if (found || found.error().code != ErrorCode::not_found)
    return found;
  if (backbone == "auto")
    return WeightsFile{};
  return fail(ErrorCode::not_found, "method '" + method.id +
                                        "' needs a pre-trained network: " + found.error().message +
                                        "; backbone=self learns features from the normal images; methods "
                                        "that need none: " +
                                        methods_without_weights());
}

Result<WeightsFile> weights_of(const ImageMethod& method, const OptionMap& options,
                               const ImageDataset& dataset, std::span<const std::size_t> items,
                               const FitContext& context, Progress& progress, std::stop_token stop) {
  const auto asked = options.find("backbone");
  if (asked == options.end() && !method.needs_backbone)
    return WeightsFile{};
  const bool free = asked == options.end() || to_text(asked->second) == "auto";
  std::error_code error;
  const bool begun = free && context.resume &&
                     (fs::exists(context.run_folder / learning_phase, error) ||
                      fs::exists(context.run_folder / bundled_weights, error));
  if (!begun) {
    ANDON_ASSIGN(WeightsFile found, weights_at_hand(method, options));
    if (!found.file.empty())
      return found;
    if (free)
      progress.message(
          "no pre-trained weights are at hand; features are learnt here from the normal images. "
          "Pre-trained ones find more: add them with scripts/fetch-weights or andon weights import "
          "FILE");
  }
  return learnt_weights(options, dataset, items, context, progress, std::move(stop));
}

} // namespace andon::workflow::images
