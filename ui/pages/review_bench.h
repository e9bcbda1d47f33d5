#pragma once
#include "core/base/error.h"

#include <QStringList>

#include <filesystem>
#include <optional>
#include <string>

namespace andon::ui {

struct ReviewFigures {
  double next_ms_p50 = 0, next_ms_p95 = 0, next_ms_max = 0;
  std::int64_t keys = 0, queued = 0;
};

/// Time from a verdict's key to the next item painted, commit on the disk included, over a queue of `queued`
/// windows of a recording that is written to `folder`. Needs a QApplication; runs an event loop of its own.
/// Errors: io, and those of training a small model.
Result<ReviewFigures> bench_review(const std::filesystem::path& folder, std::int64_t queued,
                                   std::int64_t keys);
std::string to_json(const ReviewFigures& figures);

/// `--bench review --bench-folder DIR [--bench-queued N] [--bench-keys N]`, as run_bench of the pyramid.
std::optional<int> run_review_bench(const QStringList& arguments);

} // namespace andon::ui
