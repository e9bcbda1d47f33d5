#pragma once
#include "core/inspection/image.h"

#include <map>
#include <string>
#include <vector>

namespace andon {

struct ImageItem {
  std::string id;                 ///< path relative to the data set's root, '/' separators
  std::filesystem::path path;
  std::filesystem::path home;     ///< root of its own data set; empty = the root of the set it is in
  std::string part;               ///< train, val, test
  int label = -1;                 ///< 0 good, 1 defective, -1 unknown
  std::string defect;             ///< folder or category name, "" for good
  std::filesystem::path mask;     ///< mask image, or a folder whose images together are the mask; "" when none
  std::vector<std::vector<float>> polygons; ///< x0,y0,x1,y1,… pixels, from COCO or LabelMe
  std::vector<std::uint32_t> run_lengths;   ///< COCO RLE, column-major, starting with zeros
  int annotated_width = 0, annotated_height = 0; ///< size that polygons and runs refer to; 0 = not stated
};

struct ImageWarning {
  std::string kind, file, message; ///< kind: unreadable, size_mismatch, no_mask, mask_on_good, mask_without_image,
                                    ///< empty_mask, mask_values, annotation, duplicate
};

/// An image data set: MVTec AD layout (train/good, test/<defect>, ground_truth/<defect>/<stem>_mask.png), plain folders
/// (good|normal|ok, anything else is a defect; or unlabelled images), COCO or LabelMe JSON beside the images.
/// roi.png and ignore.png at the root (of an item's own data set) (or <stem>_roi.png, <stem>_ignore.png beside an image) limit training, scoring and
/// metrics alike. Parts: a folder named train, val, validation or test above the image (COCO: also in the name of the
/// JSON file); without one, four of five good images (by the hash of the id) are train, everything else is test.
/// Plain folders: <stem>_mask.png beside an image is its mask.
struct ImageDataset {
  std::string name;
  std::filesystem::path root;
  std::string layout;             ///< mvtec, folders, coco, labelme
  std::vector<ImageItem> items;   ///< ordered by id
  std::vector<ImageWarning> warnings;
};

/// Reads names, annotations and headers, no pixels. `path` is the folder, or the JSON file of COCO. An image or
/// annotation that cannot be used is left out and becomes a warning. Errors: not_found, parse (COCO file), limit_exceeded;
/// a layout mistake (no images, or a training part without good ones) draws the expected tree.
Result<ImageDataset> open_image_dataset(const std::filesystem::path& path);
/// Ground truth of an item at its image's size; empty when good or unknown. A pixel belongs to a polygon when its centre
/// (x + 0.5, y + 0.5) does, by the even-odd rule; several polygons are united. Errors: parse (mask of another size,
/// names both), limit_exceeded, those of read_mask.
Result<Mask> ground_truth(const ImageItem& item, int width, int height);
/// Pixels that count, at the image's size: roi minus ignore; empty = all.
/// Errors: parse (roi or ignore mask of another size than the image).
Result<Mask> region_of_interest(const ImageDataset& dataset, const ImageItem& item, int width, int height);
/// Content hashes of every file; equal files across parts become "duplicate" warnings. sha256 over ids, labels and hashes.
struct ImageHashes {
  std::string sha256;
  std::map<std::string, std::string> by_id;
  std::vector<ImageWarning> duplicates;
};
/// Cost: reads every file once, on all cores.
Result<ImageHashes> hash_images(const ImageDataset& dataset);
/// Reads every mask: mask_values (other than 0 and 255), empty_mask (defective, nothing marked),
/// size_mismatch, unreadable. Ordered by id.
std::vector<ImageWarning> check_masks(const ImageDataset& dataset);

} // namespace andon
