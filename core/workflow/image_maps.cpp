#include "core/workflow/image_maps.h"

#include "core/base/hash.h"
#include "core/inspection/named_values.h"

#include <algorithm>
#include <vector>

namespace andon::workflow::images {
namespace {

namespace fs = std::filesystem;
constexpr auto map_name = "map", score_name = "score";

struct Kept {
  fs::path folder;
  std::uintmax_t bytes = 0;
  fs::file_time_type used;
};

std::vector<Kept> kept_folders(const fs::path& parent) {
  std::vector<Kept> result;
  std::error_code error;
  for (fs::directory_iterator each(parent, error), end; !error && each != end; each.increment(error)) {
    Kept kept{each->path(), 0, fs::last_write_time(each->path(), error)};
    for (fs::directory_iterator file(each->path(), error); !error && file != end; file.increment(error))
      kept.bytes += fs::file_size(file->path(), error);
    error.clear();
    result.push_back(std::move(kept));
  }
  std::sort(result.begin(), result.end(), [](const Kept& a, const Kept& b) { return a.used < b.used; });
  return result;
}

} // namespace

ImageMaps::ImageMaps(const fs::path& cache, const std::string& detector, std::uintmax_t limit_bytes) {
  if (cache.empty())
    return;
  folder_ = cache / "maps" / detector.substr(0, 32);
  std::error_code error;
  fs::create_directories(folder_, error);
  std::uintmax_t all = 0;
  const std::vector<Kept> kept = kept_folders(cache / "maps");
  for (const Kept& each : kept)
    all += each.bytes;
  for (const Kept& each : kept) {
    if (all <= limit_bytes || each.folder == folder_)
      continue;
    fs::remove_all(each.folder, error);
    all -= each.bytes;
  }
  left_ = limit_bytes - std::min(all, limit_bytes);
}

fs::path ImageMaps::file(const std::string& data, const std::string& id) const {
  return folder_ / (sha256(data + '\n' + id).substr(0, 32) + ".safetensors");
}

std::optional<ImageScore> ImageMaps::read(const std::string& data, const std::string& id) const {
  if (folder_.empty())
    return {};
  const auto set = read_safetensors(file(data, id));
  if (!set)
    return {};
  const NamedTensor* map = set->find(map_name);
  auto values = values_named<float>(*set, map_name, "");
  const auto score = values_named<double>(*set, score_name, "");
  if (!values || !score || score->size() != 1 || map->shape.size() != 2)
    return {};
  ImageScore result;
  result.score = score->front();
  result.map = {static_cast<int>(map->shape[1]), static_cast<int>(map->shape[0]), std::move(*values)};
  return result;
}

void ImageMaps::keep(const std::string& data, const std::string& id, const ImageScore& score) {
  const std::uintmax_t bytes = score.map.values.size() * sizeof(float);
  if (folder_.empty() || bytes > left_)
    return;
  TensorSet set;
  set.tensors = {named_values(map_name, score.map.values, static_cast<std::size_t>(score.map.width)),
                 named_values(score_name, std::vector<double>{score.score})};
  if (write_safetensors(file(data, id), set))
    left_ -= bytes;
}

} // namespace andon::workflow::images
