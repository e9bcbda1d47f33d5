#pragma once
#include "core/workflow/models_in_use.h"

#include <set>
#include <string>
#include <utility>

namespace andon::workflow {

/// What earlier adaptations of a line decided for good. A recording or image that judged one candidate must
/// not teach a later one, and one that taught the model must not judge it.
struct HoldoutLock {
  double share = 0;      ///< largest that a finished candidate of the line was judged on, see held_out()
  std::string candidate; ///< the first with that share
  /// Data set and recording or image that the model to adapt, or one it came from, has learnt labels of.
  std::set<std::pair<std::string, std::string>> learnt;
};
/// From the log of models in use, which keeps the shares even of candidates that were deleted since, and the
/// reports of the candidates that `run` came from. Errors: corrupt, io.
Result<HoldoutLock> holdout_lock(Workspace& workspace, const ModelLine& line, const store::Run& run);

/// The detail of a candidate's event in that log.
std::string candidate_detail(std::size_t labels, const std::string& labels_sha256, double holdout);

} // namespace andon::workflow
