#include "core/workflow/review_note.h"

#include "core/base/atomic_file.h"

#include <nlohmann/json.hpp>

namespace andon::workflow {

namespace {

std::filesystem::path note_file(const std::filesystem::path& run_folder) {
  return run_folder / "review.json";
}

} // namespace

Result<void> write_review_note(const std::filesystem::path& run_folder, const ReviewNote& note) {
  return write_atomic(note_file(run_folder),
                      nlohmann::json{{"data", note.data_path}, {"part", note.part}}.dump(1) + "\n");
}

Result<ReviewNote> read_review_note(const std::filesystem::path& run_folder) {
  ANDON_ASSIGN(const std::string text, read_file(note_file(run_folder), 1 << 16));
  const nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
  if (!value.is_object() || !value.contains("data") || !value["data"].is_string() ||
      !value.contains("part") || !value["part"].is_string())
    return fail(ErrorCode::parse, note_file(run_folder).string() + ": expected {\"data\", \"part\"}");
  return ReviewNote{value["data"], value["part"]};
}

} // namespace andon::workflow
