#pragma once
#include "core/inspection/portable_scorer.h"
#include "core/workflow/bundle.h"
#include "core/workflow/image_model.h"

#include <functional>

namespace andon::workflow {

/// An image of the self-test and what the run says about it.
struct ProgramSample {
  std::filesystem::path path;
  Image image;
  ImageScore expected;
};
/// Reads the images that are still there; what is expected of them is not known yet. Errors: not_found when
/// none is; unsupported when their sizes differ.
Result<std::vector<ProgramSample>> program_samples(const std::vector<std::filesystem::path>& paths,
                                                   Progress& progress);
/// Scores them. Errors: those of the detector; cancelled.
Result<void> expect(std::vector<ProgramSample>& samples, const ImageDetector& detector, Progress& progress,
                    std::stop_token stop);

/// Maps and scores of [height, width, 3] images by a program on disk.
using ProgramRunner = std::function<Result<std::vector<ProgramOutput>>(
    const std::filesystem::path& file, std::int64_t height, std::int64_t width,
    std::span<const std::vector<float>> images)>;

/// The largest gap |program − run|/max(1, |run|) over scores and map pixels of the samples. Errors: those of
/// `run`; conflict above most_bundle_gap, naming the image.
Result<double> test_program(const std::filesystem::path& file, const ProgramRunner& run,
                            const PortableScorer& portable, const std::vector<ProgramSample>& samples,
                            std::stop_token stop);

} // namespace andon::workflow
