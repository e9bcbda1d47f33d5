#include "core/base/hash.h"
#include "core/inspection/image_dataset.h"
#include "core/metrics/parallel_ranges.h"

namespace andon {
namespace {

std::string text_of(const ImageItem& item) {
  return item.id + " (" + item.part + ")";
}

std::vector<ImageWarning> duplicates_of(const ImageDataset& dataset, const std::vector<std::string>& hashes) {
  std::map<std::string, std::vector<std::size_t>> by_hash;
  for (std::size_t i = 0; i < hashes.size(); ++i)
    by_hash[hashes[i]].push_back(i);
  std::vector<ImageWarning> warnings;
  for (std::size_t i = 0; i < hashes.size(); ++i)
    for (const std::size_t other : by_hash[hashes[i]])
      if (other < i && dataset.items[other].part != dataset.items[i].part) {
        warnings.push_back({"duplicate", dataset.items[i].id,
                            text_of(dataset.items[i]) + " has the same bytes as " +
                                text_of(dataset.items[other]) + "; results on it prove nothing, remove one"});
        break;
      }
  return warnings;
}

} // namespace

Result<ImageHashes> hash_images(const ImageDataset& dataset) {
  std::vector<std::string> hashes(dataset.items.size());
  std::vector<Error> errors(dataset.items.size());
  parallel_ranges(static_cast<std::int64_t>(hashes.size()), 0, 8, [&](std::int64_t begin, std::int64_t end) {
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      auto hash = sha256_file(dataset.items[i].path);
      if (hash)
        hashes[i] = std::move(*hash);
      else
        errors[i] = std::move(hash).error();
    }
  });
  ImageHashes result;
  Sha256 all;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    const ImageItem& item = dataset.items[i];
    if (hashes[i].empty())
      return fail(errors[i]);
    result.by_id[item.id] = hashes[i];
    all.update(item.id + '\0' + item.part + '\0' + std::to_string(item.label) + '\0' + item.defect + '\0' +
               hashes[i] + '\n');
  }
  result.sha256 = all.text();
  result.duplicates = duplicates_of(dataset, hashes);
  return result;
}

} // namespace andon
