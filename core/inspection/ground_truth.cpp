#include "core/inspection/image_dataset.h"
#include "core/inspection/rasterise.h"

#include <algorithm>

namespace andon {
namespace {

namespace fs = std::filesystem;

std::string size_text(int width, int height) {
  return std::to_string(width) + " x " + std::to_string(height);
}

Result<Mask> mask_of_size(const fs::path& path, int width, int height) {
  ANDON_ASSIGN(Mask mask, read_mask(path));
  if (mask.width != width || mask.height != height)
    return fail(ErrorCode::parse, path.string() + ": a mask of " + size_text(mask.width, mask.height) +
                                      " pixels for an image of " + size_text(width, height) +
                                      "; make them equal");
  return mask;
}

/// A folder of masks counts as their union.
Result<Mask> mask_of_path(const fs::path& path, int width, int height) {
  std::error_code error;
  if (!fs::is_directory(path, error))
    return mask_of_size(path, width, height);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path, error))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  Mask all{width, height,
           std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
  for (const fs::path& file : files) {
    ANDON_ASSIGN(const Mask mask, mask_of_size(file, width, height));
    for (std::size_t i = 0; i < all.inside.size(); ++i)
      all.inside[i] |= mask.inside[i];
  }
  return all;
}

fs::path beside(const ImageItem& item, const char* suffix) {
  return item.path.parent_path() / (item.path.stem().string() + suffix);
}

/// The image's own file, else the one at the root, else "".
fs::path region_file(const ImageDataset& dataset, const ImageItem& item, const char* suffix,
                     const char* name) {
  std::error_code error;
  if (const fs::path own = beside(item, suffix); fs::is_regular_file(own, error))
    return own;
  if (const fs::path common = (item.home.empty() ? dataset.root : item.home) / name; fs::is_regular_file(common, error))
    return common;
  return {};
}

} // namespace

Result<Mask> ground_truth(const ImageItem& item, int width, int height) {
  if (item.label != 1)
    return Mask{};
  if (!item.mask.empty())
    return mask_of_path(item.mask, width, height);
  if (item.polygons.empty() && item.run_lengths.empty())
    return Mask{};
  if (item.annotated_width > 0 && item.annotated_height > 0 &&
      (item.annotated_width != width || item.annotated_height != height))
    return fail(ErrorCode::parse,
                item.id + ": annotated at " + size_text(item.annotated_width, item.annotated_height) +
                    " pixels, the image has " + size_text(width, height) + "; annotate it again");
  ANDON_ASSIGN(Mask mask, rasterised(item.polygons, width, height));
  if (!item.run_lengths.empty())
    ANDON_TRY(add_runs(item.run_lengths, mask));
  return mask;
}

Result<Mask> region_of_interest(const ImageDataset& dataset, const ImageItem& item, int width, int height) {
  const fs::path region = region_file(dataset, item, "_roi.png", "roi.png");
  const fs::path ignored = region_file(dataset, item, "_ignore.png", "ignore.png");
  if (region.empty() && ignored.empty())
    return Mask{};
  Mask mask{
      width, height,
      std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 255)};
  if (!region.empty()) {
    ANDON_ASSIGN(mask, mask_of_size(region, width, height));
  }
  if (!ignored.empty()) {
    ANDON_ASSIGN(const Mask out, mask_of_size(ignored, width, height));
    for (std::size_t i = 0; i < mask.inside.size(); ++i)
      mask.inside[i] = out.inside[i] != 0 ? 0 : mask.inside[i];
  }
  return mask;
}

} // namespace andon
