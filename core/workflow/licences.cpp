#include "core/workflow/licences.h"

#include "core/base/hash.h"

#include <array>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

struct Licence {
  const char *library, *licence;
  std::array<const char*, 2> packages; ///< Debian's, any of which keeps the text
};
constexpr Licence licences[] = {
    {"Boost", "BSL-1.0", {"libboost1.74-dev", "libboost-dev"}},
    {"CLI11", "BSD-3-Clause", {"libcli11-dev", ""}},
    {"FAISS", "MIT", {"libfaiss-dev", ""}},
    {"FFTW", "GPL-2.0-or-later", {"libfftw3-double3", "libfftw3-dev"}},
    {"HDF5", "BSD-3-Clause", {"libhdf5-103-1", "libhdf5-dev"}},
    {"LibTorch", "BSD-3-Clause", {"libtorch1.13", "libtorch-dev"}},
    {"OpenCV", "Apache-2.0 AND BSD-3-Clause", {"libopencv-core406", "libopencv-dev"}},
    {"OpenSSL", "Apache-2.0", {"libssl3", "libssl-dev"}},
    {"Pango", "LGPL-2.0-or-later", {"libpango-1.0-0", "libpango1.0-dev"}},
    {"Qt", "LGPL-3.0-only OR GPL-2.0-only", {"libqt6core6", "qt6-base-dev"}},
    {"libsndfile", "LGPL-2.1-or-later", {"libsndfile1", "libsndfile1-dev"}},
    {"matio", "BSD-2-Clause", {"libmatio11", "libmatio-dev"}},
    {"nlohmann-json", "MIT", {"nlohmann-json3-dev", ""}},
    {"yaml-cpp", "MIT", {"libyaml-cpp0.7", "libyaml-cpp-dev"}},
};

fs::path copyright_of(const Licence& row) {
  std::error_code ignored;
  for (const char* package : row.packages)
    if (const fs::path file = fs::path("/usr/share/doc") / package / "copyright";
        *package && fs::is_regular_file(file, ignored))
      return file;
  return {};
}

fs::path notices_of_program() {
  std::error_code ignored;
  fs::path at = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (int level = 0; level < 5 && at.has_relative_path(); ++level, at = at.parent_path())
    for (const char* place : {"docs/third-party.md", "share/doc/andon/third-party.md"})
      if (fs::is_regular_file(at / place, ignored))
        return at / place;
  return {};
}

} // namespace

Result<AboutOut> about(Progress& progress, std::stop_token stop) {
  AboutOut out;
  out.version = version();
  for (const auto& [name, number] : out.version.libraries) {
    LibraryOut library{name, number, "", {}};
    for (const Licence& row : licences)
      if (name == row.library) {
        library.licence = row.licence;
        library.copyright = copyright_of(row);
      }
    out.libraries.push_back(std::move(library));
  }
  out.other_notices = notices_of_program();
  out.networks = weights_list().rows;
  progress.stage("hash", out.networks.size());
  for (std::size_t i = 0; i < out.networks.size(); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "stopped before every pre-trained network was read");
    WeightsFile& file = out.networks[i].file;
    if (file.sha256.empty())
      file.sha256 = sha256_file(file.file).value_or("");
    progress.advance(i + 1);
  }
  return out;
}

} // namespace andon::workflow
