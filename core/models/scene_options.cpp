#include "core/models/scene_model.h"

#include <algorithm>
#include <cmath>

namespace andon {

std::vector<Option> SceneModelOptions::describe() {
  return {
      choice("encoder", encoder, "Part that works over time within a sensor",
             {"tcn", "resnet1d", "transformer", "bit_aware"}),
      choice("slow_encoder", slow_encoder, "The same for sensors of at most 600 readings a second",
             {"same", "tcn", "resnet1d", "transformer", "bit_aware"}),
      choice("word_encoder", word_encoder, "The same for sensors that hold raw words, fast or slow",
             {"same", "tcn", "resnet1d", "transformer", "bit_aware"}),
      choice("gating", gating,
             "What a token gets of the experts after the first phase: all weighted, the best, the best two",
             {"soft", "hard", "top_k"}),
      choice("fusion", fusion, "Part that works across sensors within a bin",
             {"attention", "local_attention", "gnn"}),
      option("width", width, "Channels of every token", "", 8, 512),
      option("neighbours", neighbours, "Sensors that a sensor attends to", "", 1, 256),
      option("bank", bank, "Normal tokens kept to compare with", "tokens", 16, 100'000),
      option("pretrain_epochs", pretrain_epochs, "First epochs with soft gates and without changed scenes",
             "epochs", 0, 1000),
      option("body_epochs", body_epochs, "Epochs after these in which encoders and experts are frozen",
             "epochs", 0, 1000),
      option("mask", mask, "Share of blocks hidden for reconstruction", "", 0.05, 0.9),
      option("temperature", temperature, "Temperature of the contrast of views", "", 0.01, 10),
      option("contrast_weight", contrast_weight, "Weight of telling changed from usual tokens", "", 0, 1000),
      option("reconstruction_weight", reconstruction_weight, "Weight of rebuilding hidden tokens", "", 0,
             1000),
      option("bits_weight", bits_weight,
             "Weight of rebuilding hidden bits as shares of ones; 0 = as values like the others", "", 0,
             1000),
      option("prediction_weight", prediction_weight,
             "Weight of telling what comes next from what other sensors and times hold", "", 0, 1000),
      option("view_weight", view_weight, "Weight of the contrast of two views of a sensor", "", 0, 1000),
      option("diversity_weight", diversity_weight, "Weight of an even load of the experts", "", 0, 1000),
      option("density_share", density_share, "Share of the density in the fused score", "", 0, 0.5),
      option("reconstruction_share", reconstruction_share, "Share of the reconstruction in the fused score",
             "", 0, 0.5),
  };
}

SceneExample scene_example(const SceneTokens& normal, const SceneTokens& changed,
                           const std::vector<Interval>& changes, const std::vector<std::string>& sensors) {
  SceneExample example{
      normal, changed,
      std::vector<std::uint8_t>(static_cast<std::size_t>(changed.sensors * changed.bins), 0)};
  for (const Interval& change : changes) {
    const auto sensor = std::find(sensors.begin(), sensors.end(), change.sensor) - sensors.begin();
    for (std::int64_t b = 0; b < changed.bins; ++b) {
      const double from = changed.start + static_cast<double>(b) * changed.bin_seconds,
                   to = from + changed.bin_seconds;
      if (std::min(to, change.end) - std::max(from, change.start) >= changed.bin_seconds / 2)
        example.is_changed[static_cast<std::size_t>(sensor * changed.bins + b)] = 1;
    }
  }
  return example;
}

} // namespace andon
