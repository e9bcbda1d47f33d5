#pragma once
#include "core/inspection/image_detector.h"
#include "core/inspection/image_folder_writer.h"
#include "core/inspection/patch_grids.h"
#include "core/models/random_weights.h"
#include "core/simulate/surfaces.h"

#include <QTemporaryDir>
#include <QtTest>

namespace andon::test {

constexpr std::int64_t side = 96;

/// A small simulated surface with its defects, and untrained weights of a small network.
class Surface {
public:
  Surface() {
    SurfaceOptions options;
    options.size = side;
    options.train = 14;
    options.test_good = 4;
    options.test_defect = 2;
    auto writer = ImageFolderWriter::create(root() / "surface", false);
    if (!writer)
      qFatal("%s", writer.error().message.c_str());
    for (const SurfaceItem& item : surface_items(options, "speckled_stone")) {
      const SurfaceImage image = simulate_surface(options, item, Seed(3));
      const std::string kind = item.defect.empty() ? "good" : item.defect;
      const std::string name = kind + "/" + std::to_string(item.index);
      const Image pixels{static_cast<int>(side), static_cast<int>(side), 3, 8, image.pixels};
      if (!writer->write(item.part + "/" + name + ".png", pixels))
        qFatal("cannot write an image");
    }
    if (!writer->finish())
      qFatal("cannot publish the images");
    auto opened = open_image_dataset(root() / "surface");
    const auto weights = random_weights("mobilenet_v3_small", Seed(1));
    if (!opened || !weights || !write_safetensors(this->weights(), *weights))
      qFatal("cannot prepare the data");
    dataset = *opened;
    for (std::size_t i = 0; i < dataset.items.size(); ++i)
      (dataset.items[i].part == "train" ? train : test).push_back(i);
  }
  std::filesystem::path root() const { return folder_.path().toStdString(); }
  std::filesystem::path weights() const { return root() / "weights.safetensors"; }

  ImageDataset dataset;
  std::vector<std::size_t> train, test;

private:
  QTemporaryDir folder_;
};

/// Quick settings of the options that a method has.
inline OptionMap quick(const ImageMethod& method) {
  const OptionMap all{{"image_side", std::int64_t{side}},    {"epochs", std::int64_t{2}},
                      {"samples_an_epoch", std::int64_t{8}}, {"calibration_images", std::int64_t{6}},
                      {"channels", std::int64_t{16}},        {"precision", std::string("fp32")}};
  OptionMap result;
  for (const OptionInfo& info : method.options)
    if (const auto found = all.find(info.key); found != all.end())
      result.insert(*found);
  return result;
}

inline void every_method_row() {
  QTest::addColumn<QString>("id");
  for (const ImageMethod& method : image_methods().rows())
    QTest::newRow(method.id.c_str()) << QString::fromStdString(method.id);
}

} // namespace andon::test
