#pragma once
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/models/weights.h"

#include <stop_token>

namespace andon::workflow {

/// One file of `andon weights list`.
struct WeightsRow {
  WeightsFile file;
  std::string title;   ///< of its network; "" when unknown
  bool chosen = false; ///< what backbone "auto" takes
};
struct WeightsList {
  std::vector<WeightsRow> rows;
  std::vector<std::filesystem::path> folders; ///< where was looked
};
/// Threads: any. Cost: reads cards, not weights.
WeightsList weights_list();
/// Whether any network of backbone_table() is at hand. Threads: any. Cost: as weights_list().
bool weights_at_hand();
/// Whether a model with these options looks at images through a pre-trained network.
bool takes_weights(const std::vector<OptionInfo>& options);

struct VerifiedWeights {
  std::string id;
  bool ok = false; ///< loads; and when it was imported, hash and activations match
  WeightsCheck check;
};
/// One id, or all when "". A damaged file is a row that is not ok, not an error. Errors: not_found for an id
/// that does not exist; cancelled.
Result<std::vector<VerifiedWeights>> weights_verify(const std::string& id, Progress& progress,
                                                    std::stop_token stop);

} // namespace andon::workflow
