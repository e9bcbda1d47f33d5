#include "core/inspection/annotations.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <set>

namespace andon {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// An image of the file on its way to an item.
struct CocoImage {
  ImageItem item;
  std::set<std::string> defects;
};

std::int64_t whole(const json& object, const char* key, std::int64_t otherwise) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : otherwise;
}

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const json& list(const json& object, const char* key) {
  static const json nothing = json::array();
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? *found : nothing;
}

bool stays_inside(const fs::path& root, const fs::path& file) {
  const fs::path relative = file.lexically_normal().lexically_relative(root.lexically_normal());
  return !relative.empty() && *relative.begin() != "..";
}

/// Where the image of that name lies, "" when nowhere.
fs::path locate(const fs::path& json_folder, const fs::path& root, const std::string& name) {
  std::error_code error;
  for (const fs::path& folder : {json_folder, json_folder / "images", json_folder.parent_path(),
                                 json_folder.parent_path() / "images"}) {
    const fs::path candidate = (folder / name).lexically_normal();
    if (stays_inside(root, candidate) && fs::is_regular_file(candidate, error))
      return candidate;
  }
  return {};
}

std::string part_of_file_name(const fs::path& file) {
  const std::string name = file.stem().string();
  for (const char* part : {"train", "val", "test"})
    if (name.find(part) != std::string::npos)
      return part;
  return "";
}

Result<std::vector<std::uint32_t>> runs_of(const json& segmentation, const ImageItem& item) {
  const auto bad = [](const std::string& what) { return fail(ErrorCode::parse, "run-length mask " + what); };
  const json& size = list(segmentation, "size");
  if (size.size() != 2 || size[0] != item.annotated_height || size[1] != item.annotated_width)
    return bad("of size " + size.dump() + ", the image is said to be " +
               std::to_string(item.annotated_height) + " high and " + std::to_string(item.annotated_width) +
               " wide");
  std::vector<std::uint32_t> runs;
  const auto counts = segmentation.find("counts");
  if (counts != segmentation.end() && counts->is_string()) {
    if (!decompress_runs(counts->get_ref<const std::string&>(), runs))
      return bad("whose compressed counts cannot be read");
  } else {
    for (const json& count : list(segmentation, "counts")) {
      if (!count.is_number_unsigned() || count.get<std::uint64_t>() > 0x7fffffff)
        return bad("with a count that is no whole number");
      runs.push_back(count.get<std::uint32_t>());
    }
  }
  std::uint64_t sum = 0;
  for (const std::uint32_t run : runs)
    sum += run;
  const auto expected =
      static_cast<std::uint64_t>(item.annotated_width) * static_cast<std::uint64_t>(item.annotated_height);
  if (sum != expected)
    return bad("of " + std::to_string(sum) + " pixels, expected " + std::to_string(expected));
  return runs;
}

Result<std::vector<float>> polygon_of(const json& points) {
  std::vector<float> polygon;
  for (const json& value : points) {
    const double number = value.is_number() ? value.get<double>() : std::numeric_limits<double>::infinity();
    if (!(number > -1e7 && number < 1e7))
      return fail(ErrorCode::parse, "polygon with a coordinate that is no pixel position");
    polygon.push_back(static_cast<float>(number));
  }
  if (polygon.size() < 6 || polygon.size() % 2 != 0)
    return fail(ErrorCode::parse, "polygon of " + std::to_string(polygon.size()) +
                                      " numbers; expected x, y of 3 or more points");
  return polygon;
}

/// A rectangle where an annotation has a box but no outline.
std::vector<float> box_polygon(const json& box) {
  const auto edge = [&](std::size_t i) { return box[i].is_number() ? box[i].get<float>() : 0.0F; };
  const float left = edge(0), top = edge(1), right = left + edge(2), bottom = top + edge(3);
  return {left, top, right, top, right, bottom, left, bottom};
}

