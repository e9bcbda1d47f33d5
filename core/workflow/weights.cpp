#include "core/workflow/weights.h"

#include "core/models/backbone_table.h"

#include <algorithm>

namespace andon::workflow {

WeightsList weights_list() {
  WeightsList result;
  result.folders = weights_folders();
  for (WeightsFile& file : list_weights()) {
    WeightsRow row{std::move(file), "", false};
    if (const auto backbone = backbone_table().find(row.file.backbone))
      row.title = (*backbone)->title;
    result.rows.push_back(std::move(row));
  }
  for (const BackboneRow& backbone : backbone_table().rows())
    for (WeightsRow& row : result.rows)
      if (row.file.backbone == backbone.id) {
        row.chosen = true;
        return result;
      }
  return result;
}

bool weights_at_hand() {
  const std::vector<WeightsFile> files = list_weights();
  return std::any_of(files.begin(), files.end(),
                     [](const WeightsFile& file) { return !file.backbone.empty(); });
}

bool takes_weights(const std::vector<OptionInfo>& options) {
  return std::any_of(options.begin(), options.end(),
                     [](const OptionInfo& option) { return option.key == "backbone"; });
}

Result<std::vector<VerifiedWeights>> weights_verify(const std::string& id, Progress& progress,
                                                    std::stop_token stop) {
  std::vector<WeightsFile> files;
  if (id.empty()) {
    files = list_weights();
  } else {
    ANDON_ASSIGN(WeightsFile file, find_weights(id));
    files.push_back(std::move(file));
  }
  std::vector<VerifiedWeights> result;
  progress.stage("verify", files.size());
  for (const WeightsFile& file : files) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "stopped before " + file.id + " was verified");
    VerifiedWeights row{file.id, false, {}};
    if (auto check = verify_weights(file)) {
      row.check = std::move(*check);
      row.ok = !file.imported || (row.check.hash_matches && row.check.activations_match);
    } else {
      row.check.message = check.error().message;
    }
    result.push_back(std::move(row));
    progress.advance(result.size());
  }
  return result;
}

} // namespace andon::workflow
