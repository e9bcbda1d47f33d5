#pragma once
#include "core/models/node_graph.h"
#include "core/models/patch_features.h"

#include <map>
#include <optional>
#include <utility>

namespace andon {

/// A memory of patches with everything between an image and its score, as values, for images of one size.
/// With x a patch's feature: x′ = ((x − centre)·scale)·axes, d = distance of x′ to the nearest row of the
/// bank, z = (ln max(d, floor) − mean)/deviation, value = ln(1 + exp z), or d itself without a position
/// scale. The map is the values drawn to the input's size (bilinear) and smoothed; the image score is a
/// statistic of the values, or the largest d re-weighted by its surroundings in the bank when neighbours > 0.
/// With patches of defects d becomes d + defect_weight·max(0, d − d′), d′ the distance to the nearest of
/// them. Empty vectors leave their step out.
struct PatchScorer {
  std::filesystem::path weights;
  PatchFeatureOptions features;
  std::int64_t height = 0, width = 0; ///< of the network's input
  std::vector<float> centre, scale;   ///< [feature]
  std::vector<float> axes;            ///< [feature, dimension]
  std::vector<float> bank;            ///< [rows, dimension]
  std::int64_t dimension = 0;
  std::vector<float> defects; ///< [defects, dimension]
  double defect_weight = 0;
  std::int64_t neighbours = 0;
  std::vector<float> surroundings;    ///< [rows, neighbours]: places in the bank, nearest first
  std::vector<float> mean, deviation; ///< [patch], of ln d
  double floor = 0;
  double smoothing = 0;                      ///< pixels of the input
  std::string image_score;                   ///< top, mean, largest, both
  std::vector<double> top_usual, mean_usual; ///< mean and deviation of ln statistic; empty = as it is
};

/// What a program says about itself; attributes of the module.
struct ProgramCard {
  std::optional<double> threshold;
  std::map<std::string, std::string> texts;
};

/// The scorer as a TorchScript module: forward(images: float [n, 3, height, width], RGB in 0..1) -> (map
/// [n, height, width], score [n]); attributes threshold (NaN when there is none), input_height, input_width
/// and the texts. fp32, CPU. The network is recorded while it runs once. Errors: not_found, corrupt
/// (weights), unsupported (a Gaussian wider than the input).
Result<void> write_torchscript(const PatchScorer& scorer, const ProgramCard& card,
                               const std::filesystem::path& file);

/// The scorer for one image as operations that small runtimes have, too: input images [1, 3, height, width],
/// outputs map [1, height, width] and score [1]; the card's threshold (when there is one), input_height,
/// input_width and texts are its texts. Errors: as write_torchscript(); unsupported when memory and image are
/// so large that all their pairs do not fit into one array of 1 GB.
Result<NodeGraph> node_graph(const PatchScorer& scorer, const ProgramCard& card);

/// Maps and scores of images by a program on disk.
struct ProgramOutput {
  std::vector<float> map; ///< [height, width]
  double score = 0;
};
/// Loads the file and runs it on each image ([height, width, 3] floats in 0..1). Errors: internal (the file
/// does not load or run).
Result<std::vector<ProgramOutput>> run_torchscript(const std::filesystem::path& file, std::int64_t height,
                                                   std::int64_t width,
                                                   std::span<const std::vector<float>> images);

} // namespace andon
