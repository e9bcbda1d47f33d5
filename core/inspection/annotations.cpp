#include "core/inspection/annotations.h"

#include "core/base/atomic_file.h"
#include "core/base/hash.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace andon {
namespace {

constexpr int deepest = 64;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return text;
}

/// Deepest nesting of brackets outside of texts.
int nesting(const std::string& json) {
  int depth = 0, most = 0;
  bool text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (text) {
      if (c == '\\')
        ++i;
      text = c != '"';
    } else if (c == '"') {
      text = true;
    } else if (c == '[' || c == '{') {
      most = std::max(most, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return most;
}

} // namespace

Result<nlohmann::json> read_annotation_json(const std::filesystem::path& path) {
  ANDON_ASSIGN(const std::string text, read_file(path, 512ULL << 20));
  if (nesting(text) > deepest)
    return fail(ErrorCode::limit_exceeded, path.string() + ": nested deeper than " + std::to_string(deepest) +
                                               " levels; COCO and LabelMe need fewer than ten");
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded())
    return fail(ErrorCode::parse, path.string() + ": not valid JSON; expected COCO or LabelMe annotations");
  return json;
}

bool decompress_runs(std::string_view text, std::vector<std::uint32_t>& runs) {
  std::vector<std::int64_t> counts;
  for (std::size_t i = 0; i < text.size();) {
    std::int64_t value = 0;
    int shift = 0;
    bool more = true;
    while (more) {
      if (i >= text.size() || shift > 30 || text[i] < '0' || text[i] > 'o')
        return false;
      const int bits = text[i++] - '0';
      value |= static_cast<std::int64_t>(bits & 0x1f) << shift;
      more = (bits & 0x20) != 0;
      shift += 5;
      if (!more && (bits & 0x10) != 0)
        value -= std::int64_t{1} << shift;
    }
    if (counts.size() > 2)
      value += counts[counts.size() - 2];
    if (value < 0 || value > 0x7fffffff)
      return false;
    counts.push_back(value);
  }
  runs.assign(counts.begin(), counts.end());
  return true;
}

std::vector<std::uint32_t> united_runs(const std::vector<std::uint32_t>& a,
                                       const std::vector<std::uint32_t>& b) {
  struct Cursor {
    const std::vector<std::uint32_t>& runs;
    std::size_t next = 0;
    std::uint64_t left = 0;
    bool inside = true;
    bool advance() {
      while (left == 0 && next < runs.size()) {
        left = runs[next++];
        inside = !inside;
      }
      return left > 0;
    }
  } first{a}, second{b};
  std::vector<std::uint32_t> result;
  bool inside = false;
  std::uint64_t run = 0;
  while (first.advance() | second.advance()) {
    std::uint64_t step = std::max(first.left, second.left);
    if (first.left > 0 && second.left > 0)
      step = std::min(first.left, second.left);
    const bool here = (first.left > 0 && first.inside) || (second.left > 0 && second.inside);
    if (here != inside) {
      result.push_back(static_cast<std::uint32_t>(run));
      run = 0;
      inside = here;
    }
    run += step;
    first.left -= std::min(first.left, step);
    second.left -= std::min(second.left, step);
  }
  result.push_back(static_cast<std::uint32_t>(run));
  return result;
}

std::string part_of(const std::filesystem::path& relative) {
  for (const std::filesystem::path& folder : relative.parent_path()) {
    const std::string name = lower(folder.string());
    if (name == "train" || name == "training" || name == "train2017")
      return "train";
    if (name == "val" || name == "validation" || name == "valid" || name == "val2017")
      return "val";
    if (name == "test" || name == "test_public")
      return "test";
  }
  return "";
}

bool is_good_name(const std::string& folder) {
  const std::string name = lower(folder);
  return name == "good" || name == "normal" || name == "ok";
}

std::string default_part(const ImageItem& item) {
  if (item.label != 0)
    return "test";
  return std::stoul(sha256(item.id).substr(0, 6), nullptr, 16) % 5 == 0 ? "test" : "train";
}

bool is_image_name(const std::filesystem::path& path) {
  static constexpr std::array<std::string_view, 6> endings{".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"};
  return std::find(endings.begin(), endings.end(), lower(path.extension().string())) != endings.end();
}

} // namespace andon
