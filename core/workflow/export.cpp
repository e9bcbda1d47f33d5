#include "core/base/hash.h"
#include "core/workflow/about.h"
#include "core/workflow/bundle_file.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/export_program.h"
#include "core/workflow/half_made.h"
#include "core/workflow/image_model.h"
#include "core/workflow/models_in_use.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"
#include "core/workflow/stored_source.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t most_samples = 8; ///< of the normal images, and as many of the scored ones

Result<void> copy_into(const fs::path& from, const fs::path& folder, const std::string& name,
                       BundleCard& card) {
  std::error_code error;
  fs::create_directories((folder / name).parent_path(), error);
  fs::copy_file(from, folder / name, error);
  if (error)
    return fail(ErrorCode::io, "cannot copy " + from.string() + " into the bundle: " + error.message());
  ANDON_ASSIGN(card.files[name], sha256_file(folder / name));
  return {};
}

std::vector<fs::path> spread(const std::vector<ScoreRow>& rows, const fs::path& root) {
  std::vector<fs::path> result;
  const std::size_t count = std::min(rows.size(), most_samples);
  for (std::size_t i = 0; i < count; ++i)
    result.push_back(root / rows[i * rows.size() / count].item);
  return result;
}

/// Copies the images that are still there and can be scored, with their scores.
Result<void> add_samples(const std::vector<fs::path>& paths, const ImageDetector& detector,
                         const fs::path& folder, BundleCard& card, Progress& progress, std::stop_token stop) {
  progress.stage("storing images for the self-test", static_cast<std::int64_t>(paths.size()));
  for (const fs::path& path : paths) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the export was cancelled; nothing was written");
    const auto image = read_image(path);
    if (!image) {
      progress.message(image.error().message + "; not part of the self-test");
      continue;
    }
    ANDON_ASSIGN(const ImageScore scored, detector.score(*image, {}));
    const std::string name = "samples/" + std::to_string(card.samples.size()) + path.extension().string();
    ANDON_TRY(copy_into(path, folder, name, card));
    card.samples.push_back({name, scored.score});
    progress.advance(static_cast<std::int64_t>(card.samples.size()));
  }
  if (card.samples.empty())
    return fail(ErrorCode::not_found,
                "none of the run's images is there any more, so the bundle could not be "
                "tested; restore the data set");
  return {};
}

Result<void> add_line(Workspace& workspace, const store::Run& run, BundleCard& card) {
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  ANDON_ASSIGN(const std::vector<store::ThresholdVersion> versions, workspace.store().thresholds(run.id));
  card.threshold = line.threshold;
  card.low = line.low;
  card.threshold_version = line.version;
  for (const store::ThresholdVersion& version : versions)
    if (version.version == line.version)
      card.threshold_method = version.method;
  return {};
}

Result<void> add_files(const fs::path& run_folder, const images::ImageCard& image_card,
                       const fs::path& folder, BundleCard& card) {
  std::vector<std::string> names{"image_model.json", "manifest.json", "val_scores.csv"};
  for (const auto& [name, hash] : image_card.files)
    names.push_back(name);
  for (const std::string& name : names)
    ANDON_TRY(copy_into(run_folder / name, folder, name, card));
  if (image_card.weights_sha256.empty())
    return {};
  ANDON_ASSIGN(const fs::path weights, images::weights_used(run_folder, image_card));
  return copy_into(weights, folder, images::bundled_weights, card);
}

Result<void> check_target(const ExportIn& in) {
  std::error_code error;
  const bool program = is_program(in.format);
  if (in.format != "bundle" && !program)
    return fail(ErrorCode::unsupported,
                "format '" + in.format + "' is not written; use bundle, torchscript or onnx");
  const bool replaceable = program ? fs::is_regular_file(in.out, error) : images::is_bundle(in.out);
  if (fs::exists(in.out, error) && !(in.replace && replaceable))
    return fail(ErrorCode::already_exists, in.out.string() + " exists already; choose another name" +
                                               (replaceable ? " or use --replace" : ""));
  return {};
}

Result<ExportOut> tested(const fs::path& folder, const std::string& device) {
  ANDON_ASSIGN(const BundleCard card, read_bundle(folder));
  ANDON_ASSIGN(const images::OpenedDetector opened, images::open_detector(folder, device));
  ExportOut out;
  ANDON_ASSIGN(out.parity_max, self_test(folder, card, *opened.detector));
  out.samples = static_cast<std::int64_t>(card.samples.size());
  std::error_code error;
  for (const auto& [name, hash] : card.files)
    out.bytes += fs::file_size(folder / name, error);
  return out;
}

} // namespace

