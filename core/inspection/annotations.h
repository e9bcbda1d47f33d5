#pragma once
#include "core/inspection/image_dataset.h"

#include <nlohmann/json_fwd.hpp>

// Private to core/inspection: the readers of each layout behind open_image_dataset().
namespace andon {

/// JSON of at most 512 MiB, refused when nested deeper than 64 levels. Errors: parse, limit_exceeded, io.
Result<nlohmann::json> read_annotation_json(const std::filesystem::path& path);
/// Adds images and annotations of a COCO file. File names are relative to its folder, to a folder images or
/// to the folder above; names that leave `set.root` are refused with a warning. Errors: parse when it is not
/// COCO at all.
Result<void> read_coco(const std::filesystem::path& file, ImageDataset& set);
/// Polygons of <stem>.json beside `item` (LabelMe), when there is one. Sets label, defect, polygons.
void read_labelme(ImageItem& item, std::vector<ImageWarning>& warnings);

/// COCO's compressed run lengths: 5 bits a character from '0', signed, differences to the count before the
/// last. False when the text is not of that kind.
bool decompress_runs(std::string_view text, std::vector<std::uint32_t>& runs);
/// Union of two run-length masks of the same size (alternating counts that start with zeros).
std::vector<std::uint32_t> united_runs(const std::vector<std::uint32_t>& a,
                                       const std::vector<std::uint32_t>& b);

/// "train", "val" or "test" when a folder of the path is named so (validation counts as val), else "".
std::string part_of(const std::filesystem::path& relative);
/// good, normal, ok.
bool is_good_name(const std::string& folder);
/// The part of an image that lies in none: see ImageDataset.
std::string default_part(const ImageItem& item);
/// PNG, JPEG, BMP, TIFF by extension.
bool is_image_name(const std::filesystem::path& path);

} // namespace andon
