#pragma once
#include "core/workflow/runs.h"

#include <string>

namespace andon::workflow {

/// What a run will cost, before it is trained.
struct ForecastOut {
  std::string model;
  std::int64_t images = 0;  ///< normal images to learn from
  std::int64_t patches = 0; ///< of the memory
  std::int64_t bytes = 0;   ///< of the memory
  double features_ms = 0;   ///< an image, here and now
  double search_ms = 0;     ///< an image: finding the nearest patches
  std::string sentence;
};
/// Reckons from four of the images with the run's own options; writes nothing. `in.name`, `in.resume` are not
/// looked at. Errors: those that training would meet before it starts; unsupported when the model keeps
/// no patches of its images, or features must be learnt first.
Result<ForecastOut> forecast(Workspace& workspace, const TrainIn& in, Progress& progress,
                             std::stop_token stop);

} // namespace andon::workflow
