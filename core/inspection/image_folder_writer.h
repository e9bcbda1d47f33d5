#pragma once
#include "core/base/hash.h"
#include "core/inspection/image.h"

namespace andon {

/// Writes a folder of PNG images whole or not at all: into a temporary folder beside it, published by a
/// rename in finish(). Destruction without finish() leaves nothing behind. A file andon-images.json names the
/// count and the hash; only a folder that has one, or an empty one, may be replaced. Threads: one.
class ImageFolderWriter {
public:
  /// Errors: already_exists (a folder with something in it; an image folder of ours unless `replace`), io.
  static Result<ImageFolderWriter> create(const std::filesystem::path& folder, bool replace);
  ImageFolderWriter(ImageFolderWriter&& other) noexcept;
  ImageFolderWriter& operator=(ImageFolderWriter&& other) noexcept;
  ~ImageFolderWriter();
  /// `path` is relative, with '/'. Errors: invalid_argument when it leaves the folder, those of write_png.
  Result<void> write(const std::string& path, const Image& image);
  /// Publishes. Returns the SHA-256 over paths and pixels in the order of writing; it does not depend on how
  /// the PNG library packs them.
  Result<std::string> finish();

private:
  ImageFolderWriter() = default;
  std::filesystem::path folder_, temporary_;
  Sha256 hash_;
  std::int64_t images_ = 0;
};

} // namespace andon
