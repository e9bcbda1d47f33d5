#pragma once
#include "core/decision/confusion.h"
#include "core/decision/pot.h"
#include "core/decision/promise.h"
#include "core/decision/tail_posterior.h"
#include "core/workflow/runs.h"

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace andon::workflow {

/// The tail of the normal scores with its diagnostics, ready to draw.
struct TailView {
  PotFit pot;
  TailCurve survival; ///< score against log10 of the share of normal items above it
  TailCurve fitted;   ///< the same by the fitted law, from u to one in 100 times the items
  TailCurve life;     ///< mean excess over u, see mean_residual_life()
  TailStability stability;
  TailCurve quantiles; ///< excesses against the law's quantiles
  TailCurve returns;   ///< level against log10 of the items between exceedances
  std::shared_ptr<const TailPosterior> posterior;
};

/// What a line promises, and how that goes: on everything scored since it came into use, else on the stored
/// scores of its run; nothing where it promises nothing or nothing was scored.
struct PromiseAnswer {
  std::optional<Promise> promise;
  std::optional<Audit> audit;
  std::string since; ///< when the line came into use, UTC, where the audit is on everything scored since
                     ///< then; else ""
};
/// `version` may be one that was only tried. Errors: corrupt, those of stored_scores() but not_found.
Result<PromiseAnswer> promise_answer(Workspace& workspace, const std::string& run,
                                     const store::ThresholdVersion& version);

/// What the Thresholds page shows of a run. Values and shared immutable parts: any thread.
struct ThresholdView {
  std::string run, data;                        ///< data that the stored scores are of: the run's own
  std::vector<double> calibration;              ///< scores of the normal validation items, in order of time
  std::vector<double> unlabelled;               ///< finite stored scores without a label
  std::shared_ptr<const SortedScores> labelled; ///< stored scores with a label; never null, may be empty
  std::optional<double> items_per_hour;
  std::vector<store::ThresholdVersion> versions; ///< newest first
  PromiseAnswer promise;                         ///< of the newest line that is a number
  std::optional<TailView> tail;
  std::string tail_note; ///< why there is no tail
};
/// Errors: not_found (run, no validation scores), corrupt, cancelled.
Result<ThresholdView> threshold_view(Workspace& workspace, const std::string& run, Progress& progress,
                                     std::stop_token stop);

/// What a line means. Cost: O(log n) and ~1 ms for the tail.
struct LineFigures {
  Confusion confusion;
  Estimate escapes, overkill; ///< Clopper–Pearson, of the labelled items; NaN without any; after review
  /// Share of the labelled items between the lines, Clopper–Pearson; NaN without a band.
  Estimate review{std::numeric_limits<double>::quiet_NaN(), 0, 1};
  double cost_per_thousand = 0;
  Estimate false_rate; ///< an item: by the tail above u (median, 90 % limits), else of the calibration
                       ///< items (Clopper–Pearson)
  bool by_tail = false;
  std::optional<double> alarms_per_hour; ///< false_rate.value · items_per_hour
};
LineFigures figures_at(const ThresholdView& view, double line, std::optional<double> low,
                       const CostOptions& costs);

} // namespace andon::workflow
