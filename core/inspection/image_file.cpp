#include "core/base/atomic_file.h"
#include "core/base/guard.h"
#include "core/inspection/image.h"
#include "core/inspection/image_header.h"
#include "core/inspection/jpeg_decoder.h"
#include "core/inspection/orientation.h"
#include "core/inspection/png_bytes.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace andon {
namespace {

Result<void> check_limits(const ImageHeader& header, const std::string& name, const ImageLimits& limits) {
  const std::int64_t pixels = header.width * header.height;
  const std::string size = std::to_string(header.width) + " x " + std::to_string(header.height) + " pixels";
  if (header.width > limits.max_pixels / header.height || header.width > 1'000'000 ||
      header.height > 1'000'000)
    return fail(ErrorCode::limit_exceeded, name + ": " + size + " are more than the limit of " +
                                               std::to_string(limits.max_pixels) +
                                               " pixels; cut the image into smaller ones");
  if (pixels > header.possible_pixels)
    return fail(ErrorCode::parse,
                name + ": the header promises " + size + ", the file has data for at most " +
                    std::to_string(header.possible_pixels) + "; it is truncated or its header lies");
  return {};
}

ImageSize oriented_size(const ImageHeader& header) {
  ImageSize size{static_cast<int>(header.width), static_cast<int>(header.height), header.channels,
                 header.bits};
  if (header.orientation >= 5)
    std::swap(size.width, size.height);
  return size;
}

Result<Image> image_of(const cv::Mat& pixels, const ImageSize& expected, const std::string& name) {
  if (pixels.empty())
    return fail(ErrorCode::parse, name + ": truncated or damaged image data; copy the file again");
  const int bits = pixels.depth() == CV_8U ? 8 : pixels.depth() == CV_16U ? 16 : 0;
  if (bits != expected.bits || pixels.channels() != expected.channels || pixels.cols != expected.width ||
      pixels.rows != expected.height)
    return fail(ErrorCode::parse, name + ": damaged image, its pixels do not match its header");
  Image image{pixels.cols, pixels.rows, pixels.channels(), bits, {}};
  const std::size_t row = static_cast<std::size_t>(pixels.cols) * pixels.elemSize();
  image.bytes.resize(row * static_cast<std::size_t>(pixels.rows));
  cv::Mat target(pixels.rows, pixels.cols, pixels.type(), image.bytes.data());
  if (pixels.channels() == 3)
    cv::cvtColor(pixels, target, cv::COLOR_BGR2RGB);
  else
    pixels.copyTo(target);
  return image;
}

/// PNG, BMP, TIFF. The decoder turns TIFF by its orientation itself; the others come as stored.
Result<Image> decode_with_opencv(const std::string& bytes, const ImageHeader& header,
                                 const std::string& name) {
  return guard(name, [&]() -> Result<Image> {
    const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
    const int flags = cv::IMREAD_ANYDEPTH | cv::IMREAD_IGNORE_ORIENTATION |
                      (header.channels == 1 ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR);
    ImageHeader stored = header;
    if (header.format != ImageFormat::tiff)
      stored.orientation = 1;
    return image_of(cv::imdecode(raw, flags), oriented_size(stored), name);
  });
}

Result<std::string> encoded(const cv::Mat& pixels) {
  std::vector<std::uint8_t> bytes;
  if (!cv::imencode(".png", pixels, bytes))
    return fail(ErrorCode::internal, "the PNG library refuses an image of " + std::to_string(pixels.cols) +
                                         " x " + std::to_string(pixels.rows) + " pixels");
  return std::string(bytes.begin(), bytes.end());
}

int mat_type(const Image& image) {
  return CV_MAKETYPE(image.bits == 16 ? CV_16U : CV_8U, image.channels);
}

bool consistent(const Image& image) {
  return image.width > 0 && image.height > 0 && (image.channels == 1 || image.channels == 3) &&
         (image.bits == 8 || image.bits == 16) &&
         image.bytes.size() == static_cast<std::size_t>(image.width) *
                                   static_cast<std::size_t>(image.height) *
                                   static_cast<std::size_t>(image.channels * image.bits / 8);
}

} // namespace

