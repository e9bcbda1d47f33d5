#pragma once
#include "core/base/error.h"
#include "core/signal/dataset.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// What dataset.json says. Shared by the reader and the writer of data sets.
struct Manifest {
  struct File {
    std::string path; ///< relative to the folder, '/' separated
    std::uint64_t bytes = 0;
    std::string sha256;
  };
  struct Item {
    ItemInfo info;
    std::vector<double> starts; ///< one a sensor, seconds
    std::size_t file = 0;       ///< index into files
    std::uint64_t row = 0;      ///< of the file's [item, time] arrays
  };
  std::string name;
  std::vector<File> files;
  std::vector<Item> items;
};

inline constexpr const char* manifest_file = "dataset.json";

/// The manifest as JSON text with its hash inside. `hash` receives the data hash: SHA-256 over everything but
/// the name.
Result<std::string> manifest_text(const Manifest& manifest, std::string& hash);
/// Errors: parse (which key), corrupt (the text does not match its hash), unsupported (a newer version).
Result<Manifest> parse_manifest(const std::string& text, const std::string& where, std::string& hash);

} // namespace andon
