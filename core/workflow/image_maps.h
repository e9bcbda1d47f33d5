#pragma once
#include "core/inspection/image_detector.h"

#include <filesystem>
#include <optional>
#include <string>

namespace andon::workflow::images {

/// Score maps of one fitted detector on disk, so that metrics may read them several times and a page opens an
/// image without scoring it again. A cache: whatever cannot be read or written is scored again. Threads:
/// reading from any, keeping from one.
class ImageMaps {
public:
  /// `cache` "" = keep nothing. `detector` names the fit (a hash). Folders of other detectors go, the oldest
  /// first, when all maps together are larger than `limit_bytes`; this one's grows no further than that.
  ImageMaps(const std::filesystem::path& cache, const std::string& detector,
            std::uintmax_t limit_bytes = 4ULL << 30);
  /// Of a whole image file: `data` is the hash of the data set (which knows the regions), `id` its item.
  std::optional<ImageScore> read(const std::string& data, const std::string& id) const;
  void keep(const std::string& data, const std::string& id, const ImageScore& score);

private:
  std::filesystem::path file(const std::string& data, const std::string& id) const;
  std::filesystem::path folder_; ///< "" = nothing is kept
  std::uintmax_t left_ = 0;      ///< bytes that may still be kept
};

} // namespace andon::workflow::images
