#pragma once
#include "core/base/error.h"

#include <QStringList>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace andon::ui {

struct ThresholdsFigures {
  double line_ms_p50 = 0, line_ms_p95 = 0;   ///< a step of the dragged line until everything is painted
  double start_ms_p50 = 0, start_ms_p95 = 0; ///< a step of the dragged start of the tail
  std::int64_t scores = 0;
};
/// The Thresholds page over so many normal scores and as many scored ones, on every tab of the tail. Needs a
/// QApplication; runs no event loop. Errors: those of the workspace.
Result<ThresholdsFigures> bench_thresholds(const std::filesystem::path& folder, std::int64_t scores);
std::string to_json(const ThresholdsFigures& figures);

/// `--bench thresholds --bench-folder DIR [--bench-scores N]`, as run_bench of the pyramid.
std::optional<int> run_thresholds_bench(const QStringList& arguments);

} // namespace andon::ui
