#pragma once
#include "core/workflow/chart.h"
#include "core/workflow/model_table.h"

namespace andon::workflow {

/// Charts of a report; absent when there is nothing to draw.
std::optional<Chart> loss_chart(const std::vector<store::MetricPoint>& history);
std::optional<Chart> roc_chart(const std::vector<ScoreRow>& rows);
std::optional<Chart> precision_recall_chart(const std::vector<ScoreRow>& rows);
std::optional<Chart> score_histogram(const std::vector<ScoreRow>& rows, std::optional<double> threshold);
std::optional<Chart> preview_chart(const ScoreRow& row, const std::vector<PreviewCurve>& curves);

} // namespace andon::workflow
