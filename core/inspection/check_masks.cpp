#include "core/inspection/image_dataset.h"

#include <algorithm>

namespace andon {
namespace {

/// Whether every sample is 0 or the largest value.
bool is_binary(const Image& image) {
  const auto sample = [&](std::size_t i) {
    return image.bits == 8 ? image.bytes[i]
                           : (image.bytes[2 * i] == image.bytes[2 * i + 1] ? image.bytes[2 * i] : 1);
  };
  const std::size_t samples = image.bytes.size() / static_cast<std::size_t>(image.bits / 8);
  for (std::size_t i = 0; i < samples; ++i)
    if (sample(i) != 0 && sample(i) != 255)
      return false;
  return true;
}

void check_file(const ImageItem& item, std::vector<ImageWarning>& warnings) {
  std::error_code error;
  if (item.mask.empty() || std::filesystem::is_directory(item.mask, error))
    return;
  const auto image = read_image(item.mask);
  if (image && !is_binary(*image))
    warnings.push_back({"mask_values", item.id,
                        item.mask.string() + " has values other than 0 and 255; every value above 0 "
                                             "counts as defect"});
}

} // namespace

std::vector<ImageWarning> check_masks(const ImageDataset& dataset) {
  std::vector<ImageWarning> warnings;
  for (const ImageItem& item : dataset.items) {
    if (item.label != 1)
      continue;
    const auto size = probe_image(item.path);
    const auto mask = size ? ground_truth(item, size->width, size->height) : Result<Mask>(fail(size.error()));
    if (!mask) {
      warnings.push_back({mask.error().code == ErrorCode::parse && size ? "size_mismatch" : "unreadable",
                          item.id, mask.error().message});
      continue;
    }
    check_file(item, warnings);
    const bool marked =
        std::any_of(mask->inside.begin(), mask->inside.end(), [](std::uint8_t pixel) { return pixel != 0; });
    const bool annotated = !item.mask.empty() || !item.polygons.empty() || !item.run_lengths.empty();
    if (annotated && !marked)
      warnings.push_back({"empty_mask", item.id, "defective, but its mask marks no pixel"});
  }
  return warnings;
}

} // namespace andon
