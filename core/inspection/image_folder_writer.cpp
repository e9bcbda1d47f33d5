#include "core/inspection/image_folder_writer.h"

#include "core/base/atomic_file.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace andon {
namespace {

namespace fs = std::filesystem;
constexpr const char* marker_file = "andon-images.json";

Result<void> check_target(const fs::path& folder, bool replace) {
  std::error_code error;
  if (!fs::exists(folder, error))
    return {};
  if (!fs::is_directory(folder, error))
    return fail(ErrorCode::already_exists, folder.string() + " is a file; images need a folder of their own");
  const bool ours = fs::is_regular_file(folder / marker_file, error);
  if (!fs::is_empty(folder, error) && !(ours && replace))
    return fail(ErrorCode::already_exists,
                folder.string() +
                    (ours ? " holds images already; choose another folder or allow replacing them"
                          : " is not empty; choose another folder"));
  return {};
}

/// An old folder steps aside first and comes back when the new one cannot take its place.
Result<void> publish_folder(const fs::path& temporary, const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error))
    return publish(temporary, folder);
  const fs::path aside = temporary_beside(folder);
  fs::rename(folder, aside, error);
  if (error)
    return fail(ErrorCode::io, "cannot replace " + folder.string() + ": " + error.message());
  auto published = publish(temporary, folder);
  if (published)
    fs::remove_all(aside, error);
  else
    fs::rename(aside, folder, error);
  return published;
}

} // namespace

Result<ImageFolderWriter> ImageFolderWriter::create(const fs::path& folder, bool replace) {
  ANDON_TRY(check_target(folder, replace));
  ImageFolderWriter writer;
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  const fs::path temporary = temporary_beside(folder);
  if (!fs::create_directory(temporary, error) || error)
    return fail(ErrorCode::io, "cannot create a folder beside " + folder.string() + ": " + error.message());
  writer.folder_ = folder;
  writer.temporary_ = temporary;
  return writer;
}

ImageFolderWriter::ImageFolderWriter(ImageFolderWriter&& other) noexcept {
  *this = std::move(other);
}

ImageFolderWriter& ImageFolderWriter::operator=(ImageFolderWriter&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(temporary_, other.temporary_);
  std::swap(hash_, other.hash_);
  std::swap(images_, other.images_);
  return *this;
}

ImageFolderWriter::~ImageFolderWriter() {
  std::error_code error;
  if (!temporary_.empty())
    fs::remove_all(temporary_, error);
}

Result<void> ImageFolderWriter::write(const std::string& path, const Image& image) {
  const fs::path relative = fs::path(path).lexically_normal();
  if (relative.empty() || relative.is_absolute() || *relative.begin() == "..")
    return fail(ErrorCode::invalid_argument, "'" + path + "' does not lie inside the folder of images");
  std::error_code error;
  fs::create_directories((temporary_ / relative).parent_path(), error);
  ANDON_TRY(write_png(temporary_ / relative, image));
  hash_.update(path + '\n' + std::to_string(image.width) + ' ' + std::to_string(image.height) + ' ' +
               std::to_string(image.channels) + ' ' + std::to_string(image.bits) + '\n');
  hash_.update(image.bytes.data(), image.bytes.size());
  ++images_;
  return {};
}

Result<std::string> ImageFolderWriter::finish() {
  const std::string hash = hash_.text();
  const nlohmann::json marker{{"files", images_}, {"sha256", hash}};
  ANDON_TRY(write_atomic(temporary_ / marker_file, marker.dump(2) + "\n"));
  ANDON_TRY(publish_folder(temporary_, folder_));
  temporary_.clear();
  return hash;
}

} // namespace andon
