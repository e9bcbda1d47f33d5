#include "core/workflow/export_program.h"

#include "core/inspection/portable_scorer.h"
#include "core/workflow/about.h"
#include "core/workflow/bundle_file.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/half_made.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

/// An image of the self-test and what the run says about it.
struct Sample {
  fs::path path;
  Image image;
  ImageScore expected;
};

/// The images that are still there. Errors: not_found when none is; unsupported when their sizes differ.
Result<std::vector<Sample>> scored_samples(const std::vector<fs::path>& paths, const ImageDetector& detector,
                                           Progress& progress, std::stop_token stop) {
  progress.stage("scoring images for the self-test", static_cast<std::int64_t>(paths.size()));
  std::vector<Sample> samples;
  for (const fs::path& path : paths) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the export was cancelled; nothing was written");
    auto image = read_image(path);
    if (!image) {
      progress.message(image.error().message + "; not part of the self-test");
      continue;
    }
    if (!samples.empty() &&
        (image->width != samples[0].image.width || image->height != samples[0].image.height))
      return fail(ErrorCode::unsupported,
                  path.string() + " has " + std::to_string(image->width) + "×" +
                      std::to_string(image->height) + " pixels and " + samples[0].path.string() + " " +
                      std::to_string(samples[0].image.width) + "×" + std::to_string(samples[0].image.height) +
                      "; an exported program sees images of one size, so use --format bundle");
    ANDON_ASSIGN(ImageScore expected, detector.score(*image, {}));
    samples.push_back({path, std::move(*image), std::move(expected)});
    progress.advance(static_cast<std::int64_t>(samples.size()));
  }
  if (samples.empty())
    return fail(ErrorCode::not_found,
                "none of the run's images is there any more, so the export could not be "
                "tested; restore the data set");
  return samples;
}

/// A program sees whole images; one that ignored a region would score otherwise than the run.
Result<void> refuse_regions(const fs::path& root) {
  std::error_code error;
  for (const char* name : {"roi.png", "ignore.png"})
    if (fs::exists(root / name, error))
      return fail(ErrorCode::unsupported, (root / name).string() +
                                              " limits what the run looks at, and an exported program sees "
                                              "whole images; cut the images to that region and train again");
  return {};
}

/// |a − b|/max(1, |b|); anything with NaN is NaN.
double gap_of(double value, double expected) {
  return std::abs(value - expected) / std::max(1.0, std::abs(expected));
}

double gap_of(const ProgramOutput& output, const PortableScorer& portable, const ImageScore& expected) {
  const ScoreMap map = resized(
      ScoreMap{static_cast<int>(portable.scorer.width), static_cast<int>(portable.scorer.height), output.map},
      expected.map.width, expected.map.height);
  double most = gap_of(output.score, expected.score);
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    const double gap =
        gap_of(static_cast<double>(map.values[i]), static_cast<double>(expected.map.values[i]));
    most = std::isnan(gap) || std::isnan(most) ? std::nan("") : std::max(most, gap);
  }
  return most;
}

Result<double> tested(const fs::path& file, const PortableScorer& portable,
                      const std::vector<Sample>& samples) {
  std::vector<std::vector<float>> inputs;
  for (const Sample& sample : samples)
    inputs.push_back(
        prepared(sample.image, {0, 0, sample.image.width, sample.image.height}, portable.views).rgb);
  ANDON_ASSIGN(const std::vector<ProgramOutput> outputs,
               run_torchscript(file, portable.scorer.height, portable.scorer.width, inputs));
  double most = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double gap = gap_of(outputs[i], portable, samples[i].expected);
    if (!(gap <= most_bundle_gap))
      return fail(ErrorCode::conflict,
                  "the exported file says something else than the run: " + samples[i].path.string() +
                      " scores " + std::to_string(outputs[i].score) + " instead of " +
                      std::to_string(samples[i].expected.score) + ", largest gap " + std::to_string(gap) +
                      (portable.scorer.features.precision == "fp32"
                           ? ""
                           : "; the file computes in fp32, so train with precision=fp32") +
                      "; nothing was written");
    most = std::max(most, gap);
  }
  return most;
}

Result<ProgramCard> card_of(Workspace& workspace, const store::Run& run) {
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  ProgramCard card;
  card.threshold = line.threshold;
  card.texts = {{"run", run.name},
                {"method", run.model},
                {"data_sha256", run.data_sha256},
                {"threshold_version", std::to_string(line.version)},
                {"andon", version().andon},
                {"created", store::utc_now()}};
  return card;
}

} // namespace

Result<ExportOut> export_program(Workspace& workspace, const ExportIn& in, const store::Run& run,
                                 const images::OpenedDetector& opened, Progress& progress,
                                 std::stop_token stop) {
  const fs::path run_folder = workspace.run_folder(run.name);
  fs::path weights;
  if (!opened.card.weights_sha256.empty()) {
    ANDON_ASSIGN(weights, images::weights_with_hash(opened.card));
  }
  // What cannot be exported is refused before anything is scored.
  ANDON_TRY(portable_scorer(*opened.detector, weights, 1, 1));
  ANDON_TRY(refuse_regions(images::data_root(run.data_path)));
  ANDON_ASSIGN(const std::vector<fs::path> paths, sample_images(workspace, run, run_folder));
  ANDON_ASSIGN(const std::vector<Sample> samples, scored_samples(paths, *opened.detector, progress, stop));
  ANDON_ASSIGN(const PortableScorer portable,
               portable_scorer(*opened.detector, weights, samples[0].image.width, samples[0].image.height));
  ANDON_ASSIGN(const ProgramCard card, card_of(workspace, run));
  std::error_code error;
  fs::create_directories(fs::absolute(in.out, error).parent_path(), error);
  const HalfMade half(in.out);
  progress.stage("writing the program");
  ANDON_TRY(write_torchscript(portable.scorer, card, half.path()));
  if (stop.stop_requested())
    return fail(ErrorCode::cancelled, "the export was cancelled; nothing was written");
  progress.stage("testing the program");
  ExportOut out;
  ANDON_ASSIGN(out.parity_max, tested(half.path(), portable, samples));
  out.samples = static_cast<std::int64_t>(samples.size());
  out.bytes = fs::file_size(half.path(), error);
  ANDON_TRY(publish(half.path(), in.out));
  out.out = in.out;
  return out;
}

} // namespace andon::workflow
