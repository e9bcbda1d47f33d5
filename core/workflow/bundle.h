#pragma once
#include "core/workflow/runs.h"

#include <optional>

namespace andon::workflow {

/// bundle.json of an exported image scorer: everything that scoring needs lies beside it.
struct BundleCard {
  /// An image that the exporting machine has scored.
  struct Sample {
    std::string file; ///< relative to the bundle
    double score = 0;
  };
  std::string run, model, andon, created, data, data_sha256;
  std::optional<double> threshold, low; ///< the line of the run when it was exported
  std::int64_t threshold_version = 0;
  std::string threshold_method;
  std::vector<Sample> samples;
  std::map<std::string, std::string> files; ///< every other file -> sha256
};
/// Errors: not_found, parse, unsupported (newer format), corrupt (a file is not the one that was exported).
Result<BundleCard> read_bundle(const std::filesystem::path& folder);

/// Largest gap that a bundle may have on its stored images: |score − stored|/max(1, |stored|).
inline constexpr double most_bundle_gap = 1e-4;

struct ExportIn {
  std::string run;
  std::string format = "bundle"; ///< bundle (a folder), torchscript or onnx (a file)
  std::filesystem::path out;     ///< to create
  bool replace = false;          ///< a bundle or a file that is there
};
/// What becomes of a run that was fitted in bf16 and is exported in fp32.
struct PrecisionChange {
  std::int64_t images = 0;  ///< normal images that were scored again
  std::int64_t changed = 0; ///< of them, judged otherwise
  std::optional<double> threshold_before, threshold;
};
struct ExportOut {
  std::filesystem::path out;
  double parity_max = 0; ///< largest gap of the self-test on the stored images
  std::int64_t samples = 0;
  std::uintmax_t bytes = 0;
  std::optional<PrecisionChange> precision; ///< where the file computes otherwise than the run
  std::vector<std::string> notes;           ///< sentences on what differs from the run
};
/// Writes the whole scorer (features, detector, threshold; a bundle also its normal scores and images for the
/// self-test), whole or not at all, loads it again and compares. torchscript and onnx compute in fp32: a run
/// that was fitted in bf16 is compared as fp32_run() makes it. Errors: unsupported (format; a run that does
/// not look at images; a method or images of several sizes that a file cannot hold), conflict when the
/// self-test finds a gap above most_bundle_gap, io, already_exists.
Result<ExportOut> export_run(Workspace& workspace, const ExportIn& in, Progress& progress,
                             std::stop_token stop);

} // namespace andon::workflow
