#pragma once
#include "core/workflow/model_table.h"

namespace andon::workflow {

/// Charts of a report, as inline SVG. "" when there is nothing to draw.
std::string loss_chart(const std::vector<store::MetricPoint>& history);
std::string roc_chart(const std::vector<ScoreRow>& rows);
std::string precision_recall_chart(const std::vector<ScoreRow>& rows);
std::string score_histogram(const std::vector<ScoreRow>& rows, std::optional<double> threshold);
std::string preview_chart(const ScoreRow& row, const std::vector<PreviewCurve>& curves);

} // namespace andon::workflow
