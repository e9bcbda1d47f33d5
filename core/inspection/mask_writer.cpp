#include "core/inspection/mask_writer.h"

namespace andon {

namespace fs = std::filesystem;

/// test/<defect> becomes ground_truth/<defect>; the first folder of an MVTec id is its part.
fs::path ground_truth_path(const ImageDataset& dataset, const ImageItem& item) {
  const std::string name = item.path.stem().string() + "_mask.png";
  std::error_code error;
  if (item.mask.extension() == ".png" && fs::is_regular_file(item.mask, error))
    return item.mask;
  if (dataset.layout == "folders")
    return item.path.parent_path() / name;
  const fs::path inner = fs::path(item.id).parent_path();
  return dataset.root / "ground_truth" / inner.lexically_relative(*inner.begin()) / name;
}

Result<fs::path> save_ground_truth(const ImageDataset& dataset, const ImageItem& item, const Mask& mask) {
  if (dataset.layout != "mvtec" && dataset.layout != "folders")
    return fail(ErrorCode::unsupported,
                dataset.root.string() + ": masks are saved in MVTec layout and plain folders, this one is " +
                    dataset.layout);
  if (item.label != 1)
    return fail(ErrorCode::invalid_argument,
                item.id + ": not labelled defective; move it to the folder of its defect first");
  ANDON_ASSIGN(const ImageSize size, probe_image(item.path));
  if (mask.width != size.width || mask.height != size.height)
    return fail(ErrorCode::invalid_argument, item.id + ": a mask of " + std::to_string(mask.width) + " x " +
                                                 std::to_string(mask.height) + " pixels for an image of " +
                                                 std::to_string(size.width) + " x " +
                                                 std::to_string(size.height));
  const fs::path path = ground_truth_path(dataset, item);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  ANDON_TRY(write_png(path, mask));
  return path;
}

} // namespace andon
