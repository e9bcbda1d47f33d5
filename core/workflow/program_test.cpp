#include "core/workflow/program_test.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

std::string size_of(const Image& image) {
  return std::to_string(image.width) + "×" + std::to_string(image.height);
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

} // namespace

Result<std::vector<ProgramSample>> program_samples(const std::vector<fs::path>& paths, Progress& progress) {
  std::vector<ProgramSample> samples;
  for (const fs::path& path : paths) {
    auto image = read_image(path);
    if (!image) {
      progress.message(image.error().message + "; not part of the self-test");
      continue;
    }
    if (!samples.empty() && size_of(*image) != size_of(samples[0].image))
      return fail(ErrorCode::unsupported,
                  path.string() + " has " + size_of(*image) + " pixels and " + samples[0].path.string() +
                      " " + size_of(samples[0].image) +
                      "; an exported program sees images of one size, so use --format bundle");
    samples.push_back({path, std::move(*image), {}});
  }
  if (samples.empty())
    return fail(ErrorCode::not_found,
                "none of the run's images is there any more, so the export could not be "
                "tested; restore the data set");
  return samples;
}

Result<void> expect(std::vector<ProgramSample>& samples, const ImageDetector& detector, Progress& progress,
                    std::stop_token stop) {
  progress.stage("scoring images for the self-test", static_cast<std::int64_t>(samples.size()));
  std::int64_t done = 0;
  for (ProgramSample& sample : samples) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the export was cancelled; nothing was written");
    ANDON_ASSIGN(sample.expected, detector.score(sample.image, {}));
    progress.advance(++done);
  }
  return {};
}

Result<double> test_program(const fs::path& file, const ProgramRunner& run, const PortableScorer& portable,
                            const std::vector<ProgramSample>& samples, std::stop_token stop) {
  std::vector<std::vector<float>> inputs;
  for (const ProgramSample& sample : samples)
    inputs.push_back(
        prepared(sample.image, {0, 0, sample.image.width, sample.image.height}, portable.views).rgb);
  if (stop.stop_requested())
    return fail(ErrorCode::cancelled, "the export was cancelled; nothing was written");
  ANDON_ASSIGN(const std::vector<ProgramOutput> outputs,
               run(file, portable.scorer.height, portable.scorer.width, inputs));
  double most = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double gap = gap_of(outputs[i], portable, samples[i].expected);
    if (!(gap <= most_bundle_gap))
      return fail(
          ErrorCode::conflict,
          "the exported file says something else than the run: " + samples[i].path.string() + " scores " +
              std::to_string(outputs[i].score) + " instead of " + std::to_string(samples[i].expected.score) +
              ", largest gap " + std::to_string(gap) +
              "; use --format bundle, which reckons as the run does, or --format torchscript, which reckons "
              "more exactly than onnx; nothing was written");
    most = std::max(most, gap);
  }
  return most;
}

} // namespace andon::workflow
