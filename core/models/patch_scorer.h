#pragma once
#include "core/models/error_net.h"
#include "core/models/node_graph.h"

#include <map>
#include <optional>
#include <utility>
#include <variant>

namespace andon {

/// Features of a frozen network as they are compared: x′ = ((x − centre)·scale)·axes; what is empty is left
/// out.
struct FrozenFeatures {
  PatchFeatureOptions options;
  std::vector<float> centre, scale; ///< [feature]
  std::vector<float> axes;          ///< [feature, dimension]
  std::int64_t dimension = 0;       ///< of the axes
};

/// d = distance of x′ to the nearest row of the bank. With patches of defects d becomes
/// d + defect_weight·max(0, d − d′), d′ the distance to the nearest of them. The image score is the largest d
/// re-weighted by its surroundings in the bank when neighbours > 0.
struct PatchMemory {
  FrozenFeatures features;
  std::vector<float> bank; ///< [rows, dimension]
  std::int64_t dimension = 0;
  std::vector<float> defects; ///< [defects, dimension]
  double defect_weight = 0;
  std::int64_t neighbours = 0;
  std::vector<float> surroundings; ///< [rows, neighbours]: places in the bank, nearest first
};

/// Image score: mean distance of the mean of all x′ to its `neighbours` nearest rows of the bank; d =
/// distance of x′ to the nearest of these.
struct ImageMemory {
  FrozenFeatures features;
  std::vector<float> bank; ///< [images, dimension]
  std::int64_t dimension = 0, neighbours = 1;
};

/// d = ‖inverse·(x′ − mean)‖ at every place of the grid.
struct PlaceGaussians {
  FrozenFeatures features;
  std::int64_t dimension = 0;
  std::vector<double> mean;    ///< [patch, dimension]
  std::vector<double> inverse; ///< [patch, dimension, dimension]
};

/// d = error of a network of fit_autoencoder(), without sampling; net/* are its tensors.
struct Reconstruction {
  AutoencoderOptions options;
  TensorSet net;
};

/// d = error of a network of fit_student(); net/* are its tensors.
struct StudentAndTeacher {
  PatchFeatureOptions teacher;
  std::int64_t stride = 16; ///< pixels a patch of the teacher
  StudentOptions options;
  TensorSet net;
};

/// What is usual for a distance: z = (ln max(d, floor) − mean)/deviation; nothing is known without a mean.
struct UsualDistances {
  std::vector<float> mean, deviation; ///< [patch], of ln d
  double floor = 1e-12;
};

/// value = ln(1 + exp(z + (logit − head_mean)/head_deviation)) with z of the memory drawn on the grid of a
/// head on finer features of the same network (ln d where nothing is usual); head/* are its tensors.
struct HeadBesideMemory {
  PatchMemory memory;
  UsualDistances usual;
  PatchFeatureOptions fine;
  TensorSet head;
  double head_mean = 0, head_deviation = 1;
};

using PatchMethod = std::variant<PatchMemory, ImageMemory, PlaceGaussians, Reconstruction, StudentAndTeacher,
                                 HeadBesideMemory>;

/// A detector with everything between an image and its score, as values, for images of one size. The method
/// gives d for every patch; value = ln(1 + exp z) where something is usual, else d itself. The map is the
/// values drawn to the input's size (bilinear) and smoothed; the image score is a statistic of the values
/// unless the method has its own.
struct PatchScorer {
  std::filesystem::path weights;      ///< of the frozen network, "" where the method has none
  std::int64_t height = 0, width = 0; ///< of the network's input
  PatchMethod method;
  UsualDistances usual;
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
