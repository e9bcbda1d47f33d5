#pragma once
#include "core/models/dual_encoder.h"
#include "core/signal/split.h"
#include "core/workflow/model_table.h"

namespace andon::workflow::motor {

/// Every option of the model "motor": architecture, training, windows and the validation split in one flat
/// set.
struct MotorConfig {
  DualEncoderOptions architecture;
  TrainingOptions training;
  WindowOptions windows;
  SplitOptions split;
  std::vector<Option> describe();
};

std::vector<OptionInfo> options();
Result<OptionMap> resolve(const OptionMap& options);
Result<FitOutcome> fit(const FitJob& job, Progress& progress, std::stop_token stop);
Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop);
Result<EmbeddingSet> embed(const ApplyJob& job, Progress& progress, std::stop_token stop);
Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop);
Result<std::vector<PreviewCurve>> preview(const ApplyJob& job, const ScoreRow& row);
Result<FitOutcome> adapt(const AdaptJob& job, Progress& progress, std::stop_token stop);
std::vector<OptionInfo> adapt_options();
Result<FitOutcome> adapt_recent(const AdaptJob& job, Progress& progress, std::stop_token stop);
std::vector<OptionInfo> recent_options();

/// One row a window with its score, in their order.
std::vector<ScoreRow> rows_of(const PairWindows& windows, const std::vector<double>& scores);

/// Windows of the chosen part; `dropped` counts those with too much missing. Errors: insufficient_data when
/// none is left.
Result<PairWindows> cut(const DataSource& data, const std::string& part, const WindowOptions& windows,
                        std::int64_t model_length, Progress& progress, std::stop_token stop);
/// The windows at `indices`, in that order.
PairWindows subset(const PairWindows& windows, const std::vector<std::size_t>& indices);
/// The healthy training and validation windows that fit() uses: same data, options and seed, same windows.
struct TrainingWindows {
  PairWindows train, validation;
};
Result<TrainingWindows> training_windows(const DataSource& data, const std::string& part, MotorConfig& config,
                                         std::uint64_t seed, Progress& progress, std::stop_token stop);

/// These with the windows of the conditions that the run was adapted to before. Errors: those of cut().
Result<TrainingWindows> healthy_windows(const AdaptJob& job, MotorConfig& config, std::int64_t model_length,
                                        Progress& progress, std::stop_token stop);

} // namespace andon::workflow::motor
