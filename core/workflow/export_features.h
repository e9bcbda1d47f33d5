#pragma once
#include "core/workflow/runs.h"

#include <filesystem>

namespace andon::workflow {

/// A run's vectors of the items of a data set, as a file for other programs.
struct ExportFeaturesIn {
  std::string run;
  std::string data;          ///< name or path; "" = what the run was trained on
  std::string part = "all";  ///< train, val, test or all
  std::filesystem::path out; ///< to create; ends in .csv or .safetensors
  bool replace = false;      ///< a file that is there
};
struct ExportFeaturesOut {
  std::filesystem::path out;
  std::int64_t items = 0, dimension = 0;
  std::uintmax_t bytes = 0;
  std::vector<std::string> warnings; ///< images that were left out, and what the data set warns of
};
/// One row an item in the data set's order: name, score, label if known and the vector: of images
/// ImageDetector::features(), of windows the embeddings of command and current side by side. Layout:
/// docs/formats.md. The same run and data give the same bytes. Errors: invalid_argument (ending of `out`),
/// already_exists, unsupported (a model without vectors: names those that have some), those of open_run and
/// of scoring, limit_exceeded (more names than a safetensors header holds), io, cancelled; on error nothing
/// is written. Cost: images pass through the network twice, for score and vector; the vectors are held in
/// memory.
Result<ExportFeaturesOut> export_features(Workspace& workspace, const ExportFeaturesIn& in,
                                          Progress& progress, std::stop_token stop);

} // namespace andon::workflow
