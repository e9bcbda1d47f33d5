#include "core/workflow/forecast.h"

#include "core/training/device.h"
#include "core/workflow/train_run.h"

namespace andon::workflow {

Result<ForecastOut> forecast(Workspace& workspace, const TrainIn& in, Progress& progress,
                             std::stop_token stop) {
  ANDON_ASSIGN(const PlannedRun plan, plan_run(workspace, in));
  if (!plan.model->forecast)
    return fail(ErrorCode::unsupported,
                "model '" + in.model +
                    "' keeps no patches of normal images, whose memory a forecast is about; patchcore and "
                    "synthetic do");
  ANDON_ASSIGN(const OptionMap options, option_map_from_json(plan.manifest.options_json));
  set_threads(plan.manifest.threads);
  return plan.model->forecast(
      {plan.data, plan.manifest.part, options, plan.manifest.seed, plan.manifest.device, {}, false}, progress,
      std::move(stop));
}

} // namespace andon::workflow
