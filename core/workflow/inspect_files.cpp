#include "core/workflow/inspect_files.h"

#include "core/decision/threshold.h"

#include <algorithm>

namespace andon::workflow {

Result<InspectedFiles> inspect_files(const ImageDesk& desk, const std::vector<std::filesystem::path>& files,
                                     Progress& progress, std::stop_token stop) {
  InspectedFiles out;
  out.gallery.run = desk.run();
  out.gallery.threshold = desk.threshold();
  out.gallery.low = desk.low();
  progress.stage("scoring", static_cast<std::int64_t>(files.size()));
  std::int64_t done = 0;
  for (const std::filesystem::path& file : files) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "inspecting was cancelled after " + std::to_string(done) + " images");
    const auto view = desk.view_file(file);
    progress.advance(++done);
    if (!view) {
      out.problems.push_back(view.error().message);
      continue;
    }
    GalleryRow row;
    row.id = file.string();
    row.path = file;
    row.score = view->score;
    if (const auto given = desk.verdict_of(row.id, view->score)) {
      row.decision = *given == Verdict::anomalous ? 1 : 0;
      row.review = *given == Verdict::review;
    }
    out.gallery.rows.push_back(std::move(row));
  }
  if (out.gallery.rows.empty())
    return fail(ErrorCode::insufficient_data,
                files.empty()       ? "no image files were named"
                : files.size() == 1 ? out.problems.front()
                                    : "none of the " + std::to_string(files.size()) +
                                          " images could be judged; the first: " + out.problems.front());
  std::ranges::stable_sort(out.gallery.rows, std::ranges::greater{}, &GalleryRow::score);
  return out;
}

} // namespace andon::workflow