Result<Image> read_image(const std::filesystem::path& path, const ImageLimits& limits) {
  const std::string name = path.string();
  const std::int64_t most = std::min<std::int64_t>(limits.max_file_bytes, 0x7fffffff);
  ANDON_ASSIGN(const std::string bytes,
               read_file(path, static_cast<std::uintmax_t>(std::max<std::int64_t>(0, most))));
  ByteReader reader(bytes);
  ANDON_ASSIGN(const ImageHeader header, read_image_header(reader, name, true));
  ANDON_TRY(check_limits(header, name, limits));
  Result<Image> image = guard(name, [&] {
    return header.format == ImageFormat::jpeg ? decode_jpeg(bytes, name)
                                              : decode_with_opencv(bytes, header, name);
  });
  if (image && header.format != ImageFormat::tiff)
    return oriented(std::move(*image), header.orientation);
  return image;
}

Result<ImageSize> probe_image(const std::filesystem::path& path, const ImageLimits& limits) {
  std::error_code error;
  const std::string name = path.string();
  if (!std::filesystem::is_regular_file(path, error))
    return fail(ErrorCode::not_found, name + ": no such file");
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file)
    return fail(ErrorCode::io, name + ": cannot be read; check its permissions");
  if (size > static_cast<std::uintmax_t>(limits.max_file_bytes))
    return fail(ErrorCode::limit_exceeded,
                name + ": " + std::to_string(size) + " bytes are more than the limit of " +
                    std::to_string(limits.max_file_bytes) +
                    "; save it as PNG or JPEG, or cut the image into smaller ones");
  ByteReader reader(file, size);
  ANDON_ASSIGN(const ImageHeader header, read_image_header(reader, name, false));
  ANDON_TRY(check_limits(header, name, limits));
  return oriented_size(header);
}

Result<std::string> encode_png(const Image& image) {
  if (!consistent(image))
    return fail(ErrorCode::invalid_argument,
                "an image of " + std::to_string(image.width) + " x " + std::to_string(image.height) +
                    " pixels whose bytes do not match its size cannot be written");
  return guard("encode a PNG", [&]() -> Result<std::string> {
    const cv::Mat pixels(image.height, image.width, mat_type(image),
                         const_cast<std::uint8_t*>(image.bytes.data()));
    if (image.channels == 1)
      return encoded(pixels);
    cv::Mat swapped;
    cv::cvtColor(pixels, swapped, cv::COLOR_RGB2BGR);
    return encoded(swapped);
  });
}

Result<void> write_png(const std::filesystem::path& path, const Image& image) {
  const auto bytes = encode_png(image);
  if (!bytes)
    return fail_in(path.string(), bytes.error());
  return write_atomic(path, *bytes);
}

Result<void> write_png(const std::filesystem::path& path, const Mask& mask) {
  Image image{mask.width, mask.height, 1, 8, mask.inside};
  for (std::uint8_t& pixel : image.bytes)
    pixel = pixel != 0 ? 255 : 0;
  return write_png(path, image);
}

Result<Mask> read_mask(const std::filesystem::path& path, const ImageLimits& limits) {
  ANDON_ASSIGN(const Image image, read_image(path, limits));
  Mask mask{image.width, image.height,
            std::vector<std::uint8_t>(static_cast<std::size_t>(image.width) *
                                      static_cast<std::size_t>(image.height))};
  const auto pixel_bytes = static_cast<std::size_t>(image.channels * image.bits / 8);
  for (std::size_t i = 0; i < mask.inside.size(); ++i)
    for (std::size_t k = 0; k < pixel_bytes; ++k)
      mask.inside[i] = image.bytes[i * pixel_bytes + k] != 0 ? 255 : mask.inside[i];
  return mask;
}

} // namespace andon
