#pragma once
#include "core/base/error.h"

#include <filesystem>
#include <string>

namespace andon::workflow {

/// What was put into a run's review queue last, so that a label needs no more than the item's id:
/// runs/<name>/ review.json {data, part}.
struct ReviewNote {
  std::string data_path, part;
};
Result<void> write_review_note(const std::filesystem::path& run_folder, const ReviewNote& note);
/// Errors: not_found, parse.
Result<ReviewNote> read_review_note(const std::filesystem::path& run_folder);

} // namespace andon::workflow