Result<std::vector<fs::path>> sample_images(Workspace& workspace, const store::Run& run,
                                            const fs::path& folder) {
  ANDON_ASSIGN(const std::vector<ScoreRow> normal, read_scores(validation_scores_file(folder)));
  std::vector<fs::path> result = spread(normal, images::data_root(run.data_path));
  const auto source = newest_source(workspace, run);
  if (!source)
    return result;
  ANDON_ASSIGN(std::vector<ScoreRow> scored, read_scores(source->scores));
  std::stable_sort(scored.begin(), scored.end(),
                   [](const ScoreRow& a, const ScoreRow& b) { return a.score < b.score; });
  for (fs::path& path : spread(scored, images::data_root(source->path)))
    if (std::find(result.begin(), result.end(), path) == result.end())
      result.push_back(std::move(path));
  return result;
}

Result<double> self_test(const fs::path& folder, const BundleCard& card, const ImageDetector& detector) {
  double most = 0;
  for (const BundleCard::Sample& sample : card.samples) {
    ANDON_ASSIGN(const Image image, read_image(folder / sample.file));
    ANDON_ASSIGN(const ImageScore scored, detector.score(image, {}));
    const double gap = std::abs(scored.score - sample.score) / std::max(1.0, std::abs(sample.score));
    most = std::isnan(gap) ? gap : std::max(most, gap);
    if (!(gap <= most_bundle_gap))
      return fail(
          ErrorCode::conflict,
          folder.string() + ": its self-test fails, " + sample.file + " scores " +
              std::to_string(scored.score) + " here and " + std::to_string(sample.score) +
              " where it was exported; train with precision=fp32 when the machines' processors differ");
  }
  return most;
}

namespace {

Result<ExportOut> export_bundle(Workspace& workspace, const ExportIn& in, const store::Run& run,
                                const images::OpenedDetector& opened, const std::string& device,
                                Progress& progress, std::stop_token stop) {
  const fs::path run_folder = workspace.run_folder(run.name);
  BundleCard card;
  card.run = run.name;
  card.model = run.model;
  card.andon = version().andon;
  card.created = store::utc_now();
  card.data = run.data_name;
  card.data_sha256 = run.data_sha256;
  ANDON_TRY(add_line(workspace, run, card));
  const HalfMade half(in.out);
  progress.stage("copying the model");
  ANDON_TRY(add_files(run_folder, opened.card, half.path(), card));
  ANDON_ASSIGN(const std::vector<fs::path> samples, sample_images(workspace, run, run_folder));
  ANDON_TRY(add_samples(samples, *opened.detector, half.path(), card, progress, stop));
  ANDON_TRY(write_atomic(half.path() / images::bundle_file, bundle_text(card)));
  progress.stage("testing the bundle");
  ANDON_ASSIGN(ExportOut out, tested(half.path(), device));
  std::error_code error;
  fs::remove_all(in.out, error);
  fs::create_directories(fs::absolute(in.out, error).parent_path(), error);
  fs::rename(half.path(), in.out, error);
  if (error)
    return fail(ErrorCode::io, "cannot publish " + in.out.string() + ": " + error.message());
  out.out = in.out;
  return out;
}

/// A bundle and a program decide by one number.
std::optional<std::string> what_a_number_leaves_out(const DecisionLine& line) {
  if (is_one_number(line))
    return {};
  return line.groups ? "the run decides by a line for each group; what was exported knows only the line of "
                       "items without a group of their own"
                     : "the run decides by a line that moves; what was exported stays where it starts";
}

} // namespace

Result<ExportOut> export_run(Workspace& workspace, const ExportIn& in, Progress& progress,
                             std::stop_token stop) {
  ANDON_TRY(check_target(in));
  ANDON_ASSIGN(const store::Run run, run_in_use(workspace, in.run));
  ANDON_ASSIGN(const ModelEntry* model, model_table().find(run.model));
  if (model->modality != "images" || run.state != store::RunState::finished)
    return fail(ErrorCode::unsupported,
                "run '" + run.name + "' is not a finished run on images; only those are exported");
  ANDON_ASSIGN(const std::string device, images::device_of(workspace));
  ANDON_ASSIGN(images::OpenedDetector opened, images::open_detector(workspace.run_folder(run.name), device));
  ANDON_ASSIGN(ExportOut out, is_program(in.format)
                                  ? export_program(workspace, in, run, std::move(opened), progress, stop)
                                  : export_bundle(workspace, in, run, opened, device, progress, stop));
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  if (const auto note = what_a_number_leaves_out(line))
    out.notes.push_back(*note);
  return out;
}

} // namespace andon::workflow
