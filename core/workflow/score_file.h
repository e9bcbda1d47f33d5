#pragma once
#include "core/workflow/runs.h"

namespace andon::workflow {

/// Score files: CSV, UTF-8, header row, '.' decimals, 9 significant digits. Signals:
/// item,sensor,start,end,score,decision,label; images (rows with a path): path,score,decision,label,defect.
/// decision and label are empty when unknown.
std::string score_csv(const std::vector<ScoreRow>& rows);
/// Writes atomically; makes the folder. Errors: io.
Result<void> write_scores(const std::filesystem::path& file, const std::vector<ScoreRow>& rows);
/// Errors: not_found, parse with the line number.
Result<std::vector<ScoreRow>> read_scores(const std::filesystem::path& file);

/// Scores and labels (0/1) of the rows that carry a label, in order.
struct Labelled {
  std::vector<double> scores;
  std::vector<int> labels;
  std::vector<std::size_t> rows; ///< index of each into the rows given
  std::int64_t abnormal = 0;
};
Labelled labelled(const std::vector<ScoreRow>& rows);
std::vector<double> raw_scores(const std::vector<ScoreRow>& rows);

} // namespace andon::workflow
