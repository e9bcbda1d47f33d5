#pragma once
#include "core/base/table.h"
#include "core/training/training_options.h"
#include "core/workflow/data_source.h"
#include "core/workflow/forecast.h"
#include "core/workflow/runs.h"
#include "core/workflow/views.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace andon::workflow {

/// What a row's fit gets. The validation data are split off `part` inside, before anything is fitted.
struct FitJob {
  DataSource data;
  std::string part;
  OptionMap options;
  std::uint64_t seed = 1;
  std::string device;           ///< resolved: cpu, cuda:0…
  std::filesystem::path folder; ///< run folder; weights, model and checkpoint go here
  bool resume = false;
};
struct FitOutcome {
  TrainingReport report;
  std::vector<ScoreRow>
      validation; ///< raw scores of the healthy validation items, which thresholds are chosen from
  std::vector<std::string> files; ///< what was written for keeps, relative to the run folder
};

/// What a row's other functions get: a finished run and data to apply it to.
struct ApplyJob {
  DataSource data;
  std::string part;
  OptionMap options; ///< the run's
  std::string device;
  std::filesystem::path folder; ///< run folder to load from
  std::filesystem::path cache;  ///< where score maps may be kept, "" = nowhere
};

/// What stands beside the model in an evaluation, fitted on the model's own training items.
struct BesideJob {
  ApplyJob apply;
  DataSource train_data;
  std::string train_part;
  std::uint64_t seed = 1;
};
struct BesideOut {
  Metrics metrics;                               ///< further metrics of the model, e.g. retrieval_at_1
  std::vector<GroupRecall> regions;              ///< recall of defect regions by area
  std::optional<CalledPixels> pixels;            ///< at the line of the contours
  std::map<std::string, double> aupimo_by_image; ///< defective images
  std::map<std::string, std::vector<double>>
      scores; ///< baseline -> one score an item, in the order of score()
  std::map<std::string, std::vector<double>>
      validation; ///< baseline -> scores of the healthy validation items, for its threshold
  std::map<std::string, Metrics> baseline_metrics; ///< their further metrics
};

/// A curve to draw for one scored item.
struct PreviewCurve {
  std::string name, unit;
  double start = 0, rate = 1;
  std::vector<float> values;
};

/// What people said of one data set, without the locked hold-out.
struct FeedbackSet {
  struct Item {
    std::string item; ///< id of a window or image
    int label = 0;    ///< 1 abnormal, 0 normal
  };
  struct Mark {
    std::string scene;
    double start = 0, end = 0; ///< seconds
    int label = 1;             ///< 1: something in it is abnormal; 0: all of it is normal
  };
  DataSource data;
  std::vector<Item> items;
  std::vector<Mark> marks;
};

/// Recent recordings or images of a new condition, whose windows or themselves count as healthy where nobody
/// said otherwise.
struct ConditionSet {
  enum class Side {
    learn,
    check, ///< early stopping and the threshold
    held   ///< judges the candidate, never learnt from
  };
  DataSource data;
  std::string part;
  std::map<std::string, Side> recordings; ///< of the part; images by their id
  std::set<std::string> not_healthy;      ///< windows or images that people called abnormal, or disagree on
  std::vector<FeedbackSet::Mark> not_healthy_marks; ///< intervals of that kind
  /// What a window is for; nothing when it is outside the part or not taken for healthy. `label` is the data
  /// set's own.
  std::optional<Side> side_of(const std::string& item, double start, double end, int label) const;
};

/// What a row's adapt() gets: a finished run to start from, and feedback.
struct AdaptJob {
  std::vector<FeedbackSet> feedback;
  std::vector<ConditionSet>
      conditions;                     ///< that the run was adapted to before: healthy like its training data
  std::optional<ConditionSet> recent; ///< of adapt_recent(): the new one
  DataSource train_data;              ///< of the first training, for replay
  std::string train_part;
  OptionMap run_options, options; ///< of the run, and of the adaptation
  std::uint64_t seed = 1;         ///< of the run
  std::string device;
  std::filesystem::path parent_folder, folder; ///< to load from, and to write to
  double threshold = 0;                        ///< in use
};

/// One kind of model. Use cases know models only through these rows: a new model is one file of functions and
/// one row, or one row of a table of methods that is taken over whole.
struct ModelEntry {
  std::string id, title, paper;
  std::string modality; ///< of the data it takes, see DataSource
  /// Descriptions with defaults.
  std::function<std::vector<OptionInfo>()> options;
  /// Checks and completes options. Errors: invalid_argument with the nearest key.
  std::function<Result<OptionMap>(const OptionMap& options)> resolve;
  std::function<Result<FitOutcome>(const FitJob& job, Progress& progress, std::stop_token stop)> fit;
  /// What the memory of fit() will cost, from a few items; empty where a model has none.
  std::function<Result<ForecastOut>(const FitJob& job, Progress& progress, std::stop_token stop)> forecast;
  /// Rows without decisions, in the data set's order.
  std::function<Result<std::vector<ScoreRow>>(const ApplyJob& job, Progress& progress, std::stop_token stop)>
      score;
  std::function<Result<BesideOut>(const BesideJob& job, Progress& progress, std::stop_token stop)> beside;
  /// Empty when the model has no embeddings of command and current.
  std::function<Result<EmbeddingSet>(const ApplyJob& job, Progress& progress, std::stop_token stop)> embed;
  /// Curves of one item for the report; empty when there is nothing to draw.
  std::function<Result<std::vector<PreviewCurve>>(const ApplyJob& job, const ScoreRow& row)> preview;
  /// Fine-tunes a finished run on feedback into another folder; empty when the model cannot.
  std::function<Result<FitOutcome>(const AdaptJob& job, Progress& progress, std::stop_token stop)> adapt;
  std::function<std::vector<OptionInfo>()> adapt_options;
  /// Adapts a finished run to job.recent without labels, into another folder; the validation rows of
  /// conditions are named by condition_item(). Empty when the model cannot.
  std::function<Result<FitOutcome>(const AdaptJob& job, Progress& progress, std::stop_token stop)>
      adapt_recent;
  std::function<std::vector<OptionInfo>()> recent_options;
  /// Normal items of the part that fit() learns one by one: labels of them are learnt and never judge a
  /// candidate. Empty: labels of training items may be held out like any other.
  std::function<Result<std::set<std::string>>(const DataSource& data, const std::string& part)> learnt_items;
  bool adapts_to_one_class = false; ///< adapt() learns from normal labels alone
  bool recent_keeps_labels =
      false; ///< adapt_recent() learns the labels that stand anew, beside the condition
};

const Table<ModelEntry>& model_table();
/// The row of a model, checked against the data. Errors: not_found (nearest id), unsupported (wrong
/// modality).
Result<const ModelEntry*> find_model(const std::string& id, const DataSource& data);

} // namespace andon::workflow
