#pragma once
#include "tests/workflow/formula_weights_file.h"
#include "tests/workflow/story_fixture.h"

#include <filesystem>

namespace andon::workflow {

/// Small simulated surfaces and weights by formula, so that patch methods run without a download.
class ImageStory : public Story {
public:
  ImageStory() {
    qputenv("XDG_CACHE_HOME", QByteArray::fromStdString((folder() / "cache").string()));
    qputenv("ANDON_MODELS", QByteArray::fromStdString((folder() / "models").string()));
  }
  std::filesystem::path surfaces() const { return folder() / "surfaces"; }
  /// A random network already tells a defect from the texture around it.
  void write_weights() const {
    std::filesystem::create_directories(folder() / "models");
    const auto written = write_formula_weights(folder() / "models" / "mobilenet_v3_small.safetensors");
    if (!written)
      qFatal("%s", written.error().message.c_str());
  }
  /// 10 normal training images; 4 good and 5 × 2 defective test images of 96 × 96 pixels with masks.
  Result<SimulateOut> simulate_surfaces(const std::filesystem::path& out, const OptionMap& more = {},
                                        std::uint64_t seed = 5) const {
    OptionMap options{{"texture", std::string("stamped_part")},
                      {"size", std::int64_t{96}},
                      {"train", std::int64_t{10}},
                      {"test_good", std::int64_t{4}},
                      {"test_defect", std::int64_t{2}}};
    for (const auto& [key, value] : more)
      options[key] = value;
    Progress silent;
    return simulate({.simulator = "surfaces", .options = options, .seed = seed, .out = out}, silent, {});
  }
  /// The run "bank" of bank_options() on surfaces().
  Result<TrainOut> train_bank(Workspace& workspace) const {
    Progress silent;
    return train(
        workspace,
        {.model = "patchcore", .data = surfaces().string(), .name = "bank", .options = bank_options()},
        silent, {});
  }
  static OptionMap bank_options() {
    return {{"backbone", std::string("mobilenet_v3_small")},
            {"image_side", std::int64_t{192}},
            {"precision", std::string("fp32")},
            {"layers", std::string("block2,block7")},
            {"pooling", std::int64_t{1}},
            {"whitening", std::string("none")},
            {"by_position", false}};
  }
};

} // namespace andon::workflow
