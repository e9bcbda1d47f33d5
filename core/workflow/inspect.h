#pragma once
#include "core/workflow/images.h"

namespace andon::workflow {

struct InspectIn {
  std::string run;   ///< run id, name, latest, or the folder of a bundle
  std::string image; ///< file, or with `data` the id of an item
  std::string data;  ///< data set whose regions and ground truth apply, "" = none
  std::filesystem::path out;
  std::int64_t nearest = 3; ///< good patches that are looked up for each of the three worst regions
};
/// A good patch beside the spot that it resembles.
struct InspectedPatch {
  int x = 0, y = 0; ///< the spot, pixels of the inspected image
  NearestGood good;
  std::filesystem::path picture; ///< cut from the good image, "" when it is not there any more
};
struct InspectOut {
  ImageView view;
  int decision = -1;   ///< as in ScoreRow
  std::string verdict; ///< good, review, defective, "" without a threshold
  std::optional<double> threshold;
  std::filesystem::path heatmap, overlay, map; ///< PNG, PNG, safetensors with the raw scores
  std::vector<InspectedPatch> nearest;         ///< empty where the method keeps no patches
};
/// Scores one image and writes pictures that explain the score into in.out. Errors: those of ImageDesk, io.
Result<InspectOut> inspect(Workspace& workspace, const InspectIn& in, Progress& progress,
                           std::stop_token stop);

} // namespace andon::workflow