Result<void> add_mask(const json& annotation, ImageItem& item) {
  const auto segmentation = annotation.find("segmentation");
  if (segmentation != annotation.end() && segmentation->is_object()) {
    ANDON_ASSIGN(std::vector<std::uint32_t> runs, runs_of(*segmentation, item));
    item.run_lengths = item.run_lengths.empty() ? std::move(runs) : united_runs(item.run_lengths, runs);
    return {};
  }
  const json& polygons = list(annotation, "segmentation");
  for (const json& points : polygons) {
    ANDON_ASSIGN(std::vector<float> polygon, polygon_of(points));
    item.polygons.push_back(std::move(polygon));
  }
  const json& box = list(annotation, "bbox");
  if (polygons.empty() && box.size() == 4)
    item.polygons.push_back(box_polygon(box));
  else if (polygons.empty())
    return fail(ErrorCode::parse, "neither segmentation nor bbox");
  return {};
}

std::map<std::int64_t, CocoImage> read_images(const json& document, const fs::path& file, ImageDataset& set) {
  std::map<std::int64_t, CocoImage> images;
  for (const json& entry : list(document, "images")) {
    const std::string name = entry.is_object() ? text(entry, "file_name") : "";
    const fs::path path = name.empty() ? fs::path() : locate(file.parent_path(), set.root, name);
    if (path.empty()) {
      set.warnings.push_back(
          {"unreadable", name,
           "named by " + file.filename().string() + " but not found inside " + set.root.string()});
      continue;
    }
    CocoImage image;
    image.item.path = path;
    image.item.id = path.lexically_relative(set.root.lexically_normal()).generic_string();
    image.item.part = part_of(image.item.id);
    if (image.item.part.empty())
      image.item.part = part_of_file_name(file);
    image.item.annotated_width =
        static_cast<int>(std::clamp<std::int64_t>(whole(entry, "width", 0), 0, 1'000'000));
    image.item.annotated_height =
        static_cast<int>(std::clamp<std::int64_t>(whole(entry, "height", 0), 0, 1'000'000));
    images[whole(entry, "id", -1)] = std::move(image);
  }
  return images;
}

void read_annotations(const json& document, const fs::path& file, std::map<std::int64_t, CocoImage>& images,
                      std::vector<ImageWarning>& warnings) {
  std::map<std::int64_t, std::string> categories;
  for (const json& category : list(document, "categories"))
    if (category.is_object())
      categories[whole(category, "id", -1)] = text(category, "name");
  for (const json& annotation : list(document, "annotations")) {
    if (!annotation.is_object())
      continue;
    const auto image = images.find(whole(annotation, "image_id", -1));
    const std::string number = std::to_string(whole(annotation, "id", -1));
    if (image == images.end()) {
      warnings.push_back(
          {"annotation", file.filename().string(), "annotation " + number + " belongs to no image"});
      continue;
    }
    const std::string& category = categories[whole(annotation, "category_id", -1)];
    image->second.defects.insert(category.empty() ? "defect" : category);
    if (const auto added = add_mask(annotation, image->second.item); !added)
      warnings.push_back(
          {"annotation", image->second.item.id, "annotation " + number + ": " + added.error().message});
  }
}

} // namespace

Result<void> read_coco(const fs::path& file, ImageDataset& set) {
  ANDON_ASSIGN(const json document, read_annotation_json(file));
  if (!document.is_object() || !document.contains("images") || !document["images"].is_array())
    return fail(ErrorCode::parse, file.string() + ": not a COCO file, it has no list \"images\"");
  std::map<std::int64_t, CocoImage> images = read_images(document, file, set);
  read_annotations(document, file, images, set.warnings);
  for (auto& [id, image] : images) {
    image.item.label = image.defects.empty() ? 0 : 1;
    for (const std::string& defect : image.defects)
      image.item.defect += (image.item.defect.empty() ? "" : "+") + defect;
    if (image.item.part.empty())
      image.item.part = default_part(image.item);
    set.items.push_back(std::move(image.item));
  }
  return {};
}

} // namespace andon
