#include "core/inspection/image_detector.h"
#include "core/inspection/padim.h"
#include "core/inspection/patchcore.h"

namespace andon {
namespace {

/// The row's functions from a detector class and its options.
template <class Detector, class Options>
Result<std::unique_ptr<ImageDetector>> fit(const ImageDataset& dataset, const std::vector<std::size_t>& items,
                                           const OptionMap& values, const FitContext& context,
                                           Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Options options, configured<Options>(values));
  return Detector::fit(dataset, items, options, context, progress, stop);
}

template <class Detector>
Result<std::unique_ptr<ImageDetector>> load(const std::filesystem::path& folder, const FitContext& context) {
  return Detector::load(folder, context);
}

} // namespace

const Table<ImageMethod>& image_methods() {
  static const Table<ImageMethod> table(
      "image method",
      {{"padim", "Gaussian of every position",
        "Defard et al. 2021, PaDiM: a patch distribution modeling framework", true,
        describe_defaults<PadimOptions>(), fit<Padim, PadimOptions>, load<Padim>},
       {"patchcore", "Patch memory bank",
        "Roth et al. 2022, Towards total recall in industrial anomaly detection", true,
        describe_defaults<PatchcoreOptions>(), fit<Patchcore, PatchcoreOptions>, load<Patchcore>}});
  return table;
}

} // namespace andon
