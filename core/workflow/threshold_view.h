#pragma once
#include "core/decision/confusion.h"
#include "core/decision/pot.h"
#include "core/decision/promise.h"
#include "core/decision/tail_posterior.h"
#include "core/workflow/runs.h"

#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace andon::workflow {

/// What follows from where the tail starts and how it is estimated, ready to draw.
struct TailFit {
  PotOptions options;
  PotFit pot;
  Estimate shape;     ///< with shape_interval(); limits NaN in a quick fit
  TailCurve survival; ///< log10 of the share of normal items above a score by the law, from u to one in 100
                      ///< times them
  TailCurve life;     ///< mean excess that the law implies; empty for shape >= 1, where it has none
  TailCurve shape_level, scale_level;             ///< shape and modified scale of the law from u on
  TailCurve quantiles;                            ///< excesses against the law's quantiles
  TailCurve returns;                              ///< level against log10 of the items between exceedances
  std::shared_ptr<const TailPosterior> posterior; ///< null in a quick fit
};
/// quick: while u is dragged. Limits of the return levels are then normal ones by the delta method, and there
/// are no others. Cost: O(n) and ~2 ms for 20,000 excesses. full: 3,721 passes over the excesses.
enum class TailDetail { quick, full };
/// Of normal scores in order of time. `u` nullopt = as the options say. Errors: those of fit_pot().
Result<TailFit> tail_fit(std::span<const double> scores, const PotOptions& options, std::optional<double> u,
                         TailDetail detail);

/// The tail of the normal scores with its diagnostics: curves over all starts, and one fit.
struct TailView {
  TailCurve survival; ///< score against log10 of the share of normal items above it
  TailCurve life;     ///< mean excess over u, see mean_residual_life()
  TailStability stability;
  TailFit fit;
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

/// Scores that follow each other on one line, with the faults in them: what a line would have called.
struct ReplayTrack {
  std::vector<double> scores;
  std::vector<AlarmInterval> events; ///< runs of items known to be abnormal
};

/// What the Thresholds page shows of a run. Values and shared immutable parts: any thread.
struct ThresholdView {
  std::string run, data;                        ///< data that the stored scores are of: the run's own
  std::vector<double> calibration;              ///< scores of the normal validation items, in order of time
  std::vector<double> ascending;                ///< the same sorted
  std::vector<double> unlabelled;               ///< finite stored scores without a label
  std::shared_ptr<const SortedScores> labelled; ///< stored scores with a label; never null, may be empty
  std::optional<double> items_per_hour;
  std::vector<ReplayTrack> tracks;               ///< stored scores, else those of the validation items
  bool parts = false;                            ///< the tracks are images: one that is called is one alarm
  std::int64_t normal_items = 0;                 ///< of the tracks, not known to be abnormal
  AlarmOptions logic;                            ///< of the newest line that is a number
  PotOptions tail_options;                       ///< of the newest line that has a tail, else the defaults
  std::vector<store::ThresholdVersion> versions; ///< newest first
  PromiseAnswer promise;                         ///< of the newest line that is a number
  std::optional<TailView> tail;
  std::string tail_note; ///< why there is no tail
};
/// Errors: not_found (run, no validation scores), corrupt, cancelled.
Result<ThresholdView> threshold_view(Workspace& workspace, const std::string& run, Progress& progress,
                                     std::stop_token stop);

/// Start of the tail at a percentile of the calibration scores, as tail_start(). requires calibration scores.
/// Cost: O(1).
double tail_start_of(const ThresholdView& view, double percentile);
/// Share of the calibration scores that are not above u, in percent.
double percentile_of(const ThresholdView& view, double u);

/// The alarms that a line would have raised on the tracks, with hysteresis, minimum length and merge gap.
struct ReplayFigures {
  std::int64_t alarms = 0, on_events = 0; ///< on_events: alarms that touch a known fault
  std::int64_t events = 0, missed = 0;
  double hours = 0;                    ///< of the items not known to be abnormal; 0 when unknown
  std::optional<AlarmLoad> false_load; ///< the others an operator-hour
};

/// What a line means. Cost: O(log n), ~2 ms for the tail and O(n) for the replay (0.5 ms for 10⁵ scores).
struct LineFigures {
  Confusion confusion;
  Estimate escapes, overkill; ///< Clopper–Pearson, of the labelled items; NaN without any; after review
  /// Share of the labelled items between the lines, Clopper–Pearson; NaN without a band.
  Estimate review{std::numeric_limits<double>::quiet_NaN(), 0, 1};
  double cost_per_thousand = 0;
  Estimate false_rate; ///< an item: by the tail above u (median, 90 % limits), else of the calibration
                       ///< items (Clopper–Pearson)
  bool by_tail = false;
  /// expected_alarm_load() of false_rate, where every alarm takes alarms_per_called_item(): an upper limit.
  std::optional<double> alarms_per_hour;
  ReplayFigures replay;
};
LineFigures figures_at(const ThresholdView& view, double line, std::optional<double> low,
                       const CostOptions& costs, const AlarmOptions& logic = {});

} // namespace andon::workflow
