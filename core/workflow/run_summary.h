#pragma once
#include "core/workflow/runs.h"

#include <string>

namespace andon::workflow {

/// What a run's summary_json in the store holds: the outcome of training and the last evaluation.
struct RunSummary {
  std::int64_t epochs = 0, steps = 0, skipped_steps = 0, best_epoch = 0;
  double loss = 0; ///< best validation loss
  std::optional<EvaluateOut> evaluation;
  std::string evaluated_data, evaluated_path, evaluated_sha256, evaluated_part;
};

/// Canonical JSON: {"epochs":…, "loss":…, …, "metrics":{…}, "baselines":{…}, "evaluation":{data, path,
/// sha256, part, n, abnormal, threshold, threshold_source, low, confusion, pixels}}. NaN is null.
std::string summary_text(const RunSummary& summary);
/// Empty text gives an empty summary. Errors: parse.
Result<RunSummary> summary_from_json(const std::string& text);

} // namespace andon::workflow
