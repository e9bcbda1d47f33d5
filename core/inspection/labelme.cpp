#include "core/inspection/annotations.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

namespace andon {
namespace {

using nlohmann::json;

/// Corners of a LabelMe shape; empty for points and lines, which cover no area.
std::vector<float> outline(const json& shape) {
  std::vector<float> corners;
  const auto points = shape.find("points");
  if (points == shape.end() || !points->is_array())
    return {};
  for (const json& point : *points) {
    if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number())
      return {};
    for (const json& value : point) {
      if (!(std::abs(value.get<double>()) < 1e7))
        return {};
      corners.push_back(value.get<float>());
    }
  }
  const std::string kind =
      shape.contains("shape_type") && shape["shape_type"].is_string() ? shape["shape_type"] : "polygon";
  if (kind == "polygon" && corners.size() >= 6)
    return corners;
  if (kind == "rectangle" && corners.size() == 4)
    return {corners[0], corners[1], corners[2], corners[1], corners[2], corners[3], corners[0], corners[3]};
  if (kind != "circle" || corners.size() != 4)
    return {};
  const double radius = std::hypot(corners[2] - corners[0], corners[3] - corners[1]);
  std::vector<float> circle;
  constexpr int sides = 128;
  for (int i = 0; i < sides; ++i) {
    const double angle = 2 * 3.14159265358979323846 * i / sides;
    circle.push_back(static_cast<float>(corners[0] + radius * std::cos(angle)));
    circle.push_back(static_cast<float>(corners[1] + radius * std::sin(angle)));
  }
  return circle;
}

} // namespace

void read_labelme(ImageItem& item, std::vector<ImageWarning>& warnings) {
  std::filesystem::path file = item.path;
  file.replace_extension(".json");
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    item.label = 0;
    return;
  }
  const auto document = read_annotation_json(file);
  if (!document || !document->is_object() || !document->contains("shapes") ||
      !(*document)["shapes"].is_array()) {
    warnings.push_back({"annotation", item.id,
                        document ? file.string() + ": not a LabelMe file, it has no list \"shapes\""
                                 : document.error().message});
    return;
  }
  const auto size = [&](const char* key) {
    const auto found = document->find(key);
    const bool stated = found != document->end() && found->is_number_integer();
    const std::int64_t value = stated ? found->get<std::int64_t>() : 0;
    return value > 0 && value <= 1'000'000 ? static_cast<int>(value) : 0;
  };
  item.annotated_width = size("imageWidth");
  item.annotated_height = size("imageHeight");
  std::set<std::string> defects;
  for (const json& shape : (*document)["shapes"]) {
    std::vector<float> corners = shape.is_object() ? outline(shape) : std::vector<float>();
    if (corners.empty()) {
      warnings.push_back(
          {"annotation", item.id,
           "a shape that covers no area (expected polygon, rectangle or circle) was left out"});
      continue;
    }
    const bool named =
        shape.contains("label") && shape["label"].is_string() && !shape["label"].get<std::string>().empty();
    defects.insert(named ? shape["label"].get<std::string>() : "defect");
    item.polygons.push_back(std::move(corners));
  }
  item.label = defects.empty() ? 0 : 1;
  for (const std::string& defect : defects)
    item.defect += (item.defect.empty() ? "" : "+") + defect;
}

} // namespace andon
