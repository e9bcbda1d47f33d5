#include "core/inspection/jpeg_decoder.h"

#include "core/inspection/image_header.h"

#include <csetjmp>
#include <cstdio>
#include <jerror.h>
#include <jpeglib.h>

namespace andon {
namespace {

constexpr int most_scans = 200; // a progressive file of a few kilobytes may ask for thousands of passes

struct Failure {
  jpeg_error_mgr manager;
  std::jmp_buf back;
  char message[JMSG_LENGTH_MAX];
};

void give_up(j_common_ptr info) {
  auto* failure = reinterpret_cast<Failure*>(info->err);
  info->err->format_message(info, failure->message);
  std::longjmp(failure->back, 1);
}

void heed_warning(j_common_ptr info, int level) {
  const int code = info->err->msg_code;
  if (level < 0 && code != JWRN_EXTRANEOUS_DATA && code != JWRN_ADOBE_XFORM && code != JWRN_JFIF_MAJOR)
    give_up(info);
}

void print_nothing(j_common_ptr) {}

void count_scans(j_common_ptr info) {
  if (info->is_decompressor && reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > most_scans) {
    info->err->msg_code = JERR_BAD_PROGRESSION;
    give_up(info);
  }
}

/// Everything between setjmp and longjmp is plain data: `image` was sized by the caller.
bool decode_into(std::string_view bytes, Image& image, Failure& failure) {
  jpeg_decompress_struct info;
  jpeg_progress_mgr progress{};
  info.err = jpeg_std_error(&failure.manager);
  failure.manager.error_exit = give_up;
  failure.manager.emit_message = heed_warning;
  failure.manager.output_message = print_nothing;
  failure.message[0] = '\0';
  if (setjmp(failure.back) != 0) {
    jpeg_destroy_decompress(&info);
    return false;
  }
  jpeg_create_decompress(&info);
  progress.progress_monitor = count_scans;
  info.progress = &progress;
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&info, TRUE);
  info.out_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(&info);
  const auto row_bytes = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.channels);
  if (info.output_width != static_cast<JDIMENSION>(image.width) ||
      info.output_height != static_cast<JDIMENSION>(image.height) ||
      info.output_components != image.channels) {
    info.err->msg_code = JERR_BAD_STATE;
    give_up(reinterpret_cast<j_common_ptr>(&info));
  }
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = image.bytes.data() + info.output_scanline * row_bytes;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return true;
}

} // namespace

Result<Image> decode_jpeg(std::string_view bytes, const std::string& name) {
  ByteReader reader(bytes);
  ANDON_ASSIGN(const ImageHeader header, read_jpeg_header(reader, name));
  Image image{static_cast<int>(header.width), static_cast<int>(header.height), header.channels, 8, {}};
  image.bytes.resize(static_cast<std::size_t>(header.width * header.height * header.channels));
  Failure failure;
  if (!decode_into(bytes, image, failure))
    return fail(ErrorCode::parse,
                name + ": truncated or damaged JPEG (" + failure.message + "); copy the file again");
  return image;
}

} // namespace andon
