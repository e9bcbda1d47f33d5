#include "core/base/hash.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/image_model.h"
#include "core/workflow/image_pictures.h"
#include "core/workflow/images.h"
#include "core/workflow/run_choice.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"
#include "core/workflow/stored_source.h"

#include <algorithm>
#include <set>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

Result<store::Run> image_run(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(store::Run run, workspace.store().find_run(name));
  ANDON_TRY(expect_images(run));
  return run;
}

} // namespace

Result<Gallery> gallery(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(const store::Run run, image_run(workspace, name));
  ANDON_ASSIGN(const StoredSource source, newest_source(workspace, run));
  ANDON_ASSIGN(std::vector<ScoreRow> rows, read_scores(source.scores));
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  decide_rows(rows, line);
  Gallery result{run.name, run.model, source.data,    source.path, source.part,
                 {},       {},        line.threshold, line.low,    line.version};
  const fs::path root = images::data_root(source.path);
  std::set<std::string> defects;
  const std::vector<Verdict> verdicts = line.threshold ? verdicts_of(rows, line) : std::vector<Verdict>();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ScoreRow& row = rows[i];
    const bool review = line.threshold && verdicts[i] == Verdict::review;
    result.rows.push_back(
        {row.item, root / row.item, row.score, row.decision, row.label, review, row.defect});
    if (!row.defect.empty())
      defects.insert(row.defect);
  }
  std::stable_sort(result.rows.begin(), result.rows.end(),
                   [](const GalleryRow& a, const GalleryRow& b) { return a.score > b.score; });
  result.defects.assign(defects.begin(), defects.end());
  return result;
}

Result<std::vector<std::string>> image_runs(Workspace& workspace) {
  ANDON_ASSIGN(const std::vector<RunListRow> rows, list_runs(workspace));
  std::vector<std::string> names;
  for (const RunListRow& row : rows)
    if (const auto model = model_table().find(row.run.model);
        model && (*model)->modality == "images" && row.run.state == store::RunState::finished)
      names.push_back(row.run.name);
  return names;
}

Result<std::vector<SuspiciousImage>> suspicious_images(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(const store::Run run, image_run(workspace, name));
  ANDON_ASSIGN(const std::vector<ScoreRow> rows,
               read_scores(validation_scores_file(workspace.run_folder(run.name))));
  const fs::path root = images::data_root(run.data_path);
  std::vector<SuspiciousImage> result;
  for (const ScoreRow& row : rows) {
    const auto as_high = std::count_if(rows.begin(), rows.end(),
                                       [&](const ScoreRow& other) { return other.score >= row.score; });
    result.push_back({row.item, root / row.item, row.score,
                      static_cast<double>(as_high) / static_cast<double>(rows.size())});
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const SuspiciousImage& a, const SuspiciousImage& b) { return a.score > b.score; });
  return result;
}

Result<Image> thumbnail(const fs::path& cache_folder, const fs::path& image, int side) {
  std::error_code error;
  const std::string key = image.string() + '\n' + std::to_string(fs::file_size(image, error)) + '\n' +
                          std::to_string(fs::last_write_time(image, error).time_since_epoch().count()) +
                          '\n' + std::to_string(side) + "\nstretched";
  const fs::path file = cache_folder / "thumbnails" / (sha256(key).substr(0, 32) + ".png");
  if (fs::exists(file, error))
    if (auto cached = read_image(file))
      return cached;
  ANDON_ASSIGN(Image whole, read_image(image));
  if (whole.bits == 16)
    whole = as_eight_bits(whole);
  const double shrink = std::min(1.0, side / static_cast<double>(std::max(whole.width, whole.height)));
  Image small = resized(whole, std::max(1, static_cast<int>(whole.width * shrink)),
                        std::max(1, static_cast<int>(whole.height * shrink)));
  fs::create_directories(file.parent_path(), error);
  ANDON_TRY(write_png(file, small));
  return small;
}

} // namespace andon::workflow
